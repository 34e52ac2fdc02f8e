"""The kernels a second time, in plain Python that one can follow with a finger: slow, and written from the words.

A `Lists` is what kernels read: for each place its (site, km) pairs, nearest first.
"""

from __future__ import annotations

from itertools import combinations
from math import inf

import numpy as np

Lists = list[list[tuple[int, float]]]


def packed(lists: Lists) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return lists as the three arrays that kernels read."""
    start = np.cumsum([0, *map(len, lists)])
    flat = [pair for each in lists for pair in each]
    return (
        start.astype(np.int64),
        np.array([j for j, _ in flat], np.int32),
        np.array([far for _, far in flat], float),
    )


def unpacked(start: np.ndarray, site: np.ndarray, dist: np.ndarray) -> Lists:
    """Return the three arrays as lists."""
    pairs = list(zip(site.tolist(), dist.tolist(), strict=True))
    return [pairs[a:b] for a, b in zip(start[:-1].tolist(), start[1:].tolist(), strict=True)]


def drawn_lists(seed: int, places: int = 9, sites: int = 6, *, whole: bool = False) -> Lists:
    """Draw lists of 0 to all sites each, some km equal."""
    chance = np.random.default_rng(seed)
    lists = []
    for _ in range(places):
        near = chance.permutation(sites)[: chance.integers(0, sites + 1)]
        far = (
            chance.integers(0, 9, len(near))
            if whole or chance.random() < 0.5
            else chance.uniform(0, 9, len(near))
        )
        lists.append(
            sorted(zip(near.tolist(), far.astype(float).tolist(), strict=True), key=lambda pair: pair[1])
        )
    return lists


def paid(each: list[tuple[int, float]], far: float, opened: set[int]) -> float:
    """Return what one place pays: the first open site of its list, else `far`."""
    return next((km for j, km in each if j in opened), far)


def cost(lists: Lists, weight: list[float], far: list[float], opened: set[int]) -> float:
    """Return what all places pay."""
    return sum(w * paid(each, f, opened) for each, w, f in zip(lists, weight, far, strict=True))


def site_values(lists: Lists, weight: list[float], price: list[float], sites: int) -> list[float]:
    """Return rho_j = sum_i w_i min(0, d_ij - u_i) over the sites listed."""
    value = [0.0] * sites
    for each, heavy, own in zip(lists, weight, price, strict=True):
        for j, km in each:
            value[j] += heavy * min(0.0, km - own)
    return value


def lagrangian(lists: Lists, weight: list[float], price: list[float], state: list[int], p: int) -> float:
    """Return L(u) = sum_i w_i u_i + the least sum of rho over sets that hold the forced sites, p in all."""
    value = site_values(lists, weight, price, len(state))
    forced = [value[j] for j, each in enumerate(state) if each == 1]
    free = sorted(value[j] for j, each in enumerate(state) if each == 0)
    bought = sum(forced) + sum(free[: max(0, p - len(forced))])
    return sum(w * u for w, u in zip(weight, price, strict=True)) + bought


def least(lists: Lists, weight: list[float], far: list[float], state: list[int], p: int,
          money: tuple[list[float], float] = ([], inf)) -> float:  # fmt: skip
    """Return the least cost of all sets that hold the forced sites, none closed, p in all, within the money."""
    allowed = [j for j, each in enumerate(state) if each >= 0]
    best = inf
    for size in range(p + 1):
        for opened in combinations(allowed, size):
            forced = {j for j, each in enumerate(state) if each == 1}
            if forced <= set(opened) and (not money[0] or sum(money[0][j] for j in opened) <= money[1]):
                best = min(best, cost(lists, weight, far, set(opened)))
    return best
