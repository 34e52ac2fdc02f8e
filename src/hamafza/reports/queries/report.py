"""Reading reports: their figures, the units below, lists, and how punctual a unit is."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from hamafza.journal import queries as journal
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked, Figure
from hamafza.kernel.clock import local
from hamafza.people.models import Person
from hamafza.reports.content import FIGURES, Wanted
from hamafza.reports.models import Remark, Report, ReportQuerySet
from hamafza.reports.states import WRITING, Level, State
from hamafza_engines.persian import search_key

BELOW = {Level.COUNTY: Level.CENTRE, Level.PROVINCE: Level.COUNTY}


@dataclass(frozen=True)
class Line:
    """One figure of a report, beside that of the month before."""

    wanted: Wanted
    number: int
    before: int
    remarks: list[Remark]

    @property
    def change(self) -> int:
        return self.number - self.before


def computed(report: Report, month: Month | None = None) -> dict[str, int]:
    """Each figure of this unit and month as the journal has it now."""
    month = month or report.period
    kinds = sorted({kind for one in FIGURES[report.level] for kind in one.kinds})
    if report.centre:
        found = journal.of_centre(report.centre.code, month, month, ("kind", "detail"))
    else:
        found = journal.figures(Asked([report.place.path], month, month, kinds=kinds), ("kind", "detail"))
    return {one.key: worth(one, found) for one in FIGURES[report.level]}


def worth(wanted: Wanted, found: dict[tuple[str, ...], Figure]) -> int:
    """A figure out of what the journal gave by kind and detail."""
    chosen = [
        figure for (kind, detail), figure in found.items()
        if kind in wanted.kinds and wanted.detail in {None, detail}
    ]  # fmt: skip
    return sum(getattr(figure, wanted.measure) for figure in chosen)


def lines_of(report: Report) -> list[Line]:
    """All figures: as they were sent, or as they are now while the unit still writes."""
    now = computed(report) if report.state in WRITING else report.figures
    before = computed(report, report.period.plus(-1))
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for remark in report.remarks.filter(edition=report.edition).select_related("by"):
        remarks[remark.figure].append(remark)
    return [Line(one, now.get(one.key, 0), before.get(one.key, 0), remarks[one.key]) for one in FIGURES[report.level]]


def remarks_on_all(report: Report) -> list[Remark]:
    return list(report.remarks.filter(edition=report.edition, figure="").select_related("by"))


def behind(report: Report, wanted: Wanted) -> QuerySet[JournalLine]:
    """The lines of the journal that a figure is made of."""
    month = report.period
    if report.centre:
        lines = JournalLine.objects.filter(centre=report.centre.code, day__gte=month.first, day__lte=month.last)
    else:
        lines = journal.lines_behind(Asked([report.place.path], month, month))
    lines = lines.filter(kind__in=wanted.kinds)
    return lines.filter(detail=wanted.detail) if wanted.detail is not None else lines


def children(report: Report) -> ReportQuerySet:
    """The reports one level below, of the same month."""
    if report.level == Level.CENTRE:
        none: ReportQuerySet = Report.objects.none()
        return none
    below = BELOW[Level(report.level)]
    found: ReportQuerySet = Report.objects.filter(
        level=below, month=report.month, place__path__startswith=report.place.path
    )
    return found.whole()


def missing(report: Report) -> list[Report]:
    """Those below that are not accepted yet."""
    return list(children(report).open().order_by("pk"))


def found(
    person: Person, at: datetime, *, view: str = "mine", words: str = "", month: int | None = None, level: str = ""
) -> QuerySet[Report]:
    """Hers to see; `view` is mine (she has the next step), open, late, accepted or all."""
    reports = Report.objects.visible_to(person, at).whole()
    match view:
        case "mine":
            reports = reports.open().filter(holder=person)
        case "open":
            reports = reports.open()
        case "late":
            reports = reports.filter(state__in=WRITING, due_on__lt=day_of(at))
        case "accepted":
            reports = reports.filter(state=State.ACCEPTED)
    if month:
        reports = reports.filter(month=month)
    if level:
        reports = reports.filter(level=level)
    for word in search_key(words[:120]).split():
        reports = reports.filter(Q(centre__search_key__contains=word) | Q(place__search_key__contains=word))
    return reports


def day_of(at: datetime) -> date:
    return local(at).date()


def waiting(person: Person) -> QuerySet[Report]:
    """Whose next step is hers, by deadline."""
    return Report.objects.open().filter(holder=person).whole().order_by("due_on", "pk")


def waiting_counts() -> Counter[int]:
    """{person: reports whose next step is hers}, for the daily digest."""
    rows = Report.objects.open().filter(holder__isnull=False).order_by().values_list("holder")
    return Counter(dict(rows.annotate(n=Count("pk"))))
