"""One person, changed a cell at a time; small registers; and figures read back out of words."""

import re

import openpyxl  # noqa: F401 (loading it is nobody's test time)
import pandas  # noqa: F401 (pyarrow loads it)
import pyarrow.parquet  # noqa: F401
import pytest

from hamafza_engines.linkage import ADVERSARIAL, Problem, Register, registers, solve
from hamafza_engines.linkage._fields import BY_NAME
from hamafza_engines.linkage._prepare import prepare

TAHEREH = {
    "nid": "0084575948", "first": "طاهره", "last": "ذاکری", "father": "رضا", "birth": "1365/02/11",
    "mobile": "09123456789", "city": "چابهار", "gender": "زن",
}  # fmt: skip
PERSIAN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫−", "0123456789.-")


def tahereh(**cells):
    """Return a register of one row: Tahereh, with some cells written otherwise (None: left empty)."""
    return people(cells)


def people(*changes):
    """Return a register of several rows, each Tahereh with some cells written otherwise."""
    return Register.of([TAHEREH | changed for changed in changes])


def without(*names, **cells):
    """Return Tahereh's cells without some of them, to be given to `people`."""
    return dict.fromkeys(names) | cells


def register(**columns):
    """Return a register told column by column, its rows numbered from 1."""
    size = len(next(iter(columns.values())))
    return Register(tuple(str(row + 1) for row in range(size)), {k: tuple(v) for k, v in columns.items()})


def part_of(whole, rows, columns=None):
    """Return some rows of a register, and of these perhaps only some columns."""
    kept = {name: column for name, column in whole.cells.items() if columns is None or name in columns}
    return Register(
        tuple(whole.ids[row] for row in rows),
        {name: tuple(column[row] for row in rows) for name, column in kept.items()},
        whole.name,
    )


def cell(field, text, *, jalali=True):
    """Return what one typed cell becomes, under every name that it is compared by."""
    return {k: v[0] for k, v in prepare(register(**{field: [text]}), jalali=jalali).items()}


def person(**cells):
    """Return one person's typed cells, made ready to be compared."""
    return {k: v[0] for k, v in prepare(register(**{k: [v] for k, v in cells.items()}), jalali=True).items()}


def level(field, a, b):
    """Return the name of the likeness of two persons' typed cells in one field."""
    found = BY_NAME[field].level(person(**a), person(**b))
    return "empty" if found < 0 else BY_NAME[field].levels[found]


def pairs(plan, verdict=None):
    """Return the linked pairs of ids, all or those of one verdict."""
    return {(link.left, link.right) for link in plan.links if verdict in (None, link.verdict)}


def linked(left, right=None, **more):
    """Return the plan of two registers."""
    return solve(Problem(left, right), **more)


def numbers_in(text):
    """Return every number of a sentence in Persian or Latin digits, thousands together."""
    plain = text.translate(PERSIAN_DIGITS).replace("٬", "").replace(",", "")
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", plain)]


@pytest.fixture(scope="session")
def small_world():
    """Return two registers of 120 rows, the truth about them, and their plan."""
    left, right, truth = registers(120, seed=71)
    return left, right, truth, linked(left, right)


@pytest.fixture(scope="session")
def hard_town():
    """Return two registers of 300 rows full of twins, shared mobiles and fathers' IDs, and their plan."""
    left, right, truth = registers(300, seed=72, world=ADVERSARIAL)
    return left, right, truth, linked(left, right)
