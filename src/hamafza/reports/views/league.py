"""The league: who improved, against her own months before. Nobody is ranked by her fault."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network.guards import guarded
from hamafza.network.models import Centre
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.places.models import Place
from hamafza.reports import forms, queries
from hamafza.reports.models import Report
from hamafza.reports.queries import Standing
from hamafza.reports.queries.rates import Rate
from hamafza.reports.states import Level
from hamafza.ui.digits import grouped, percent

SIZE, WHOLE = 25, 10_000
COLUMNS = [
    (gettext_lazy("واحد"), 40), (gettext_lazy("تغییر (واحد درصد)"), 16), (gettext_lazy("به‌هنگام، سه ماه اخیر"), 22),
    (gettext_lazy("به‌هنگام، سه ماه پیش‌تر"), 22), (gettext_lazy("رسیده از خواسته"), 20),
]  # fmt: skip


@guarded("report.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    form, found = _found(request, clock.now())
    first = number(request.GET.get("after", ""))
    shown = found[first : first + SIZE]
    context = {
        "form": form,
        "rows": _rows(shown),
        "total": len(found),
        "next": turn(request, "after", str(first + SIZE)) if len(found) > first + SIZE else "",
        "previous": turn(request, "after", str(max(0, first - SIZE))) if first else "",
        "query": query(request),
    }
    return render(request, "reports/league.html", context, status=422 if form.errors else 200)


@guarded("report.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("پیشرفت واحدها در گزارش‌دهی"),
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": _lines(request),
        "back": "reports:league",
    }
    return render(request, "ui/list_print.html", context)


@guarded("report.see")
@require_safe
def sheet_of(request: Signed) -> HttpResponse:
    return sheet("league", _("پیشرفت واحدها"), COLUMNS, _lines(request))


def _found(request: Signed, at: datetime) -> tuple[forms.LeagueForm, list[Standing]]:
    form = forms.LeagueForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    reports = queries.found(
        request.user, at, view="all", words=said.get("q") or "", level=said.get("level") or Level.CENTRE
    )
    found = queries.league(reports, queries.day_of(at))
    match said.get("which"):
        case "up":
            found = [one for one in found if one.change > 0]
        case "new":
            found = [one for one in found if one.is_new]
    return form, found


def _rows(found: list[Standing]) -> list[dict[str, Any]]:
    """With their names, for the stretch that is shown."""
    centres = Centre.objects.in_bulk([one.unit[0] for one in found if one.unit[0]])
    places = Place.objects.in_bulk([one.unit[1] for one in found if not one.unit[0]])
    latest = dict(
        Report.objects.monthly().filter(centre__in=list(centres)).order_by("month").values_list("centre", "pk")
        if centres
        else Report.objects.monthly()
        .filter(centre=None, place__in=list(places))
        .order_by("month")
        .values_list("place", "pk")
    )
    return [
        {
            "one": one,
            "name": centres[one.unit[0]] if one.unit[0] else places[one.unit[1]],
            "change": change_said(one),
            "report": latest.get(one.unit[0] or one.unit[1]),
        }
        for one in found
    ]


def _lines(request: Signed) -> list[list[Any]]:
    _form, found = _found(request, clock.now())
    return [
        [
            str(row["name"]), row["change"], _share(row["one"].now.in_time_share),
            _share(row["one"].before.in_time_share), _came_of(row["one"].now),
        ]
        for row in _rows(found[:WHOLE])
    ]  # fmt: skip


def change_said(one: Standing) -> str:
    """«+۳۳», «−۱۲», «۰» or «تازه»."""
    if one.is_new:
        return _("تازه")
    return ("+" if one.change > 0 else "") + grouped(one.change)


def _came_of(rate: Rate) -> str:
    return _("%(n)s از %(all)s") % {"n": grouped(rate.came), "all": grouped(rate.expected)}


def _share(share: float | None) -> str:
    return "—" if share is None else percent(share)


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
