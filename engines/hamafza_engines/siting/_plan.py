"""The plan: which bases open, who goes where, how far from the best it may be, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from hamafza_engines.frame import BadInput
from hamafza_engines.siting._types import Problem, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hamafza_engines.siting._exchange import Exchange
    from hamafza_engines.siting._why import Why


@dataclass(frozen=True, eq=False)
class Plan:
    """A set of open bases with its value and a bound on the value of every other set.

    opened : sites, ascending. served : (n_demands,) site that serves most of the demand, -1 for none.
    km : (n_demands,) distance to it. shares : (demand, site, people) lines; a demand may have several
    only when bases have capacities. value : person-km (p-median, the less the better) or people within
    the radius (covering, the more the better). bound : no plan can be better than this.
    """

    problem: Problem = field(repr=False)
    opened: tuple[int, ...]
    served: NDArray[np.int64] = field(repr=False)
    km: NDArray[np.float64] = field(repr=False)
    shares: tuple[tuple[int, int, float], ...] | None = field(repr=False)
    value: float
    bound: float
    status: Status
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """Return how far the value may be from the best, as a share of the value (0 is proved)."""
        if self.value == self.bound:
            return 0.0
        return abs(self.value - self.bound) / max(abs(self.value), 1e-12)

    @property
    def people(self) -> float:
        """Return how many people ask."""
        return float(self.problem.weights.sum())

    @property
    def mean_km(self) -> float:
        """Return the mean distance of a served person to a base."""
        heavy = self.problem.weights[self.served >= 0]
        return float(heavy @ self.km[self.served >= 0] / heavy.sum()) if heavy.sum() > 0 else 0.0

    @cached_property
    def exchange(self) -> Exchange:
        """What every exchange of one base for another would bring."""
        from hamafza_engines.siting._exchange import exchange

        return exchange(self.problem, self.opened)

    def explain(self, i: int) -> Why:
        """Say why site i is open or why it is not, in data."""
        from hamafza_engines.siting._why import why

        if self.status == "infeasible":
            raise BadInput("site", i, "there is no plan to explain: more bases, money or room are needed")
        if not 0 <= i < self.problem.n_sites:
            raise BadInput("site", i, f"give a site from 0 to {self.problem.n_sites - 1}")
        return why(self, i)

    def one_more(self) -> tuple[int, float] | None:
        """Return the site that one more base should take and what it would bring (person-km or people)."""
        from hamafza_engines.siting._why import one_more

        return one_more(self)

    def summary(self, language: str = "fa") -> str:
        """Say the plan in a few lines of Persian («fa») or English («en»)."""
        from hamafza_engines.siting._words import summary

        return summary(self, language)
