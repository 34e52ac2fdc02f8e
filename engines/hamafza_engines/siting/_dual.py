"""The Lagrangian bound, climbed piece by piece, and what it closes or opens for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Lists = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]


@dataclass(eq=False)
class Climb:
    """A node of the search: its lists and states, and where its dual stands."""

    lists: Lists
    weight: NDArray[np.float64]
    high: NDArray[np.float64]
    state: NDArray[np.int8]
    p: int
    cost: NDArray[np.float64]
    budget: float
    sites: NDArray[np.int64]  # numbers in the instance
    price: NDArray[np.float64]
    share: NDArray[np.float64]  # how often the climb chose each site: near 1/2 is undecided
    rho: NDArray[np.float64]
    bound: float
    depth: int = 0

    @property
    def left(self) -> int:
        """How many bases may open yet; below 0 nothing better is here."""
        return self.p - int((self.state == 1).sum())

    @property
    def money(self) -> float:
        """What may be spent yet; below 0 nothing better is here."""
        return self.budget - float(self.cost[self.state == 1].sum())

    def climb(self, *, upper: float, target: float, rounds: int, step: float, least: float, patience: int,
              shrink: float) -> Control:  # fmt: skip
        """Begin a climb and go `rounds` steps."""
        np = need("numpy", extra=EXTRA)
        control = np.array([step, least, -np.inf, 0.0, 0.0, 0.0])
        going = Control(self, control, np.minimum(self.price, self.high), np.zeros(len(self.weight)))
        going.on(upper=upper, target=target, rounds=rounds, patience=patience, shrink=shrink)
        return going


@dataclass(eq=False)
class Control:
    """A climb under way."""

    node: Climb
    numbers: NDArray[np.float64]
    here: NDArray[np.float64]
    direction: NDArray[np.float64]

    def on(
        self, *, upper: float, target: float, rounds: int, patience: int = 10, shrink: float = 0.75
    ) -> float:
        """Go on for `rounds` steps; return the bound."""
        from hamafza_engines.siting._dual_kernel import ascend

        node = self.node
        start, site, dist = node.lists
        low = self._low()
        ascend(
            start, site, dist, node.weight, low, node.high, node.state, node.p, node.cost, node.budget,
            self.here, self.direction, node.price, node.share, node.rho, self.numbers,
            upper, target, rounds, patience, shrink,
        )  # fmt: skip
        node.bound = max(node.bound, float(self.numbers[2]))
        return node.bound

    def _low(self) -> NDArray[np.float64]:
        np = need("numpy", extra=EXTRA)
        start, _, dist = self.node.lists
        low = self.node.high.copy()
        some = np.diff(start) > 0
        low[some] = np.minimum(low[some], dist[start[:-1][some]])
        return low

    @property
    def done(self) -> bool:
        """The step became too small to matter."""
        return bool(self.numbers[0] < self.numbers[1])

    def fix(self, target: float) -> None:
        """Close the sites that cannot be open below the target, open those that must be (reduced costs)."""
        node = self.node
        best, last_in, first_out, by_budget = (float(self.numbers[k]) for k in (2, 3, 4, 5))
        free = node.state == 0
        scale = node.cost if by_budget else 1.0
        if last_in > -1e300:  # else every base is placed already
            node.state[free & (best + (node.rho - last_in * scale) >= target)] = -1
            node.state[free & (best + (first_out * scale - node.rho) >= target)] = 1
        else:
            node.state[free] = -1
