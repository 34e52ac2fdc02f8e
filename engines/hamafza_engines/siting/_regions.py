"""Mend a large plan region by region, each solved by the tree while all else stands still.

Taillard and Voss, "POPMUSIC" (2002): parts of a good plan, optimised one by one, until none can be bettered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._dual import Climb
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._tree import Best, prove, root_of
from hamafza_engines.siting._types import EXTRA, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIZE = 12  # open sites that move together
WIDE = 3 * _SIZE  # below this many bases the whole is hardly more than a region
_ROUNDS = 150
_NODES = 150
_LIKELY = 0.01  # share from which a site belongs to the core


def mend(best: Best, root: Climb, params: Params, stop: Within, chance: np.random.Generator) -> int:
    """Go over all regions until none gets better or the time is over; return how many did."""
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._search_kernel import region

    core = ((root.share > _LIKELY) & (root.state == 0)).astype(np.int8)
    mended = 0
    waiting = list(chance.permutation(np.flatnonzero(best.opened == 1)))
    while waiting and not stop.over() and root.bound < best.target:
        centre = int(waiting.pop())
        if best.opened[centre] != 1:
            continue
        mine, around = region(*best.instance.lists[:2], best.opened, core, centre, _SIZE)
        if not _mend_one(best, mine, around, params, stop):
            continue
        mended += 1
        again = set(np.flatnonzero((mine == 1) | (around == 1)).tolist()) & set(
            np.flatnonzero(best.opened).tolist()
        )
        waiting[:0] = sorted(again - set(map(int, waiting)))
    return mended


def _mend_one(
    best: Best, mine: NDArray[np.int8], around: NDArray[np.int8], params: Params, stop: Within
) -> bool:
    np = need("numpy", extra=EXTRA)
    whole = best.instance
    moving = (mine == 1) & (whole.state == 0)
    fixed = ((best.opened == 1) & ~moving).astype(np.int8)
    part, numbers = part_of(whole, fixed, moving | (around == 1))
    if not len(part.weight):
        return False
    inner = best.opened[numbers]
    known = Best(inner, _cost(part, inner), part, max(params.gap, 1e-7))
    node = root_of(part)
    going = node.climb(
        upper=known.cost, target=known.target, rounds=_ROUNDS, step=1.0, least=1e-3, patience=8, shrink=0.7
    )
    if node.bound >= known.target:
        return False
    going.fix(known.target)
    before = known.cost
    prove(node, known, replace(params, node_rounds=25), stop, most=_NODES)
    if known.cost >= before:
        return False
    opened = fixed.copy()
    opened[numbers[known.opened == 1]] = 1
    return best.offer(opened)


def _cost(part: Instance, opened: NDArray[np.int8]) -> float:
    from hamafza_engines.siting._search import cost_of

    return cost_of(part, opened)


def part_of(
    whole: Instance, fixed: NDArray[np.int8], free: NDArray[np.bool_]
) -> tuple[Instance, NDArray[np.int64]]:
    """Return the instance of the free sites alone beside fixed open ones, and their numbers in the whole."""
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._dual_kernel import compress
    from hamafza_engines.siting._search_kernel import caps

    numbers = np.flatnonzero(free)
    high = caps(*whole.lists, whole.far, fixed)
    renumber = np.full(len(free), -1, np.int32)
    renumber[numbers] = np.arange(len(numbers))
    start, site, dist = compress(*whole.lists, high, renumber)
    size = np.diff(start)
    felt = np.flatnonzero(size > 0)
    open_cost = float(whole.cost[fixed == 1].sum())
    part = replace(
        whole, start=np.concatenate(([0], np.cumsum(size[felt]))), site=site, dist=dist,
        weight=whole.weight[felt], far=high[felt], state=np.zeros(len(numbers), np.int8),
        p=whole.p - int(fixed.sum()), cost=whole.cost[numbers], budget=whole.budget - open_cost,
        sites=whole.sites[numbers],
    )  # fmt: skip
    return part, numbers
