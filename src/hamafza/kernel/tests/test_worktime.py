"""Deadlines in the working time of whoever must answer, day by day as the wall calendar shows it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.worktime import HoursOn, Interval, Span, due, open_hours_between

OFFICE = [(time(8), time(14))]
THURSDAY = [(time(8), time(12))]
AFTERNOON = [(time(16), time(20))]
SPLIT = [(time(8), time(12)), (time(16), time(18))]


def week(
    open: Sequence[Interval] = OFFICE, thursday: Sequence[Interval] = THURSDAY, closed: Sequence[date] = ()
) -> HoursOn:
    """Friday closed, Thursday short."""

    def on(day: date) -> Sequence[Interval]:
        if day in closed or day.weekday() == 4:
            return []
        return thursday if day.weekday() == 3 else open

    return on


def nowruz(year: int) -> list[date]:
    """The first fortnight of a year: offices are closed."""
    return [JalaliDate(year, 1, day).to_gregorian() for day in range(1, 14)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TEHRAN)


def jalali(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(JalaliDate(year, month, day).to_gregorian(), time(hour, minute), TEHRAN)


# 2026-10-24 is a Saturday.
HOURS = [
    ("within a morning", "2026-10-24 09:00", 3, week(), "2026-10-24 12:00"),
    ("to the closing minute", "2026-10-24 09:00", 5, week(), "2026-10-24 14:00"),
    ("over the night", "2026-10-24 12:00", 4, week(), "2026-10-25 10:00"),
    ("asked before opening", "2026-10-24 05:00", 1, week(), "2026-10-24 09:00"),
    ("asked after closing", "2026-10-24 19:00", 1, week(), "2026-10-25 09:00"),
    ("Thursday is short", "2026-10-29 11:00", 2, week(), "2026-10-31 09:00"),
    ("asked on Friday", "2026-10-30 10:00", 1, week(), "2026-10-31 09:00"),
    ("over a holiday", "2026-10-24 13:00", 2, week(closed=[date(2026, 10, 25)]), "2026-10-26 09:00"),
    ("afternoon centre, asked in the morning", "2026-10-24 09:00", 1, week(AFTERNOON), "2026-10-24 17:00"),
    ("afternoon centre, over the night", "2026-10-24 19:00", 2, week(AFTERNOON, AFTERNOON), "2026-10-25 17:00"),
    ("two intervals, across noon", "2026-10-24 11:00", 2, week(SPLIT), "2026-10-24 17:00"),
    ("two intervals, to the end", "2026-10-24 08:00", 6, week(SPLIT), "2026-10-24 18:00"),
    ("asked at midnight in Tehran", "2026-10-25 00:00", 1, week(), "2026-10-25 09:00"),
    ("a minute before midnight", "2026-10-24 23:59", 1, week(), "2026-10-25 09:00"),
]
DAYS = [
    ("the day of asking does not count", "2026-10-24 09:00", 1, week(), "2026-10-25 14:00"),
    ("three days", "2026-10-24 09:00", 3, week(), "2026-10-27 14:00"),
    ("ends on a Thursday", "2026-10-26 09:00", 3, week(), "2026-10-29 12:00"),
    ("Friday does not count", "2026-10-28 09:00", 2, week(), "2026-10-31 14:00"),
    ("nor does a holiday", "2026-10-24 09:00", 1, week(closed=[date(2026, 10, 25)]), "2026-10-26 14:00"),
    ("an afternoon centre closes in the evening", "2026-10-24 09:00", 1, week(AFTERNOON), "2026-10-25 20:00"),
    ("the last of two intervals", "2026-10-24 09:00", 1, week(SPLIT), "2026-10-25 18:00"),
    ("asked late at night it is still that day", "2026-10-24 23:59", 1, week(), "2026-10-25 14:00"),
]


@pytest.mark.parametrize(("story", "start", "hours", "on", "end"), HOURS, ids=[one[0] for one in HOURS])
def test_hours(story: str, start: str, hours: int, on: HoursOn, end: str) -> None:
    assert due(at(start), Span(hours=hours), on) == at(end)


@pytest.mark.parametrize(("story", "start", "days", "on", "end"), DAYS, ids=[one[0] for one in DAYS])
def test_days(story: str, start: str, days: int, on: HoursOn, end: str) -> None:
    assert due(at(start), Span(days=days), on) == at(end)


class TestTheTurnOfTheYear:
    def test_nowruz_does_not_count(self) -> None:
        asked = jalali(1405, 12, 27, 9)  # a Thursday
        end = due(asked, Span(days=1), week(closed=[*nowruz(1406), JalaliDate(1405, 12, 29).to_gregorian()]))
        assert end == jalali(1406, 1, 14, 14)

    def test_a_common_esfand_has_29_days(self) -> None:
        """1405 has no 30 Esfand: the next day is Farvardin."""
        assert due(jalali(1405, 12, 29, 9), Span(days=1), lambda day: OFFICE) == jalali(1406, 1, 1, 14)

    def test_a_leap_esfand_has_30(self) -> None:
        assert due(jalali(1403, 12, 29, 9), Span(days=1), lambda day: OFFICE) == jalali(1403, 12, 30, 14)

    def test_no_summer_time(self) -> None:
        """Iran gave it up: the day of the old change has 24 hours."""
        assert due(jalali(1405, 1, 1, 9), Span(hours=24, calendar=True), week()) == jalali(1405, 1, 2, 9)


class TestWhoNeverOpens:
    def test_the_clock_goes_on_in_calendar_time(self) -> None:
        asked = at("2026-10-24 09:00")
        assert due(asked, Span(days=3), lambda day: []) == asked + timedelta(days=3)
        assert due(asked, Span(hours=4), lambda day: []) == asked + timedelta(hours=4)


class TestSpan:
    @pytest.mark.parametrize("wrong", [{}, {"days": 1, "hours": 1}, {"days": -1}, {"hours": -2}])
    def test_is_days_or_hours(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="Span needs"):
            Span(**wrong)

    @pytest.mark.parametrize(
        ("span", "factor", "longer"),
        [
            (Span(days=3), 1.5, Span(days=5)),
            (Span(days=1), 1.5, Span(days=2)),
            (Span(hours=4), 2.0, Span(hours=8)),
            (Span(days=10, calendar=True), 1.0, Span(days=10, calendar=True)),
        ],
    )
    def test_is_stretched_upwards(self, span: Span, factor: float, longer: Span) -> None:
        assert span.times(factor) == longer


instants = some.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)).map(lambda one: one.replace(tzinfo=UTC))


class TestAlways:
    @given(instants, some.integers(1, 40))
    def test_a_deadline_lies_ahead_within_opening_hours(self, start: datetime, hours: int) -> None:
        end = due(start, Span(hours=hours), week()).astimezone(TEHRAN)
        assert end > start
        assert any(opens < end.time() <= closes for opens, closes in week()(end.date()))

    @given(instants, some.integers(1, 40))
    def test_the_hours_up_to_it_are_those_of_the_span(self, start: datetime, hours: int) -> None:
        end = due(start, Span(hours=hours), week(SPLIT))
        assert open_hours_between(start, end, week(SPLIT)) == pytest.approx(hours)

    @given(instants)
    def test_longer_spans_end_later(self, start: datetime) -> None:
        ends = [due(start, Span(days=days), week()) for days in range(1, 9)]
        assert all(one < two for one, two in pairwise(ends))
