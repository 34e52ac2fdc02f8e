"""The best plan on instances small enough to look at every one, and what must hold on all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

from .generators import all_equal, best_by_force, duplicates, one_giant, scattered

LONG = Within(seconds=60)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 7))
    whole = draw(st.booleans())
    entry = st.integers(0, 20).map(float) if whole else st.floats(0, 100, allow_subnormal=False)
    distance = [[draw(entry) for _ in range(m)] for _ in range(n)]
    weights = [draw(st.integers(0, 9)) for _ in range(n)]
    p = draw(st.integers(1, m))
    radius = draw(st.none() | st.floats(0, 30, allow_subnormal=False))
    existing = tuple(draw(st.sets(st.integers(0, m - 1), max_size=p)))
    if draw(st.booleans()):
        cost, budget = [draw(st.integers(0, 5)) for _ in range(m)], float(draw(st.integers(0, 12)))
        keep_p = draw(st.booleans())
        return Problem.from_matrix(
            distance,
            weights=weights,
            p=p if keep_p else None,
            radius=radius,
            existing=existing,
            cost=cost,
            budget=budget,
        )
    return Problem.from_matrix(distance, weights=weights, p=p, radius=radius, existing=existing)


class TestBest:
    @pytest.mark.slow  # sixty small problems, each against all its plans
    @QUIET
    @given(problem=problems())
    def test_no_plan_of_all_is_better(self, problem: Problem) -> None:
        plan = solve(problem, stop=LONG)

        best = best_by_force(problem)
        assert check(problem, plan) == []
        if best is None:
            assert plan.status == "infeasible"
        else:
            assert plan.status == "proved"
            assert plan.value == pytest.approx(best, rel=1e-6, abs=1e-6)

    @pytest.mark.slow  # a real tree: the relaxation of this one is 2 % away
    def test_a_gap_of_the_relaxation_is_closed_by_branching(self) -> None:
        chance = np.random.default_rng(5)
        distance = chance.integers(1, 30, (40, 12)).astype(float)
        problem = Problem.from_matrix(distance, p=3)

        assert solve(problem, stop=LONG).value == best_by_force(problem)

    def test_one_base_goes_to_the_median(self) -> None:
        line = np.abs(np.subtract.outer(np.arange(9.0), np.arange(9.0)))

        assert solve(Problem.from_matrix(line, p=1)).opened == (4,)

    def test_as_many_bases_as_sites_cost_nothing(self) -> None:
        problem = scattered(1, 1, 1, seed=0)
        everywhere = Problem.from_places(problem.demand_at, p=5)

        assert solve(everywhere).value == 0


class TestProperties:
    @pytest.mark.slow  # thirty pairs of solves
    @settings(max_examples=30, deadline=None)
    @given(problem=problems(), seed=st.integers(0, 5))
    def test_the_order_of_the_input_changes_no_value(self, problem: Problem, seed: int) -> None:
        chance = np.random.default_rng(seed)
        rows, columns = chance.permutation(problem.n_demands), chance.permutation(problem.n_sites)
        back = np.argsort(columns)
        turned = replace(
            problem, distance=problem.distance[rows][:, columns], weights=problem.weights[rows],
            existing=tuple(int(back[j]) for j in problem.existing),
            cost=None if problem.cost is None else problem.cost[columns],
        )  # fmt: skip

        assert solve(turned).value == pytest.approx(solve(problem).value, rel=1e-6)

    @pytest.mark.slow  # five solves of 300 x 60
    def test_the_same_seed_gives_the_same_plan_and_any_seed_the_same_value(self) -> None:
        problem = scattered(300, 60, 6, seed=3)

        once, again, other = (solve(problem, seed=seed, stop=LONG) for seed in (1, 1, 2))

        assert once.opened == again.opened
        assert once.status == "proved"
        assert other.value == pytest.approx(once.value, rel=2e-6)

    @pytest.mark.slow  # eight solves of 200 x 50
    @pytest.mark.parametrize("radius", [None, 150.0])
    def test_more_bases_are_never_worse(self, radius: float | None) -> None:
        plans = [solve(scattered(200, 50, p, seed=4, radius=radius), stop=LONG) for p in (1, 3, 6, 12)]

        worths = [plan.value if radius else -plan.value for plan in plans]
        assert worths == sorted(worths)
        assert all(check(plan.problem, plan) == [] for plan in plans)

    @pytest.mark.slow  # four solves of 80 x 40
    def test_more_money_is_never_worse(self) -> None:
        cost = np.random.default_rng(2).integers(1, 9, 40)
        values = [
            solve(scattered(80, 40, 40, seed=4, cost=cost, budget=money), stop=LONG).value
            for money in (3, 9, 20, 60)
        ]

        assert values == sorted(values, reverse=True)

    def test_existing_bases_stay_and_count(self) -> None:
        problem = scattered(60, 20, 4, seed=1, existing=(3, 17))

        plan = solve(problem)

        assert {3, 17} <= set(plan.opened)
        assert len(plan.opened) == 4

    @pytest.mark.slow  # stops at once and again after a while: 2,000 x 400
    def test_stops_in_time_with_an_honest_gap(self) -> None:
        problem = scattered(2000, 400, 40, seed=1)

        hurried, patient = solve(problem, stop=Within(seconds=0)), solve(problem, stop=Within(seconds=4))

        assert hurried.status == "stopped"
        assert hurried.bound <= patient.value <= hurried.value
        assert hurried.bound <= patient.bound * (1 + 1e-9)
        assert check(problem, hurried) == check(problem, patient) == []

    def test_a_coarse_gap_ends_sooner_and_says_so(self) -> None:
        plan = solve(scattered(200, 50, 6, seed=2), params=Params(gap=0.05))

        assert plan.status == "proved"
        assert 0 <= plan.gap <= 0.06


class TestHardShapes:
    @pytest.mark.slow  # 400 places in 7 towns
    def test_towns_named_many_times(self) -> None:
        plan = solve(duplicates(400, 7, seed=1), stop=LONG)

        assert plan.value == pytest.approx(0, abs=1e-6)
        assert plan.status == "proved"

    def test_all_distances_equal(self) -> None:
        plan = solve(all_equal(30, 4))

        assert (plan.value, plan.status) == (210.0, "proved")

    @pytest.mark.parametrize("p", [1, 2, 5])
    def test_one_far_point_of_huge_weight_gets_its_base(self, p: int) -> None:
        problem = one_giant(40, p, seed=1)

        plan = solve(problem)

        assert 39 in plan.opened
        assert plan.status == "proved"
        assert check(problem, plan) == []

    @pytest.mark.slow  # one base of 300 sites for 600 places
    @pytest.mark.parametrize("p", [1, 2])
    def test_tiny_p(self, p: int) -> None:
        problem = scattered(600, 100, p, seed=9)

        assert solve(problem, stop=LONG).status == "proved"

    def test_nobody_asks(self) -> None:
        plan = solve(Problem.from_matrix(np.ones((3, 2)), weights=[0, 0, 0], p=1))

        assert (plan.value, plan.status) == (0.0, "proved")

    def test_nothing_at_all(self) -> None:
        plan = solve(Problem.from_places([], p=3))

        assert (plan.opened, plan.value, plan.gap) == ((), 0.0, 0.0)

    def test_no_base_can_be_paid(self) -> None:
        problem = Problem.from_matrix([[1.0]], budget=1, cost=[2])

        plan = solve(problem)

        assert plan.status == "infeasible"
        assert check(problem, plan) == []

    def test_a_radius_that_reaches_nobody(self) -> None:
        plan = solve(Problem.from_matrix([[5.0, 6.0]], p=1, radius=2))

        assert (plan.value, plan.status) == (0.0, "proved")

    def test_a_radius_that_reaches_all(self) -> None:
        plan = solve(Problem.from_matrix(np.ones((5, 4)), p=1, radius=2))

        assert plan.value == plan.bound == 5.0
