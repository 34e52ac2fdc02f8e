"""The calendar: each unit's reports by Jalali month, from those that are not due yet back over half a year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hamafza.journal.months import Month
from hamafza.reports import deadlines
from hamafza.reports.models import Report
from hamafza.reports.queries.rates import Unit
from hamafza.reports.states import WRITING, State

MONTHS = 6


@dataclass(frozen=True)
class Cell:
    """One unit in one month. how: not_yet | due | overdue | back | reading | accepted | none."""

    month: Month
    how: str
    due_on: date
    report: int = 0


@dataclass(frozen=True)
class Row:
    """One unit, the running month first."""

    unit: Unit
    cells: list[Cell]


def months_shown(today: date) -> list[Month]:
    this = Month.of(today)
    return [this.plus(-n) for n in range(MONTHS)]


def calendar(reports: QuerySet[Report], today: date) -> list[Row]:
    """Units with whatever is late first; the others in their own order."""
    months = months_shown(today)
    found: dict[Unit, dict[int, Cell]] = {}
    rows = reports.filter(month__gte=months[-1].code).order_by().values_list(
        "centre", "place", "pk", "month", "state", "due_on"
    )  # fmt: skip
    for centre, place, pk, month, state, due_on in rows:
        unit = (centre, 0) if centre else (None, place)
        cell = Cell(Month.from_code(month), how_of(state, due_on, today), due_on, pk)
        found.setdefault(unit, {})[month] = cell
    shown = [Row(unit, [_cell(cells, month, today) for month in months]) for unit, cells in found.items()]
    return sorted(
        shown, key=lambda row: (-sum(cell.how == "overdue" for cell in row.cells), row.unit[0] or 0, row.unit[1])
    )


def how_of(state: str, due_on: date, today: date) -> str:
    if state in WRITING and due_on < today:
        return "overdue"
    return {State.DUE: "due", State.SENT_BACK: "back", State.SUBMITTED: "reading"}.get(State(state), "accepted")


def _cell(cells: dict[int, Cell], month: Month, today: date) -> Cell:
    """A running month has no report yet: it is born when the month is over."""
    if month.code in cells:
        return cells[month.code]
    return Cell(month, "not_yet" if month.last >= today else "none", deadlines.due_on(month))
