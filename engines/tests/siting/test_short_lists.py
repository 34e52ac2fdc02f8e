"""Large inputs keep only near sites in each list: the bound must hold, and the value be true, all the same."""

from __future__ import annotations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, _instance, check, solve

from .generators import best_by_force, scattered

LONG = Within(seconds=30)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every input counts as large, and its lists are as short as they may be."""
    monkeypatch.setattr(_instance, "_BLOCK", 20)
    monkeypatch.setattr(_instance, "_SPARE", 0)


@pytest.mark.slow  # a brute force for each seed
@pytest.mark.parametrize("seed", range(20))
def test_finds_and_proves_the_best_of_all(seed: int) -> None:
    chance = np.random.default_rng(seed)
    problem = Problem.from_matrix(
        chance.integers(0, 50, (12, 9)), weights=chance.integers(1, 9, 12), p=int(chance.integers(2, 6))
    )

    plan = solve(problem, params=Params(neighbours=1.2), stop=LONG)

    assert check(problem, plan) == []
    assert plan.bound <= best_by_force(problem) <= plan.value
    assert plan.status == "proved"
    assert plan.value == best_by_force(problem)


@pytest.mark.slow  # two solves of 150 x 60
def test_remote_people_beyond_their_lists_are_counted_truly() -> None:
    near = scattered(150, 60, 3, seed=1)
    far = np.vstack((near.demand_at, [[-40.0, -60.0]] * 3))
    problem = Problem.from_places(far, near.site_at, weights=[*near.weights, 1, 1, 1], p=3)

    plan = solve(problem, params=Params(neighbours=1.2), stop=LONG)

    assert check(problem, plan) == []
    assert plan.status == "proved"


def test_covering_is_whole_whatever_the_block() -> None:
    problem = scattered(40, 15, 3, seed=2, radius=200.0)

    plan = solve(problem)

    assert check(problem, plan) == []
    assert plan.status == "proved"
