"""Sums of the journal for one unit and period, the pictures made of them, and the lines they are made of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from hamafza.journal import queries as journal
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked, Figure, Key
from hamafza.places.models import Kind as PlaceKind
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.reports.content import FIGURES, Wanted
from hamafza.reports.models import Report
from hamafza.reports.periods import Period
from hamafza.reports.states import WRITING, Kind, Level

MOST_DAYS = 14  # bars; a longer campaign is drawn by month
MONTHS = 6  # before and with a month's report


@dataclass(frozen=True)
class Bar:
    """A figure on a day, or in the month that begins with it."""

    day: date
    number: int
    by_day: bool = False


def computed(report: Report, period: Period | None = None) -> dict[str, int]:
    """Each figure of this unit and period as the journal has it now."""
    wanted = FIGURES[report.level]
    found = _sums(report, period or report.period, kinds=sorted({kind for one in wanted for kind in one.kinds}))
    return {one.key: worth(one, found) for one in wanted}


def worth(wanted: Wanted, found: dict[Key, Figure]) -> int:
    """A figure out of what the journal gave by kind and detail."""
    chosen = [
        figure for (kind, detail), figure in found.items()
        if kind in wanted.kinds and wanted.detail in {None, detail}
    ]  # fmt: skip
    return sum(getattr(figure, wanted.measure) for figure in chosen)


def behind(report: Report, wanted: Wanted) -> QuerySet[JournalLine]:
    """The lines of the journal that a figure is made of."""
    lines = journal.lines_in_days(report.first, report.last, **_where(report)).filter(kind__in=wanted.kinds)
    return lines.filter(detail=wanted.detail) if wanted.detail is not None else lines


def bars(report: Report, wanted: Wanted) -> list[Bar]:
    """A month among its last six, itself as it was sent, if it was; a season or a year by months; a campaign by days when it is short."""
    period = report.period
    if period.kind == Kind.MONTH:
        period = replace(period, first=period.month.plus(1 - MONTHS).first)
    by_day = period.kind == Kind.CAMPAIGN and (period.last - period.first).days < MOST_DAYS
    cells: dict[date, dict[Key, Figure]] = defaultdict(lambda: defaultdict(Figure))
    name = "month" if _by_totals(report, period) else "day"
    for (when, *cell), figure in _sums(report, period, (name,), wanted.kinds).items():
        cells[when if by_day else _first_of(when)][tuple(cell)] += figure
    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    found = [Bar(day, worth(wanted, cells[day]), by_day) for day in (days if by_day else _months(period))]
    if report.kind == Kind.MONTH and report.state not in WRITING and wanted.key in report.figures:
        found[-1] = Bar(found[-1].day, report.figures[wanted.key])
    return found


def by_places_below(report: Report, wanted: Wanted) -> dict[Place, int]:
    """A province by its counties; a county or a centre has nothing to be drawn below it."""
    if report.level != Level.PROVINCE:
        return {}
    places = list(Place.objects.under(report.place.path).filter(kind=PlaceKind.COUNTY).select_related("parent"))
    if not places:
        return {}
    period, names = report.period, ("place", "kind", "detail")
    if period.is_whole:
        paths = [place.path for place in places]
        rows = journal.figures(Asked(paths, period.months[0], period.months[-1], kinds=wanted.kinds), names)
    else:
        rows = _sums(report, period, ("place",), wanted.kinds)
    cells: dict[str, dict[Key, Figure]] = defaultdict(lambda: defaultdict(Figure))
    for (path, *cell), figure in rows.items():
        cells[cut(path, 2)][tuple(cell)] += figure
    return {place: worth(wanted, cells[place.path]) for place in places}


def _sums(report: Report, period: Period, by: Sequence[str] = (), kinds: Sequence[str] = ()) -> dict[Key, Figure]:
    """By kind and detail, after what else is named."""
    names = (*by, "kind", "detail")
    if _by_totals(report, period):
        return journal.figures(Asked([report.place.path], period.months[0], period.months[-1], kinds=kinds), names)
    return journal.in_days(period.first, period.last, names, kinds=kinds, **_where(report))


def _by_totals(report: Report, period: Period) -> bool:
    return period.is_whole and report.centre is None


def _where(report: Report) -> dict[str, list[str]]:
    return {"centres": [report.centre.code]} if report.centre else {"places": [report.place.path]}


def _first_of(when: int | date) -> date:
    return (Month.from_code(when) if isinstance(when, int) else Month.of(when)).first


def _months(period: Period) -> list[date]:
    return [month.first for month in period.months]
