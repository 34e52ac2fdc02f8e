"""How punctual units are: of the reports expected, how many came, and how many in time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hamafza.journal.months import Month
from hamafza.reports import deadlines
from hamafza.reports.models import Report


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


def rates(reports: QuerySet[Report], today: date) -> dict[tuple[int | None, int], Rate]:
    """{(centre, place): Rate} over these reports; one that is not due yet is not expected."""
    found: dict[tuple[int | None, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = reports.order_by().values_list("centre", "place", "month", "first_submitted_on", "due_on")
    for centre, place, month, sent_on, due_on in rows:
        promised = deadlines.due_on(Month.from_code(month))
        if sent_on is None and due_on >= today:
            continue
        cell = found[centre, place]
        cell[0] += 1
        cell[1] += sent_on is not None
        cell[2] += sent_on is not None and sent_on <= promised
    return {key: Rate(*cell) for key, cell in found.items()}


def rate_of(reports: QuerySet[Report], today: date) -> Rate:
    """All of them together."""
    each = rates(reports, today).values()
    return Rate(sum(r.expected for r in each), sum(r.came for r in each), sum(r.in_time for r in each))
