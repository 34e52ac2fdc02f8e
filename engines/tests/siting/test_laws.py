"""What must hold of any problem: scales, shifts, additions and removals change the answer as arithmetic says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

QUIET = settings(max_examples=15, deadline=None)
FEW = settings(max_examples=10, deadline=None)
LONG = Within(seconds=60)
EXACT = Params(gap=0.0)
MODELS = pytest.mark.parametrize("radius", [None, 8.0], ids=["median", "cover"])


@st.composite
def problems(draw: st.DrawFn, *, costs: bool = False) -> Problem:
    """Draw up to 8 places and 6 sites."""
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    chance = np.random.default_rng(draw(st.integers(0, 10_000)))
    km = chance.integers(0, 20, (n, m)).astype(float)
    people = chance.integers(0, 9, n)
    if not costs:
        return Problem.from_matrix(km, weights=people, p=draw(st.integers(1, m)))
    prices = chance.integers(0, 6, m)
    return Problem.from_matrix(
        km, weights=people, cost=prices, budget=float(prices.min() + draw(st.integers(0, 9)))
    )


def value(problem: Problem) -> float:
    """Return the proved value."""
    plan = solve(problem, params=EXACT, stop=LONG)
    assert plan.status == "proved"
    return plan.value


def goodness(problem: Problem) -> float:
    """Return the value so that more is better."""
    return -value(problem) if problem.radius is None else value(problem)


class TestScale:
    @QUIET
    @given(problem=problems(), times=st.sampled_from([0.001, 0.5, 3.0, 1609.344]))
    def test_of_km_scales_the_person_km(self, problem: Problem, times: float) -> None:
        assert value(replace(problem, distance=problem.distance * times)) == pytest.approx(
            times * value(problem)
        )

    @MODELS
    @QUIET
    @given(problem=problems(), times=st.sampled_from([0.01, 7.0, 1e6]))
    def test_of_people_scales_the_value(self, problem: Problem, times: float, radius: float | None) -> None:
        problem = replace(problem, radius=radius)

        assert value(replace(problem, weights=problem.weights * times)) == pytest.approx(
            times * value(problem)
        )

    @QUIET
    @given(problem=problems(), times=st.sampled_from([0.25, 4.0, 1024.0]))
    def test_of_km_and_radius_together_covers_the_same(self, problem: Problem, times: float) -> None:
        circle = replace(problem, radius=6.0)
        wide = replace(circle, distance=problem.distance * times, radius=6.0 * times)

        assert value(wide) == value(circle)

    @MODELS
    @QUIET
    @given(problem=problems(costs=True), times=st.sampled_from([0.5, 10.0, 1e9]))
    def test_of_prices_and_money_together_changes_nothing(
        self, problem: Problem, times: float, radius: float | None
    ) -> None:
        problem = replace(problem, radius=radius)

        assert value(replace(problem, cost=problem.cost * times, budget=problem.budget * times)) == value(
            problem
        )


class TestShift:
    @QUIET
    @given(problem=problems(), more=st.integers(0, 50))
    def test_of_all_ways_of_a_place_adds_its_people_times_it(self, problem: Problem, more: int) -> None:
        km = problem.distance.copy()
        km[0] += more

        assert value(replace(problem, distance=km)) == value(problem) + more * problem.weights[0]


class TestAddition:
    @MODELS
    @QUIET
    @given(problem=problems())
    def test_of_a_base_is_never_worse(self, problem: Problem, radius: float | None) -> None:
        problem = replace(problem, radius=radius)

        assert goodness(replace(problem, p=problem.p + 1)) >= goodness(problem)

    @MODELS
    @QUIET
    @given(problem=problems(costs=True), more=st.integers(0, 9))
    def test_of_money_is_never_worse(self, problem: Problem, more: int, radius: float | None) -> None:
        problem = replace(problem, radius=radius)

        assert goodness(replace(problem, budget=problem.budget + more)) >= goodness(problem)

    @QUIET
    @given(problem=problems(), radius=st.integers(0, 20), more=st.integers(0, 20))
    def test_of_a_wider_circle_is_never_worse(self, problem: Problem, radius: int, more: int) -> None:
        assert value(replace(problem, radius=float(radius + more))) >= value(
            replace(problem, radius=float(radius))
        )

    @MODELS
    @QUIET
    @given(problem=problems())
    def test_of_a_site_is_never_worse(self, problem: Problem, radius: float | None) -> None:
        problem = replace(problem, radius=radius)
        another = np.arange(problem.n_demands, dtype=float)

        assert goodness(replace(problem, distance=np.column_stack((problem.distance, another)))) >= goodness(
            problem
        )

    @MODELS
    @QUIET
    @given(problem=problems())
    def test_of_a_site_worse_than_another_everywhere_changes_nothing(
        self, problem: Problem, radius: float | None
    ) -> None:
        problem = replace(problem, radius=radius)
        worse = problem.distance[:, 0] + 1

        assert goodness(replace(problem, distance=np.column_stack((problem.distance, worse)))) == goodness(
            problem
        )

    @MODELS
    @QUIET
    @given(problem=problems())
    def test_of_a_place_where_nobody_lives_changes_nothing(
        self, problem: Problem, radius: float | None
    ) -> None:
        problem = replace(problem, radius=radius)
        empty = replace(
            problem, weights=np.append(problem.weights, 0.0), distance=np.vstack((problem.distance, problem.distance[0] + 3))
        )  # fmt: skip

        assert value(empty) == value(problem)

    @QUIET
    @given(problem=problems())
    def test_of_people_to_a_cover_gains_no_more_than_they_are(self, problem: Problem) -> None:
        before = replace(problem, radius=7.0)
        after = replace(before, weights=problem.weights + np.eye(problem.n_demands)[0] * 5)

        assert value(before) <= value(after) <= value(before) + 5


class TestRemoval:
    @MODELS
    @QUIET
    @given(problem=problems())
    def test_of_a_site_that_did_not_open_changes_nothing(
        self, problem: Problem, radius: float | None
    ) -> None:
        problem = replace(problem, radius=radius)
        plan = solve(problem, params=EXACT, stop=LONG)
        left = [j for j in range(problem.n_sites) if j in plan.opened] or [0]

        assert value(replace(problem, distance=problem.distance[:, left])) == plan.value

    @QUIET
    @given(problem=problems())
    def test_of_the_places_out_of_reach_changes_no_cover(self, problem: Problem) -> None:
        circle = replace(problem, radius=5.0)
        within = circle.distance.min(axis=1) <= 5
        near = replace(circle, weights=circle.weights[within], distance=circle.distance[within])

        assert value(near) == value(circle)


class TestStanding:
    @MODELS
    @QUIET
    @given(problem=problems())
    def test_bases_of_the_best_plan_cost_nothing_extra(self, problem: Problem, radius: float | None) -> None:
        problem = replace(problem, radius=radius)
        plan = solve(problem, params=EXACT, stop=LONG)

        assert value(replace(problem, existing=plan.opened)) == plan.value

    @MODELS
    @QUIET
    @given(problem=problems(), site=st.integers(0, 5))
    def test_bases_of_any_other_kind_are_never_better(
        self, problem: Problem, site: int, radius: float | None
    ) -> None:
        problem = replace(problem, radius=radius)

        assert goodness(replace(problem, existing=(site % problem.n_sites,))) <= goodness(problem)


class TestTheBestOfBoth:
    @QUIET
    @given(problem=problems())
    def test_the_first_base_brings_a_cover_the_most(self, problem: Problem) -> None:
        one, many = replace(problem, radius=7.0, p=1), replace(problem, radius=7.0)

        assert value(many) <= problem.p * value(one)

    @QUIET
    @given(problem=problems())
    def test_a_circle_as_wide_as_the_mean_of_a_median_covers_somebody(self, problem: Problem) -> None:
        people = problem.weights.sum()
        mean = value(problem) / people if people else 0.0

        assert not people or value(replace(problem, radius=mean * (1 + 1e-9))) > 0

    @pytest.mark.slow  # twenty covers for every median
    @FEW
    @given(problem=problems())
    def test_a_median_is_the_sum_of_what_circles_leave_out(self, problem: Problem) -> None:
        # Of km that are whole, sum over r of the people beyond r is their person-km (layer by layer).
        plan = solve(problem, params=EXACT, stop=LONG)
        fixed = replace(problem, p=len(plan.opened), existing=plan.opened)

        beyond = sum(problem.weights.sum() - value(replace(fixed, radius=float(r))) for r in range(20))

        assert beyond == plan.value

    @pytest.mark.slow  # HiGHS each time
    @FEW
    @given(problem=problems())
    def test_room_for_all_everywhere_is_no_limit(self, problem: Problem) -> None:
        people = float(problem.weights.sum())
        roomy = replace(problem, capacity=np.full(problem.n_sites, people + 1))

        assert solve(roomy, stop=LONG).value == pytest.approx(value(problem), abs=1e-6)


@pytest.mark.parametrize("gap", [0.0, 1e-6, 0.02, 0.2, 0.9])
class TestTheGapAsked:
    @QUIET
    @given(problem=problems())
    def test_is_kept_by_a_proved_plan(self, gap: float, problem: Problem) -> None:
        best = value(problem)

        plan = solve(problem, params=Params(gap=gap, rounds=3, kicks=0), stop=LONG)

        assert plan.status == "proved"
        assert best <= plan.value <= best / (1 - gap) + 1e-6
        assert plan.bound <= best * (1 + 1e-9)
        assert check(problem, plan) == []
