"""Maximal covering against every set of bases, looked at one by one in plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

from .oracle import best_of, km, sets_of, worth
from .small import SHAPES, drawn, on_earth

LONG = Within(seconds=60)
HURRIED = Params(rounds=1, node_rounds=1, kicks=0)
TRIANGLE = [[0.0, 3.0, 4.0], [3.0, 0.0, 5.0], [4.0, 5.0, 0.0]]


def cover(shape: str, seed: int, **limits: object) -> Problem:
    """Draw a shape whose radius is one of its own distances: the edge of the circle is always trodden."""
    chance = np.random.default_rng(seed + 100)
    radius = float(chance.choice(SHAPES[shape](np.random.default_rng(seed)).ravel()))
    return drawn(shape, seed, radius=radius, **limits)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
class TestThePlan:
    def test_reaches_as_many_as_the_best_of_all_sets(self, shape: str, seed: int) -> None:
        problem = cover(shape, seed)

        plan = solve(problem, stop=LONG)

        assert (plan.value, plan.bound, plan.status) == (best_of(problem), best_of(problem), "proved")
        assert check(problem, plan) == []

    def test_reaches_whom_its_own_bases_reach(self, shape: str, seed: int) -> None:
        problem = cover(shape, seed)

        plan = solve(problem, stop=LONG)

        assert plan.value == worth(problem, plan.opened)

    def test_has_a_bound_that_no_set_is_above(self, shape: str, seed: int) -> None:
        problem = cover(shape, seed)

        plan = solve(problem, params=HURRIED, stop=Within(seconds=0))

        assert plan.value <= best_of(problem) <= plan.bound * (1 + 1e-9)


class TestTheCircle:
    def test_holds_its_edge(self) -> None:
        assert solve(Problem.from_matrix(TRIANGLE, p=1, radius=3.0)).value == 2

    def test_leaves_out_what_is_a_metre_beyond(self) -> None:
        assert solve(Problem.from_matrix(TRIANGLE, p=1, radius=2.999)).value == 1

    def test_of_no_width_holds_only_who_lives_there(self) -> None:
        plan = solve(Problem.from_matrix(TRIANGLE, weights=[1, 5, 2], p=1, radius=0.0))

        assert (plan.opened, plan.value) == ((1,), 5.0)

    def test_wider_than_all_roads_holds_all(self) -> None:
        assert solve(Problem.from_matrix(TRIANGLE, p=1, radius=1e9)).value == 3

    @pytest.mark.parametrize("seed", range(10))
    def test_is_round_on_the_earth(self, seed: int) -> None:
        problem = on_earth(seed, p=2, radius=5000.0)

        plan = solve(problem)

        assert plan.value == best_of(problem)
        assert check(problem, plan) == []

    def test_wider_than_half_the_earth_holds_the_earth(self) -> None:
        assert solve(on_earth(1, p=1, radius=20_016.0)).value == on_earth(1, p=1).weights.sum()

    @pytest.mark.parametrize("seed", range(6))
    def test_gives_each_place_the_nearest_base_inside_or_none(self, seed: int) -> None:
        problem = cover("whole km", seed)

        plan = solve(problem)

        for i in range(problem.n_demands):
            near = min((km(problem, i, j) for j in plan.opened), default=float("inf"))
            inside = near <= problem.radius
            assert plan.km[i] == (near if inside else 0.0)
            assert (plan.served[i] >= 0) == inside


class TestWhatStands:
    @pytest.mark.parametrize("seed", range(10))
    def test_stays_though_it_reaches_nobody(self, seed: int) -> None:
        problem = cover("whole km", seed, p=3)
        remote = Problem.from_matrix(
            np.column_stack((problem.distance, np.full(7, 1e6))), weights=problem.weights, p=3,
            radius=problem.radius, existing=(6,),
        )  # fmt: skip

        plan = solve(remote)

        assert 6 in plan.opened
        assert plan.value == best_of(remote)

    @pytest.mark.parametrize("seed", range(10))
    def test_counts_whom_it_reaches_already(self, seed: int) -> None:
        problem = cover("broken km", seed, p=4, existing=(0, 3))

        plan = solve(problem)

        assert {0, 3} <= set(plan.opened)
        assert plan.value == best_of(problem)


class TestTheEnds:
    def test_no_base_reaches_nobody_which_is_a_plan(self) -> None:
        plan = solve(Problem.from_matrix(TRIANGLE, p=0, radius=9.0))

        assert (plan.status, plan.value, plan.bound, plan.opened) == ("proved", 0.0, 0.0, ())
        assert check(plan.problem, plan) == []

    def test_a_circle_that_holds_nobody_is_proved_so(self) -> None:
        plan = solve(Problem.from_matrix([[5.0, 6.0], [7.0, 8.0]], p=2, radius=1.0))

        assert (plan.status, plan.value, plan.gap) == ("proved", 0.0, 0.0)

    def test_nobody_asks_and_what_stands_stays(self) -> None:
        problem = Problem.from_matrix(
            [[5.0, 6.0], [1.0, 8.0]], weights=[0, 0], p=2, radius=5.5, existing=(1,)
        )

        plan = solve(problem)

        assert (plan.status, plan.value, plan.opened) == ("proved", 0.0, (1,))
        assert check(problem, plan) == []

    def test_people_beyond_every_site_are_left_without_a_base(self) -> None:
        plan = solve(Problem.from_matrix([[1.0, 9.0], [50.0, 50.0]], weights=[2, 3], p=2, radius=10.0))

        assert plan.value == 2
        assert plan.served[1] == -1

    @pytest.mark.parametrize("p", range(1, 7))
    def test_every_count_reaches_the_most_it_can(self, p: int) -> None:
        problem = cover("whole km", 21, p=p)

        assert solve(problem).value == best_of(problem)


class TestAgainstGreed:
    def test_opens_the_pair_that_greed_would_miss(self) -> None:
        # Site 0 reaches 4 people, sites 1 and 2 three each, all six apart. Greed takes 0 and ends with 5.
        near, far = 1.0, 9.0
        reached = {0: {0, 1, 3, 4}, 1: {0, 1, 2}, 2: {3, 4, 5}}
        problem = Problem.from_matrix(
            [[near if i in reached[j] else far for j in range(3)] for i in range(6)], p=2, radius=2.0
        )

        plan = solve(problem)

        assert (plan.opened, plan.value) == ((1, 2), 6.0)

    @pytest.mark.parametrize("seed", range(8))
    def test_is_never_less_than_what_greed_reaches(self, seed: int) -> None:
        problem = cover("many sites, few places", seed, p=2)
        taken: tuple[int, ...] = ()
        for _ in range(2):
            taken += (max(range(8), key=lambda j: worth(problem, (*taken, j))),)

        assert solve(problem).value >= worth(problem, taken)


def test_a_sieve_of_all_sets_finds_none_above_the_plan() -> None:
    problem = cover("many sites, few places", 5, p=3, existing=(7,))
    plan = solve(problem)

    above = [opened for opened in sets_of(problem) if worth(problem, opened) > plan.value]

    assert above == []
