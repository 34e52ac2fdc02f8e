"""A season, a year or a campaign of one unit, composed and not stored: figures of the journal, and the months' reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from hamafza.journal import queries as journal
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month, between
from hamafza.journal.queries import Asked, Figure, Key
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.models import Kind, Place
from hamafza.places.paths import cut
from hamafza.reports import content
from hamafza.reports.content import FIGURES, Wanted
from hamafza.reports.models import Report, Typed
from hamafza.reports.queries.report import worth
from hamafza.reports.states import Level, State
from hamafza_engines.persian import search_key

OF_A_CHILD: tuple[Wanted, ...] = (content.ACCEPTED, content.FINISHED, content.SOLVED, content.MEETINGS)
MOST_UNITS = 50  # in the list that one chooses from
MOST_DAYS = 31  # a chart by day; a longer campaign is drawn by month


@dataclass(frozen=True)
class Span:
    """Days, both included; `whole` when they are whole Jalali months, whose figures are the months' totals."""

    first: date
    last: date
    whole: bool = False

    @property
    def months(self) -> list[Month]:
        return list(between(Month.of(self.first), Month.of(self.last)))

    @property
    def before(self) -> "Span":
        """As long, and just before."""
        if self.whole:
            first = Month.of(self.first).plus(-len(self.months))
            return Span(first.first, self.first - timedelta(days=1), whole=True)
        return Span(self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1))


@dataclass(frozen=True)
class Unit:
    """A centre, a county or a province."""

    level: Level
    of: Centre | Place

    def __str__(self) -> str:
        return str(self.of)

    @property
    def key(self) -> str:
        return self.of.code if isinstance(self.of, Centre) else self.of.path

    def reports(self) -> Q:
        if isinstance(self.of, Centre):
            return Q(centre=self.of)
        return Q(centre=None, place=self.of)


@dataclass(frozen=True)
class Row:
    """A figure in the period and in the one before."""

    wanted: Wanted
    number: int
    before: int


@dataclass(frozen=True)
class Bar:
    """A day or the first day of a month."""

    day: date
    number: int


@dataclass(frozen=True)
class MonthsReport:
    """A month of the period; no report is a gap, as an open one is."""

    month: Month
    report: Report | None

    @property
    def gap(self) -> str:
        """none | open | bypassed, or nothing."""
        if self.report is None:
            return "none"
        if self.report.state != State.ACCEPTED:
            return "open"
        return "bypassed" if self.report.missing else ""

    @property
    def first_line(self) -> str:
        return next((line for line in self.report.narrative.splitlines() if line.strip()), "") if self.report else ""


@dataclass(frozen=True)
class Child:
    """A unit one level below; of `months`, so many reports are accepted."""

    unit: Unit
    numbers: list[int]
    accepted: int
    months: int


@dataclass(frozen=True)
class TypedSum:
    """What was typed over the months, apart from the journal's figures."""

    caption: str
    unit: str
    number: int
    months: int
    below: bool


def units(person: Person, at: datetime, words: str = "") -> list[Unit]:
    """Whom she may read of, the widest first."""
    within = reach(person, "report.see", at)
    places = Place.objects.filter(within.q(path="path"), kind__in=(Kind.PROVINCE, Kind.COUNTY)).select_related("parent")
    centres = Centre.objects.filter(within.q(path="place__path", centre="")).select_related("place")
    for word in search_key(words).split():
        places, centres = places.filter(search_key__contains=word), centres.filter(search_key__contains=word)
    found = sorted(places.order_by("path")[:MOST_UNITS], key=lambda place: (place.kind != Kind.PROVINCE, place.path))
    rest = MOST_UNITS - len(found)
    return [_of_place(one) for one in found] + [
        Unit(Level.CENTRE, one) for one in (centres.order_by("place__path", "pk")[:rest] if rest else ())
    ]


def unit(person: Person, at: datetime, key: str) -> Unit | None:
    """If she reaches it."""
    within = reach(person, "report.see", at)
    if "/" in key:
        place = Place.objects.filter(within.q(path="path"), path=key, kind__in=(Kind.PROVINCE, Kind.COUNTY)).first()
        return _of_place(place) if place else None
    centre = Centre.objects.filter(within.q(path="place__path", centre=""), code=key).select_related("place").first()
    return Unit(Level.CENTRE, centre) if centre else None


def figures(unit: Unit, span: Span) -> list[Row]:
    now, before = _sums(unit, span, ()), _sums(unit, span.before, ())
    return [Row(one, worth(one, now), worth(one, before)) for one in FIGURES[unit.level]]


