"""The week as a table and in words: hours and people of each visit counted again from the tours."""

from __future__ import annotations

import re

import pytest

from hamafza_engines.siting import BadInput, Problem, RoundPlan
from hamafza_engines.siting._week import week_of, week_rows, week_words

from .towns import TOWNS, figures, towns_problem
from .weeks import by_hand, hours, length, week

NAMES = ("تیس", "کنارک", "نیک‌شهر", "دور")
LANGUAGES = pytest.mark.parametrize("language", ["fa", "en"])


@pytest.fixture
def plan() -> RoundPlan:
    """Return two days, of which the second has one stop, and one place left out."""
    return by_hand(week(4, 9, names=NAMES, hours=9.0), (2, 0), (1,))


class TestTheWeekOfAFile:
    def test_starts_at_the_place_asked_for_and_visits_all_others(self) -> None:
        asked = week_of(towns_problem(), "زاهدان", days=5, hours=7.5, service=1.5, speed=60.0)

        others = [town for town in TOWNS if town.name != "زاهدان"]
        assert asked.depot == (29.4963, 60.8629)
        assert asked.stops == tuple((town.lat, town.lng) for town in others)
        assert asked.names == tuple(town.name for town in others)
        assert asked.people == tuple(float(town.weight) for town in others)
        assert (asked.days, asked.hours, asked.km_per_hour) == (5, 7.5, 60.0)
        assert asked.service_hours == (1.5,) * 6

    @pytest.mark.parametrize("depot", ["نيك‌شهر", "نیک شهر", " نیک‌شهر "])
    def test_knows_its_start_however_it_is_typed(self, depot: str) -> None:
        assert week_of(towns_problem(), depot, days=1, hours=8, service=1, speed=50).depot == (
            26.2258,
            60.2143,
        )

    @pytest.mark.parametrize("depot", ["", "تهران", "3"])
    def test_refuses_a_start_that_is_no_place(self, depot: str) -> None:
        with pytest.raises(BadInput) as fault:
            week_of(towns_problem(), depot, days=1, hours=8, service=1, speed=50)

        assert (fault.value.field, fault.value.value) == ("round-from", depot)

    def test_refuses_a_matrix(self) -> None:
        matrix = Problem.from_matrix([[1.0]], p=1, demand_names=("زابل",))

        with pytest.raises(BadInput, match="lat and lng"):
            week_of(matrix, "زابل", days=1, hours=8, service=1, speed=50)


class TestTheTable:
    def test_has_a_row_for_each_visit_in_the_order_of_the_day(self, plan: RoundPlan) -> None:
        told = [(row["day"], row["order"], row["name"]) for row in week_rows(plan)]

        assert told == [(1, 1, "نیک‌شهر"), (1, 2, "تیس"), (2, 1, "کنارک")]

    def test_tells_when_each_visit_begins(self, plan: RoundPlan) -> None:
        asked = plan.round
        # half of there-and-back is the way there; the second visit waits for the service at the first
        first = length(asked, (2,)) / 2 / asked.km_per_hour
        way_home = length(asked, (0,)) / 2
        second = (length(asked, (2, 0)) - way_home) / asked.km_per_hour + asked.service_hours[2]
        other_day = length(asked, (1,)) / 2 / asked.km_per_hour

        assert [row["begins_hour"] for row in week_rows(plan)] == pytest.approx(
            [first, second, other_day], abs=0.0051
        )

    def test_tells_the_people_and_the_place(self, plan: RoundPlan) -> None:
        for row, i in zip(week_rows(plan), (2, 0, 1), strict=True):
            assert (row["people"], (row["lat"], row["lng"])) == (plan.round.people[i], plan.round.stops[i])

    def test_calls_a_stop_without_a_name_by_its_number(self) -> None:
        assert [row["name"] for row in week_rows(by_hand(week(3, 1), (2,), ()))] == ["3"]

    def test_of_an_empty_week_is_empty(self) -> None:
        assert week_rows(by_hand(week(2, 1), (), ())) == []


class TestTheWords:
    @LANGUAGES
    def test_name_the_stops_of_each_day_in_order(self, plan: RoundPlan, language: str) -> None:
        lines = week_words(plan, language).splitlines()

        between = "، " if language == "fa" else ", "
        assert lines[0].endswith(f": نیک‌شهر{between}تیس")
        assert lines[1].endswith(": کنارک")

    @LANGUAGES
    def test_tell_the_hours_of_each_day(self, plan: RoundPlan, language: str) -> None:
        lines = week_words(plan, language).splitlines()

        assert figures(lines[0]) == [1, pytest.approx(hours(plan.round, (2, 0)), abs=0.051)]
        assert figures(lines[1]) == [2, pytest.approx(hours(plan.round, (1,)), abs=0.051)]

    @LANGUAGES
    def test_sum_the_people_and_the_way_of_the_week(self, plan: RoundPlan, language: str) -> None:
        asked = plan.round

        people, far = figures(week_words(plan, language).splitlines()[2])

        assert people == asked.people[0] + asked.people[1] + asked.people[2]
        assert far == pytest.approx(length(asked, (2, 0)) + length(asked, (1,)), abs=0.51)

    @LANGUAGES
    def test_name_who_is_left_out(self, plan: RoundPlan, language: str) -> None:
        assert (
            week_words(plan, language).splitlines()[3]
            == {"fa": "جا نشدند: دور.", "en": "Left out: دور."}[language]
        )

    @LANGUAGES
    def test_are_silent_when_nobody_is(self, language: str) -> None:
        whole = by_hand(week(2, 3), (0, 1), ())

        assert len(week_words(whole, language).splitlines()) == 3

    @LANGUAGES
    def test_show_a_day_without_stops(self, language: str) -> None:
        line = week_words(by_hand(week(2, 3), (0, 1), ()), language).splitlines()[1]

        assert line.endswith(": —") and figures(line) == [2, 0]

    def test_in_persian_have_no_latin_digits(self, plan: RoundPlan) -> None:
        assert not re.search(r"[0-9A-Za-z]", week_words(plan, "fa"))
