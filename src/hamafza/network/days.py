"""On which days something comes again, and deadlines in the working days of a place. Rests move a day on, with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from persiantools.jdatetime import JalaliDate

from hamafza.kernel import worktime
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.worktime import HoursOn, Interval, Span
from hamafza.network.calendar import iranian_weekday, office_hours
from hamafza.network.queries import holidays_between
from hamafza.places.models import Place

DAY = timedelta(days=1)
MORNING = time(8)
LAST = 5  # of a month's weekdays
FARTHEST = timedelta(days=400)
Rests = Mapping[date, str]


class Rule(TextChoices):
    """How something that comes again finds its days."""

    WEEKS = "weeks", _("هر چند هفته")
    MONTH = "month", _("هر ماه")


class Recurring(Protocol):
    """Whatever comes again at one place: a series of meetings, a gathering."""

    rule: str
    every: int  # weeks: every N weeks; month: the Nth weekday, 5 is the last
    weekday: int  # Saturday 0 … Friday 6
    first_on: date
    hour: time

    @property
    def place(self) -> Place: ...


@dataclass(frozen=True)
class Occurrence:
    """A day that the rule means, the day on which it is held, and the days of rest between."""

    meant_on: date
    day: date
    skipped: tuple[tuple[date, str], ...] = ()

    @property
    def because(self) -> str:
        """«تاسوعا، عاشورا»; Fridays that only lay on the way are not named."""
        return "، ".join(dict.fromkeys(name for _day, name in self.skipped if name))[:200]


def rests(place: Place, first: date, last: date) -> dict[date, str]:
    """Holidays of the nation and of this place, by day."""
    return {
        holiday.date: holiday.name
        for holiday in holidays_between(first, last)
        if holiday.place is None or place.path.startswith(holiday.place.path)
    }


def ahead(series: Recurring, after: date) -> Iterator[Occurrence]:
    """The days of a series beyond the meant day `after`, as far as the calendar is known."""
    closed = rests(series.place, after, after + FARTHEST + timedelta(days=60))
    return occurrences(series, after, closed)


def occurrences(series: Recurring, after: date, closed: Rests) -> Iterator[Occurrence]:
    """The same from a given calendar. One that would be pushed onto its successor is left out."""
    coming = meant(series, after)
    here = next(coming)
    while here <= after + FARTHEST:
        follows = next(coming)
        moved = _moved(here, closed)
        if moved.day < follows:
            yield moved
        here = follows


def meant(series: Recurring, after: date) -> Iterator[date]:
    """The days that the rule means, whether it is a day of rest or not; without end."""
    found = _weeks(series) if series.rule == Rule.WEEKS else _months(series)
    return (day for day in found if day > after and day >= series.first_on)


def _weeks(series: Recurring) -> Iterator[date]:
    first = series.first_on + DAY * ((series.weekday - iranian_weekday(series.first_on)) % 7)
    return (first + timedelta(weeks=series.every * n) for n in count())


def _months(series: Recurring) -> Iterator[date]:
    start = JalaliDate(series.first_on)
    for n in count():
        year, month = start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1
        yield _nth_weekday(year, month, series.every, series.weekday)


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    first: date = JalaliDate(year, month, 1).to_gregorian()
    days = [first + DAY * n for n in range(JalaliDate.days_in_month(month, year))]
    fitting = [day for day in days if iranian_weekday(day) == weekday]
    return fitting[-1] if nth >= LAST else fitting[nth - 1]


def _moved(from_day: date, closed: Rests) -> Occurrence:
    day, skipped = from_day, []
    while iranian_weekday(day) == 6 or day in closed:
        skipped.append((day, closed.get(day, "")))
        day += DAY
    return Occurrence(from_day, day, tuple(skipped))


def starts_at(series: Recurring, day: date) -> datetime:
    return datetime.combine(day, series.hour, TEHRAN)


def hours_of(place: Place, around: datetime) -> HoursOn:
    """Office hours of this place: what its holidays leave of them."""
    closed = rests(place, local(around).date() - 60 * DAY, local(around).date() + 130 * DAY)

    def on(day: date) -> list[Interval]:
        return [] if day in closed else office_hours(day)

    return on


def within(place: Place, at: datetime, days: int) -> datetime:
    """When so many working days are used up."""
    return worktime.due(at, Span(days=days), hours_of(place, at))


def before(place: Place, at: datetime, days: int) -> datetime:
    """The morning of the working day that lies so many working days before."""
    hours_on, day, left = hours_of(place, at), local(at).date(), days
    while left:
        day -= DAY
        left -= bool(hours_on(day))
    return datetime.combine(day, MORNING, TEHRAN)


def eve(day: date) -> datetime:
    """The morning before a day."""
    return datetime.combine(day - DAY, MORNING, TEHRAN)


def end_of(day: date) -> datetime:
    """A day is over at midnight."""
    return datetime.combine(day + DAY, time.min, TEHRAN)
