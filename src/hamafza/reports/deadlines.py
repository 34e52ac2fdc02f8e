"""When a report is due, and the ladder before and after. In calendar days, as everybody counts a period's end."""

from datetime import date, datetime, time, timedelta

from hamafza.kernel.clock import TEHRAN
from hamafza.reports.states import Kind

DUE_AFTER = {  # the period's end; a season waits for its last month, a year for its last season
    Kind.MONTH: timedelta(days=15), Kind.SEASON: timedelta(days=30), Kind.YEAR: timedelta(days=45),
    Kind.CAMPAIGN: timedelta(days=15),
}  # fmt: skip
MEND_WITHIN = timedelta(days=5)
READ_WITHIN = timedelta(days=5)
REMIND_AFTER = 5  # working days, of an official who has not opened a report
LADDER = (-7, -1, 1, 3, 7)  # days from the due date; then every week
SUPERIOR_FROM, HEAD_FROM = 4, 3  # rungs
WEEK = timedelta(days=7)
MORNING = time(8, 30)


def due_on(kind: str, last: date) -> date:
    """What "on time" is measured by; a report that came back has a later day, by which nobody is measured."""
    return last + DUE_AFTER[Kind(kind)]


def rung_at(due: date, rung: int) -> datetime | None:
    """The morning of this rung; None beyond the last."""
    if rung >= len(LADDER):
        return None
    return datetime.combine(due + timedelta(days=LADDER[rung]), MORNING, TEHRAN)


def next_rung(due: date, at: datetime) -> tuple[int, datetime]:
    """The first rung that is still to come."""
    for rung in range(len(LADDER)):
        when = rung_at(due, rung)
        if when and when > at:
            return rung, when
    return len(LADDER), at + WEEK
