"""A long shelf: whatever the world looks like, its cells find whom the loop finds, and weigh few for it."""

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.routing import (
    REASONS,
    Ask,
    CentreFacts,
    Directory,
    Params,
    Problem,
    _cells,
    solve,
)

from .builders import ASK, DECLINES, HEALTH, HERE, centre, county, drawn, rules

POLES = [(90.0, 0.0), (90.0, 77.0), (-90.0, 0.0), (-90.0, -180.0)]
DATE_LINE = [(0.0, 180.0), (0.0, -180.0), (0.1, 179.99), (0.1, -179.99)]
ANTIPODES = [(29.5, 60.9), (-29.5, -119.1), (-29.4, -119.1), (29.6, 60.9)]


@pytest.fixture(autouse=True)
def short_shelves_have_cells_too(monkeypatch):
    monkeypatch.setattr(_cells, "_LONG", 1)
    monkeypatch.setattr(_cells, "_SIZE", 5)


def both(problem, **params):
    """Return the plan by cells and the plan by the loop, which a plain tuple gets."""
    shelved = replace(problem, centres=Directory(problem.centres))
    return solve(shelved, params=Params(**params)), solve(problem, params=Params(**params))


def mixed(seed, count=80):
    """Return centres of one county that differ in everything that a scale of the rules has to do with."""
    chance = random.Random(seed)
    return tuple(
        replace(
            each, capacity_age_days=40 * chance.random(), open_hours=4 * chance.random(), declined=chance.randint(0, 40),
            capacity_free=chance.choice([0, 5]), open_load=chance.randint(0, 90),
        )
        for each in county(seed, count)
    )  # fmt: skip


