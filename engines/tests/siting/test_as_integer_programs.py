"""Problems too large for every set, written down as the integer program of the docstring and given to scipy.

minimise sum w d x  (covering: maximise sum w z), sum_j x_ij = 1 (z_i <= sum y near i), x_ij <= y_j, sum y <= p,
sum c y <= B, y = 1 where a base stands; with room the x are people: sum_i x_ij <= K_j y_j.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

LONG = Within(seconds=60)


def limits_of(problem: Problem, before: int) -> tuple[list[LinearConstraint], np.ndarray]:
    """Return count and money as rows over `before` columns and then the sites, and the least of each site."""
    m = problem.n_sites
    rows = []
    if problem.p is not None:
        rows.append(
            LinearConstraint(np.concatenate((np.zeros(before), np.ones(m)))[None], -np.inf, problem.p)
        )
    if problem.budget is not None:
        price = np.where(np.isin(np.arange(m), problem.existing), 0.0, problem.cost)
        rows.append(
            LinearConstraint(np.concatenate((np.zeros(before), price))[None], -np.inf, problem.budget)
        )
    return rows, np.isin(np.arange(m), problem.existing).astype(float)


def median_of(problem: Problem) -> float:
    """Return the least person-km by HiGHS; with room, x counts people."""
    n, m = problem.distance.shape
    people, room = problem.weights, problem.capacity
    each = np.kron(np.eye(n), np.ones(m))
    rows, stays = limits_of(problem, n * m)
    if room is None:
        cost, asked, most = (people[:, None] * problem.distance).ravel(), np.ones(n), np.ones(n * m)
    else:
        cost, asked, most = problem.distance.ravel(), people, np.repeat(people, m)
        full = np.hstack((np.kron(np.ones(n), np.eye(m)), -np.diag(room)))
        rows.append(LinearConstraint(full, -np.inf, 0))
    rows.append(LinearConstraint(np.hstack((each, np.zeros((n, m)))), asked, asked))
    opened = np.hstack((np.eye(n * m), -most[:, None] * np.tile(np.eye(m), (n, 1))))
    rows.append(LinearConstraint(opened, -np.inf, 0))
    found = milp(
        np.concatenate((cost, np.zeros(m))), constraints=rows, integrality=np.repeat([0, 1], [n * m, m]),
        bounds=Bounds(np.concatenate((np.zeros(n * m), stays)), np.concatenate((most, np.ones(m)))),
    )  # fmt: skip
    assert found.status == 0
    return float(found.fun)


def cover_of(problem: Problem) -> float:
    """Return the most people covered by HiGHS."""
    n, m = problem.distance.shape
    rows, stays = limits_of(problem, n)
    near = (problem.distance <= problem.radius).astype(float)
    rows.append(LinearConstraint(np.hstack((np.eye(n), -near)), -np.inf, 0))
    found = milp(
        np.concatenate((-problem.weights, np.zeros(m))), constraints=rows, integrality=np.repeat([0, 1], [n, m]),
        bounds=Bounds(np.concatenate((np.zeros(n), stays)), 1),
    )  # fmt: skip
    assert found.status == 0
    return float(-found.fun)


def drawn(seed: int, *, n: int = 24, m: int = 12, plain: bool = False, **limits: object) -> Problem:
    """Draw km by lot, or of places on a plain, which are closer to real ones."""
    chance = np.random.default_rng(seed)
    if plain:
        here, there = chance.uniform(0, 100, (n, 2)), chance.uniform(0, 100, (m, 2))
        km = np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1))
    else:
        km = chance.integers(1, 60, (n, m)).astype(float)
    return Problem.from_matrix(km, weights=chance.integers(1, 30, n), cost=chance.integers(1, 9, m), **limits)


@pytest.mark.slow  # an integer program each
@pytest.mark.parametrize("plain", [False, True], ids=["by lot", "on a plain"])
@pytest.mark.parametrize("seed", range(2))
class TestAMedian:
    @pytest.mark.parametrize(
        "limits",
        [{"p": 2}, {"p": 4}, {"p": 7}, {"budget": 15.0}, {"p": 4, "existing": (0, 9)}, {"p": 4, "budget": 12.0, "existing": (3,)}],
        ids=["two", "four", "seven", "money", "beside two that stand", "all limits"],
    )  # fmt: skip
    def test_is_that_of_the_integer_program(self, plain: bool, seed: int, limits: dict[str, object]) -> None:
        problem = drawn(seed, plain=plain, **limits)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(median_of(problem), rel=2e-6)
        assert (plan.status, check(problem, plan)) == ("proved", [])

    @pytest.mark.parametrize("limits", [{"p": 4}, {"p": 5, "existing": (2,)}, {"budget": 20.0}])
    def test_with_room_is_that_of_the_integer_program(
        self, plain: bool, seed: int, limits: dict[str, object]
    ) -> None:
        room = np.random.default_rng(seed).integers(60, 160, 8)
        problem = drawn(seed, n=12, m=8, plain=plain, capacity=room, **limits)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(median_of(problem), rel=2e-6)
        assert check(problem, plan) == []


@pytest.mark.parametrize("plain", [False, True], ids=["by lot", "on a plain"])
@pytest.mark.parametrize("seed", range(2))
class TestACover:
    @pytest.mark.parametrize(
        "limits",
        [{"p": 2}, {"p": 5}, {"budget": 11.0}, {"p": 4, "existing": (1, 8)}, {"p": 4, "budget": 9.0, "existing": (3,)}],
        ids=["two", "five", "money", "beside two that stand", "all limits"],
    )  # fmt: skip
    @pytest.mark.parametrize("radius", [6.0, 20.0])
    def test_is_that_of_the_integer_program(
        self, plain: bool, seed: int, limits: dict[str, object], radius: float
    ) -> None:
        problem = drawn(seed, n=40, m=15, plain=plain, radius=radius, **limits)

        plan = solve(problem, stop=LONG)

        assert (plan.value, plan.status) == (pytest.approx(cover_of(problem)), "proved")
        assert check(problem, plan) == []


@pytest.mark.slow  # an integer program each
@pytest.mark.parametrize("seed", range(2))
def test_the_bound_of_a_stopped_search_is_below_the_integer_program(seed: int) -> None:
    problem = drawn(seed, n=30, m=15, p=4)

    plan = solve(problem, params=Params(rounds=20, kicks=0), stop=Within(seconds=0))

    best = median_of(problem)
    assert plan.bound <= best * (1 + 1e-9)
    assert plan.value >= best * (1 - 1e-9)
