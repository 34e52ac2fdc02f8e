"""The doors: solve, solve again after a change, price an override."""

from dataclasses import dataclass

from hamafza_engines.allocation._plan import Plan
from hamafza_engines.allocation._types import EXTRA, Change, Params, Pin, Problem
from hamafza_engines.frame import Within, need


@dataclass(frozen=True, slots=True)
class Price:
    """What an override costs: worth and units lost (below 0: won), and the plan that keeps it."""

    worth: int
    units: int
    plan: Plan

    @property
    def share(self) -> float:
        """Return the lost share of the worth before, 0-1."""
        before = self.plan.value + self.worth
        return self.worth / before if before else 0.0


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=10), seed: int = 0
) -> Plan:
    """Return the fairest plan of most worth; it is exact, so the seed changes nothing."""
    _ready()
    from hamafza_engines.allocation._engine import run

    return run(problem, params, stop.started())


def resolve(plan: Plan, change: Change, *, stop: Within = Within(seconds=10)) -> Plan:
    """Return the best plan after a change; components that it does not touch stay as they are."""
    _ready()
    from hamafza_engines.allocation._engine import run_again

    return run_again(plan, change, stop.started())


def price(
    plan: Plan,
    *,
    pinned: tuple[Pin, ...] = (),
    forbidden: frozenset[tuple[int, int]] = frozenset(),
    stop: Within = Within(seconds=10),
) -> Price:
    """Return what an override by hand costs, against the plan without it."""
    other = resolve(plan, Change(pinned=pinned, forbidden=forbidden), stop=stop)
    return Price(plan.value - other.value, int(plan.flow.sum()) - int(other.flow.sum()), other)


def _ready() -> None:
    for module in ("numpy", "ortools.graph.python.min_cost_flow"):
        need(module, extra=EXTRA)
