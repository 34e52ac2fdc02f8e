"""Good plans: a start, swaps until none pays, then disturbances that keep what is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOVES = 50  # swaps between two looks at the clock


def cost_of(instance: Instance, opened: NDArray[np.int8]) -> float:
    """Return the weighted cost of a set of open sites."""
    from hamafza_engines.siting._search_kernel import serve

    return serve(*instance.lists, instance.weight, instance.far, opened)


def improve(instance: Instance, opened: NDArray[np.int8], stop: Within) -> float:
    """Swap until nothing pays or the time is over, in place; return the cost."""
    from hamafza_engines.siting._search_kernel import swap_search

    while instance.p and not stop.over():
        made = swap_search(
            *instance.lists, instance.weight, instance.far, opened,
            instance.state, instance.p, instance.cost, instance.budget, _MOVES,
        )  # fmt: skip
        if made < _MOVES:
            break
    return cost_of(instance, opened)


def by_rank(instance: Instance, rank: NDArray[np.float64]) -> NDArray[np.int8]:
    """Open the forced sites, then by rank (smallest first) what count and budget allow."""
    np = need("numpy", extra=EXTRA)
    opened = np.array(instance.state == 1, dtype=np.int8)
    left, money = instance.p - int(opened.sum()), instance.budget
    for j in np.argsort(rank, kind="stable"):
        if left <= 0:
            break
        if instance.state[j] == 0 and instance.cost[j] <= money:
            opened[j] = 1
            money -= instance.cost[j]
            left -= 1
    return opened  # type: ignore[no-any-return]


def at_random(instance: Instance, chance: np.random.Generator) -> NDArray[np.int8]:
    """Open sites by lot, a heavy neighbourhood more likely than a light one."""
    np = need("numpy", extra=EXTRA)
    sizes = np.diff(instance.start)
    nearest = instance.site[instance.start[:-1][sizes > 0]]
    near = np.bincount(nearest, instance.weight[sizes > 0], len(instance.state))
    luck = chance.exponential(size=len(near))
    return by_rank(instance, luck / (near + near.sum() / max(1, len(near)) + 1e-300))


def kick(instance: Instance, best: NDArray[np.int8], chance: np.random.Generator) -> NDArray[np.int8]:
    """Return the plan with a few bases closed by lot; the search will open others."""
    np = need("numpy", extra=EXTRA)
    movable = np.flatnonzero((best == 1) & (instance.state == 0))
    opened = best.copy()
    size = min(len(movable), int(chance.integers(1, max(2, min(8, len(movable)) + 1))))
    opened[chance.choice(movable, size, replace=False)] = 0
    return opened
