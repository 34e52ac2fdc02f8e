"""On which days a series meets: the rule, Jalali months, holidays, Fridays, the end of Esfand; and working-day deadlines."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest

from hamafza.kernel.clock import TEHRAN, local
from hamafza.meetings import deadlines
from hamafza.meetings.models import Series
from hamafza.meetings.states import MeetingState
from hamafza.meetings.tests.telling import council, on
from hamafza.network import commands as network
from hamafza.network import days
from hamafza.network.calendar import iranian_weekday
from hamafza.places.models import Place
from tests.cast import HAND, SATURDAY, World

SAT, SUN, MON, TUE, WED, THU = range(6)


def series(**said: Any) -> Series:
    """One that is not kept; its place knows no holidays but those given."""
    base = {"rule": "weeks", "every": 1, "weekday": TUE, "first_on": date(2026, 10, 24), "hour": time(10)}
    return Series(place=Place(path="IR/11/1104/"), **{**base, **said})


def first(one: Series, n: int, closed: dict[date, str] | None = None, after: date | None = None) -> list[date]:
    start = after or one.first_on - timedelta(days=1)
    return [found.day for found in islice(days.occurrences(one, start, closed or {}), n)]


class TestEveryFewWeeks:
    def test_begins_on_the_first_such_weekday(self) -> None:
        assert first(series(), 3) == [date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 10)]

    def test_a_first_day_that_fits_is_taken(self) -> None:
        assert first(series(first_on=date(2026, 10, 27)), 1) == [date(2026, 10, 27)]

    def test_counts_its_weeks_from_the_first_day_whenever_one_asks(self) -> None:
        fortnightly = series(every=2)

        late = first(fortnightly, 2, after=date(2026, 11, 12))

        assert late == [date(2026, 11, 24), date(2026, 12, 8)]

    @pytest.mark.parametrize("weekday", range(6))
    def test_keeps_its_weekday(self, weekday: int) -> None:
        assert {iranian_weekday(day) for day in first(series(weekday=weekday), 20)} == {weekday}


class TestTheNthWeekdayOfAJalaliMonth:
    @pytest.mark.parametrize(
        ("nth", "expected"),
        [
            (1, [date(2026, 10, 27), date(2026, 11, 24), date(2026, 12, 22)]),  # سه‌شنبهٔ نخست آبان، آذر، دی ۱۴۰۵
            (2, [date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 29)]),
            (4, [date(2026, 11, 17), date(2026, 12, 15), date(2027, 1, 12)]),
        ],
    )
    def test_is_counted_in_the_persian_month(self, nth: int, expected: list[date]) -> None:
        assert first(series(rule="month", every=nth), 3) == expected

    def test_the_last_is_the_last(self) -> None:
        last = first(series(rule="month", every=5, weekday=THU, first_on=date(2027, 2, 20)), 2)

        assert last == [date(2027, 3, 18), date(2027, 4, 15)]  # ۲۷ اسفند ۱۴۰۵ و ۲۶ فروردین ۱۴۰۶

    def test_goes_over_the_29th_of_esfand_into_the_new_year(self) -> None:
        """Esfand 1405 has 29 days; the last Saturday is its 29th, and Farvardin follows."""
        found = first(series(rule="month", every=5, weekday=SAT, first_on=date(2027, 3, 1)), 2)

        assert found == [date(2027, 3, 20), date(2027, 4, 17)]

    def test_a_day_before_the_series_began_does_not_count(self) -> None:
        assert first(series(rule="month", every=1, first_on=date(2026, 10, 28)), 1) == [date(2026, 11, 24)]


class TestDaysOfRest:
    def test_a_holiday_moves_it_to_the_next_day_and_says_why(self) -> None:
        closed = {date(2026, 10, 27): "تعطیل رسمی"}

        found = next(days.occurrences(series(), date(2026, 10, 23), closed))

        assert (found.meant_on, found.day) == (date(2026, 10, 27), date(2026, 10, 28))
        assert found.because == "تعطیل رسمی"

    def test_thursday_is_a_working_day_but_friday_is_not(self) -> None:
        """Wednesday shut: Thursday. Thursday shut: over Friday to Saturday, and only the holiday is named."""
        shut_wednesday = next(days.occurrences(series(weekday=WED), date(2026, 10, 24), {date(2026, 10, 28): "عید"}))
        shut_thursday = next(days.occurrences(series(weekday=THU), date(2026, 10, 24), {date(2026, 10, 29): "عید"}))

        assert shut_wednesday.day == date(2026, 10, 29)
        assert shut_thursday.day == date(2026, 10, 31)
        assert shut_thursday.because == "عید"
        assert len(shut_thursday.skipped) == 2

    def test_nowruz_is_jumped_as_a_whole(self) -> None:
        nowruz = {date(2027, 3, 21) + timedelta(days=n): "نوروز" for n in range(4)}

        found = first(series(weekday=SUN, first_on=date(2027, 3, 14)), 3, nowruz)

        assert found == [date(2027, 3, 14), date(2027, 3, 25), date(2027, 3, 28)]

    def test_one_that_would_fall_onto_its_successor_is_left_out(self) -> None:
        closed = {date(2026, 10, 27) + timedelta(days=n): "سیل" for n in range(8)}

        assert first(series(), 2, closed) == [date(2026, 11, 4), date(2026, 11, 10)]

    def test_a_local_holiday_counts_in_its_own_place_alone(self, world: World) -> None:
        day = date(2026, 10, 27)
        network.add_holiday(world.place["1110"], date=day, name="محلی", by=HAND, at=SATURDAY)
        network.add_holiday(world.place["11"], date=date(2026, 10, 28), name="استانی", by=HAND, at=SATURDAY)

        assert days.rests(world.place["1104"], day, day + timedelta(days=3)) == {date(2026, 10, 28): "استانی"}
        assert days.rests(world.place["1110"], day, day + timedelta(days=3)) == {
            day: "محلی",
            date(2026, 10, 28): "استانی",
        }


class TestDeadlinesInWorkingDays:
    def test_three_days_before_leaves_out_friday_and_holidays(self, world: World) -> None:
        place, tuesday = world.place["1104"], on(2026, 11, 3, 10)
        assert local(days.before(place, tuesday, 3)) == on(2026, 10, 31, 8)

        network.add_holiday(Place.objects.get(path="IR/"), date=date(2026, 11, 1), name="x", by=HAND, at=SATURDAY)

        assert local(days.before(place, tuesday, 3)) == on(2026, 10, 29, 8)  # پنجشنبه روز کاری است

    def test_within_ends_at_closing_time_and_thursday_closes_at_noon(self, world: World) -> None:
        place = world.place["1104"]

        assert local(days.within(place, on(2026, 10, 27, 12), 1)) == on(2026, 10, 28, 14)
        assert local(days.within(place, on(2026, 10, 28, 12), 1)) == on(2026, 10, 29, 12)
        assert local(days.within(place, on(2026, 10, 29, 11), 1)) == on(2026, 10, 31, 14)

    def test_over_the_end_of_the_year(self, world: World) -> None:
        """Two working days from 29 Esfand 1405 with Nowruz shut for four days."""
        for n in range(1, 5):
            network.add_holiday(
                Place.objects.get(path="IR/"), date=date(2027, 3, 20 + n), name="نوروز", by=HAND, at=SATURDAY
            )

        due = days.within(world.place["1104"], on(2027, 3, 20, 9), deadlines.MINUTES_WITHIN)

        assert local(due) == on(2027, 3, 27, 14)

    @pytest.mark.parametrize("state", sorted(set(MeetingState) - {"closed", "cancelled"}))
    def test_each_open_state_has_one(self, world: World, state: str) -> None:
        meeting = council(world).meetings.get()

        assert isinstance(deadlines.of_meeting(meeting, state, SATURDAY), datetime)


class TestTheLadderOfAnAction:
    DUE = date(2026, 11, 10)

    @pytest.mark.parametrize(
        ("at", "rung", "when"),
        [
            (on(2026, 11, 1), 0, on(2026, 11, 9, 8)),
            (on(2026, 11, 9, 9), 1, on(2026, 11, 11, 0)),
            (on(2026, 11, 11, 1), 2, on(2026, 11, 14, 0)),
            (on(2026, 11, 14, 1), 3, on(2026, 11, 18, 0)),
            (on(2026, 11, 20), 4, on(2026, 11, 27)),
        ],
    )
    def test_eve_day_three_seven_and_every_week(self, at: datetime, rung: int, when: datetime) -> None:
        assert deadlines.first_rung(self.DUE, at) == (rung, when)

    def test_a_day_is_over_at_midnight_in_tehran(self) -> None:
        assert days.end_of(self.DUE) == datetime(2026, 11, 11, 0, 0, tzinfo=TEHRAN)


class TestPlanning:
    def test_the_first_sitting_is_planned_with_its_host_and_hour(self, world: World) -> None:
        meeting = council(world).meetings.get()

        assert local(meeting.starts_at) == on(2026, 10, 27, 10)
        assert (meeting.number, meeting.host, meeting.holder) == (1, world.centre["chabahar"], world.person["reza"])

    def test_a_moved_one_keeps_the_reason(self, world: World) -> None:
        network.add_holiday(world.place["11"], date=date(2026, 10, 27), name="عزاداری استانی", by=HAND, at=SATURDAY)

        meeting = council(world).meetings.get()

        assert local(meeting.starts_at).date() == date(2026, 10, 28)
        assert meeting.moved_because == "عزاداری استانی"
        assert meeting.meant_on == date(2026, 10, 27)

    def test_a_day_that_has_passed_is_not_planned(self, world: World) -> None:
        meeting = council(world, first_on=date(2026, 1, 6)).meetings.get()

        assert meeting.starts_at > SATURDAY
