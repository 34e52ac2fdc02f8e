"""Deadlines in the working time of whoever must answer. Pure: opening hours come in, an instant goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from hamafza.kernel.clock import TEHRAN

Interval = tuple[time, time]
HoursOn = Callable[[date], Sequence[Interval]]

HORIZON_DAYS = 120  # a centre closed for longer than this does not stop the clock: calendar time counts again


@dataclass(frozen=True)
class Span:
    """How long someone has: whole working days, or working hours. `calendar` counts every hour of every day."""

    days: int = 0
    hours: float = 0
    calendar: bool = False

    def __post_init__(self) -> None:
        if self.days < 0 or self.hours < 0 or (self.days == 0) == (self.hours == 0):
            raise ValueError(f"Span needs either days > 0 or hours > 0, got days={self.days}, hours={self.hours}")

    def times(self, factor: float) -> "Span":
        """The same span stretched: 1.5 x 3 days = 5 days (whole days, rounded up), 1.5 x 1 hour = an hour and a half."""
        return Span(days=ceil(self.days * factor), hours=self.hours * factor, calendar=self.calendar)


def due(start: datetime, span: Span, hours_on: HoursOn) -> datetime:
    """When `span` is used up, counted from `start`.

    Days: the closing time of the n-th open day after the day of `start`. Hours: consumed within opening hours.
    """
    if span.calendar:
        return start + timedelta(days=span.days, hours=span.hours)
    return _after_days(start, span, hours_on) if span.days else _after_hours(start, span, hours_on)


def _after_days(start: datetime, span: Span, hours_on: HoursOn) -> datetime:
    here = start.astimezone(TEHRAN)
    left = span.days
    for offset in range(1, HORIZON_DAYS + 1):
        day = here.date() + timedelta(days=offset)
        intervals = hours_on(day)
        if intervals:
            left -= 1
        if left == 0:
            return datetime.combine(day, max(end for _, end in intervals), TEHRAN)
    return start + timedelta(days=span.days)


def _after_hours(start: datetime, span: Span, hours_on: HoursOn) -> datetime:
    here = start.astimezone(TEHRAN)
    left = timedelta(hours=span.hours)
    for offset in range(HORIZON_DAYS + 1):
        day = here.date() + timedelta(days=offset)
        for opens, closes in sorted(hours_on(day)):
            begin = max(datetime.combine(day, opens, TEHRAN), here)
            room = datetime.combine(day, closes, TEHRAN) - begin
            if room <= timedelta(0):
                continue
            if left <= room:
                return begin + left
            left -= room
    return start + timedelta(hours=span.hours)


def open_hours_between(start: datetime, end: datetime, hours_on: HoursOn) -> float:
    """Working hours within [start, end]."""
    here, there = start.astimezone(TEHRAN), end.astimezone(TEHRAN)
    total = timedelta(0)
    day = here.date()
    while day <= there.date():
        for opens, closes in hours_on(day):
            begin = max(datetime.combine(day, opens, TEHRAN), here)
            finish = min(datetime.combine(day, closes, TEHRAN), there)
            total += max(finish - begin, timedelta(0))
        day += timedelta(days=1)
    return total.total_seconds() / 3600
