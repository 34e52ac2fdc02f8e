"""The months before a report, for its pictures, and the places below it, for its map."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from hamafza.journal import queries as journal
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked, Figure
from hamafza.places.models import Kind, Place
from hamafza.reports.content import Wanted
from hamafza.reports.models import Report
from hamafza.reports.queries.report import worth
from hamafza.reports.states import Level


@dataclass(frozen=True)
class MonthOf:
    """A figure in one month."""

    month: Month
    number: int


def last_months(report: Report, wanted: Wanted, months: int = 6) -> list[MonthOf]:
    """Of one figure, the oldest first, this report's month last and as it was sent."""
    first = report.period.plus(1 - months)
    cells: dict[int, dict[tuple[Any, ...], Figure]] = defaultdict(dict)
    for (code, *cell), figure in _by_month(report, wanted, first).items():
        key = tuple(cell)
        cells[code][key] = cells[code].get(key, Figure()) + figure
    found = [MonthOf(first.plus(n), worth(wanted, cells[first.plus(n).code])) for n in range(months)]
    if wanted.key in report.figures:
        found[-1] = MonthOf(report.period, report.figures[wanted.key])
    return found


def _by_month(report: Report, wanted: Wanted, first: Month) -> dict[tuple[Any, ...], Figure]:
    if not report.centre:
        asked = Asked([report.place.path], first, report.period, kinds=wanted.kinds)
        return journal.figures(asked, ("month", "kind", "detail"))
    found: dict[tuple[Any, ...], Figure] = defaultdict(Figure)
    for (day, *cell), figure in journal.of_centre(
        report.centre.code, first, report.period, ("day", "kind", "detail")
    ).items():
        found[(Month.of(day).code, *cell)] += figure
    return found


def by_places_below(report: Report, wanted: Wanted) -> dict[Place, int]:
    """A province by its counties; a county or a centre has nothing to be drawn below it."""
    if report.level != Level.PROVINCE:
        return {}
    places = list(Place.objects.under(report.place.path).filter(kind=Kind.COUNTY).select_related("parent"))
    if not places:
        return {}
    asked = Asked([place.path for place in places], report.period, report.period, kinds=wanted.kinds)
    cells: dict[str, dict[tuple[str, ...], Figure]] = defaultdict(dict)
    for (path, *cell), figure in journal.figures(asked, ("place", "kind", "detail")).items():
        cells[path][tuple(cell)] = figure
    return {place: worth(wanted, cells[place.path]) for place in places}
