"""What each exchange of one base for another would bring, in one pass over distances, capacities aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._distances import columns
from hamafza_engines.siting._types import EXTRA, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 2_000_000


@dataclass(frozen=True, eq=False)
class Exchange:
    """By position in `opened` or by site; worths in person-km saved or people covered.

    first, second : (n_demands,) positions of the nearest and the next open site, -1 for none.
    worth : (opened,) what closing it loses. gain : (n_sites,) what opening it too brings, 0 when open.
    entrant, entry : (opened,) the best site in its place and what that brings.
    leaver, leave : (n_sites,) the best base to give up for it and what that brings.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    worth: NDArray[np.float64]
    gain: NDArray[np.float64]
    entrant: NDArray[np.int64]
    entry: NDArray[np.float64]
    leaver: NDArray[np.int64]
    leave: NDArray[np.float64]


def exchange(problem: Problem, opened: tuple[int, ...]) -> Exchange:
    """Look at all pairs (site in, base out)."""
    np = need("numpy", extra=EXTRA)
    first, second, near, next_near = _two_nearest(problem, opened)
    count, m = len(opened), problem.n_sites
    worth = np.bincount(first[first >= 0], (next_near - near)[first >= 0], count)
    order = np.argsort(first, kind="stable")
    order = order[first[order] >= 0]
    heads = np.flatnonzero(np.diff(first[order], prepend=-1))
    groups = first[order][heads]
    movable = ~np.isin(opened, problem.existing)
    gain, leaver, leave = np.zeros(m), np.full(m, -1), np.full(m, -np.inf)
    entrant, entry = np.full(count, -1), np.full(count, -np.inf)
    closed = np.setdiff1d(np.arange(m), opened)
    step = max(1, _BLOCK // max(1, problem.n_demands))
    for at in range(0, len(closed), step):
        some = closed[at : at + step]
        cost = costs(problem, some)
        saved = np.maximum(near[:, None] - cost, 0.0)
        gain[some] = saved.sum(axis=0)
        pair = np.repeat(gain[some][None, :], count, axis=0)  # (opened, some)
        if len(groups):
            inner = (near[:, None] - np.minimum(next_near[:, None], cost) - saved)[order]
            pair[groups] += np.add.reduceat(inner, heads, axis=0)
        best = pair.argmax(axis=1) if len(some) else np.zeros(count, int)
        value = pair[np.arange(count), best]
        better = value > entry
        entrant[better], entry[better] = some[best[better]], value[better]
        if movable.any():
            pair[~movable] = -np.inf
            leaver[some], leave[some] = pair.argmax(axis=0), pair.max(axis=0)
    return Exchange(first, second, worth, gain, entrant, entry, leaver, leave)


def costs(problem: Problem, sites: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (n_demands, len(sites)) weighted km, or in covering the people who are left."""
    np = need("numpy", extra=EXTRA)
    km = columns(problem, sites)
    cost = km if problem.radius is None else (km > problem.radius * (1 + 1e-9)).astype(np.float64)
    return cost * problem.weights[:, None]


def _two_nearest(
    problem: Problem, opened: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    np = need("numpy", extra=EXTRA)
    n = problem.n_demands
    none = np.where(problem.weights > 0, np.inf, 0.0) if problem.radius is None else problem.weights.copy()
    first, second, near, next_near = np.full(n, -1), np.full(n, -1), none.copy(), none.copy()
    for at, site in enumerate(opened):
        cost = costs(problem, np.array([site]))[:, 0]
        nearest, middle = cost < near, cost < next_near
        second = np.where(nearest, first, np.where(middle, at, second))
        next_near = np.where(nearest, near, np.where(middle, cost, next_near))
        first, near = np.where(nearest, at, first), np.where(nearest, cost, near)
    return first, second, near, next_near
