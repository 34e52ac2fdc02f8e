"""A national target -> integer shares of provinces and counties that sum exactly at every level.

>>> places = (Place("A", need=53), Place("B", need=28), Place("C", need=19, upper=1))
>>> plan = solve(Problem(10, places))
>>> [(given.id, given.share) for given in plan.shares]
[('A', 6), ('B', 3), ('C', 1)]

For each parent with share T and children i, weights w_i = need_i^a capacity_i^b past_i^c, bounds l_i <= u_i:

    quota    q_i = min(u_i, max(l_i, w_i / d)), with d such that sum q_i = T      (exact fractions)
    hamilton minimise sum |x_i - q_i|                    largest remainder above floor(q_i)
    webster  minimise sum x_i^2 / w_i                    next unit to the largest w_i / (2 x_i + 1)
    subject to  sum x_i = T,  l_i <= x_i <= u_i,  x_i integer

The bounds of a parent are narrowed by those of its children first, so that no level can get stuck; an
accepted share is a bound from both sides. Hamilton stays within one of every quota; Webster never takes from
a place when the target grows (house monotone). Ties go to the smaller id; without weight a
place gets its lower bound. Source: Balinski and Young, Fair Representation (1982); bounds after Pukelsheim,
Proportional Representation (2017).

O(n log n) steps in big integers for n places; money is whole rial. It cannot judge whether a need is true;
and no rule both stays within quota and always rewards growing weight (Balinski and Young): hence two methods.
"""

from hamafza_engines.shares._check import check
from hamafza_engines.shares._solve import solve
from hamafza_engines.shares._types import (
    METHODS,
    Explanation,
    Infeasible,
    Params,
    Place,
    Plan,
    Problem,
    Share,
    accept,
)

__all__ = [
    "METHODS",
    "Explanation",
    "Infeasible",
    "Params",
    "Place",
    "Plan",
    "Problem",
    "Share",
    "accept",
    "check",
    "solve",
]
