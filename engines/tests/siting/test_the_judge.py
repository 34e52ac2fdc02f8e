"""check as a judge: a right plan passes, and each plan with one thing wrong is told exactly that."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from hamafza_engines.siting import Plan, Problem, check, solve

from .small import SHAPES, drawn, on_earth, priced

# Two bases for three places; the third site is nobody's nearest. 3 * 1 + 2 * 2 + 4 * 1 = 11 person-km.
ROAD = Problem.from_matrix([[1.0, 9.0, 9.0], [5.0, 2.0, 9.0], [1.0, 6.0, 9.0]], weights=[3, 2, 4], p=2)
RIGHT = Plan(ROAD, (0, 1), np.array([0, 1, 0]), np.array([1.0, 2.0, 1.0]), None, 11.0, 11.0, "proved")
# The same with a circle of 2 km: 9 people within.
CIRCLE = replace(ROAD, radius=2.0)
INSIDE = replace(RIGHT, problem=CIRCLE, value=9.0, bound=9.0)
# Site 0 holds 5 of the 7 who would go there: 2 of place 2 go on to site 1.  3 * 1 + 2 * 2 + 2 * 1 + 2 * 6 = 21.
ROOM = replace(ROAD, capacity=np.array([5.0, 9.0, 9.0]))
SHARED = replace(
    RIGHT, problem=ROOM, shares=((0, 0, 3.0), (1, 1, 2.0), (2, 0, 2.0), (2, 1, 2.0)), value=21.0, bound=20.0
)
# Prices 4 and 3 of 7 rial.
MONEY = replace(ROAD, p=None, cost=np.array([4.0, 3.0, 9.0]), budget=7.0)
BOUGHT = replace(RIGHT, problem=MONEY)
KINDS = {"road": RIGHT, "circle": INSIDE, "room": SHARED, "money": BOUGHT}


def rules(plan: Plan) -> list[str]:
    """Return the rules that a plan breaks, each once."""
    return sorted({found.rule for found in check(plan.problem, plan)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_plan_breaks_no_rule(kind: str) -> None:
    assert rules(KINDS[kind]) == []


class TestTheBases:
    @pytest.mark.parametrize("opened", [(0, 1, 3), (-1, 0, 1), (0, 1, 99)])
    def test_must_be_sites_that_there_are(self, opened: tuple[int, ...]) -> None:
        assert rules(replace(RIGHT, opened=opened)) == ["sites_unknown_or_twice"]

    def test_must_be_named_once(self) -> None:
        assert rules(replace(RIGHT, opened=(0, 1, 1))) == ["sites_unknown_or_twice"]

    def test_must_not_be_more_than_may_open(self) -> None:
        assert rules(replace(RIGHT, opened=(0, 1, 2))) == ["too_many_bases"]

    def test_may_be_fewer_than_may_open(self) -> None:
        plan = Plan(ROAD, (0,), np.zeros(3, int), np.array([1.0, 5.0, 1.0]), None, 17.0, 11.0, "stopped")

        assert rules(plan) == []

    def test_must_hold_what_stands(self) -> None:
        standing = replace(ROAD, existing=(2,))

        assert rules(replace(RIGHT, problem=standing)) == ["existing_closed"]

    @pytest.mark.parametrize(
        ("money", "broken"), [(7.0, []), (6.999, ["budget_exceeded"]), (0.0, ["budget_exceeded"])]
    )
    def test_must_be_paid(self, money: float, broken: list[str]) -> None:
        assert rules(replace(BOUGHT, problem=replace(MONEY, budget=money))) == broken

    def test_that_stand_cost_nothing(self) -> None:
        standing = replace(MONEY, budget=3.0, existing=(0,))

        assert rules(replace(BOUGHT, problem=standing)) == []


class TestThePeople:
    def test_must_be_sent_to_a_base_that_is_open(self) -> None:
        plan = replace(RIGHT, served=np.array([0, 2, 0]), km=np.array([1.0, 9.0, 1.0]), value=25.0)

        assert "served_by_closed" in rules(plan)

    def test_must_be_sent_to_the_nearest_base(self) -> None:
        plan = replace(RIGHT, served=np.array([0, 0, 0]), km=np.array([1.0, 5.0, 1.0]), value=17.0)

        assert rules(plan) == ["not_the_nearest"]

    def test_must_not_be_forgotten(self) -> None:
        plan = replace(RIGHT, served=np.array([0, -1, 0]), km=np.array([1.0, 0.0, 1.0]), value=7.0, bound=7.0)

        assert rules(plan) == ["people_miscounted"]

    def test_may_be_left_out_of_a_cover(self) -> None:
        plan = replace(
            INSIDE, served=np.array([0, -1, 0]), km=np.array([1.0, 0.0, 1.0]), value=7.0, bound=9.0
        )

        assert rules(plan) == []

    def test_must_live_within_the_radius_of_their_base(self) -> None:
        plan = replace(INSIDE, served=np.array([0, 1, 1]), km=np.array([1.0, 2.0, 6.0]))

        assert rules(plan) == ["served_beyond_radius"]

    def test_on_the_edge_of_the_circle_live_within_it(self) -> None:
        assert CIRCLE.distance[1, 1] == CIRCLE.radius
        assert rules(INSIDE) == []

    @pytest.mark.parametrize("served", [[0, 1], [0, 1, 0, 0]])
    def test_must_have_one_line_for_each_place(self, served: list[int]) -> None:
        assert rules(replace(RIGHT, served=np.array(served))) == ["places_miscounted"]

    def test_must_have_one_km_for_each_place(self) -> None:
        assert rules(replace(RIGHT, km=np.array([1.0, 2.0]))) == ["places_miscounted"]

    @pytest.mark.parametrize("site", [3, -2, 10**9])
    def test_must_not_be_sent_to_a_site_that_is_none(self, site: int) -> None:
        assert rules(replace(RIGHT, served=np.array([0, site, 0]))) == ["place_or_site_unknown"]


class TestTheShares:
    def test_must_fit_into_the_room(self) -> None:
        crowded = replace(SHARED, shares=((0, 0, 3.0), (1, 1, 2.0), (2, 0, 4.0)), value=11.0, bound=11.0)

        assert rules(crowded) == ["capacity_exceeded"]

    def test_must_add_up_to_the_people(self) -> None:
        short = replace(SHARED, shares=((0, 0, 3.0), (1, 1, 2.0), (2, 0, 2.0)), value=9.0, bound=9.0)

        assert rules(short) == ["people_miscounted"]

    def test_must_not_be_more_than_the_people(self) -> None:
        plan = replace(SHARED, shares=((0, 0, 3.0), (1, 1, 2.0), (2, 0, 2.0), (2, 1, 3.0)), value=27.0)

        assert rules(plan) == ["people_miscounted"]

    def test_must_not_be_less_than_nobody(self) -> None:
        # Six to one base and two back from the other would free room that is not there.
        plan = replace(SHARED, shares=((0, 0, 3.0), (1, 1, 2.0), (2, 1, 6.0), (2, 0, -2.0)), value=41.0)

        assert rules(plan) == ["people_miscounted"]

    @pytest.mark.parametrize("line", [(3, 0, 1.0), (-1, 0, 1.0), (0, 7, 1.0)])
    def test_must_name_places_and_sites_that_there_are(self, line: tuple[int, int, float]) -> None:
        assert rules(replace(SHARED, shares=(*SHARED.shares, line))) == ["place_or_site_unknown"]

    def test_must_go_to_open_bases(self) -> None:
        plan = replace(SHARED, opened=(0,))

        assert "served_by_closed" in rules(plan)


class TestTheFigures:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("off", [-1.0, 1e-3, 1.0, inf, nan])
    def test_value_must_be_what_counting_gives(self, kind: str, off: float) -> None:
        right = KINDS[kind]

        broken = rules(replace(right, value=right.value + off, bound=right.value + off))

        assert "value_untrue" in broken

    @pytest.mark.parametrize("kind", ["road", "room", "money"])
    def test_bound_of_a_median_must_not_be_above(self, kind: str) -> None:
        right = KINDS[kind]

        assert rules(replace(right, bound=right.value * 1.001)) == ["bound_crossed"]

    def test_bound_of_a_cover_must_not_be_below(self) -> None:
        assert rules(replace(INSIDE, bound=8.99)) == ["bound_crossed"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_bound_must_be_a_number(self, kind: str) -> None:
        assert rules(replace(KINDS[kind], bound=nan)) == ["bound_crossed"]

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("place", range(3))
    def test_km_must_be_those_to_the_base(self, kind: str, place: int) -> None:
        km = KINDS[kind].km.copy()
        km[place] += 0.5

        found = check(KINDS[kind].problem, replace(KINDS[kind], km=km))

        assert [(each.rule, each.where) for each in found] == [("km_untrue", str(place))]


class TestNoPlan:
    POOR = replace(MONEY, budget=2.0)

    def none(self, problem: Problem) -> Plan:
        return Plan(problem, (), np.full(3, -1), np.zeros(3), None, inf, inf, "infeasible")

    def test_is_right_where_no_base_can_be_paid(self) -> None:
        assert rules(self.none(self.POOR)) == []

    def test_is_right_where_none_may_open(self) -> None:
        assert rules(self.none(replace(ROAD, p=0))) == []

    def test_opens_nothing(self) -> None:
        assert rules(replace(self.none(self.POOR), opened=(1,))) == ["infeasible_plan_opens"]

    @pytest.mark.parametrize(
        "problem",
        [
            ROAD,
            CIRCLE,
            MONEY,
            replace(POOR, existing=(2,)),
            replace(POOR, weights=np.zeros(3)),
            replace(CIRCLE, p=0),
        ],
        ids=[
            "any base",
            "a cover",
            "a base that is cheap",
            "a base that stands",
            "nobody asks",
            "an empty cover",
        ],
    )
    def test_is_wrong_where_there_is_surely_one(self, problem: Problem) -> None:
        assert rules(self.none(problem)) == ["some_plan_exists"]


class TestBesideTheSolver:
    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("radius", [None, 9.0])
    def test_every_plan_of_it_passes(self, shape: str, radius: float | None) -> None:
        for seed in range(4):
            problem = drawn(shape, seed, radius=radius)
            assert rules(solve(problem)) == []

    @pytest.mark.parametrize("seed", range(6))
    def test_km_over_the_earth_are_counted_by_another_formula(self, seed: int) -> None:
        assert rules(solve(on_earth(seed, p=3))) == []
        assert rules(solve(on_earth(seed, p=3, radius=4000.0))) == []

    @pytest.mark.parametrize("seed", range(6))
    def test_a_plan_of_another_problem_does_not_pass(self, seed: int) -> None:
        mine, other = priced(seed, p=3), priced(seed + 50, p=3)

        plan = solve(other)

        assert check(mine, plan) or plan.value == solve(mine).value

    def test_every_detail_is_words_that_name_the_figures(self) -> None:
        (found,) = check(RIGHT.problem, replace(RIGHT, bound=12.0))

        assert (found.where, found.detail) == ("", "11.0 against 12.0")
