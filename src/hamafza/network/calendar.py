"""Opening hours of a centre on any day: its dated hours, the holidays, and the national default."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from hamafza.kernel import rows, worktime
from hamafza.kernel.worktime import HoursOn, Interval, Span
from hamafza.network.models import Centre, Holiday, Hours

OFFICE: Interval = (time(8), time(14))
THURSDAY: Interval = (time(8), time(12))


def iranian_weekday(day: date) -> int:
    """Saturday 0 … Thursday 5, Friday 6."""
    return (day.weekday() + 2) % 7


def office_hours(day: date) -> list[Interval]:
    """Where a centre has said nothing: 8 to 14, Thursday to 12, Friday closed."""
    weekday = iranian_weekday(day)
    return [] if weekday == 6 else [THURSDAY] if weekday == 5 else [OFFICE]


_holidays = rows.Prepared(lambda: Holiday.objects.order_by().values_list("date", "place__path"))


def _hours_of(centre: int) -> Iterable[Hours]:
    return Hours.objects.raw("SELECT * FROM network_hours WHERE centre_id = %s", [centre])


class Calendar:
    """Hours of many centres, read in two queries and asked many times."""

    def __init__(self, centres: Iterable[int]) -> None:
        self._hours: dict[int, list[Hours]] = defaultdict(list)
        ids = list(centres)
        for row in _hours_of(ids[0]) if len(ids) == 1 else Hours.objects.filter(centre__in=ids):
            self._hours[row.centre_id].append(row)
        self._holidays: dict[date, list[str]] = defaultdict(list)
        for on, path in _holidays():
            self._holidays[on].append(path or "IR/")

    def hours_of(self, centre: Centre | None) -> HoursOn:
        """A function of a day; `None` stands for an office without a centre (door, last door)."""
        rows = self._hours.get(centre.pk, []) if centre else []
        path = centre.place.path if centre else "IR/"

        def on(day: date) -> list[Interval]:
            if any(path.startswith(closed) for closed in self._holidays.get(day, ())):
                return []
            return _dated(rows, day) if rows else office_hours(day)

        return on

    def due(self, start: datetime, span: Span, centre: Centre | None = None) -> datetime:
        return worktime.due(start, span, self.hours_of(centre))


def _dated(rows: list[Hours], day: date) -> list[Interval]:
    weekday = iranian_weekday(day)
    return sorted(
        (row.opens, row.closes)
        for row in rows
        if row.weekday == weekday and row.from_date <= day and (row.until_date is None or row.until_date >= day)
    )


def calendar_for(centre: Centre | None) -> Calendar:
    return Calendar([centre.pk] if centre else [])
