"""A first look at a large median: places with one nearest site stand as one, and tell prices to begin with.

The bound holds at any prices; begun here it is after one step where else it comes after fifty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._dual import Climb
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._search import improve
from hamafza_engines.siting._tree import Best, root_of
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGE = 2_000_000  # list entries from which a look pays
_ROUNDS, _PIECE = 300, 5


def look(root: Climb, best: Best, stop: Within) -> bool:
    """Give the root prices and offer a plan, both of the merged problem; False where none is made."""
    np = need("numpy", extra=EXTRA)
    whole = best.instance
    if len(whole.dist) < LARGE or not whole.dist.any() or (np.diff(whole.start) == 0).any():
        return False
    small, group = merged(whole)
    opened = best.opened.copy()
    known = Best(opened, improve(small, opened, stop), small, best.gap)
    node = root_of(small)
    going = node.climb(
        upper=known.cost, target=known.target, rounds=1, step=1.0, least=1e-3, patience=10, shrink=0.8
    )
    for _ in range(_ROUNDS // _PIECE):
        if stop.over() or going.done or node.bound >= known.target:
            break
        going.on(upper=known.cost, target=known.target, rounds=_PIECE)
    root.price = np.minimum(node.price[group], root.high)
    best.offer(opened, improve(whole, opened, stop))
    return True


def merged(whole: Instance) -> tuple[Instance, NDArray[np.int64]]:
    """Return the instance of one place for each nearest site, its heaviest, and the group of each place."""
    np = need("numpy", extra=EXTRA)
    head = whole.site[whole.start[:-1]]
    order = np.lexsort((-whole.weight, head))
    first = np.diff(head[order], prepend=-1) > 0
    group = np.empty(len(head), np.int64)
    group[order] = np.cumsum(first) - 1
    kept = order[first]
    entries = np.concatenate([np.arange(whole.start[i], whole.start[i + 1]) for i in kept])
    small = replace(
        whole, start=np.concatenate(([0], np.cumsum(np.diff(whole.start)[kept]))), site=whole.site[entries],
        dist=whole.dist[entries], weight=np.bincount(group, whole.weight), far=whole.far[kept], grain=0.0,
    )  # fmt: skip
    return small, group
