"""The order in which demands and sites are looked at, twins merged, whatever the order of the input."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._types import EXTRA, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def demands_of(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return one demand of each place where somebody asks, and the weight of the place."""
    np = need("numpy", extra=EXTRA)
    asking = np.flatnonzero(problem.weights > 0)
    if problem.distance is None:
        assert problem.demand_at is not None
        twin = _groups(problem.demand_at[asking])
    else:
        twin = _same(problem.distance[i] for i in asking)
    weight = np.bincount(twin, problem.weights[asking]) if len(asking) else np.zeros(0)
    first = asking[np.unique(twin, return_index=True)[1]]
    order = _sorted(problem.demand_at, problem.distance, first, weight, axis=1)
    return first[order], weight[order]


def sites_of(problem: Problem) -> NDArray[np.int64]:
    """Return the sites that matter: existing ones, and of twins that could be opened the cheapest."""
    np = need("numpy", extra=EXTRA)
    m = problem.n_sites
    if problem.distance is None:
        assert problem.site_at is not None
        twin = _groups(problem.site_at)
    else:
        twin = _same(problem.distance[:, j] for j in range(m))
    cost = np.ones(m) if problem.cost is None else problem.cost
    standing = np.isin(np.arange(m), problem.existing)
    order = np.lexsort((np.arange(m), cost, ~standing, twin))
    first = np.ones(m, bool)
    first[1:] = np.diff(twin[order]) > 0
    kept = order[first | standing[order]]
    return kept[_sorted(problem.site_at, problem.distance, kept, cost[kept], axis=0)]  # type: ignore[no-any-return]


def _groups(points: NDArray[np.float64]) -> NDArray[np.int64]:
    np = need("numpy", extra=EXTRA)
    return np.unique(points, axis=0, return_inverse=True)[1].ravel()  # type: ignore[no-any-return]


def _same(lines: Iterable[NDArray[np.float64]]) -> NDArray[np.int64]:
    """Number lines of a matrix so that equal ones have one number."""
    np = need("numpy", extra=EXTRA)
    seen: dict[bytes, int] = {}
    prints = (blake2b((line + 0.0).tobytes(), digest_size=16).digest() for line in lines)  # -0 is 0
    return np.fromiter((seen.setdefault(each, len(seen)) for each in prints), np.int64)  # type: ignore[no-any-return]


def _sorted(
    at: NDArray[np.float64] | None,
    distance: NDArray[np.float64] | None,
    kept: NDArray[np.int64],
    heavy: NDArray[np.float64],
    *,
    axis: int,
) -> NDArray[np.int64]:
    np = need("numpy", extra=EXTRA)
    if distance is None:
        assert at is not None
        return np.lexsort((heavy, at[kept, 1], at[kept, 0]))  # type: ignore[no-any-return]
    if not distance.size:
        return np.arange(len(kept))  # type: ignore[no-any-return]
    # Coarse sums do not feel the order of the summands.
    sums = distance.sum(axis=axis)[kept].astype(np.float32)
    return np.lexsort((distance.max(axis=axis)[kept], sums, heavy))  # type: ignore[no-any-return]