class TestTheBest:
    @pytest.mark.parametrize("decline", DECLINES)
    @pytest.mark.parametrize("urgency", [0, 1, 2])
    def test_after_every_decline_and_urgency_are_the_loop_s(self, decline, urgency):
        problem = Problem(replace(ASK, urgency=urgency), county(1), last_reason=decline)

        by_cells, by_loop = both(problem, keep=4)

        assert by_cells == by_loop

    @pytest.mark.parametrize("seed", range(60))
    def test_of_a_world_of_chance_under_rules_of_chance_are_the_loop_s(self, seed):
        problem = drawn(seed, count=90, tried=seed % 40, known=seed % 5 / 4)
        params = rules(seed, keep=1 + seed % 9)

        shelved = replace(problem, centres=Directory(problem.centres))

        assert solve(shelved, params=params) == solve(problem, params=params)

    @pytest.mark.parametrize("points", [POLES, DATE_LINE, ANTIPODES], ids=["poles", "date line", "antipodes"])
    @pytest.mark.parametrize("half_km", [1e-9, 0.001, 15.0, 20_000.0, 1e9])
    def test_at_the_ends_of_the_earth_are_the_loop_s(self, points, half_km):
        chance = random.Random(5)
        centres = tuple(
            centre(id_, lat=lat, lng=lng, open_load=chance.randint(0, 1))
            for id_, (lat, lng) in enumerate(points * 6, start=1)
        )
        for lat, lng in points:
            by_cells, by_loop = both(
                Problem(replace(ASK, lat=lat, lng=lng), centres), keep=3, half_km=half_km
            )

            assert by_cells == by_loop

    @pytest.mark.parametrize("seed", range(10))
    def test_of_equal_ones_at_the_cut_go_by_id(self, seed):
        problem = drawn(seed, count=90, coarse=True)

        by_cells, by_loop = both(problem, keep=7)

        assert by_cells == by_loop

    @pytest.mark.parametrize("weight", [1e-300, 1e-9, 1e9])
    def test_under_tiny_and_huge_weights_are_the_loop_s(self, weight):
        """What rounding may hide grows with the weights, so the slack must grow with them."""
        problem = Problem(ASK, county(2, wide=0.001))

        by_cells, by_loop = both(problem, keep=5, area=weight, distance=weight, fairness=weight)

        assert by_cells == by_loop

    @pytest.mark.parametrize("weight", [0.1, 1 / 3, 1e9 / 3])
    @pytest.mark.parametrize("seed", range(3))
    def test_of_scores_that_only_rounding_parts_are_the_loop_s(self, seed, weight):
        """The same values at other reasons of equal weight: equal on paper, not in the last digit."""
        facts = [
            {
                "domains": HEALTH | set("a"[:more]),
                "open_hours": hours,
                "open_load": load,
                "capacity_free": free,
                **past,
            }
            for more, hours, load, free in product((0, 1), (8.0, 6.4, 4.0), (0, 10), (1, 2))
            for past in ({"accepted": 1}, {"accepted": 1, "declined": 3})
        ]
        random.Random(seed).shuffle(facts)
        problem = Problem(ASK, tuple(centre(id_, **each) for id_, each in enumerate(facts * 2, start=1)))

        for keep in range(1, 25, 2):
            by_cells, by_loop = both(problem, keep=keep, **dict.fromkeys(REASONS, weight))

            assert by_cells == by_loop

    @pytest.mark.parametrize("wide", [1e-9, 0.01, 0.5, 30.0])
    @pytest.mark.parametrize("seed", range(4))
    def test_by_distance_alone_are_the_loop_s(self, seed, wide):
        """From inside and outside of the county, where nearness halves as fast as the cells are wide."""
        alone = {**dict.fromkeys(REASONS, 0.0), "distance": 1.0, "half_km": 20 * wide}
        chance = random.Random(seed)
        centres = county(seed, wide=wide)

        for _ in range(8):
            lat, lng = 29.5 + wide * chance.uniform(-0.5, 1.5), 60.9 + wide * chance.uniform(-0.5, 1.5)
            by_cells, by_loop = both(Problem(replace(ASK, lat=lat, lng=lng), centres), keep=2, **alone)

            assert by_cells == by_loop

    def test_of_nobody_but_the_tried_is_nobody_nearer_than_another_province(self):
        here = tuple(centre(id_) for id_ in range(1, 11))
        there = tuple(centre(id_, place_path="IR/29/", area_path="IR/29/") for id_ in range(11, 31))
        problem = Problem(ASK, here + there, frozenset(range(1, 11)))

        by_cells, by_loop = both(problem, keep=3)

        assert by_cells == by_loop
        assert [ranked.centre_id for ranked in by_cells.ranked] == [11, 12, 13]

    @pytest.mark.parametrize("tried", [1, 5, 70, 79, 80])
    def test_are_never_those_already_tried(self, tried):
        plain = solve(Problem(ASK, county(3)))
        asked = frozenset(ranked.centre_id for ranked in plain.ranked[:tried])

        by_cells, by_loop = both(Problem(ASK, county(3), asked), keep=2)

        assert by_cells == by_loop
        assert [r.centre_id for r in by_cells.ranked] == [
            r.centre_id for r in plain.ranked[tried : tried + 2]
        ]

    @pytest.mark.parametrize("count", [3, 4, 5, 6, 10, 11])
    def test_of_a_shelf_as_long_as_a_cell_or_the_list_are_the_loop_s(self, count):
        for keep in (1, 2, 3, 5):
            by_cells, by_loop = both(Problem(ASK, county(4, count)), keep=keep)

            assert by_cells == by_loop

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 3)), min_size=2, max_size=25
        ),
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.floats(0.001, 1e6),
    )
    def test_of_any_points_are_the_loop_s(self, points, lat, lng, half_km):
        centres = tuple(
            centre(id_, lat=north, lng=east, open_load=load)
            for id_, (north, east, load) in enumerate(points, 1)
        )

        by_cells, by_loop = both(Problem(Ask("health", HERE, lat, lng), centres), keep=1, half_km=half_km)

        assert by_cells == by_loop


