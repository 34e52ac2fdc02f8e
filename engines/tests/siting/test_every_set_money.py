"""A budget, alone or beside a count, against every set that can be paid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

from .oracle import best_of, worth
from .small import priced

LONG = Within(seconds=60)
SEEDS = range(8)
KINDS = [
    pytest.param({}, id="money alone"),
    pytest.param({"p": 2}, id="money and count"),
    pytest.param({"radius": 9.0}, id="covering with money"),
    pytest.param({"p": 3, "radius": 9.0}, id="covering with both"),
    pytest.param({"existing": (4,)}, id="beside one that stands"),
    pytest.param({"p": 2, "existing": (1, 4)}, id="beside as many as may stand"),
    pytest.param({"p": 4, "radius": 12.0, "existing": (0, 5)}, id="all at once"),
]


def spent(problem: Problem, opened: tuple[int, ...]) -> float:
    return sum(float(problem.cost[j]) for j in opened if j not in problem.existing)


@pytest.mark.parametrize("limits", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
class TestThePlan:
    def test_is_as_good_as_the_best_that_can_be_paid(self, limits: dict[str, object], seed: int) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, stop=LONG)

        best = best_of(problem)
        assert plan.status == ("infeasible" if best is None else "proved")
        assert best is None or plan.value == pytest.approx(best, rel=1e-6)
        assert check(problem, plan) == []

    def test_never_costs_one_rial_too_much(self, limits: dict[str, object], seed: int) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, stop=LONG)

        assert spent(problem, plan.opened) <= problem.budget

    def test_is_never_better_than_its_bound_when_stopped_at_once(
        self, limits: dict[str, object], seed: int
    ) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, params=Params(rounds=1, node_rounds=1), stop=Within(seconds=0))

        best = best_of(problem)
        if best is not None and problem.radius is None:
            assert plan.bound <= best * (1 + 1e-9) <= plan.value * (1 + 1e-8)
        elif best is not None:
            assert plan.value <= best <= plan.bound * (1 + 1e-9)


class TestMoney:
    def test_that_is_just_enough_is_enough(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0], [8.0, 1.0]], cost=[4, 3], budget=7.0)

        assert solve(problem).opened == (0, 1)

    def test_one_rial_short_opens_one_base_fewer(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0], [8.0, 1.0]], cost=[4, 3], budget=6.0)

        assert len(solve(problem).opened) == 1

    def test_in_tenths_adds_up_as_people_add(self) -> None:
        # 0.1 + 0.2 is a hair above 0.3 in a computer; a clerk would pay it.
        problem = Problem.from_matrix([[1.0, 8.0], [8.0, 1.0]], cost=[0.1, 0.2], budget=0.3)

        plan = solve(problem)

        assert plan.opened == (0, 1)
        assert check(problem, plan) == []

    def test_of_nothing_still_opens_what_is_free(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0, 0.5], [8.0, 1.0, 9.0]], cost=[0, 0, 1], budget=0.0)

        plan = solve(problem)

        assert (plan.opened, plan.value) == ((0, 1), 2.0)

    def test_of_nothing_keeps_a_dear_base_that_stands(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0]], cost=[1e9, 1], budget=0.0, existing=(0,))

        assert solve(problem).opened == (0,)

    def test_too_little_for_any_base_is_said(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0]], cost=[3, 2], budget=1.9)

        assert solve(problem).status == "infeasible"

    def test_too_little_for_any_base_covers_nobody(self) -> None:
        problem = Problem.from_matrix([[1.0, 8.0]], cost=[3, 2], budget=1.9, radius=9.0)

        plan = solve(problem)

        assert (plan.status, plan.value) == ("proved", 0.0)

    def test_without_bound_buys_all_that_helps(self) -> None:
        problem = priced(3)
        rich = replace(problem, budget=1e12)

        assert solve(rich).value == pytest.approx(float(problem.weights @ problem.distance.min(axis=1)))

    def test_in_rial_of_a_province_is_kept_to_the_rial(self) -> None:
        # Prices of nine and ten digits with one rial between two ways to spend them.
        cost = [2_500_000_001, 1_499_999_999, 1_500_000_000]
        problem = Problem.from_matrix([[0.0, 9.0, 9.0], [9.0, 0.0, 1.0]], cost=cost, budget=4_000_000_000.0)

        plan = solve(problem)

        assert plan.opened == (0, 1)
        assert spent(problem, plan.opened) == 4_000_000_000

    def test_prefers_two_cheap_bases_to_a_dear_one_between(self) -> None:
        # Between: 2 + 2 = 4 person-km for 10. At both ends: 0 for 5 + 5.
        problem = Problem.from_matrix([[2.0, 0.0, 4.0], [2.0, 4.0, 0.0]], cost=[10, 5, 5], budget=10.0)

        plan = solve(problem)

        assert (plan.opened, plan.value) == ((1, 2), 0.0)

    def test_of_two_twins_buys_the_cheaper(self) -> None:
        problem = Problem.from_matrix([[3.0, 3.0], [4.0, 4.0]], cost=[5, 2], budget=9.0)

        assert solve(problem).opened == (1,)


class TestAPriceOfOneEach:
    @pytest.mark.parametrize("p", range(1, 6))
    @pytest.mark.parametrize("radius", [None, 11.0])
    def test_is_the_same_as_a_count(self, p: int, radius: float | None) -> None:
        km = np.random.default_rng(p).integers(0, 40, (9, 6))

        counted = solve(Problem.from_matrix(km, p=p, radius=radius))
        paid = solve(Problem.from_matrix(km, cost=np.ones(6), budget=float(p), radius=radius))

        assert paid.value == counted.value
        assert paid.status == counted.status == "proved"

    def test_lets_the_tighter_of_the_two_rule(self) -> None:
        km = np.random.default_rng(9).integers(1, 40, (9, 6))

        both = solve(Problem.from_matrix(km, p=4, cost=np.ones(6), budget=2.0))

        assert both.value == solve(Problem.from_matrix(km, p=2)).value


class TestTheKnapsackInside:
    @pytest.mark.parametrize("seed", range(8))
    def test_fills_the_sack_as_well_as_plain_counting(self, seed: int) -> None:
        # Each site reaches one place alone: covering with money is the knapsack problem itself.
        chance = np.random.default_rng(seed)
        people, price = chance.integers(1, 20, 9), chance.integers(1, 9, 9)
        money = int(price.sum() // 2)
        problem = Problem.from_matrix(
            np.where(np.eye(9, dtype=bool), 0.0, 9.0),
            weights=people,
            cost=price,
            budget=float(money),
            radius=1.0,
        )
        most = [0] * (money + 1)
        for value, weight in zip(people.tolist(), price.tolist(), strict=True):
            for room in range(money, weight - 1, -1):
                most[room] = max(most[room], most[room - weight] + value)

        plan = solve(problem)

        assert plan.value == most[money]
        assert plan.value == worth(problem, plan.opened)
