"""Distances: over the sphere for places, over roads for a graph."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from hamafza_engines.frame import BadInput, need
from hamafza_engines.siting._types import EXTRA, Problem, _numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EARTH_KM = 6371.0088  # mean radius, IUGG
_DENSE = 1500  # nodes up to which all pairs by Floyd cost less than a heap per node


def haversine_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) pairs in km.

    >>> round(haversine_km((35.6892, 51.3890), (32.6546, 51.6680)))
    338
    """
    (lat, lng), (other_lat, other_lng) = here, there
    up, across = radians(other_lat - lat) / 2, radians(other_lng - lng) / 2
    square = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(across) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))


def on_sphere(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n, 3) unit vectors of (latitude, longitude) in degrees; their chords order as distances do."""
    np = need("numpy", extra=EXTRA)
    lat, lng = np.radians(points).T
    return np.column_stack((np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)))  # type: ignore[no-any-return]


def chord_squares(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the squared chords between two sets of unit vectors: exact for places close together too."""
    square = (here[:, None, 0] - there[None, :, 0]) ** 2
    for axis in (1, 2):
        square += (here[:, None, axis] - there[None, :, axis]) ** 2
    return square


def to_km(square: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the arc of a squared chord in km."""
    np = need("numpy", extra=EXTRA)
    return 2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0))  # type: ignore[no-any-return]


def to_square(km: float) -> float:
    """Return the squared chord of an arc; more than half the round is the whole sphere."""
    half = km / (2 * EARTH_KM)
    return 5.0 if half >= 1.5707963 else (2 * sin(half)) ** 2


def over_roads(n: int, edges: Iterable[tuple[int, int, float]]) -> NDArray[np.float64]:
    """Return the (n, n) shortest ways over undirected edges (from, to, cost) of nodes 0..n-1.

    Of an edge given twice the last cost counts, as the OR-Library asks.
    """
    np = need("numpy", extra=EXTRA)
    given = _numbers("edges", list(edges), (None, 3), 0.0, 1e12)
    ends, cost = given[:, :2], given[:, 2]
    astray = ((ends >= n) | (ends != ends.round())).any(axis=1)
    if astray.any():
        row = int(astray.argmax())
        raise BadInput(
            "edges", tuple(given[row].tolist()), "nodes are whole numbers from 0 to n - 1", row + 1,
            remedy_fa="شمارهٔ گره‌ها عدد صحیح است و از تعداد گره‌ها نمی‌گذرد",
        )  # fmt: skip
    last = {
        (min(a, b), max(a, b)): c for (a, b), c in zip(ends.astype(int).tolist(), cost.tolist(), strict=True)
    }
    ways = _floyd(n, last) if n <= _DENSE else _dijkstra(n, last)
    if np.isinf(ways).any():
        here, there = np.argwhere(np.isinf(ways))[0]
        raise BadInput(
            "edges", f"{here}-{there}", "no way joins these nodes; add a road or part the problem",
            remedy_fa="هیچ راهی این دو گره را به هم نمی‌رساند؛ راهی بیفزایید یا مسئله را دو پاره کنید",
        )  # fmt: skip
    return ways


def _floyd(n: int, last: dict[tuple[int, int], float]) -> NDArray[np.float64]:
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._dual_kernel import floyd

    ways = np.full((n, n), np.inf)
    for (a, b), cost in last.items():
        ways[a, b] = ways[b, a] = cost
    np.fill_diagonal(ways, 0.0)
    floyd(ways)
    return ways  # type: ignore[no-any-return]


def _dijkstra(n: int, last: dict[tuple[int, int], float]) -> NDArray[np.float64]:
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.siting._roads_kernel import dijkstra

    ends = np.array(list(last), dtype=np.int64).reshape(-1, 2)
    both, cost = np.vstack((ends, ends[:, ::-1])), np.tile(np.fromiter(last.values(), float), 2)
    order = np.argsort(both[:, 0], kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(both[:, 0], minlength=n))))
    ways = np.empty((n, n))
    dijkstra(start, both[order, 1].copy(), cost[order], ways)
    return ways  # type: ignore[no-any-return]


def columns(problem: Problem, sites: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (n_demands, len(sites)) km to some sites."""
    if problem.distance is not None:
        return problem.distance[:, sites]
    assert problem.demand_at is not None and problem.site_at is not None
    return to_km(chord_squares(on_sphere(problem.demand_at), on_sphere(problem.site_at[sites])))
