"""The nation by provinces, or a province by counties: figures, how punctual they are, and gaps with their reasons."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from hamafza.journal import queries as journal
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked, Figure
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.places.models import Kind as PlaceKind
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.reports import content, deadlines
from hamafza.reports.content import Wanted
from hamafza.reports.models import Report
from hamafza.reports.queries.rates import NONE, Rate
from hamafza.reports.queries.sums import worth
from hamafza.reports.states import Kind, Level, State

FIGURES: tuple[Wanted, ...] = (
    content.HEARD, content.ACCEPTED, content.FINISHED, content.SOLVED, content.LAST_DOOR, content.MEETINGS,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A province or a county in one month."""

    place: Place
    report: Report | None
    figures: dict[str, int]
    rate: Rate
    units: int  # reports that are owed in it, its own among them
    accepted: int

    @property
    def gap(self) -> str:
        """Why its report is not in: none | open | bypassed, or nothing when all is there."""
        if self.report is None:
            return "none"
        if self.report.state != State.ACCEPTED:
            return "open"
        return "bypassed" if self.report.missing else ""

    @property
    def numbers(self) -> list[int]:
        return [self.figures[one.key] for one in FIGURES]


@dataclass(frozen=True)
class Rollup:
    """All rows of a place and month."""

    over: Place
    month: Month
    rows: list[Row] = field(default_factory=list)

    @property
    def totals(self) -> list[int]:
        return [sum(row.figures[one.key] for row in self.rows) for one in FIGURES]

    @property
    def rate(self) -> Rate:
        return sum((row.rate for row in self.rows), NONE)


def rollup(over: Place, month: Month, person: Person, at: datetime, today: date) -> Rollup:
    """What she may see of it. A handful of queries, whatever the size: figures come from the month's totals."""
    deep, kind = (1, PlaceKind.PROVINCE) if over.kind == PlaceKind.NATION else (2, PlaceKind.COUNTY)
    within = reach(person, "report.see", at)
    places = list(Place.objects.under(over.path).filter(within.q(path="path"), kind=kind))
    paths = [place.path for place in places]
    figures = _figures(paths, month) if paths else {}
    level = Level.PROVINCE if deep == 1 else Level.COUNTY
    own = {
        report.place_id: report
        for report in Report.objects.filter(
            kind=Kind.MONTH, level=level, month=month.code, place__in=places
        ).select_related("holder")
    }
    rates, owed, accepted = _punctuality(over, month, deep, today)
    rows = [
        Row(place, own.get(place.pk), figures[place.path], rates[place.path], owed[place.path], accepted[place.path])
        for place in places
    ]
    return Rollup(over, month, rows)


def _figures(paths: list[str], month: Month) -> dict[str, dict[str, int]]:
    kinds = sorted({kind for one in FIGURES for kind in one.kinds})
    found: dict[str, dict[tuple[str, ...], Figure]] = defaultdict(dict)
    for (path, *cell), figure in journal.figures(Asked(paths, month, month, kinds=kinds), _BY).items():
        found[path][tuple(cell)] = figure
    return {path: {one.key: worth(one, found[path]) for one in FIGURES} for path in paths}


_BY = ("place", "kind", "detail")


def _punctuality(
    over: Place, month: Month, deep: int, today: date
) -> tuple[dict[str, Rate], Counter[str], Counter[str]]:
    """By path: the rate of all reports in it, how many are owed, how many are accepted."""
    promised = deadlines.due_on(Kind.MONTH, month.last)
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    owed: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    reports = Report.objects.monthly().filter(month=month.code, place__path__startswith=over.path).order_by()
    for path, state, sent_on, due_on in reports.values_list("place__path", "state", "first_submitted_on", "due_on"):
        here = cut(path, deep)
        owed[here] += 1
        accepted[here] += state == State.ACCEPTED
        if sent_on or due_on < today:
            cell = cells[here]
            cell[0] += 1
            cell[1] += sent_on is not None
            cell[2] += sent_on is not None and sent_on <= promised
    rates: dict[str, Rate] = defaultdict(lambda: NONE, {path: Rate(*cell) for path, cell in cells.items()})
    return rates, owed, accepted


def whole_nation() -> Place | None:
    return Place.objects.filter(kind=PlaceKind.NATION).first()


def province_of(code: str) -> Place | None:
    return Place.objects.provinces().filter(path__endswith=f"/{code}/").first()
