"""A request and the centres -> ranked centres, each with its reasons; after a decline, the next hop.

>>> ask = Ask("health", "IR/11/1104/", None, None, urgency=0, deadline_hours=72)
>>> near = CentreFacts(1, frozenset({"health"}), "IR/11/1104/", "IR/11/1104/")
>>> far = CentreFacts(2, frozenset({"health"}), "IR/11/1107/", "IR/11/")
>>> plan = solve(Problem(ask, (far, near)))
>>> [ranked.centre_id for ranked in plan.ranked]
[1, 2]

Score of a centre = sum of weight x value over seven reasons / sum of the weights, all values in 0-1:

    domain      1 when specialised, else 0.6 + 0.4 / number of its domains
    area        how closely the served area fits the place asked from
    distance    0.5 ^ (km / half_km), by shared places when a point is unknown
    capacity    trust x known + (1 - trust) x ask, where trust = 0.5 ^ (age / half_life_days)
    hours       working hours before the deadline / hours needed, at most 1
    acceptance  mean of Beta(prior_accepted + accepted, prior_refused + declined + expired)
    fairness    load_scale / (load_scale + open_load)

Linear in the number of centres of the domain in the province; exact, so the gap is always 0. A `Directory`
made once answers 10,000 centres in under a millisecond, also when all of them stand in one county. `simulate`
sends last month's requests under old and new rules. It does not plan several requests together (that is
allocation), and it never sends: it advises.
"""

from hamafza_engines.frame import Violation
from hamafza_engines.routing._acceptance import Acceptance, acceptance
from hamafza_engines.routing._check import check
from hamafza_engines.routing._directory import Directory
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._simulate import Figures, Simulation, simulate
from hamafza_engines.routing._solve import solve
from hamafza_engines.routing._types import (
    REASONS,
    Explanation,
    Params,
    Plan,
    Problem,
    Ranked,
    Reason,
)

__all__ = [
    "Acceptance",
    "Ask",
    "CentreFacts",
    "Directory",
    "Explanation",
    "Figures",
    "Params",
    "Plan",
    "Problem",
    "REASONS",
    "Ranked",
    "Reason",
    "Simulation",
    "Violation",
    "acceptance",
    "check",
    "simulate",
    "solve",
]