class TestADirectoryInUse:
    def test_answers_alike_however_often_and_in_whatever_order_rules_come(self):
        problem = Problem(ASK, county(5))
        shelved = replace(problem, centres=Directory(problem.centres))
        every = [rules(seed, keep=3) for seed in range(20)]  # more than are remembered

        for params in [*every, *reversed(every), *every[:5]]:
            assert solve(shelved, params=params) == solve(problem, params=params)

    def test_remembers_only_the_rules_lately_used(self):
        directory = Directory(county(6))

        for seed in range(40):
            solve(Problem(ASK, directory), params=rules(seed, keep=1))

        (shelf,) = directory.serving("health")
        assert len(shelf.cells.known) == 12

    def test_is_not_mixed_up_by_a_decline_or_an_urgency_in_between(self):
        directory, plain = Directory(county(7)), county(7)
        asks = [replace(ASK, urgency=urgency) for urgency in (0, 2, 1, 0)]

        for ask in asks:
            for decline in ("capacity", None, "silence"):
                problem = Problem(ask, directory, last_reason=decline)
                assert solve(problem, params=Params(keep=2)) == solve(
                    replace(problem, centres=plain), params=Params(keep=2)
                )

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("half_life_days", (0.1, 900.0)),
            ("needed_hours", (0.5, 500.0)),
            ("prior_refused", (0.1, 500.0)),
            ("load_scale", (0.1, 900.0)),
            ("half_km", (0.1, 900.0)),
        ],
    )
    def test_is_not_mixed_up_by_a_scale_that_changes_alone(self, name, values):
        problem = Problem(replace(ASK, urgency=0), mixed(9))
        shelved = replace(problem, centres=Directory(problem.centres))
        plans = []

        for value in (*values, *values):
            params = Params(keep=2, **{name: value})
            plans.append(solve(shelved, params=params))
            assert plans[-1] == solve(problem, params=params)

        assert plans[0].ranked != plans[1].ranked

    def test_is_not_mixed_up_by_an_emergency_after_a_hurry(self):
        """Both weigh alike, but an emergency needs the door open for an eighth of the time only."""
        problem = Problem(ASK, mixed(9))
        directory = Directory(problem.centres)
        asks = [replace(ASK, urgency=urgency) for urgency in (1, 2, 1)]

        told = [solve(Problem(ask, directory), params=Params(keep=2)) for ask in asks]

        assert told == [solve(Problem(ask, problem.centres), params=Params(keep=2)) for ask in asks]
        assert told[0].ranked != told[1].ranked

    def test_serves_asks_with_and_without_a_point_in_turns(self):
        directory, plain = Directory(drawn(8, count=60).centres), drawn(8, count=60).centres

        for ask in (ASK, replace(ASK, lat=None, lng=None), replace(ASK, place_path=""), ASK):
            assert solve(Problem(ask, directory), params=Params(keep=3)) == solve(
                Problem(ask, plain), params=Params(keep=3)
            )


class TestACell:
    def test_keeps_who_serves_another_area_apart(self):
        wide = [centre(id_, area_path="IR/11/", open_load=9) for id_ in range(1, 11)]
        close = [centre(id_, area_path=HERE) for id_ in range(11, 13)]

        by_cells, by_loop = both(Problem(ASK, (*wide, *close)), keep=2)

        assert by_cells == by_loop
        assert [ranked.centre_id for ranked in by_cells.ranked] == [11, 12]

    def test_of_untold_area_goes_by_where_each_one_stands(self):
        centres = tuple(
            CentreFacts(id_, HEALTH, place, "", 29.5, 60.9)
            for id_, place in enumerate(["IR/11/1107/", HERE, "IR/11/"] * 4, start=1)
        )

        by_cells, by_loop = both(Problem(ASK, centres), keep=3)

        assert by_cells == by_loop
        assert [ranked.centre_id for ranked in by_cells.ranked] == [2, 5, 8]

    def test_without_points_goes_by_shared_places(self):
        centres = tuple(
            CentreFacts(id_, HEALTH, place, "IR/11/")
            for id_, place in enumerate(["IR/11/1107/", HERE] * 8, 1)
        )

        by_cells, by_loop = both(Problem(replace(ASK, lat=None, lng=None), centres), keep=2)

        assert by_cells == by_loop
        assert [ranked.centre_id for ranked in by_cells.ranked] == [2, 4]
