"""The door: a problem in, a plan out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._distances import columns
from hamafza_engines.siting._greedy import cover
from hamafza_engines.siting._instance import instance_of
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._types import EXTRA, Params, Problem, Status, whole
from hamafza_engines.siting._warm import warm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WIDER = 3.0  # times as many neighbours, when a plan sends people beyond their lists


def solve(
    problem: Problem,
    *,
    params: Params = Params(),
    stop: Within = Within(seconds=10),
    seed: int = 0,
    say: Callable[[str], object] | None = None,
) -> Plan:
    """Choose the bases; the plan tells by its gap how far from the best it may be."""
    seed = whole("seed", seed, 0, None)
    with stop.catching_interrupt():
        clock = stop.started()
        tell = say or (lambda line: None)
        if _empty(problem):
            return _without_bases(problem, clock)
        if problem.capacity is not None:
            from hamafza_engines.siting._capacity import with_capacity

            return with_capacity(problem, params, clock, seed, tell)
        return _uncapacitated(problem, params, clock, seed, tell)


def _uncapacitated(
    problem: Problem, params: Params, clock: Within, seed: int, tell: Callable[[str], object]
) -> Plan:
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._median import locate

    instance = instance_of(problem, params)
    start = None
    if problem.radius is not None:
        start, left = cover(instance)
        tell(f"at once: {left:g}")
        if clock.over():
            remote = float(instance.weight[np.diff(instance.start) == 0].sum())
            opened = sorted(instance.sites[start == 1].tolist())
            return plan_of(problem, opened, clock, params, remote, None)
    with clock.paused():
        warm()
    best, bound = locate(instance, params, clock, seed, tell, start)
    plan = plan_of(
        problem,
        sorted(instance.sites[best.opened == 1].tolist()),
        clock,
        params,
        bound,
        best.cost if bound >= best.target else None,
    )
    full = len(instance.dist) >= len(instance.weight) * problem.n_sites
    beyond = problem.radius is None and plan.value > best.cost * (1 + 1e-9) and not full
    if beyond and plan.gap > params.gap and not clock.over():
        wider = replace(params, neighbours=params.neighbours * _WIDER)
        again = _uncapacitated(problem, wider, clock, seed, tell)
        better = again if again.value <= plan.value else plan
        return replace(
            better, bound=max(plan.bound, again.bound), status=again.status if better is again else "stopped"
        )
    return plan


def plan_of(
    problem: Problem, opened: list[int], clock: Within, params: Params, bound: float, proved: float | None
) -> Plan:
    """Send every demand to its nearest open base and count; `bound` is below the cost of every plan.

    `proved` is the cost at which the search proved its plan, if so: beyond its lists a plan may cost more.
    """
    np = need("numpy", extra=EXTRA)
    served, km = nearest(problem, opened)
    heavy = problem.weights
    cost = float(heavy @ km) if problem.radius is None else float(heavy[served < 0].sum())
    done = proved is not None and cost <= proved * (1 + 1e-9)
    bound = cost if done and bound > cost * (1 - 2e-9) else min(max(bound, 0.0), cost)
    covered = float(heavy[served >= 0].sum())
    value, best = (cost, bound) if problem.radius is None else (covered, covered + (cost - bound))
    done = done or abs(value - best) <= max(params.gap, 1e-9) * abs(cost)
    status: Status = "proved" if done else "stopped"
    shares = None
    return Plan(problem, tuple(opened), served, np.where(served < 0, 0.0, km), shares, value, best, status,
                clock.spent())  # fmt: skip


def nearest(problem: Problem, opened: list[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each demand its nearest open site and the km; in covering -1 when beyond the radius."""
    np = need("numpy", extra=EXTRA)
    served = np.full(problem.n_demands, -1, np.int64)
    km = np.full(problem.n_demands, np.inf)
    step = max(1, 4_000_000 // max(1, problem.n_demands))
    for at in range(0, len(opened), step):
        some = np.array(opened[at : at + step])
        distance = columns(problem, some)
        first = distance.argmin(axis=1)
        here = distance[np.arange(len(km)), first]
        served = np.where(here < km, some[first], served)
        km = np.minimum(km, here)
    if problem.radius is not None:
        served[km > problem.radius * (1 + 1e-9)] = -1
    return served, km


def _empty(problem: Problem) -> bool:
    """Tell whether there is nothing to decide: nobody asks, or no base can be opened."""
    np = need("numpy", extra=EXTRA)
    if not problem.n_sites or problem.p == 0 or not (problem.weights > 0).any():
        return True
    if problem.budget is None or problem.cost is None or problem.existing:
        return False
    return bool(np.min(problem.cost) > problem.budget * (1 + 1e-12))


def _without_bases(problem: Problem, clock: Within) -> Plan:
    np = need("numpy", extra=EXTRA)
    asked = bool((problem.weights > 0).any())
    if not asked and problem.existing:
        served, km = nearest(problem, list(problem.existing))
        km[served < 0] = 0.0
        return Plan(problem, problem.existing, served, km, None, 0.0, 0.0, "proved", clock.spent())
    served, km = np.full(problem.n_demands, -1), np.zeros(problem.n_demands)
    if asked and problem.radius is None:
        return Plan(problem, (), served, km, None, float("inf"), float("inf"), "infeasible", clock.spent())
    return Plan(problem, (), served, km, None, 0.0, 0.0, "proved", clock.spent())
