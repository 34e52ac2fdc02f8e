"""Bases that are full: against the transport program of every set of open bases."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from hamafza_engines.frame import Within
from hamafza_engines.siting import Problem, check, solve


def best_by_transport(problem: Problem) -> float | None:
    n, best = problem.n_demands, None
    for size in range(1, problem.p + 1):
        for opened in map(list, combinations(range(problem.n_sites), size)):
            if not set(problem.existing) <= set(opened):
                continue
            km = problem.distance[:, opened]
            each, room = np.kron(np.eye(n), np.ones(size)), np.kron(np.ones(n), np.eye(size))
            if problem.radius is None:
                found = linprog(
                    km.ravel(), A_ub=room, b_ub=problem.capacity[opened], A_eq=each, b_eq=problem.weights
                )
            else:
                worth = -(km <= problem.radius).astype(float).ravel()
                limits = np.concatenate((problem.capacity[opened], problem.weights))
                found = linprog(worth, A_ub=np.vstack((room, each)), b_ub=limits)
            if found.status != 0:
                continue
            value = found.fun if problem.radius is None else -found.fun
            if best is None or (value < best if problem.radius is None else value > best):
                best = value
    return best


@pytest.mark.slow  # each tries a transport program per set of bases
@pytest.mark.parametrize("seed", range(24))
def test_is_the_best_of_all_sets(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n, m = chance.integers(1, 6), chance.integers(1, 5)
    problem = Problem.from_matrix(
        chance.integers(0, 20, (n, m)), weights=chance.integers(1, 6, n), p=int(chance.integers(1, m + 1)),
        capacity=chance.integers(2, 12, m), radius=8.0 if seed % 2 else None, existing=(0,) if seed % 3 == 0 else (),
    )  # fmt: skip

    plan = solve(problem, stop=Within(seconds=30))

    best = best_by_transport(problem)
    assert check(problem, plan) == []
    if best is None and problem.radius is None:
        assert plan.status == "infeasible"
    else:
        assert plan.value == pytest.approx(best or 0.0, abs=1e-6)
        assert plan.status == "proved"


def test_a_place_is_shared_when_one_base_is_full() -> None:
    problem = Problem.from_matrix([[1.0, 5.0]], weights=[10], p=2, capacity=[6, 9])

    plan = solve(problem)

    assert plan.shares == ((0, 0, 6.0), (0, 1, 4.0))
    assert plan.value == 26.0
    assert plan.explain(0).full
    assert not plan.explain(1).full


def test_too_little_room_is_said() -> None:
    problem = Problem.from_matrix([[1.0, 5.0]], weights=[10], p=2, capacity=[3, 3])

    plan = solve(problem)

    assert plan.status == "infeasible"
    assert "ظرفیت" in plan.summary("fa")


@pytest.mark.slow  # 300 x 200 is above what goes to HiGHS whole
def test_a_large_one_is_sound_and_tells_its_gap() -> None:
    chance = np.random.default_rng(1)
    places = chance.uniform(30, 33, (300, 2))
    problem = Problem.from_places(places, places[:200], p=12, capacity=np.full(200, 26.0))

    plan = solve(problem, stop=Within(seconds=20))

    assert check(problem, plan) == []
    assert plan.bound <= plan.value
    assert plan.gap < 0.2
