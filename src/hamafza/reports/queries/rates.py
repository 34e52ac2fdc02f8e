"""How punctual units are: of the reports expected, how many came, and how many in time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hamafza.journal.months import Month
from hamafza.reports import deadlines
from hamafza.reports.models import Report

Unit = tuple[int | None, int]  # (centre, place)
SPAN = 3  # months that are compared with as many before


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
    """{(centre, place): Rate} over these reports; one that is not due yet is not expected."""
    found: dict[Unit, list[int]] = defaultdict(lambda: [0, 0, 0])
    promised = _promised()
    rows = reports.order_by().values_list("centre", "place", "month", "first_submitted_on", "due_on")
    for centre, place, month, sent_on, due_on in rows:
        if sent_on is None and due_on >= today:
            continue
        cell = found[centre, place]
        cell[0] += 1
        cell[1] += sent_on is not None
        cell[2] += sent_on is not None and sent_on <= promised[month]
    return {key: Rate(*cell) for key, cell in found.items()}


class _promised(dict[int, date]):
    """{month: its first deadline}; a report that came back has a later one, by which nobody is measured."""

    def __missing__(self, month: int) -> date:
        self[month] = deadlines.due_on(Month.from_code(month))
        return self[month]


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
        return not self.before.expected or not self.now.expected

    @property
    def change(self) -> int:
        """Of the share in time, in hundredths."""
        if self.is_new:
            return 0
        return round(100 * ((self.now.in_time_share or 0) - (self.before.in_time_share or 0)))


def league(reports: QuerySet[Report], today: date) -> list[Standing]:
    """Units by how much they improved, the most first; those that are new stand after all others."""
    this = Month.of(today)
    now = rates(reports.filter(month__gte=this.plus(-SPAN).code), today)
    before = rates(reports.filter(month__gte=this.plus(-2 * SPAN).code, month__lt=this.plus(-SPAN).code), today)
    found = [Standing(unit, now.get(unit, NONE), before.get(unit, NONE)) for unit in {*now, *before}]
    return sorted(found, key=_improved_most)


def _improved_most(one: Standing) -> tuple[bool, int, float, tuple[int, int]]:
    return one.is_new, -one.change, -(one.now.in_time_share or 0), (one.unit[0] or 0, one.unit[1])


@dataclass(frozen=True)
class Kept:
    """One month of a unit: in_time, late, missing, or not_due."""

    month: Month
    how: str
    report: int

    @property
    def share(self) -> float:
        return {"in_time": 1, "late": 0.5}.get(self.how, 0)


def trend(report: Report, today: date, months: int = 6) -> list[Kept]:
    """The unit's own last months, the oldest first."""
    own = Report.objects.filter(level=report.level, centre=report.centre_id, place=report.place_id)
    promised = _promised()
    rows = own.order_by("-month").values_list("pk", "month", "first_submitted_on", "due_on")[:months]
    found = []
    for pk, month, sent_on, due_on in reversed(rows):
        if sent_on:
            how = "in_time" if sent_on <= promised[month] else "late"
        else:
            how = "missing" if due_on < today else "not_due"
        found.append(Kept(Month.from_code(month), how, pk))
    return found


def rate_of_unit(report: Report, today: date) -> Rate:
    """Its own last three months."""
    own = Report.objects.filter(level=report.level, centre=report.centre_id, place=report.place_id)
    return rate_of(own.filter(month__gte=Month.of(today).plus(-SPAN).code), today)
