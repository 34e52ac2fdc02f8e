"""A problem as the kernels want it: sorted lists of near sites, in an order that the input does not decide.

Both models become one: minimise the sum of weight x cost, where a demand pays `dist` at the nearest open site
of its list, or `far` when none is open. Covering: the list holds sites within the radius at cost 0; far is 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._distances import chord_squares, on_sphere, to_km, to_square
from hamafza_engines.siting._order import demands_of, sites_of
from hamafza_engines.siting._types import EXTRA, Params, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 2_000_000  # distances looked at together; inputs of more keep short lists
_SPARE = 30  # sites in a list beyond its share


@dataclass(frozen=True, eq=False)
class Instance:
    """Demand i reads site[start[i]:start[i+1]]; `sites` leads back to the problem's numbers."""

    start: NDArray[np.int64]
    site: NDArray[np.int32]
    dist: NDArray[np.float64]
    weight: NDArray[np.float64]
    far: NDArray[np.float64]
    state: NDArray[np.int8]
    p: int
    cost: NDArray[np.float64]
    budget: float
    sites: NDArray[np.int64]
    grain: float
    scale: float

    @property
    def lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
        """The three arrays that every kernel reads."""
        return self.start, self.site, self.dist


def instance_of(problem: Problem, params: Params) -> Instance:
    """Sort, shorten and number; demands of weight 0 ask nothing and stay out."""
    np = need("numpy", extra=EXTRA)
    demands, weight = demands_of(problem)
    sites = sites_of(problem)
    p, cost, budget = _limits(problem, sites)
    if problem.radius is not None:
        size, site, dist, far = _within(problem, demands, sites)
    else:
        size, site, dist, far = _nearest(problem, demands, sites, p, params)
    state = np.zeros(len(sites), np.int8)
    state[np.isin(sites, problem.existing)] = 1
    start = np.concatenate(([0], np.cumsum(size)))
    return Instance(
        start, site, dist, weight, far, state, p, cost, budget, sites,
        _grain(weight, dist, far), float(weight @ far),
    )  # fmt: skip


def _limits(problem: Problem, sites: NDArray[np.int64]) -> tuple[int, NDArray[np.float64], float]:
    """Return how many bases can be open at most, what each costs now, and the money."""
    np = need("numpy", extra=EXTRA)
    p = len(sites) if problem.p is None else min(problem.p, len(sites))
    if problem.budget is None or problem.cost is None:
        return p, np.ones(len(sites)), np.inf
    cost = problem.cost.copy()
    cost[list(problem.existing)] = 0.0
    affordable = int((np.cumsum(np.sort(cost[sites])) <= problem.budget * (1 + 1e-12)).sum())
    return min(p, affordable), cost[sites], problem.budget * (1 + 1e-12)


def _blocks(
    problem: Problem, demands: NDArray[np.int64], sites: NDArray[np.int64]
) -> Iterator[NDArray[np.float64]]:
    """Yield rows in km (matrix) or squared chords (places), some thousand demands at a time."""
    step = max(1, _BLOCK // max(1, len(sites)))
    if problem.distance is None:
        assert problem.demand_at is not None and problem.site_at is not None
        here, there = on_sphere(problem.demand_at)[demands], on_sphere(problem.site_at)[sites]
    for at in range(0, len(demands), step):
        if problem.distance is None:
            yield chord_squares(here[at : at + step], there)
        else:
            yield problem.distance[demands[at : at + step]][:, sites]


Rows = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.float64]", "NDArray[np.float64]"]


def _nearest(
    problem: Problem, demands: NDArray[np.int64], sites: NDArray[np.int64], p: int, params: Params
) -> Rows:
    """Return size, site, dist and far of the lists of nearest sites; in place, for they may be long."""
    np = need("numpy", extra=EXTRA)
    n, m = len(demands), len(sites)
    keep = min(m, int(params.neighbours * m / max(p, 1)) + _SPARE) if n * m > _BLOCK else m
    site, dist = np.empty((n, keep), np.int32), np.empty((n, keep))
    at = 0
    for block in _blocks(problem, demands, sites):
        rows = slice(at, at + len(block))
        at += len(block)
        site[rows], dist[rows] = _sorted_rows(block, keep)
        if problem.distance is None:
            dist[rows] = to_km(dist[rows])
    far = dist[:, -1].copy() if keep else np.zeros(n)
    return np.full(n, keep), site.ravel(), dist.ravel(), far


def _sorted_rows(block: NDArray[np.float64], keep: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the columns and values of the `keep` smallest of each row, ascending."""
    np = need("numpy", extra=EXTRA)
    if keep == block.shape[1]:
        near = np.argsort(block, axis=1, kind="stable")
        return near, np.take_along_axis(block, near, 1)
    near = np.argpartition(block, keep - 1, axis=1)[:, :keep]
    values = np.take_along_axis(block, near, 1)
    order = np.lexsort((near, values), axis=1)
    return np.take_along_axis(near, order, 1), np.take_along_axis(values, order, 1)


def _within(problem: Problem, demands: NDArray[np.int64], sites: NDArray[np.int64]) -> Rows:
    """Return size, site, dist and far of the lists of sites within the radius: 0 there, 1 beyond."""
    np = need("numpy", extra=EXTRA)
    assert problem.radius is not None
    limit = (problem.radius if problem.distance is not None else to_square(problem.radius)) * (1 + 1e-12)
    sizes, near = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    for block in _blocks(problem, demands, sites):
        reached = block <= limit
        sizes.append(reached.sum(axis=1))
        near.append(np.nonzero(reached)[1].astype(np.int32))
    site = np.concatenate(near)
    return np.concatenate(sizes), site, np.zeros(len(site)), np.ones(len(demands))


def _grain(weight: NDArray[np.float64], dist: NDArray[np.float64], far: NDArray[np.float64]) -> float:
    """Return the step in which every value of the objective comes (0: any real number)."""
    np = need("numpy", extra=EXTRA)
    if not len(dist) or (dist != np.rint(dist)).any() or (weight != np.rint(weight)).any():
        return 0.0
    if float(weight @ far) > 1e15:
        return 0.0
    return float(np.gcd.reduce(np.unique(weight).astype(np.int64))) * float(
        max(1, np.gcd.reduce(np.unique(np.concatenate((dist, far))).astype(np.int64)))
    )
