"""Bases that serve only so many: a mixed-integer program when small, else the free plan with people moved on.

minimise sum d_ij f_ij   (covering: maximise sum f_ij over pairs within the radius)
with sum_j f_ij = w_i (covering: <=),  sum_i f_ij <= capacity_j y_j,  f_ij <= w_i y_j,
     sum_j y_j <= p,  sum_j cost_j y_j <= budget,  y binary,  f >= 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._distances import columns
from hamafza_engines.siting._milp import Rows, minimise
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._types import EXTRA, Params, Problem, Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EXACT = 40_000  # pairs up to which the whole program goes to HiGHS
_LEAST = 10.0  # seconds for the knapsack of bases that hold all people; none by then counts as none
_LATER = 0.3  # share of the time that the free plan may take


def with_capacity(
    problem: Problem, params: Params, clock: Within, seed: int, tell: Callable[[str], object]
) -> Plan:
    """Choose bases and send people, no base above its capacity."""
    free = _free_plan(problem, params, clock, seed, tell)
    opened = _roomy(problem, free.opened, clock)
    if opened is None:
        return _impossible(problem, clock)
    program = _Program(problem, opened, exact=False)
    sent = program.solve(clock, params).values
    start = program.poured() if sent is None else sent
    if problem.n_demands * problem.n_sites > _EXACT or clock.over():
        return _plan(problem, program, start, free.bound, params, clock)
    whole = _Program(problem, list(range(problem.n_sites)), exact=True)
    found = whole.solve(clock, params, whole.hint(program, start))
    tell(f"exact program: {found.value:g}, bound {found.bound:g}")
    if found.values is None:
        return _plan(problem, program, start, free.bound, params, clock)
    bound = found.bound if problem.radius is None else -found.bound
    tighter = max(bound, free.bound) if problem.radius is None else min(bound, free.bound)
    return _plan(problem, whole, found.values, tighter, params, clock)


def _free_plan(
    problem: Problem, params: Params, clock: Within, seed: int, tell: Callable[[str], object]
) -> Plan:
    """Return the plan as if bases had no end: its bound holds here too."""
    from hamafza_engines.siting._solve import solve

    return solve(replace(problem, capacity=None), params=params, stop=clock.part(_LATER), seed=seed, say=tell)


def _roomy(problem: Problem, opened: tuple[int, ...], clock: Within) -> list[int] | None:
    """Change as few bases as it takes for all to find room (covering need not); None: no bases hold them."""
    np = need("numpy", extra=EXTRA)
    assert problem.capacity is not None
    if problem.radius is not None or problem.capacity[list(opened)].sum() >= problem.weights.sum():
        return list(opened)
    sites = np.arange(problem.n_sites)
    same, stays = np.isin(sites, opened), np.isin(sites, problem.existing)
    rows = Rows()
    rows.add(np.zeros_like(sites), sites, -problem.capacity, -np.inf, -problem.weights.sum(keepdims=True))
    _add_limits(rows, problem, sites, sites)
    found = minimise(
        np.where(same, -1.0, 1.0), stays, np.ones(len(sites)), np.ones(len(sites), bool), rows,
        gap=0.0, seconds=max(clock.left(), _LEAST),
    )  # fmt: skip
    return None if found.values is None else np.flatnonzero(found.values > 0.5).tolist()


def _add_limits(rows: Rows, problem: Problem, sites: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
    """Add what count and money allow; `columns` are those of the sites."""
    np = need("numpy", extra=EXTRA)
    one = np.zeros_like(columns)
    if problem.p is not None:
        rows.add(one, columns, np.ones(len(columns)), -np.inf, np.array([float(problem.p)]))
    if problem.budget is not None and problem.cost is not None:
        price = np.where(np.isin(sites, problem.existing), 0.0, problem.cost[sites])
        rows.add(one, columns, price, -np.inf, np.array([problem.budget]))


class _Program:
    """Columns: the shares f of every pair, then the sites y (all open unless `exact`)."""

    def __init__(self, problem: Problem, sites: list[int], *, exact: bool) -> None:
        np = need("numpy", extra=EXTRA)
        self.problem, self.sites, self.exact = problem, sites, exact
        km = columns(problem, np.array(sites, dtype=np.int64))
        near = np.ones_like(km, bool) if problem.radius is None else km <= problem.radius * (1 + 1e-9)
        near &= (problem.weights > 0)[:, None]
        self.demand, self.place = np.nonzero(near)
        self.km = km[self.demand, self.place]

    def solve(self, clock: Within, params: Params, hint: NDArray[np.float64] | None = None) -> Found:
        """Send the people, and with `exact` choose the sites too."""
        np = need("numpy", extra=EXTRA)
        problem, flows, sites = self.problem, len(self.demand), len(self.sites)
        assert problem.capacity is not None
        cost = np.concatenate((self.km if problem.radius is None else -np.ones(flows), np.zeros(sites)))
        existing = np.isin(self.sites, problem.existing)
        low = np.concatenate((np.zeros(flows), existing if self.exact else np.ones(sites)))
        high = np.concatenate((problem.weights[self.demand], np.ones(sites)))
        whole = np.concatenate((np.zeros(flows, bool), np.full(sites, self.exact)))
        return minimise(cost, low, high, whole, self._rows(), gap=params.gap, seconds=clock.left(), hint=hint)

    def _rows(self) -> Rows:
        np = need("numpy", extra=EXTRA)
        problem, flows, sites = self.problem, len(self.demand), len(self.sites)
        assert problem.capacity is not None
        rows, each, y = Rows(), np.arange(flows), flows + np.arange(sites)
        asked, active = problem.weights, problem.weights > 0
        served = np.cumsum(active) - 1
        least = asked[active] if problem.radius is None else -np.inf
        rows.add(served[self.demand], each, np.ones(flows), least, asked[active])
        room = problem.capacity[self.sites]
        rows.add(np.concatenate((self.place, np.arange(sites))), np.concatenate((each, y)),
                 np.concatenate((np.ones(flows), -room)), -np.inf, np.zeros(sites))  # fmt: skip
        if self.exact:
            rows.add(
                np.concatenate((each, each)), np.concatenate((each, y[self.place])),
                np.concatenate((np.ones(flows), -asked[self.demand])), -np.inf, np.zeros(flows),
            )  # fmt: skip
            _add_limits(rows, problem, np.array(self.sites), y)
        return rows

    def poured(self) -> NDArray[np.float64]:
        """Send people to the nearest open base with room, nearest pairs first: no best, but always there."""
        np = need("numpy", extra=EXTRA)
        assert self.problem.capacity is not None
        values = np.concatenate((np.zeros(len(self.demand)), np.ones(len(self.sites))))
        left, room = self.problem.weights.tolist(), self.problem.capacity[self.sites].tolist()
        for k in np.lexsort((self.place, self.demand, self.km)).tolist():
            i, at = int(self.demand[k]), int(self.place[k])
            values[k] = part = min(left[i], room[at])
            left[i], room[at] = left[i] - part, room[at] - part
        return values  # type: ignore[no-any-return]

    def hint(self, other: _Program, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return another program's answer in the columns of this one."""
        np = need("numpy", extra=EXTRA)
        at = {
            (i, self.sites[j]): k
            for k, (i, j) in enumerate(zip(self.demand.tolist(), self.place.tolist(), strict=True))
        }
        mine = np.zeros(len(self.demand) + len(self.sites))
        for k, (i, j) in enumerate(zip(other.demand.tolist(), other.place.tolist(), strict=True)):
            mine[at[i, other.sites[j]]] = values[k]
        mine[[len(self.demand) + self.sites.index(j) for j in other.sites]] = 1.0
        return mine  # type: ignore[no-any-return]


