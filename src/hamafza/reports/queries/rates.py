"""How punctual units are: of the reports expected, how many came, and how many in time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hamafza.journal.months import Month
from hamafza.reports import deadlines
from hamafza.reports.models import Report
from hamafza.reports.periods import Period
from hamafza.reports.states import Kind

Unit = tuple[int | None, int]  # (centre, 0), wherever it has moved to, or (None, place)
SPAN = 3  # months that are compared with as many before
LONG_SPAN = 24  # months; seasons, years and campaigns are few


@dataclass(frozen=True)
class Rate:
    """How punctual a unit was: of `expected` reports, how many came, and how many in time."""

    expected: int
    came: int
    in_time: int

    @property
    def came_share(self) -> float | None:
        return self.came / self.expected if self.expected else None

    @property
    def in_time_share(self) -> float | None:
        return self.in_time / self.expected if self.expected else None

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.expected + other.expected, self.came + other.came, self.in_time + other.in_time)


NONE = Rate(0, 0, 0)


def rates(reports: QuerySet[Report], today: date) -> dict[Unit, Rate]:
    """{unit: Rate} over these reports; one that is not due yet is not expected."""
    found: dict[Unit, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = reports.order_by().values_list("centre", "place", "kind", "last", "first_submitted_on", "due_on")
    for centre, place, kind, last, sent_on, due_on in rows:
        if sent_on is None and due_on >= today:
            continue
        cell = found[(centre, 0) if centre else (None, place)]
        cell[0] += 1
        cell[1] += sent_on is not None
        cell[2] += sent_on is not None and sent_on <= deadlines.due_on(kind, last)
    return {key: Rate(*cell) for key, cell in found.items()}


def rate_of(reports: QuerySet[Report], today: date) -> Rate:
    """All of them together."""
    return sum(rates(reports, today).values(), NONE)


@dataclass(frozen=True)
class Standing:
    """One unit in the league: its last three months, and the three before them."""

    unit: Unit
    now: Rate
    before: Rate

    @property
    def is_new(self) -> bool:
        """There is nothing yet to be compared with."""
        return not self.before.expected

    @property
    def change(self) -> int:
        """Of the share in time, in hundredths."""
        if self.is_new:
            return 0
        return round(100 * ((self.now.in_time_share or 0) - (self.before.in_time_share or 0)))


def league(reports: QuerySet[Report], today: date) -> list[Standing]:
    """Units by how much they improved in their months, the most first; those that are new stand after all others, and
    those of which nothing is expected any more are not there."""
    reports = reports.filter(kind=Kind.MONTH)
    this = Month.of(today)
    now = rates(reports.filter(month__gte=this.plus(-SPAN).code), today)
    before = rates(reports.filter(month__gte=this.plus(-2 * SPAN).code, month__lt=this.plus(-SPAN).code), today)
    found = [Standing(unit, now.get(unit, NONE), before.get(unit, NONE)) for unit in now]
    return sorted(found, key=_improved_most)


def _improved_most(one: Standing) -> tuple[bool, int, float, tuple[int, int]]:
    return one.is_new, -one.change, -(one.now.in_time_share or 0), (one.unit[0] or 0, one.unit[1])


@dataclass(frozen=True)
class Kept:
    """One period of a unit: in_time, late, missing, or not_due."""

    period: Period
    how: str
    report: int

    @property
    def share(self) -> float:
        return {"in_time": 1, "late": 0.5}.get(self.how, 0)


def trend(report: Report, today: date, periods: int = 6) -> list[Kept]:
    """The unit's own last reports of this kind, the oldest first."""
    own = Report.objects.of_unit(report).filter(kind=report.kind).select_related("campaign")
    found = []
    for one in reversed(own.order_by("-last", "-pk")[:periods]):
        if one.first_submitted_on:
            how = "in_time" if one.first_submitted_on <= deadlines.due_on(one.kind, one.last) else "late"
        else:
            how = "missing" if one.due_on < today else "not_due"
        found.append(Kept(one.period, how, one.pk))
    return found


def rate_of_unit(report: Report, today: date) -> Rate:
    """Its own last three months; its seasons, years or campaigns of two years."""
    own = Report.objects.of_unit(report).filter(kind=report.kind)
    return rate_of(recent(own, today, report.kind == Kind.MONTH), today)


def recent(reports: QuerySet[Report], today: date, monthly: bool) -> QuerySet[Report]:
    """Months apart from all that is longer."""
    since = Month.of(today).plus(-SPAN if monthly else -LONG_SPAN).code
    return (reports.filter if monthly else reports.exclude)(kind=Kind.MONTH).filter(month__gte=since)
