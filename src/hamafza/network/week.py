"""The coming week of a centre as people read it: when it opens, and why it does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hamafza.kernel.clock import local
from hamafza.kernel.worktime import HoursOn, Interval
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre, Holiday, Hours
from hamafza.places.models import Place


@dataclass(frozen=True)
class Day:
    """One day: its intervals, or the name of the holiday that closes it."""

    date: date
    intervals: list[Interval]
    holiday: str = ""


def open_until(hours_on: HoursOn, at: datetime) -> time | None:
    """When it closes, if it is open at this instant."""
    here = local(at)
    return next((end for opens, end in hours_on(here.date()) if opens <= here.time() < end), None)


def next_opening(hours_on: HoursOn, at: datetime, *, days: int = 14) -> datetime | None:
    """When it opens next."""
    here = local(at)
    for offset in range(days):
        day = here.date() + timedelta(days=offset)
        for opens, _closes in sorted(hours_on(day)):
            begins = datetime.combine(day, opens, here.tzinfo)
            if begins > here:
                return begins
    return None


def week_of(centre: Centre, calendar: Calendar, at: datetime) -> list[Day]:
    """Seven days from today."""
    hours_on = calendar.hours_of(centre)
    days = [local(at).date() + timedelta(days=n) for n in range(7)]
    closed = holidays_of(centre.place, days)
    return [Day(day, list(hours_on(day)), closed.get(day, "")) for day in days]


def holidays_of(place: Place, days: Iterable[date]) -> dict[date, str]:
    """The names of the holidays of this place among these days."""
    rows = Holiday.objects.filter(date__in=list(days)).values_list("date", "place__path", "name")
    return {day: name for day, path, name in rows if place.path.startswith(path or "IR/")}


def said_on(centre: Centre, day: date) -> dict[int, list[Interval]]:
    """The week in force on a day: {weekday: [(opens, closes), …]}; empty where nothing was ever said."""
    week: dict[int, list[Interval]] = {}
    for row in Hours.objects.filter(centre=centre, from_date__lte=day).order_by("weekday", "opens"):
        if row.until_date is None or row.until_date >= day:
            week.setdefault(row.weekday, []).append((row.opens, row.closes))
    return week