def _plan(
    problem: Problem,
    program: _Program,
    values: NDArray[np.float64],
    bound: float,
    params: Params,
    clock: Within,
) -> Plan:
    np = need("numpy", extra=EXTRA)
    flows = len(program.demand)
    sent = values[:flows]
    least = 1e-7 * np.maximum(1.0, problem.weights[program.demand])
    shares = tuple(
        (int(program.demand[k]), program.sites[int(program.place[k])], float(sent[k]))
        for k in np.flatnonzero(sent > least)
    )
    opened = tuple(sorted(program.sites[j] for j in np.flatnonzero(values[flows:] > 0.5)))
    served, km, most = (
        np.full(problem.n_demands, -1),
        np.zeros(problem.n_demands),
        np.zeros(problem.n_demands),
    )
    for (i, j, people), k in zip(shares, np.flatnonzero(sent > least), strict=True):
        if people > most[i]:
            served[i], km[i], most[i] = j, program.km[k], people
    worth = (program.km if problem.radius is None else np.ones(flows))[sent > least]
    value = float(worth @ sent[sent > least])
    bound = min(bound, value) if problem.radius is None else max(bound, value)
    near = abs(value - bound) <= max(params.gap, 1e-9) * max(abs(value), 1e-9)
    status: Status = "proved" if near else "stopped"
    return Plan(problem, opened, served, km, shares, value, bound, status, clock.spent())


def _impossible(problem: Problem, clock: Within) -> Plan:
    np = need("numpy", extra=EXTRA)
    nobody = np.full(problem.n_demands, -1)
    return Plan(
        problem, (), nobody, np.zeros(problem.n_demands), None, np.inf, np.inf, "infeasible", clock.spent()
    )


if TYPE_CHECKING:
    from hamafza_engines.siting._milp import Found
