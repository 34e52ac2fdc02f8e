"""The calendar: each unit's reports by month, season, year or campaign, from those that are not due yet backwards."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hamafza.journal.months import Month
from hamafza.reports import deadlines
from hamafza.reports.models import Campaign, Report
from hamafza.reports.periods import Period
from hamafza.reports.queries.rates import Unit
from hamafza.reports.states import WRITING, Kind, State

SHOWN = {Kind.MONTH: 6, Kind.SEASON: 5, Kind.YEAR: 3, Kind.CAMPAIGN: 6}
Column = tuple[int, int]  # (month, campaign): what tells one period from another of its kind


@dataclass(frozen=True)
class Cell:
    """One unit in one period. how: not_yet | due | overdue | back | reading | accepted | none."""

    period: Period
    how: str
    due_on: date
    report: int = 0


@dataclass(frozen=True)
class Row:
    """One unit, the running period first."""

    unit: Unit
    cells: list[Cell]


def periods_shown(reports: QuerySet[Report], today: date, kind: str = Kind.MONTH) -> dict[Column, Period]:
    """The running one and those before it; of campaigns the last ones of which these reports are."""
    if kind == Kind.CAMPAIGN:
        seen = reports.filter(kind=kind).order_by().values("campaign")
        last = Campaign.objects.filter(pk__in=seen).order_by("-last", "-pk")[: SHOWN[Kind.CAMPAIGN]]
        return {(Month.of(one.last).code, one.pk): Period(kind, one.first, one.last, one.name) for one in last}
    found = [Period.holding(kind, Month.of(today))]
    while len(found) < SHOWN[Kind(kind)]:
        found.append(found[-1].before)
    return {(period.month.code, 0): period for period in found}


def calendar(reports: QuerySet[Report], today: date, kind: str = Kind.MONTH) -> list[Row]:
    """Units with whatever is late first; the others in their own order."""
    shown = periods_shown(reports, today, kind)
    found: dict[Unit, dict[Column, Cell]] = {}
    rows = reports.filter(kind=kind, month__in={month for month, _campaign in shown}).order_by().values_list(
        "centre", "place", "pk", "month", "campaign", "state", "due_on"
    )  # fmt: skip
    for centre, place, pk, month, campaign, state, due_on in rows:
        column = month, campaign or 0
        if column in shown:
            unit = (centre, 0) if centre else (None, place)
            found.setdefault(unit, {})[column] = Cell(shown[column], how_of(state, due_on, today), due_on, pk)
    units = [
        Row(unit, [cells.get(column) or _empty(period, today) for column, period in shown.items()])
        for unit, cells in found.items()
    ]
    return sorted(
        units, key=lambda row: (-sum(cell.how == "overdue" for cell in row.cells), row.unit[0] or 0, row.unit[1])
    )


def how_of(state: str, due_on: date, today: date) -> str:
    if state in WRITING and due_on < today:
        return "overdue"
    return {State.DUE: "due", State.SENT_BACK: "back", State.SUBMITTED: "reading"}.get(State(state), "accepted")


def _empty(period: Period, today: date) -> Cell:
    """A running period has no report yet: it is born when the period is over."""
    how = "not_yet" if period.last >= today and period.is_whole else "none"
    return Cell(period, how, deadlines.due_on(period.kind, period.last))