def chart(unit: Unit, span: Span, wanted: Wanted) -> list[Bar]:
    """By month; a campaign of a month at most by day."""
    by_day = not span.whole and (span.last - span.first).days < MOST_DAYS
    cells: dict[date, dict[Key, Figure]] = defaultdict(lambda: defaultdict(Figure))
    for (when, *cell), figure in _sums(unit, span, ("month" if _by_totals(unit, span) else "day",)).items():
        day = Month.from_code(when).first if isinstance(when, int) else when if by_day else Month.of(when).first
        cells[day][tuple(cell)] += figure
    if by_day:
        days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    else:
        days = [month.first for month in span.months]
    return [Bar(day, worth(wanted, cells[day])) for day in days]


def behind_span(unit: Unit, span: Span, wanted: Wanted) -> QuerySet[JournalLine]:
    """The lines that a figure is made of."""
    lines = journal.lines_in_days(span.first, span.last, **_where(unit)).filter(kind__in=wanted.kinds)
    return lines.filter(detail=wanted.detail) if wanted.detail is not None else lines


def months_reports(unit: Unit, span: Span) -> list[MonthsReport]:
    codes = [month.code for month in span.months]
    found = {one.month: one for one in Report.objects.filter(unit.reports(), month__in=codes).whole()}
    return [MonthsReport(month, found.get(month.code)) for month in span.months]


def typed_over(months: list[MonthsReport]) -> list[TypedSum]:
    """Of accepted reports, what adds up: the unit's own, then what the units below typed."""
    accepted = [one.report for one in months if one.report and one.report.state == State.ACCEPTED]
    cells: dict[tuple[bool, str, str], list[int]] = defaultdict(list)
    own = Typed.objects.filter(report__in=accepted, wanted__adds_up=True).select_related("wanted")
    for typed in own.order_by("wanted", "pk"):
        cells[False, typed.wanted.caption, typed.wanted.unit].append(typed.number)
    for report in accepted:
        for row in report.summed:
            cells[True, row["caption"], row["unit"]].append(row["number"])
    return [TypedSum(name, of, sum(all_), len(all_), below) for (below, name, of), all_ in cells.items()]


def children_over(unit: Unit, span: Span) -> list[Child]:
    """A province by its counties, a county by its centres."""
    if unit.level == Level.CENTRE:
        return []
    below: list[Unit]
    if unit.level == Level.PROVINCE:
        counties = Place.objects.under(unit.key).filter(kind=Kind.COUNTY).select_related("parent").order_by("path")
        below = [_of_place(one) for one in counties]
    else:
        centres = Centre.objects.filter(place__path__startswith=unit.key).select_related("place")
        below = [Unit(Level.CENTRE, one) for one in centres.order_by("place__path", "pk")]
    if not below:
        return []
    cells = _below(unit, span, [one.key for one in below])
    accepted: dict[str, int] = defaultdict(int)
    reports = Report.objects.filter(
        level=below[0].level, state=State.ACCEPTED, month__in=[month.code for month in span.months],
        place__path__startswith=unit.key,
    )  # fmt: skip
    for path, code in reports.order_by().values_list("place__path", "centre__code"):
        accepted[code or path] += 1
    return [
        Child(one, [worth(wanted, cells[one.key]) for wanted in OF_A_CHILD], accepted[one.key], len(span.months))
        for one in below
    ]


def _below(unit: Unit, span: Span, keys: list[str]) -> dict[str, dict[Key, Figure]]:
    kinds = sorted({kind for one in OF_A_CHILD for kind in one.kinds})
    rows: dict[Key, Figure]
    if unit.level == Level.COUNTY:
        rows = journal.in_days(span.first, span.last, ("centre", "kind", "detail"), centres=keys, kinds=kinds)
    elif span.whole:
        asked = Asked(keys, span.months[0], span.months[-1], kinds=kinds)
        rows = journal.figures(asked, ("place", "kind", "detail"))
    else:
        rows = journal.in_days(span.first, span.last, ("place", "kind", "detail"), places=[unit.key], kinds=kinds)
    cells: dict[str, dict[Key, Figure]] = defaultdict(lambda: defaultdict(Figure))
    for (where, *cell), figure in rows.items():
        cells[cut(where, 2) if unit.level == Level.PROVINCE else where][tuple(cell)] += figure
    return cells


def _sums(unit: Unit, span: Span, by: Sequence[str]) -> dict[Key, Figure]:
    """By kind and detail, after what else is named."""
    kinds = sorted({kind for one in FIGURES[unit.level] for kind in one.kinds})
    names = (*by, "kind", "detail")
    if _by_totals(unit, span):
        return journal.figures(Asked([unit.key], span.months[0], span.months[-1], kinds=kinds), names)
    return journal.in_days(span.first, span.last, names, kinds=kinds, **_where(unit))


def _by_totals(unit: Unit, span: Span) -> bool:
    return span.whole and unit.level != Level.CENTRE


def _where(unit: Unit) -> dict[str, list[str]]:
    return {"centres" if unit.level == Level.CENTRE else "places": [unit.key]}


def _of_place(place: Place) -> Unit:
    return Unit(Level.PROVINCE if place.kind == Kind.PROVINCE else Level.COUNTY, place)
