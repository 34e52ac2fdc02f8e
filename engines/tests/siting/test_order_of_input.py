"""Whatever the order and however often a place or a site is named, the answer is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hamafza_engines.siting import Problem, solve
from hamafza_engines.siting._order import demands_of, sites_of

from .oracle import best_of
from .small import SHAPES, drawn, on_earth, priced

SEEDS = range(3)


def shuffled(problem: Problem, seed: int) -> tuple[Problem, list[int]]:
    """Return the problem with rows and columns by lot, and where each site went."""
    chance = np.random.default_rng(seed)
    rows, columns = chance.permutation(problem.n_demands), chance.permutation(problem.n_sites)
    went = np.argsort(columns).tolist()
    changes: dict[str, object] = {
        "weights": problem.weights[rows], "existing": tuple(went[j] for j in problem.existing),
        "cost": None if problem.cost is None else problem.cost[columns],
    }  # fmt: skip
    if problem.distance is not None:
        changes["distance"] = problem.distance[rows][:, columns]
    else:
        changes |= {"demand_at": problem.demand_at[rows], "site_at": problem.site_at[columns]}
    return replace(problem, **changes), went


def unlike(seed: int, **limits: object) -> Problem:
    """Draw a problem in which all km differ, so that one set alone is the best."""
    chance = np.random.default_rng(seed)
    return Problem.from_matrix(1 + chance.permutation(900)[:72].reshape(9, 8), p=3, **limits)


class TestTheSamePlan:
    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("existing", [(), (5,)])
    def test_comes_from_rows_and_columns_in_any_order(self, seed: int, existing: tuple[int, ...]) -> None:
        problem = unlike(seed, existing=existing)
        other, went = shuffled(problem, seed)

        plan, again = solve(problem), solve(other)

        assert sorted(went[j] for j in plan.opened) == list(again.opened)
        assert again.value == pytest.approx(plan.value, rel=1e-12)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_comes_from_places_on_earth_in_any_order(self, seed: int) -> None:
        problem = on_earth(seed, p=2)
        other, went = shuffled(problem, seed)

        assert sorted(went[j] for j in solve(problem).opened) == list(solve(other).opened)

    @pytest.mark.parametrize("seed", range(10))
    def test_costs_the_same_from_money_in_any_order(self, seed: int) -> None:
        problem = priced(seed, existing=(1,))
        other, _ = shuffled(problem, seed)

        assert solve(other).value == solve(problem).value

    @pytest.mark.parametrize("shape", SHAPES)
    def test_comes_from_the_same_seed_every_time(self, shape: str) -> None:
        problem = drawn(shape, 4)

        once, again = solve(problem, seed=9), solve(problem, seed=9)

        assert once.opened == again.opened
        assert once.served.tolist() == again.served.tolist()
        assert (once.value, once.bound) == (again.value, again.bound)

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", SEEDS)
    def test_costs_the_same_from_any_seed(self, shape: str, seed: int) -> None:
        problem = drawn(shape, 4)

        assert solve(problem, seed=seed).value == pytest.approx(solve(problem, seed=99).value, rel=1e-6)


class TestAPlaceNamedTwice:
    def test_counts_as_one_with_the_people_of_both(self) -> None:
        km = [[1.0, 4.0], [1.0, 4.0], [5.0, 2.0]]

        demands, weight = demands_of(Problem.from_matrix(km, weights=[3, 4, 5], p=1))

        assert sorted(weight.tolist()) == [5.0, 7.0]
        assert len(demands) == 2

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_served_both_times(self, seed: int) -> None:
        problem = drawn("whole km", seed, p=2)
        twice = Problem.from_matrix(
            np.repeat(problem.distance, 2, axis=0), weights=np.repeat(problem.weights, 2), p=2
        )

        plan = solve(twice)

        assert plan.value == 2 * best_of(problem)
        assert (plan.served[0::2] == plan.served[1::2]).all()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_the_same_as_one_place_of_double_weight(self, seed: int) -> None:
        problem = on_earth(seed, p=2)
        twice = Problem.from_places(
            np.vstack((problem.demand_at, problem.demand_at)), problem.site_at,
            weights=np.concatenate((problem.weights, problem.weights)), p=2,
        )  # fmt: skip
        double = replace(problem, weights=2 * problem.weights)

        assert solve(twice).opened == solve(double).opened
        assert solve(twice).value == pytest.approx(solve(double).value)

    def test_with_minus_zero_is_the_same_place(self) -> None:
        demands, _ = demands_of(Problem.from_matrix([[0.0, 4.0], [-0.0, 4.0]], p=1))

        assert len(demands) == 1

    def test_a_hair_apart_is_two(self) -> None:
        demands, _ = demands_of(Problem.from_matrix([[1.0, 4.0], [1.0 + 1e-12, 4.0]], p=1))

        assert len(demands) == 2

    def test_where_nobody_lives_is_not_looked_at(self) -> None:
        demands, weight = demands_of(Problem.from_matrix([[1.0], [2.0], [3.0]], weights=[0, 2, 0], p=1))

        assert (demands.tolist(), weight.tolist()) == ([1], [2.0])


class TestASiteNamedTwice:
    def test_is_one_choice(self) -> None:
        kept = sites_of(Problem.from_matrix([[1.0, 1.0, 2.0], [3.0, 3.0, 4.0]], p=2))

        assert len(kept) == 2
        assert 2 in kept

    def test_is_the_first_named_when_nothing_else_tells_them_apart(self) -> None:
        assert 0 in sites_of(Problem.from_matrix([[1.0, 1.0], [3.0, 3.0]], p=1))

    def test_is_the_cheaper_of_the_two(self) -> None:
        problem = Problem.from_matrix([[1.0, 1.0], [3.0, 3.0]], cost=[9, 4], budget=20.0)

        assert sites_of(problem).tolist() == [1]

    def test_is_the_one_that_stands_already(self) -> None:
        problem = Problem.from_matrix([[1.0, 1.0], [3.0, 3.0]], cost=[4, 9], budget=20.0, existing=(1,))

        assert sites_of(problem).tolist() == [1]

    def test_keeps_both_when_both_stand(self) -> None:
        problem = Problem.from_matrix([[1.0, 1.0], [3.0, 3.0]], p=2, existing=(0, 1))

        assert sorted(sites_of(problem).tolist()) == [0, 1]

    @pytest.mark.parametrize("seed", SEEDS)
    def test_leaves_its_count_for_another_site(self, seed: int) -> None:
        problem = drawn("whole km", seed, p=2)
        doubled = replace(problem, distance=np.hstack((problem.distance, problem.distance)))

        assert solve(doubled).value == best_of(problem)

    def test_on_earth_is_one_choice_too(self) -> None:
        places = [(35.7, 51.4), (32.6, 51.7), (35.7, 51.4)]

        assert len(sites_of(Problem.from_places(places, p=1))) == 2


class TestTheLookingOrder:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_of_places_and_sites_does_not_depend_on_the_input(self, seed: int) -> None:
        problem = on_earth(seed, p=2)
        other, _ = shuffled(problem, seed)

        mine, theirs = demands_of(problem)[0], demands_of(other)[0]

        assert problem.demand_at[mine].tolist() == other.demand_at[theirs].tolist()
        assert problem.site_at[sites_of(problem)].tolist() == other.site_at[sites_of(other)].tolist()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_of_a_matrix_does_not_depend_on_the_input(self, seed: int) -> None:
        problem = unlike(seed)
        other, _ = shuffled(problem, seed)

        rows = problem.distance[demands_of(problem)[0]][:, sites_of(problem)]
        others = other.distance[demands_of(other)[0]][:, sites_of(other)]

        assert rows.tolist() == others.tolist()
