"""Volunteers x shifts -> a roster: cover first, then fairness, continuity, wishes and the way there.

>>> ali = Volunteer("ali", {"nurse": None}, centres=frozenset({"north"}))
>>> sara = Volunteer("sara", {"nurse": None}, shifts_done=1)
>>> shift = Shift("friday", start=480, end=720, seats={"nurse": 1}, centre="north")
>>> solve(Problem((ali, sara), (shift,))).assignments
(Assignment(shift='friday', skill='nurse', volunteer='ali'),)

For volunteers v, slots t (one skill of one shift, n_t seats, priority p_t), arcs (v, t) that skill, expiry,
windows, distance, age and refusals allow, with points c_vt of way, continuity and wishes:

    maximise   sum p_t x_vt,  then  -sum c_vt x_vt - f sum_v (h_v + y_v)^2 - h_v^2,   y_v = sum_t x_vt
    subject to sum_v x_vt <= n_t,  y_v <= shifts left,  x_vt in {0, 1},                    (a network)
               no two shifts of v at once or with too little rest,  hours of the month,    (side rules)
               nobody under 18 on a shift without an adult

The network is a min-cost flow (Ahuja, Magnanti and Orlin, Network Flows, 1993; cost scaling after
Goldberg, 1997, in OR-Tools). Fairness is a convex cost, so parallel arcs of rising price carry it; shifts of
one person that meet in one instant share a knot of capacity 1, which keeps most side rules in the network.
What is left is mended where it breaks: drop, refill by further flows, then CP-SAT on small neighbourhoods
with the roster as a hint. The gap is against the flow (with prices on hours where they bind).

Arcs A: flow O(A V log(CV)) in theory, about linear in practice. It cannot plan several months at once,
invents no shifts, and knows no patterns of days, so that it is no full nurse rostering.
"""

from hamafza_engines.rostering._check import check
from hamafza_engines.rostering._repair import repair
from hamafza_engines.rostering._solve import solve
from hamafza_engines.rostering._types import (
    RULES,
    SEAT_POINTS,
    Assignment,
    Because,
    Change,
    Explanation,
    Missing,
    Params,
    Plan,
    Problem,
    Shift,
    Volunteer,
    minute,
)

__all__ = [
    "RULES",
    "SEAT_POINTS",
    "Assignment",
    "Because",
    "Change",
    "Explanation",
    "Missing",
    "Params",
    "Plan",
    "Problem",
    "Shift",
    "Volunteer",
    "check",
    "minute",
    "repair",
    "solve",
]
