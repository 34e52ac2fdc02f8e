"""What a choice of arcs is worth, in two numbers that are compared one after the other."""

from __future__ import annotations

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._types import SEAT_POINTS, Params

Worth = tuple[int, int]


def worth(arcs: Arcs, params: Params, taken: Ints) -> Worth:
    """Return (cover, quality): seats filled by priority, and the points of all second thoughts."""
    np = need("numpy", extra="rostering")
    cover = int(arcs.slot_priority[arcs.slot[taken]].sum())
    load = np.bincount(arcs.vol[taken], minlength=len(arcs.vol_cap))
    squares = (arcs.vol_done + load) ** 2 - arcs.vol_done**2  # the sum of the rungs 1, 3, 5 ...
    return cover, -int(arcs.cost[taken].sum() + params.fairness * squares.sum())


def gap(here: Worth, bound: Worth) -> float:
    """Return what may be lost: seats first; points of quality once the cover is that of the bound."""
    lost = SEAT_POINTS * (bound[0] - here[0]) + (max(0, bound[1] - here[1]) if here[0] == bound[0] else 0)
    return float(lost / max(1, SEAT_POINTS * bound[0]))


def split(ceiling: int, seat: int) -> Worth:
    """Return the greatest cover that the ceiling allows, and the quality that is left beside it.

    The quality of any roster lies within half a seat of 0, since a seat outweighs all second thoughts.
    """
    cover = (ceiling + seat // 2) // seat
    return cover, ceiling - seat * cover
