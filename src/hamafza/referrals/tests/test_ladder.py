"""The ladder: urgency x state x rung x calendar, against a clock that is walked half an hour at a time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.worktime import HoursOn, Interval
from hamafza.network.calendar import office_hours
from hamafza.referrals import deadlines
from hamafza.referrals.states import HopState

HALF = timedelta(minutes=30)
TURN = time(16)


def day(number: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of Aban 1405, counted from Saturday the second (24 October 2026)."""
    return datetime(2026, 10, 24, hour, minute, tzinfo=TEHRAN) + timedelta(days=number)


SATURDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 4, 5, 6


def with_holidays(on: date) -> Sequence[Interval]:
    """Monday and Thursday of the first week are holidays."""
    return [] if on in {day(2).date(), day(THURSDAY).date()} else office_hours(on)


def afternoons(on: date) -> Sequence[Interval]:
    """A neighbourhood centre: four to eight, on Fridays too."""
    return [(TURN, time(20))]


def in_two_parts(on: date) -> Sequence[Interval]:
    """Nine to twelve, and again from four to seven; closed on Fridays."""
    return [] if on.weekday() == 4 else [(TURN, time(19)), (time(9), time(12))]


CALENDARS: dict[str, HoursOn] = {
    "office": office_hours,
    "holidays": with_holidays,
    "afternoons": afternoons,
    "two parts": in_two_parts,
}
STARTS = {
    "saturday morning": day(SATURDAY, 9),
    "before it opens": day(SATURDAY, 5, 30),
    "saturday night": day(SATURDAY, 22),
    "wednesday afternoon": day(WEDNESDAY, 13, 30),
    "thursday": day(THURSDAY, 11),
    "friday": day(FRIDAY, 10),
}
# What one has, in hours ("h") or whole working days ("d"), at 100, 150, 200 and 300 %; days are rounded up.
TABLE: dict[tuple[str, str], list[str]] = {
    (HopState.OFFERED, "0"): ["3d", "5d", "6d"],
    (HopState.OFFERED, "1"): ["4h", "6h", "8h"],
    (HopState.OFFERED, "2"): ["1h", "1.5h", "2h"],
    (HopState.ACCEPTED, "0"): ["7d", "11d", "14d", "21d"],
    (HopState.ACCEPTED, "1"): ["1d", "2d", "2d", "3d"],
    (HopState.ACCEPTED, "2"): ["3h", "4.5h", "6h", "9h"],
    (HopState.IN_PROGRESS, "0"): ["14d", "21d", "28d", "42d"],
    (HopState.IN_PROGRESS, "1"): ["14d", "21d", "28d", "42d"],
    (HopState.IN_PROGRESS, "2"): ["14d", "21d", "28d", "42d"],
}
RUNGS = [(state, urgency, rung, said) for (state, urgency), spans in TABLE.items() for rung, said in enumerate(spans)]


def is_open(hours: HoursOn, at: datetime) -> bool:
    return any(opens <= at.time() < closes for opens, closes in hours(at.date()))


def walked(start: datetime, said: str, hours: HoursOn) -> datetime:
    """Half an hour at a time; for days, from closing to closing."""
    amount, unit = float(said[:-1]), said[-1]
    at = start
    if unit == "h":
        left = amount * 2
        while left:
            left -= is_open(hours, at)
            at += HALF
        return at
    left, at = amount, start.replace(hour=0, minute=0)
    while left:
        at += timedelta(days=1)
        left -= bool(hours(at.date()))
    closing = max(closes for _opens, closes in hours(at.date()))
    return at.replace(hour=closing.hour, minute=closing.minute)


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("start", STARTS)
def test_each_rung_stands_where_a_walk_through_the_calendar_ends(start: str, calendar: str) -> None:
    hours, since = CALENDARS[calendar], STARTS[start]

    found = {
        (state, urgency, rung): deadlines.step(state, urgency, since, rung, hours).at
        for state, urgency, rung, _said in RUNGS
    }

    assert found == {(state, urgency, rung): walked(since, said, hours) for state, urgency, rung, said in RUNGS}


@pytest.mark.parametrize(
    ("state", "urgency", "rung", "calendar", "since", "until"),
    [
        (HopState.OFFERED, "0", 0, "office", day(SATURDAY, 9), day(3, 14)),
        (HopState.OFFERED, "0", 1, "office", day(SATURDAY, 9), day(THURSDAY, 12)),  # Thursday closes at noon
        (HopState.OFFERED, "0", 2, "office", day(SATURDAY, 9), day(7, 14)),  # no Friday
        (HopState.OFFERED, "0", 0, "holidays", day(SATURDAY, 9), day(WEDNESDAY, 14)),
        (HopState.OFFERED, "1", 0, "office", day(SATURDAY, 9), day(SATURDAY, 13)),
        (HopState.OFFERED, "1", 0, "office", day(THURSDAY, 11), day(7, 11)),  # an hour of Thursday, three of Saturday
        (HopState.OFFERED, "1", 0, "afternoons", day(SATURDAY, 9), day(SATURDAY, 20)),
        (HopState.OFFERED, "1", 0, "two parts", day(SATURDAY, 10), day(SATURDAY, 18)),
        (HopState.OFFERED, "2", 0, "afternoons", day(FRIDAY, 10), day(FRIDAY, 17)),
        (HopState.OFFERED, "2", 1, "office", day(SATURDAY, 9), day(SATURDAY, 10, 30)),
        (HopState.ACCEPTED, "1", 0, "office", day(WEDNESDAY, 9), day(THURSDAY, 12)),
        (HopState.ACCEPTED, "1", 0, "holidays", day(WEDNESDAY, 9), day(7, 14)),
        (HopState.ACCEPTED, "2", 3, "office", day(SATURDAY, 9), day(1, 12)),
    ],
)  # fmt: skip
def test_by_hand(state: str, urgency: str, rung: int, calendar: str, since: datetime, until: datetime) -> None:
    assert deadlines.step(state, urgency, since, rung, CALENDARS[calendar]) == deadlines.Step(until, rung)


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize(("state", "urgency"), TABLE)
def test_each_rung_comes_after_the_one_before(state: str, urgency: str, calendar: str) -> None:
    """Else the head would be told in the very minute in which the offer goes away."""
    rungs = range(deadlines.last_rung(state) + 1)
    at = [deadlines.step(state, urgency, day(SATURDAY, 9), rung, CALENDARS[calendar]).at for rung in rungs]

    assert at == sorted(at)
    if deadlines.span_of(state, urgency).hours:
        assert len(set(at)) == len(at)


def test_the_table_of_this_test_has_a_span_for_every_rung() -> None:
    for (state, _urgency), spans in TABLE.items():
        assert len(spans) == deadlines.last_rung(state) + 1


def test_a_centre_that_never_opens_stops_no_clock() -> None:
    since = day(SATURDAY, 9)

    assert deadlines.step(HopState.OFFERED, "0", since, 2, lambda on: []).at == since + timedelta(days=6)
    assert deadlines.step(HopState.OFFERED, "1", since, 0, lambda on: []).at == since + timedelta(hours=4)


def test_the_zone_in_which_an_instant_is_written_changes_nothing() -> None:
    here, there = day(SATURDAY, 9), day(SATURDAY, 9).astimezone(UTC)

    for state, urgency, rung, _said in RUNGS:
        assert deadlines.step(state, urgency, here, rung, office_hours) == deadlines.step(
            state, urgency, there, rung, office_hours
        )
