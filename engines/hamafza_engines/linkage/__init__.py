"""Two agencies' registers -> pairs of rows that are one person, one for one, each with its reasons in words.

>>> ours = Register.of([{"کد ملی": "0084575948", "نام": "طاهره", "فامیلی": "ذاکری", "تولد": "1365/02/11"}])
>>> theirs = Register.of([{"کد ملی": "۸۴۵۷۵۹۴۸", "نام": "تاهره", "فامیلی": "زاکري", "تولد": "۶۵/۱۱/۲"}])
>>> plan = solve(Problem(ours, theirs))
>>> [(link.left, link.right, link.verdict) for link in plan.links]
[('1', '1', 'auto')]

The program (Fellegi and Sunter 1969; frequencies of values: Winkler 1989; one for one: Jaro 1989):

    levels g(i,j,f) of field f for the pair of rows i, j: same, same sound, one edit, ... different
    m(f,g), u(f,g), k(f,g) = P(level | one person), P(level | strangers), P(level | two of one household)
    S(i,j) = log2 prior/(1-prior)    + sum over f of log2 m/u   (u of equal values: their frequency)
    K(i,j) = log2 prior/prior of kin + sum over f of log2 m/k
    weight w(i,j) = -log2(2^-S + 2^-K), probability = 1 / (1 + 2^-w)
    maximise sum of x(i,j) * (w(i,j) - grey),  sum over j of x <= 1,  sum over i of x <= 1,  x in {0, 1}
    automatic: probability >= auto and w at least margin_bits above the next pair of either person,
               and a name or ID in both rows; else grey

u comes from random pairs, m from EM on two blocks that share no field (Splink; Linacre and others 2022), and
again from EM over all candidates with kin as a third class. Registers below `learn_from` rows have the fixed
weights of _fields.py, in plain Python. Candidates: seven narrow rules by sound always, twenty wider within a
budget. Costs about n log n; figures stand in docs/engines/linkage.md. The assignment is exact in every
component of up to some thousand edges, and has an honest gap beyond.

It cannot see pairs that share no key at all, tell twins apart whose first names are missing, or be right
about registers in which one column means two things. It proposes; merging is for a named person.
"""

from hamafza_engines.linkage._check import check
from hamafza_engines.linkage._columns import FIELD_NAMES, guess_columns
from hamafza_engines.linkage._counts import Counts, Hashed, count, keyed
from hamafza_engines.linkage._files import read_hashed, read_register, write_hashed, write_links
from hamafza_engines.linkage._lookup import Found, Index, look_up
from hamafza_engines.linkage._model import Model
from hamafza_engines.linkage._people import ADVERSARIAL, ORDINARY, World, registers
from hamafza_engines.linkage._solve import solve
from hamafza_engines.linkage._types import Link, Params, Plan, Problem, Register

__all__ = [
    "ADVERSARIAL",
    "Counts",
    "FIELD_NAMES",
    "Found",
    "Hashed",
    "Index",
    "Link",
    "Model",
    "ORDINARY",
    "Params",
    "Plan",
    "Problem",
    "Register",
    "World",
    "check",
    "count",
    "guess_columns",
    "keyed",
    "look_up",
    "read_hashed",
    "read_register",
    "registers",
    "solve",
    "write_hashed",
    "write_links",
]
