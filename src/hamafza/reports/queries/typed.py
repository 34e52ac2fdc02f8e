"""Numbers that the journal cannot know: which are asked for, what was typed, and what the units below typed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports.models import Report, Typed, TypedWanted
from hamafza.reports.queries.report import parts
from hamafza.reports.states import LONG, WRITING, Kind, Level, State
from hamafza.ui.digits import grouped
from hamafza.ui.moments import say


@dataclass(frozen=True)
class TypedLine:
    """One such number, marked by whoever it comes from; those of `units` or `months` were added up."""

    caption: str
    unit: str
    number: int
    whence: str
    units: int = 0


def asked(report: Report) -> list[TypedWanted]:
    """What this unit is to type besides its figures: month by month, for all that is longer is made of months."""
    if report.kind != Kind.MONTH:
        return []
    found = TypedWanted.objects.filter(place__path=report.place.province_path, level=report.level, retired_at=None)
    return list(found.order_by("pk"))


def typed_before(report: Report) -> dict[int, int]:
    """What was typed last time, for a form that comes back."""
    return dict(Typed.objects.filter(report=report).values_list("wanted", "number"))


def summed(report: Report) -> list[dict[str, Any]]:
    """Of the accepted reports below, or of its months: only what adds up, kept apart from the journal's figures."""
    if report.kind in LONG:
        return _over_months(report)
    levels = {Level.COUNTY: [Level.CENTRE], Level.PROVINCE: [Level.CENTRE, Level.COUNTY]}.get(Level(report.level), [])
    if not levels:
        return []
    rows = Typed.objects.filter(
        report__level__in=levels, report__kind=report.kind, report__month=report.month, report__state=State.ACCEPTED, wanted__adds_up=True,
        report__place__path__startswith=report.place.path,
    ).select_related("wanted")  # fmt: skip
    cells: dict[TypedWanted, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows.order_by("wanted", "pk"):
        cells[row.wanted][0] += row.number
        cells[row.wanted][1] += 1
    return [
        {"caption": wanted.caption, "unit": wanted.unit, "number": number, "units": units}
        for wanted, (number, units) in cells.items()
    ]


def _over_months(report: Report) -> list[dict[str, Any]]:
    """What the unit itself typed month by month, then what the units below did."""
    months = [part.report for part in parts(report) if part.report and not part.report.is_open]
    cells: dict[tuple[bool, str, str], list[int]] = defaultdict(list)
    own = Typed.objects.filter(report__in=months, wanted__adds_up=True).select_related("wanted")
    for typed in own.order_by("wanted", "pk"):
        cells[False, typed.wanted.caption, typed.wanted.unit].append(typed.number)
    for month in months:
        for row in month.summed:
            cells[True, row["caption"], row["unit"]].append(row["number"])
    return [
        {"caption": caption, "unit": unit, "number": sum(numbers), "months": len(numbers), "below": below}
        for (below, caption, unit), numbers in cells.items()
    ]


def typed_of(report: Report) -> list[TypedLine]:
    """All of it: her own, then the sums; as it was locked for an earlier edition."""
    kept: list[dict[str, Any]] | None = getattr(report, "kept_typed", None)
    rows = kept if kept is not None else frozen(report)
    return [TypedLine(row["caption"], row["unit"], row["number"], _whence(row), row.get("units", 0)) for row in rows]


def frozen(report: Report) -> list[dict[str, Any]]:
    """As JSON, to be kept with an edition."""
    own = Typed.objects.filter(report=report).select_related("wanted", "by").order_by("wanted")
    rows: list[dict[str, Any]] = [
        {"caption": one.wanted.caption, "unit": one.wanted.unit, "number": one.number, "by": one.by.full_name,
         "at": one.at.isoformat()}
        for one in own
    ]  # fmt: skip
    return rows + (summed(report) if report.state in WRITING else report.summed)


def _whence(row: dict[str, Any]) -> str:
    if row.get("below"):
        return ngettext("جمع واحدهای پایین‌تر در %(n)s ماه", "جمع واحدهای پایین‌تر در %(n)s ماه", row["months"]) % {
            "n": grouped(row["months"])
        }
    if row.get("months"):
        return ngettext("جمع %(n)s ماه", "جمع %(n)s ماه", row["months"]) % {"n": grouped(row["months"])}
    if row.get("units"):
        return ngettext("جمع %(n)s واحد", "جمع %(n)s واحد", row["units"]) % {"n": grouped(row["units"])}
    return _("%(who)s، %(day)s") % {"who": row["by"], "day": say(datetime.fromisoformat(row["at"]), "day")}


def provinces_for(person: Person, at: datetime) -> QuerySet[Place]:
    """Those whose numbers she decides."""
    return Place.objects.provinces().filter(reach(person, "report.ask", at).q(path="path"))


def asked_by(person: Person, at: datetime) -> QuerySet[TypedWanted]:
    found = TypedWanted.objects.filter(reach(person, "report.ask", at).q(path="place__path"), retired_at=None)
    return found.select_related("place", "added_by").order_by("place__path", "level", "pk")
