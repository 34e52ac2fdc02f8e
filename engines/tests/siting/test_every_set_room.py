"""Bases that fill up: against every set of bases, people sent along the cheapest ways left in plain Python."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Problem, _capacity, _milp, check, solve

from .oracle import best_of, worth

LONG = Within(seconds=60)
KINDS = [
    pytest.param({"p": 2}, id="count"),
    pytest.param({"p": 3, "existing": (0,)}, id="beside one that stands"),
    pytest.param({"budget": 7.0}, id="money"),
    pytest.param({"p": 3, "budget": 6.0, "existing": (2,)}, id="count, money and one that stands"),
    pytest.param({"p": 2, "radius": 9.0}, id="covering"),
    pytest.param({"budget": 6.0, "radius": 9.0, "existing": (1,)}, id="covering with money"),
]


def crowded(seed: int, **limits: object) -> Problem:
    """Draw 4 places and 4 sites whose rooms together hold about twice the people."""
    chance = np.random.default_rng(seed)
    return Problem.from_matrix(
        chance.integers(0, 20, (4, 4)), weights=chance.integers(0, 7, 4), capacity=chance.integers(0, 12, 4),
        cost=chance.integers(0, 5, 4), **limits,
    )  # fmt: skip


def load(plan: object) -> dict[int, float]:
    """Return how many people each base serves."""
    people: dict[int, float] = defaultdict(float)
    for _, j, share in plan.shares or ():
        people[j] += share
    return people


@pytest.mark.parametrize("limits", KINDS)
@pytest.mark.parametrize("seed", range(6))
class TestThePlan:
    def test_is_as_good_as_the_best_of_all_sets(self, limits: dict[str, object], seed: int) -> None:
        problem = crowded(seed, **limits)

        plan = solve(problem, stop=LONG)

        best = best_of(problem)
        assert plan.status == ("infeasible" if best is None else "proved")
        assert best is None or plan.value == pytest.approx(best, abs=1e-6)
        assert check(problem, plan) == []

    def test_fills_no_base_above_its_room(self, limits: dict[str, object], seed: int) -> None:
        problem = crowded(seed, **limits)

        plan = solve(problem, stop=LONG)

        assert all(people <= problem.capacity[j] + 1e-6 for j, people in load(plan).items())


@pytest.mark.parametrize("limits", KINDS)
@pytest.mark.parametrize("seed", range(6))
class TestAboveWhatIsSolvedWhole:
    @pytest.fixture(autouse=True)
    def every_problem_is_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_capacity, "_EXACT", 0)

    def test_a_plan_is_found_wherever_one_is(self, limits: dict[str, object], seed: int) -> None:
        problem = crowded(seed + 50, **limits)

        plan = solve(problem, stop=LONG)

        assert (plan.status == "infeasible") == (best_of(problem) is None)
        assert check(problem, plan) == []

    def test_the_best_lies_between_the_plan_and_its_bound(self, limits: dict[str, object], seed: int) -> None:
        problem = crowded(seed + 50, **limits)

        plan = solve(problem, stop=LONG)

        best = best_of(problem)
        if best is not None:
            low, high = sorted((plan.value, plan.bound))
            assert low - 1e-6 <= best <= high + 1e-6

    def test_people_are_sent_in_the_best_way_to_the_bases_that_open(
        self, limits: dict[str, object], seed: int
    ) -> None:
        problem = crowded(seed + 50, **limits)

        plan = solve(problem, stop=LONG)

        if plan.status != "infeasible":
            assert plan.value == pytest.approx(worth(problem, plan.opened), abs=1e-6)


class TestWhenTimeIsOver:
    @pytest.mark.parametrize("limits", KINDS)
    @pytest.mark.parametrize("seed", range(4))
    def test_a_plan_is_there_all_the_same(self, limits: dict[str, object], seed: int) -> None:
        problem = crowded(seed, **limits)

        plan = solve(problem, stop=Within(seconds=0))

        assert (plan.status == "infeasible") == (best_of(problem) is None)
        assert check(problem, plan) == []

    def test_people_are_poured_where_the_transport_program_finds_no_end(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Near first: place 0 fills site 0 (0 km), place 1 finds 1 of its 4 people room there, 3 go to site 1.
        problem = Problem.from_matrix([[0.0, 9.0], [2.0, 5.0]], weights=[3, 4], p=2, capacity=[4, 9])
        nothing = _milp.Found(None, float("inf"), -float("inf"))
        monkeypatch.setattr(_capacity, "minimise", lambda *given, **more: nothing)

        plan = solve(problem, stop=LONG)

        assert plan.shares == ((0, 0, 3.0), (1, 0, 1.0), (1, 1, 3.0))
        assert (plan.value, plan.status) == (0 * 3 + 2 * 1 + 5 * 3, "stopped")
        assert check(problem, plan) == []


class TestRoom:
    def test_for_exactly_all_is_enough(self) -> None:
        plan = solve(Problem.from_matrix([[1.0, 5.0], [1.0, 5.0]], weights=[3, 4], p=2, capacity=[3, 4]))

        # Three people at 1 km, four at 5 km, whoever they are.
        assert plan.value == 3 * 1 + 4 * 5

    def test_for_all_but_one_is_too_little(self) -> None:
        plan = solve(Problem.from_matrix([[1.0, 5.0], [1.0, 5.0]], weights=[3, 5], p=2, capacity=[3, 4]))

        assert plan.status == "infeasible"

    def test_that_is_too_little_still_covers_whom_it_can(self) -> None:
        plan = solve(Problem.from_matrix([[1.0], [1.0]], weights=[3, 5], p=1, capacity=[6], radius=2.0))

        assert (plan.value, plan.status) == (6.0, "proved")

    def test_without_end_changes_nothing(self) -> None:
        chance = np.random.default_rng(1)
        km, people = chance.integers(0, 30, (6, 5)), chance.integers(1, 9, 6)

        free = solve(Problem.from_matrix(km, weights=people, p=2))
        roomy = solve(Problem.from_matrix(km, weights=people, p=2, capacity=np.full(5, 1e6)))

        assert roomy.value == pytest.approx(free.value)

    def test_of_nothing_makes_a_base_useless(self) -> None:
        plan = solve(Problem.from_matrix([[0.0, 7.0]], weights=[2], p=1, capacity=[0, 9]))

        assert (plan.opened, plan.value) == ((1,), 14.0)

    def test_draws_the_base_away_from_the_nearest_site(self) -> None:
        # Alone, site 0 would be best: 1 + 1 km. It holds one person of two; site 1 holds both.
        plan = solve(Problem.from_matrix([[1.0, 3.0], [1.0, 3.0]], p=1, capacity=[1, 2]))

        assert (plan.opened, plan.value) == ((1,), 6.0)

    def test_parts_a_place_in_fractions_of_people_when_weights_are_such(self) -> None:
        plan = solve(Problem.from_matrix([[1.0, 2.0]], weights=[1.5], p=2, capacity=[1.25, 1.0]))

        assert plan.shares == ((0, 0, pytest.approx(1.25)), (0, 1, pytest.approx(0.25)))

    def test_is_not_taken_by_places_where_nobody_lives(self) -> None:
        plan = solve(Problem.from_matrix([[1.0], [1.0]], weights=[0, 4], p=1, capacity=[4]))

        assert plan.shares == ((1, 0, pytest.approx(4.0)),)
        assert plan.served.tolist() == [-1, 0]

    def test_is_found_though_the_first_choice_of_bases_has_too_little(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Without room one base at site 0 costs nothing; only sites 1 and 2 together hold ten, for 4 of 4 rial.
        monkeypatch.setattr(_capacity, "_EXACT", 0)
        problem = Problem.from_matrix(
            [[0.0, 2.0, 2.0]], weights=[10], cost=[1, 2, 2], budget=4.0, capacity=[4, 5, 5]
        )

        plan = solve(problem)

        assert (plan.opened, plan.value) == ((1, 2), 20.0)

    def test_changes_as_few_bases_as_it_takes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Sites 0 and 1 are the best pair and hold 4 + 9 of 15; the exchange of 0 for 2 (room 6) is enough.
        monkeypatch.setattr(_capacity, "_EXACT", 0)
        problem = Problem.from_matrix(
            [[0.0, 8.0, 1.0, 9.0], [8.0, 0.0, 9.0, 9.0]], weights=[7, 8], p=2, capacity=[4, 9, 6, 50]
        )

        plan = solve(problem)

        assert len({0, 1} & set(plan.opened)) == 1

    def test_of_what_stands_is_used_first_where_nothing_may_be_bought(self) -> None:
        problem = Problem.from_matrix(
            [[9.0, 0.0]], weights=[3], cost=[5, 5], budget=0.0, existing=(0,), capacity=[3, 3]
        )

        assert solve(problem).shares == ((0, 0, pytest.approx(3.0)),)


class TestTheShares:
    @pytest.mark.parametrize("seed", range(6))
    def test_of_a_place_add_up_to_its_people(self, seed: int) -> None:
        problem = crowded(seed, p=4)

        plan = solve(problem)

        if plan.status != "infeasible":
            got = [sum(people for i, _, people in plan.shares if i == place) for place in range(4)]
            assert got == pytest.approx(problem.weights.tolist())

    @pytest.mark.parametrize("seed", range(6))
    def test_largest_one_names_the_base_of_the_place(self, seed: int) -> None:
        problem = crowded(seed, p=4)

        plan = solve(problem)

        for place, base in enumerate(plan.served.tolist()):
            mine = {j: people for i, j, people in plan.shares or () if i == place}
            assert (base == -1) == (not mine)
            assert not mine or mine[base] == max(mine.values())
            assert not mine or plan.km[place] == problem.distance[place, base]
