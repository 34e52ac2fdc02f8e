"""p-median against every set of bases, looked at one by one in plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

from .oracle import best_of, bests_of, worth
from .small import SHAPES, drawn, on_earth

LONG = Within(seconds=60)
SEEDS = range(4)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
class TestThePlan:
    def test_is_as_good_as_the_best_of_all_sets(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-6)
        assert plan.status == "proved"
        assert check(problem, plan) == []

    def test_is_worth_what_its_own_bases_are_worth(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(worth(problem, plan.opened), rel=1e-12)

    def test_has_a_bound_that_no_set_is_below(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, params=Params(rounds=1, node_rounds=1, kicks=0), stop=Within(seconds=0))

        best = best_of(problem)
        assert plan.bound <= best * (1 + 1e-9)
        assert plan.value >= best * (1 - 1e-9)


@pytest.mark.parametrize("p", range(1, 8))
class TestTheCount:
    def test_gives_the_best_set_of_each_size(self, p: int) -> None:
        problem = drawn("whole km", 11, p=p)

        plan = solve(problem, stop=LONG)

        assert len(plan.opened) <= p
        assert plan.value == best_of(problem)

    def test_holds_on_the_round_earth(self, p: int) -> None:
        problem = on_earth(p, p=min(p, 6))

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-9)
        assert check(problem, plan) == []


class TestTheOnlyBestSet:
    @pytest.mark.parametrize("seed", range(12))
    def test_is_the_one_that_opens(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        problem = Problem.from_matrix(chance.permutation(700)[:63].reshape(9, 7), p=3)
        bests = bests_of(problem)
        assert len(bests) == 1, "this seed would prove nothing"

        plan = solve(problem, stop=LONG)

        assert plan.opened in bests

    @pytest.mark.parametrize("seed", range(12))
    def test_is_one_of_them_when_several_are_best(self, seed: int) -> None:
        problem = drawn("ties everywhere", seed, p=2)

        plan = solve(problem, stop=LONG)

        assert any(set(plan.opened) <= set(each) for each in bests_of(problem))


class TestWhoAsks:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_decides_alone_where_all_others_ask_for_nothing(self, seed: int) -> None:
        km = np.random.default_rng(seed).permutation(30).reshape(5, 6).astype(float)
        problem = Problem.from_matrix(km, weights=[0, 0, 7, 0, 0], p=1)

        plan = solve(problem)

        assert plan.opened == (int(km[2].argmin()),)
        assert plan.value == 7 * km[2].min()

    def test_pays_nothing_for_a_far_place_where_nobody_lives(self) -> None:
        problem = Problem.from_matrix([[1.0, 2.0], [1e12, 1e12]], weights=[3, 0], p=1)

        assert solve(problem).value == 3.0

    @pytest.mark.parametrize("heavy", [1e-6, 1.0, 1e6, 1e12])
    def test_may_weigh_little_or_much(self, heavy: float) -> None:
        chance = np.random.default_rng(3)
        problem = Problem.from_matrix(
            chance.uniform(1, 9, (8, 6)), weights=heavy * chance.uniform(1, 2, 8), p=2
        )

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-6)
        assert plan.status == "proved"

    @pytest.mark.parametrize("scale", [1e-9, 1e-3, 1e3, 1e9])
    def test_may_live_near_or_far(self, scale: float) -> None:
        chance = np.random.default_rng(4)
        problem = Problem.from_matrix(scale * chance.uniform(1, 9, (8, 6)), p=3)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-6, abs=0)
        assert plan.status == "proved"


class TestWhatStands:
    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", range(3))
    def test_stays_and_the_rest_is_the_best_beside_it(self, shape: str, seed: int) -> None:
        sites = SHAPES[shape](np.random.default_rng(seed)).shape[1]
        problem = drawn(shape, seed, existing=(sites - 1,))

        plan = solve(problem, stop=LONG)

        assert sites - 1 in plan.opened
        assert plan.value == pytest.approx(best_of(problem), rel=1e-6)

    def test_may_be_all_that_opens(self) -> None:
        problem = drawn("whole km", 1, p=3, existing=(1, 2, 5))

        assert solve(problem).opened == (1, 2, 5)

    def test_may_be_every_site(self) -> None:
        problem = drawn("whole km", 1, p=6, existing=tuple(range(6)))

        assert solve(problem).opened == tuple(range(6))

    def test_counts_once_when_it_is_named_twice(self) -> None:
        problem = drawn("whole km", 1, p=2, existing=(3, 3))

        assert len(solve(problem).opened) == 2

    def test_stays_open_even_where_a_cheaper_twin_would_do(self) -> None:
        problem = Problem.from_matrix([[1.0, 1.0, 5.0]], p=1, existing=(1,))

        assert solve(problem).opened == (1,)

    def test_may_be_two_twins_that_both_stay(self) -> None:
        problem = Problem.from_matrix([[4.0, 4.0, 1.0], [2.0, 2.0, 9.0]], p=3, existing=(0, 1))

        plan = solve(problem)

        assert plan.opened == (0, 1, 2)
        assert plan.value == 3.0


class TestTheEnds:
    def test_no_base_serves_nobody_and_that_is_said(self) -> None:
        plan = solve(drawn("whole km", 1, p=0))

        assert (plan.status, plan.opened, plan.value) == ("infeasible", (), float("inf"))

    def test_more_bases_than_sites_open_no_site_twice(self) -> None:
        problem = drawn("whole km", 1, p=99)

        plan = solve(problem)

        assert len(set(plan.opened)) == len(plan.opened) <= 6
        assert plan.value == pytest.approx(float(problem.weights @ problem.distance.min(axis=1)))

    def test_no_site_at_all_serves_nobody(self) -> None:
        plan = solve(Problem.from_matrix(np.zeros((3, 0)), p=2))

        assert plan.status == "infeasible"

    def test_no_place_at_all_is_served_by_nothing(self) -> None:
        plan = solve(Problem.from_matrix(np.zeros((0, 3)), p=2))

        assert (plan.status, plan.value, plan.opened) == ("proved", 0.0, ())

    def test_one_place_and_one_site_are_joined(self) -> None:
        plan = solve(Problem.from_matrix([[3.5]], weights=[2], p=1))

        assert (plan.opened, plan.value, plan.served.tolist()) == ((0,), 7.0, [0])

    def test_every_place_at_a_base_costs_nothing(self) -> None:
        plan = solve(Problem.from_matrix(np.zeros((5, 3)), p=1))

        assert (plan.value, plan.bound, plan.status) == (0.0, 0.0, "proved")

    def test_the_dearest_km_that_may_be_given_is_no_trouble(self) -> None:
        problem = Problem.from_matrix([[1e12, 3.0], [4.0, 1e12], [1e12, 1e12]], weights=[1, 1, 1], p=2)

        plan = solve(problem)

        assert plan.value == 1e12 + 7
        assert check(problem, plan) == []
