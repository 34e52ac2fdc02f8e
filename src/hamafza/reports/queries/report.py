"""Reading reports: their figures, what they are made of, and lists."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from hamafza.journal.months import Month
from hamafza.kernel.clock import local
from hamafza.people.models import Person
from hamafza.reports.content import FIGURES, Wanted
from hamafza.reports.models import Remark, Report, ReportQuerySet
from hamafza.reports.queries.sums import computed
from hamafza.reports.states import LONG, WRITING, Level, State
from hamafza_engines.persian import search_key

BELOW = {Level.COUNTY: Level.CENTRE, Level.PROVINCE: Level.COUNTY}


@dataclass(frozen=True)
class Line:
    """One figure of a report, beside that of the period before."""

    wanted: Wanted
    number: int
    before: int
    remarks: list[Remark]

    @property
    def change(self) -> int:
        return self.number - self.before


def lines_of(report: Report) -> list[Line]:
    """All figures: as they were sent, or as they are now while the unit still writes."""
    now = computed(report) if report.state in WRITING else report.figures
    before = computed(report, report.period.before)
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for remark in report.remarks.filter(edition=report.edition).select_related("by"):
        remarks[remark.figure].append(remark)
    return [Line(one, now.get(one.key, 0), before.get(one.key, 0), remarks[one.key]) for one in FIGURES[report.level]]


def remarks_on_all(report: Report) -> list[Remark]:
    """On the whole, and on a figure that its reports no longer have: what was said stays to be seen."""
    known = [one.key for one in FIGURES[report.level]]
    return list(report.remarks.filter(edition=report.edition).exclude(figure__in=known).select_related("by"))


@dataclass(frozen=True)
class Part:
    """A month of a season or a year, and its report; none is a gap, as an open one is."""

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


def parts(report: Report) -> list[Part]:
    """The unit's own months of which a season or a year is made."""
    if report.kind not in LONG:
        return []
    period = report.period
    own = Report.objects.of_unit(report).monthly().filter(month__gte=period.months[0].code, month__lte=report.month)
    found = {one.month: one for one in own.whole()}
    return [Part(month, found.get(month.code)) for month in period.months]


def children(report: Report) -> ReportQuerySet:
    """The reports one level below, of the same period."""
    same: ReportQuerySet = Report.objects.same_period(report).whole()
    if report.level == Level.CENTRE:
        return same.none()
    return same.filter(level=BELOW[Level(report.level)], place__path__startswith=report.place.path)


def missing(report: Report) -> list[Report]:
    """What it is made of and is not accepted yet: its own months, then the units below."""
    months = [part.report for part in parts(report) if part.report and part.report.is_open]
    return months + list(children(report).open().order_by("pk"))


def found(
    person: Person, at: datetime, *, view: str = "mine", words: str = "", month: int | None = None, level: str = "",
    kind: str = "",
) -> QuerySet[Report]:  # fmt: skip
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
    if kind:
        reports = reports.filter(kind=kind)
    for word in search_key(words[:120]).split():
        reports = reports.filter(Q(centre__search_key__contains=word) | Q(place__search_key__contains=word))
    return reports


def day_of(at: datetime) -> date:
    return local(at).date()


def waiting(person: Person, at: datetime) -> QuerySet[Report]:
    """Whose next step is hers now, by deadline; a campaign that still runs waits for nobody."""
    return _waiting(at).filter(holder=person).whole().order_by("due_on", "pk")


def waiting_counts(at: datetime) -> Counter[int]:
    """{person: reports whose next step is hers}, for the daily digest."""
    rows = _waiting(at).filter(holder__isnull=False).order_by().values_list("holder")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def _waiting(at: datetime) -> ReportQuerySet:
    found: ReportQuerySet = Report.objects.open().filter(last__lt=day_of(at))
    return found
