"""The calendar of reports: which unit owes what, by month, season, year or campaign."""

from datetime import datetime, timedelta
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
from hamafza.reports.periods import Period
from hamafza.reports.queries.calendar import Cell, Row
from hamafza.reports.states import Kind
from hamafza.reports.views.league import number
from hamafza.ui.moments import say

SIZE, WHOLE = 25, 10_000
SAID = {
    "not_yet": gettext_lazy("هنوز نرسیده"), "due": gettext_lazy("مهلت دارد"), "overdue": gettext_lazy("دیرشده"),
    "back": gettext_lazy("بازگشت برای اصلاح"), "reading": gettext_lazy("در بررسی"),
    "accepted": gettext_lazy("پذیرفته"), "none": gettext_lazy("گزارشی نبود"),
}  # fmt: skip
TONES = {"overdue": "late", "due": "attention", "back": "attention", "reading": "info", "accepted": "good"}


@guarded("report.see")
@require_safe
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    form, shown, found = _found(request, at)
    first = number(request.GET.get("after", ""))
    context = {
        "form": form,
        "periods": [str(period) for period in shown],
        "rows": _rows(found[first : first + SIZE]),
        "next": turn(request, "after", str(first + SIZE)) if len(found) > first + SIZE else "",
        "previous": turn(request, "after", str(max(0, first - SIZE))) if first else "",
        "query": query(request),
    }
    return render(request, "reports/calendar.html", context, status=422 if form.errors else 200)


@guarded("report.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    at = clock.now()
    columns, lines = _table(request, at)
    context = {
        "title": _("تقویم گزارش‌ها"), "columns": [str(heading) for heading, _width in columns], "lines": lines,
        "back": "reports:calendar",
    }  # fmt: skip
    return render(request, "ui/list_print.html", context)


@guarded("report.see")
@require_safe
def sheet_of(request: Signed) -> HttpResponse:
    at = clock.now()
    return sheet("reports-calendar", _("تقویم گزارش‌ها"), *_table(request, at))


def _found(request: Signed, at: datetime) -> tuple[forms.CalendarForm, list[Period], list[Row]]:
    form = forms.CalendarForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    reports = queries.found(request.user, at, view="all", words=said.get("q") or "", level=said.get("level") or "")
    today, kind = queries.day_of(at), said.get("kind") or Kind.MONTH
    found = queries.calendar(reports, today, kind)
    if how := said.get("how"):
        found = [row for row in found if any(cell.how == how for cell in row.cells)]
    return form, list(queries.periods_shown(reports, today, kind).values()), found


def _rows(found: list[Row]) -> list[dict[str, Any]]:
    centres = Centre.objects.in_bulk([row.unit[0] for row in found if row.unit[0]])
    places = Place.objects.in_bulk([row.unit[1] for row in found if not row.unit[0]])
    return [
        {
            "name": centres[row.unit[0]] if row.unit[0] else places[row.unit[1]],
            "cells": [{"cell": cell, "said": _said(cell), "tone": TONES.get(cell.how, "plain")} for cell in row.cells],
        }
        for row in found
    ]


def _said(cell: Cell) -> str:
    """A running period says from which day its report waits."""
    if cell.how == "not_yet":
        return _("از %(day)s") % {"day": say(cell.period.last + timedelta(days=1), "day")}
    return str(SAID[cell.how])


def _table(request: Signed, at: datetime) -> tuple[list[tuple[Any, int]], list[list[Any]]]:
    _form, shown, found = _found(request, at)
    columns = [(_("واحد"), 40), *((str(period), 20) for period in shown)]
    return columns, [[str(row["name"]), *(cell["said"] for cell in row["cells"])] for row in _rows(found[:WHOLE])]
