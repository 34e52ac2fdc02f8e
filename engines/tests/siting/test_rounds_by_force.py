"""The week of a mobile base against every week there is, and what must hold on all weeks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import Within
from hamafza_engines.siting import BadInput, Round, check_round, plan_round

from .weeks import by_hand, hours, length, most_people, shortest, week

BLINK = Within(seconds=0.08)
AT_ONCE = Within(seconds=0)
WEEKS = st.builds(
    week, st.integers(0, 7), st.integers(0, 10**6), days=st.integers(1, 3), hours=st.floats(0.5, 9),
    km_per_hour=st.sampled_from([30.0, 60.0, 90]), detour=st.sampled_from([1.0, 1.4]),
)  # fmt: skip
QUIET = settings(max_examples=40, deadline=None)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Within:
    """Let the tries decide and not the time: the local search ends with its first answer."""
    monkeypatch.setattr("hamafza_engines.siting._rounds._MOVES", 1)
    return Within(seconds=60)


class TestAgainstEveryWeek:
    @pytest.mark.parametrize("seed", range(16))
    def test_serves_as_many_as_the_best_of_all(self, seed: int, patient: Within) -> None:
        asked = week(6, seed, hours=[3.0, 4.0, 5.0, 6.0][seed % 4], days=1 + seed % 2)

        plan = plan_round(asked, stop=patient)

        assert plan.value == most_people(asked)
        assert check_round(asked, plan) == []

    @pytest.mark.parametrize("seed", range(20))
    def test_bounds_the_best_of_all_from_above(self, seed: int) -> None:
        asked = week(5, seed, hours=[2.0, 3.0, 4.0, 6.0][seed % 4], days=1 + seed % 2)

        plan = plan_round(asked, stop=AT_ONCE)

        assert plan.value <= most_people(asked) <= plan.bound * (1 + 1e-9)

    @pytest.mark.parametrize("seed", range(4))
    def test_drives_the_shortest_way_through_the_stops_of_a_day(self, seed: int, patient: Within) -> None:
        asked = week(6, seed, days=1, hours=24.0)

        plan = plan_round(asked, stop=patient)

        assert plan.left_out == ()
        assert plan.km == pytest.approx(length(asked, shortest(asked, tuple(range(6)))), rel=1e-6)

    def test_does_not_give_three_near_stops_for_a_far_one(self, patient: Within) -> None:
        """The far stop has most people and fills the day, so the first plan takes it; the others have more together."""
        near = tuple((25.0, 60.1 + k / 100) for k in range(3))
        asked = Round(
            (25.0, 60.0),
            ((25.0, 61.0), *near),
            (10.0, 9.0, 9.0, 9.0),
            (3.0, 1.0, 1.0, 1.0),
            days=1,
            hours=8.3,
        )

        first, found = plan_round(asked, stop=AT_ONCE), plan_round(asked, stop=patient)

        assert (first.value, found.value) == (10.0, 27.0)

    def test_has_the_same_tours_by_the_same_seed(self, patient: Within) -> None:
        asked = week(9, 3, hours=4.0)

        assert plan_round(asked, stop=patient, seed=5).tours == plan_round(asked, stop=patient, seed=5).tours


class TestWhatHoldsAlways:
    @QUIET
    @given(asked=WEEKS)
    def test_the_first_plan_is_sound(self, asked: Round) -> None:
        plan = plan_round(asked, stop=AT_ONCE)

        assert check_round(asked, plan) == []
        assert plan.gap >= 0
        assert all(hours(asked, tour) <= asked.hours + 1e-6 for tour in plan.tours)

    @QUIET
    @given(asked=WEEKS)
    def test_a_stop_is_on_one_day_or_left_out(self, asked: Round) -> None:
        plan = plan_round(asked, stop=AT_ONCE)

        seen = sorted([i for tour in plan.tours for i in tour] + list(plan.left_out))

        assert seen == list(range(len(asked.stops)))

    @QUIET
    @given(asked=WEEKS)
    def test_the_bound_grows_with_the_days(self, asked: Round) -> None:
        longer = replace(asked, days=asked.days + 1)

        assert plan_round(longer, stop=AT_ONCE).bound >= plan_round(asked, stop=AT_ONCE).bound

    @QUIET
    @given(asked=WEEKS)
    def test_a_reason_agrees_with_the_tours(self, asked: Round) -> None:
        plan = plan_round(asked, stop=AT_ONCE)

        for i in range(len(asked.stops)):
            day, takes, spare = plan.explain(i)
            if day is None:
                over = min(
                    hours(asked, (*tour[:k], i, *tour[k:])) - asked.hours
                    for tour in plan.tours
                    for k in range(len(tour) + 1)
                )
                assert i in plan.left_out
                assert takes - spare == pytest.approx(over, abs=1e-6)
            else:
                tour = plan.tours[day]
                without = tuple(j for j in tour if j != i)
                assert i in tour
                assert takes == pytest.approx(hours(asked, tour) - hours(asked, without), abs=1e-6)
                assert spare == pytest.approx(asked.hours - hours(asked, tour), abs=1e-6)

    @pytest.mark.slow  # local search until its time is over, twice
    def test_the_search_is_never_worse_than_the_first_plan(self) -> None:
        for seed in (11, 12, 13):
            asked = week(9, seed, hours=4.0)
            assert plan_round(asked, stop=BLINK).value >= plan_round(asked, stop=AT_ONCE).value

    def test_the_same_question_has_the_same_first_answer(self) -> None:
        asked = week(8, 5)

        assert plan_round(asked, stop=AT_ONCE).tours == plan_round(asked, stop=AT_ONCE).tours

    def test_a_stop_of_nobody_is_not_driven_to(self) -> None:
        asked = week(4, 1, people=(5.0, 0.0, 5.0, 0.0), hours=24.0)

        assert plan_round(asked, stop=AT_ONCE).left_out == (1, 3)

    def test_a_stop_at_the_depot_costs_its_service_alone(self) -> None:
        asked = Round((25.0, 60.0), ((25.0, 60.0),), (7.0,), (8.0,), days=1, hours=8.0)

        plan = plan_round(asked, stop=AT_ONCE)

        assert (plan.value, plan.km, plan.explain(0)) == (7.0, 0.0, (0, 8.0, 0.0))

    def test_two_stops_that_fill_a_day_each_need_two_days(self) -> None:
        asked = Round((25.0, 60.0), ((25.0, 60.0),) * 2, (7.0, 6.0), (8.0, 8.0), days=1, hours=8.0)

        one, two = plan_round(asked, stop=AT_ONCE), plan_round(replace(asked, days=2), stop=AT_ONCE)

        assert (one.value, one.left_out, two.value) == (7.0, (1,), 13.0)

    def test_a_stop_left_out_tells_what_it_would_take_on_its_best_day(self) -> None:
        # the first day is full with a stop of 8 hours; the second takes 6 and has 2 to spare: 3 do not fit
        asked = Round((25.0, 60.0), ((25.0, 60.0),) * 3, (9.0, 8.0, 1.0), (8.0, 6.0, 3.0), days=2, hours=8.0)

        day, takes, spare = plan_round(asked, stop=AT_ONCE).explain(2)

        assert (day, takes, spare) == (None, 3.0, 2.0)

    def test_a_stop_joins_the_day_that_passes_near_by(self) -> None:
        # two of five hours cannot share a day of thirteen; the third lies 11 km beyond the southern one
        stops = ((25.5, 60.0), (24.5, 60.0), (24.4, 60.0))
        asked = Round((25.0, 60.0), stops, (9.0, 8.0, 7.0), (5.0, 5.0, 1.0), days=2, hours=13.0)

        plan = plan_round(asked, stop=AT_ONCE)

        assert [sorted(tour) for tour in plan.tours] == [[0], [1, 2]]

    @pytest.mark.parametrize(
        ("value", "bound", "gap"), [(8.0, 10.0, 0.25), (8.0, 8.0, 0.0), (0.0, 0.0, 0.0), (8.0, 7.0, 0.0)]
    )
    def test_the_gap_is_a_share_of_the_people_served(self, value: float, bound: float, gap: float) -> None:
        assert by_hand(week(1, 1), (), (), value=value, bound=bound).gap == gap

    @pytest.mark.parametrize("stop", [-1, 3])
    def test_an_unknown_stop_is_refused(self, stop: int) -> None:
        with pytest.raises(BadInput, match="0 to 2"):
            by_hand(week(3, 1), (0,), (1,)).explain(stop)


class TestTheBound:
    """Worked by hand: a knapsack of hours, a stop taken with half of its two shortest ways."""

    @pytest.mark.parametrize(
        ("hours", "value", "bound"),
        [
            # at the depot three stops take 3, 4 and 5 hours for 6, 4 and 10 people: 2, 1 and 2 an hour
            (8.0, 16.0, 16.0),  # the first and the third fill it
            (10.0, 16.0, 18.0),  # half of the second is left over: 2 of its 4 hours
            (12.0, 20.0, 20.0),
            (5.0, 10.0, 10.0),
        ],
    )
    def test_fills_the_hours_by_most_people_an_hour(
        self, hours: float, value: float, bound: float, patient: Within
    ) -> None:
        here = (25.0, 60.0)
        asked = Round(here, (here,) * 3, (6.0, 4.0, 10.0), (3.0, 4.0, 5.0), days=1, hours=hours)

        plan = plan_round(asked, stop=patient)

        assert (plan.value, plan.bound) == (value, pytest.approx(bound))

    @pytest.mark.parametrize(
        ("hours", "bound"),
        [
            # two stops at one place, an hour away, 2 hours each: half of 0 + 1 hour of driving is 2.5 hours each
            (4.5, 10 + 5 * 2 / 2.5),
            (5.0, 15.0),
            (6.0, 15.0),
        ],
    )
    def test_counts_half_of_the_two_shortest_ways_to_a_stop(self, hours: float, bound: float) -> None:
        here, there = (25.0, 60.0), (25.5, 60.0)
        an_hour = week(0, 0, depot=here, stops=(there,), people=(1.0,), service_hours=(0.0,)).km(-1, 0)
        asked = Round(here, (there, there), (10.0, 5.0), (2.0, 2.0), days=1, hours=hours, km_per_hour=an_hour)

        assert plan_round(asked, stop=AT_ONCE).bound == pytest.approx(bound)

    def test_counts_only_who_can_be_reached_in_a_day(self) -> None:
        asked = Round((25.0, 60.0), ((25.0, 60.0), (39.0, 45.0)), (3.0, 500.0), (1.0, 1.0))

        assert plan_round(asked, stop=AT_ONCE).bound == 3.0


class TestTheLengthOfADay:
    def test_is_nothing_without_stops(self) -> None:
        assert (week(2, 1).tour_km(()), week(2, 1).tour_hours(())) == (0.0, 0.0)

    @pytest.mark.parametrize("tour", [(0,), (1, 0), (2, 0, 1)])
    def test_is_the_way_there_and_back_by_the_detour(self, tour: tuple[int, ...]) -> None:
        asked = week(3, 4, detour=1.5)

        assert asked.tour_km(tour) == pytest.approx(length(asked, tour))
        assert asked.tour_hours(tour) == pytest.approx(hours(asked, tour))

    def test_is_the_same_either_way_round(self) -> None:
        asked = week(4, 2)

        assert asked.tour_km((0, 1, 2, 3)) == pytest.approx(asked.tour_km((3, 2, 1, 0)))

    def test_is_halved_by_twice_the_speed(self) -> None:
        slow, fast = (week(3, 2, service_hours=(0.0,) * 3, km_per_hour=speed) for speed in (30.0, 60.0))

        assert slow.tour_hours((0, 1)) == pytest.approx(2 * fast.tour_hours((0, 1)))

    def test_of_a_week_is_the_sum_of_its_days(self) -> None:
        asked = week(4, 3)

        assert by_hand(asked, (0, 1), (3,)).km == pytest.approx(length(asked, (0, 1)) + length(asked, (3,)))


class TestTheCheck:
    """One promise broken at a time; a sound week has none."""

    asked = week(3, 7, hours=24.0)

    @pytest.mark.parametrize(
        ("tours", "changes", "rules"),
        [
            (((0, 1), (2,)), {}, []),
            (((), ()), {}, []),
            (((0, 1),), {}, ["days_miscounted"]),
            (((0,), (1,), (2,)), {}, ["days_miscounted"]),
            (((0, 1), (1,)), {}, ["visited_twice"]),
            (((0, 0), ()), {}, ["visited_twice"]),
            (((0, 3), ()), {}, ["stop_unknown"]),
            (((-1,), ()), {}, ["stop_unknown"]),
            (((0,), ()), {"value": 1e6, "bound": 1e6}, ["value_untrue"]),
            (((0,), ()), {"value": float("nan"), "bound": 1e6}, ["value_untrue", "bound_crossed"]),
            (((0,), ()), {"bound": 0.0}, ["bound_crossed"]),
            (((0,), ()), {"bound": float("nan")}, ["bound_crossed"]),
        ],
    )  # fmt: skip
    def test_names_the_rule_that_is_broken(
        self, tours: tuple[tuple[int, ...], ...], changes: dict[str, float], rules: list[str]
    ) -> None:
        assert [
            found.rule for found in check_round(self.asked, by_hand(self.asked, *tours, **changes))
        ] == rules

    @pytest.mark.parametrize(("spare", "rules"), [(0.0, []), (-1e-7, []), (-1e-3, ["day_too_long"])])
    def test_measures_the_hours_of_each_day(self, spare: float, rules: list[str]) -> None:
        tight = replace(self.asked, hours=hours(self.asked, (2, 0)) + spare)

        found = check_round(tight, by_hand(tight, (), (2, 0)))

        assert [(each.rule, each.where) for each in found] == [(rule, "1") for rule in rules]

    def test_names_who_is_visited_twice(self) -> None:
        assert check_round(self.asked, by_hand(self.asked, (0, 2), (2,)))[0].detail == "[2]"
