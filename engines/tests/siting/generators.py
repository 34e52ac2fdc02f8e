"""Instances with a seed: the ordinary ones, and those made to hurt."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from hamafza_engines.siting import Problem


def scattered(n: int, m: int, p: int, seed: int, **limits: object) -> Problem:
    """Places over Iran's box, people log-normal, sites among the same box."""
    chance = np.random.default_rng(seed)
    places = np.column_stack((chance.uniform(26, 39, n), chance.uniform(45, 63, n)))
    sites = np.column_stack((chance.uniform(26, 39, m), chance.uniform(45, 63, m)))
    return Problem.from_places(places, sites, weights=np.round(chance.lognormal(5, 1, n)) + 1, p=p, **limits)


def duplicates(n: int, p: int, seed: int) -> Problem:
    """A few towns, each named many times: nearly every swap changes nothing."""
    chance = np.random.default_rng(seed)
    towns = np.column_stack((chance.uniform(26, 39, 7), chance.uniform(45, 63, 7)))
    return Problem.from_places(towns[chance.integers(7, size=n)], p=p)


def all_equal(n: int, p: int) -> Problem:
    """Every distance 7, so that every plan is the best."""
    return Problem.from_matrix(np.full((n, n), 7.0), p=p)


def one_giant(n: int, p: int, seed: int) -> Problem:
    """One far point weighs a million times all others."""
    chance = np.random.default_rng(seed)
    places = np.vstack((chance.uniform(30, 31, (n - 1, 2)), [[39.0, 63.0]]))
    return Problem.from_places(places, weights=[*np.ones(n - 1), 1e6 * n], p=p)


def roads(n: int, p: int, seed: int) -> tuple[str, np.ndarray]:
    """An OR-Library file (a ring and chords, an edge told twice) and its shortest ways by plain Floyd."""
    chance = np.random.default_rng(seed)
    lines = [(i, (i + 1) % n, int(chance.integers(1, 100))) for i in range(n)]
    lines += [
        (*map(int, chance.choice(n, 2, replace=False)), int(chance.integers(1, 100))) for _ in range(2 * n)
    ]
    lines.append((*lines[0][:2], 50))
    ways = np.full((n, n), np.inf)
    for here, there, cost in lines:
        ways[here, there] = ways[there, here] = cost
    np.fill_diagonal(ways, 0)
    for via in range(n):
        ways = np.minimum(ways, ways[:, [via]] + ways[[via], :])
    text = "\n".join([f" {n} {len(lines)} {p} ", *(f" {a + 1} {b + 1} {c}" for a, b, c in lines)])
    return text, ways


def best_by_force(problem: Problem) -> float | None:
    """Return the value of the best plan of all sets; None when there is none."""
    best = None
    cover = problem.radius is not None
    for size in range(problem.n_sites + 1 if problem.p is None else min(problem.p, problem.n_sites) + 1):
        for opened in combinations(range(problem.n_sites), size):
            value = _value(problem, list(opened))
            if value is not None and (best is None or (value > best if cover else value < best)):
                best = value
    return best


def _value(problem: Problem, opened: list[int]) -> float | None:
    if not set(problem.existing) <= set(opened):
        return None
    if problem.budget is not None:
        new = [j for j in opened if j not in problem.existing]
        if problem.cost[new].sum() > problem.budget:
            return None
    if not opened:
        return 0.0 if problem.radius is not None or not problem.weights.sum() else None
    near = problem.distance[:, opened].min(axis=1)
    if problem.radius is not None:
        return float(problem.weights[near <= problem.radius].sum())
    return float(problem.weights @ near)
