"""Branch and bound over sites: each node climbs its own dual from its parent's prices.

Beasley, "A note on solving large p-median problems" (1985) proved the OR-Library so. Here lists shrink with
every node: a site open for good caps the prices of all near it, and reduced costs close most others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._dual import Climb
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._search import cost_of, improve
from hamafza_engines.siting._types import EXTRA, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHRUNK = (
    0.7  # copy the lists only when this much or less of them is left, so that all copies together stay small
)


@dataclass(eq=False)
class Best:
    """The best plan so far."""

    opened: NDArray[np.int8]
    cost: float
    instance: Instance
    gap: float

    @property
    def step(self) -> float:
        """How far below the cost the next one can be: costs come in steps of the grain, or in none (0)."""
        grain = self.instance.grain
        return max(0.0, grain - 1e-6 * grain - 1e-12 * abs(self.cost))

    @property
    def target(self) -> float:
        """A bound as high as this proves the plan: nothing is better by more than the gap, or by a step."""
        slack = max(1e-9, self.gap) * abs(self.cost) + 1e-15 * self.instance.scale
        return self.cost - max(slack, self.step)

    def proved_by(self, bound: float) -> float:
        """Return the bound, rounded up to the plan's own cost where no step is left between."""
        return self.cost if bound >= self.cost - self.step else bound

    def offer(self, opened: NDArray[np.int8], cost: float | None = None) -> bool:
        """Keep a plan when it is better."""
        cost = cost_of(self.instance, opened) if cost is None else cost
        if cost < self.cost - 1e-12 * abs(self.cost):
            self.opened, self.cost = opened.copy(), cost
            return True
        return False


def root_of(instance: Instance) -> Climb:
    """Return the node where nothing is decided; its prices begin where about one site is within reach."""
    np = need("numpy", extra=EXTRA)
    m = len(instance.state)
    sizes = np.diff(instance.start)
    guess = np.minimum(instance.start[:-1] + m // max(1, instance.p), instance.start[1:] - 1)
    price = instance.far.copy()
    if len(instance.dist):
        price = np.where(sizes > m // max(1, instance.p), instance.dist[np.maximum(guess, 0)], instance.far)
    high = instance.far.copy()
    return Climb(
        instance.lists, instance.weight, high, instance.state.copy(), instance.p, instance.cost,
        instance.budget, np.arange(m), price, np.zeros(m), np.zeros(m), -np.inf,
    )  # fmt: skip


def prove(
    root: Climb, best: Best, params: Params, stop: Within, *,
    tell: Callable[[str], object] | None = None, most: int | None = None,
) -> float:  # fmt: skip
    """Search the tree to its end, the end of time or `most` nodes; return a bound on every plan."""
    stack = [root]
    nodes = 0
    while stack:
        if stop.over() or nodes == most:
            return min(min(node.bound for node in stack), best.target)
        node = stack.pop()
        if node.bound >= best.target:
            continue
        stack.extend(_children(node, best, params, stop, root=nodes == 0))
        nodes += 1
        if tell and nodes % 64 == 0:
            tell(f"tree: {nodes} nodes, {len(stack)} open")
    return best.proved_by(best.target)


def _children(node: Climb, best: Best, params: Params, stop: Within, *, root: bool) -> list[Climb]:
    np = need("numpy", extra=EXTRA)
    if not root:
        climb = node.climb(
            upper=best.cost, target=best.target, rounds=params.node_rounds, step=0.5, least=1e-3, patience=5,
            shrink=0.6,
        )  # fmt: skip
        if node.bound >= best.target:
            return []
        climb.fix(best.target)
    free = np.flatnonzero(node.state == 0)
    left, money = node.left, node.money
    if left < 0 or money < 0:
        return []
    dear = free[node.cost[free] > money]
    node.state[dear] = -1
    free = free[node.cost[free] <= money]
    if not left:
        best.offer(opened_by(node, best.instance))
        return []
    if len(free) <= left and node.cost[free].sum() <= money:
        node.state[free] = 1
        best.offer(opened_by(node, best.instance))
        return []
    node = shrunk(node)
    free = np.flatnonzero(node.state == 0)
    if root or node.depth % 8 == 0:
        _round(node, best, stop)
    undecided = np.abs(node.share[free] - 0.5)
    return _split(node, int(free[undecided.argmin()]))


def opened_by(node: Climb, instance: Instance) -> NDArray[np.int8]:
    """Return the sites that are open for good at a node."""
    np = need("numpy", extra=EXTRA)
    opened = np.zeros(len(instance.state), np.int8)
    opened[node.sites[node.state == 1]] = 1
    return opened  # type: ignore[no-any-return]


def _round(node: Climb, best: Best, stop: Within) -> None:
    """Make a plan of the node: its open sites and the best of its free ones, then swaps."""
    np = need("numpy", extra=EXTRA)
    opened = opened_by(node, best.instance)
    left, money = node.left, node.money
    for j in np.argsort(np.where(node.state == 0, node.rho, np.inf), kind="stable"):
        if left <= 0 or node.state[j] != 0:
            break
        if node.cost[j] <= money:
            opened[node.sites[j]] = 1
            left -= 1
            money -= node.cost[j]
    best.offer(opened, improve(best.instance, opened, stop))


def shrunk(node: Climb) -> Climb:
    """Return the node without its closed sites, when that saves enough."""
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._dual_kernel import compress, useful

    keep = node.state >= 0
    numbers = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
    if useful(*node.lists, node.high, numbers) > _SHRUNK * len(node.lists[1]):
        return node
    return replace(
        node, lists=compress(*node.lists, node.high, numbers), state=node.state[keep], cost=node.cost[keep],
        sites=node.sites[keep], share=node.share[keep], rho=node.rho[keep],
    )  # fmt: skip


def _split(node: Climb, j: int) -> list[Climb]:
    """Return the branch without site j and the one with it, which is searched first."""
    from hamafza_engines.siting._dual_kernel import reach

    without, within = node.state.copy(), node.state.copy()
    without[j], within[j] = -1, 1
    closer = reach(*node.lists, j, node.high)
    return [_next(node, without, node.high), _next(node, within, closer)]


def _next(node: Climb, state: NDArray[np.int8], high: NDArray[np.float64]) -> Climb:
    return replace(
        node, state=state, high=high, depth=node.depth + 1,
        price=node.price.copy(), share=node.share.copy(), rho=node.rho.copy(),
    )  # fmt: skip
