"""A plan straight from the dual: open what the prices are surest of, climb again with that, to the ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._dual import Climb
from hamafza_engines.siting._search import improve
from hamafza_engines.siting._tree import Best, opened_by, shrunk
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np

_NEVER = 0.004  # chosen so seldom: not in this dive
_ROUNDS = 60


def dive(root: Climb, best: Best, stop: Within, chance: np.random.Generator, *, part: float) -> bool:
    """Open `part` of what is left at each step, and search from the ground; tell whether that was better."""
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._dual_kernel import reach

    if root.left < 0 or root.money < 0:
        return False
    node = _copy(root)
    while not stop.over():
        money, left = node.money, node.left
        node.state[(node.state == 0) & (node.cost > money)] = -1
        free = np.flatnonzero(node.state == 0)
        if left <= 0 or not len(free):
            break
        sure = node.share[free] * chance.uniform(0.8, 1.2, len(free))
        count = max(1, int(part * left))
        for j in free[np.argsort(-sure, kind="stable")[:count]]:
            if node.cost[j] <= money:
                node.state[j] = 1
                money -= node.cost[j]
                node.high = reach(*node.lists, int(j), node.high)
        seldom = free[(node.share[free] < _NEVER) & (node.state[free] == 0)]
        if len(free) - len(seldom) >= 2 * left:
            node.state[seldom] = -1
        node = shrunk(node)
        if (node.state == 0).any():
            node.climb(
                upper=best.cost,
                target=best.target,
                rounds=_ROUNDS,
                step=0.3,
                least=1e-3,
                patience=10,
                shrink=0.6,
            )
    opened = opened_by(node, best.instance)
    return best.offer(opened, improve(best.instance, opened, stop))


def _copy(node: Climb) -> Climb:
    return replace(
        node, state=node.state.copy(), price=node.price.copy(), share=node.share.copy(), rho=node.rho.copy()
    )
