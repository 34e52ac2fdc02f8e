"""The list of shifts: on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.shifts import captions, queries
from hamafza.shifts.forms import ListForm
from hamafza.shifts.models import Shift
from hamafza.ui.moments import say

VIEWS = {
    "open": gettext_lazy("پیش رو"),
    "draft": gettext_lazy("پیش‌نویس‌ها"),
    "past": gettext_lazy("گذشته"),
    "all": gettext_lazy("همه"),
}
COLUMNS = [
    (gettext_lazy("روز"), 22), (gettext_lazy("ساعت"), 18), (gettext_lazy("کانون"), 34), (gettext_lazy("مهارت لازم"), 20),
    (gettext_lazy("جاها"), 12), (gettext_lazy("مسئول نوبت"), 24), (gettext_lazy("وضعیت"), 16),
]  # fmt: skip


@guarded("shift.see")
@require_safe
def shifts(request: Signed) -> HttpResponse:
    at = clock.now()
    form, view = _asked(request)
    page = paging.paged(
        _found(request, form, view, at), "starts_at", down=view in {"past", "all"},
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "view": view,
        "tabs": [{"label": label, "href": f"?view={name}", "current": name == view} for name, label in VIEWS.items()],
        "rows": [row_of(one) for one in page.rows],
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "may_plan": reach(request.user, "shift.plan", at) != NOTHING,
        "centres": list(queries.centres_planned(request.user, at, "shift.see")[:30]),
    }
    return render(request, "shifts/shifts.html", context, status=422 if form.errors else 200)


@guarded("shift.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    columns = [str(heading) for heading, _width in COLUMNS]
    context = {"title": _("نوبت‌ها"), "columns": columns, "lines": _lines(request), "back": "shifts:list"}
    return render(request, "ui/list_print.html", context)


@guarded("shift.see")
@require_safe
def as_sheet(request: Signed) -> HttpResponse:
    return sheet("shifts", _("نوبت‌ها"), COLUMNS, _lines(request))


def row_of(shift: Shift) -> dict[str, Any]:
    """A line of the list."""
    missing = captions.missing_of(shift) if shift.is_open else ""
    return {
        "shift": shift,
        "when": captions.when(shift),
        "seats": captions.seats_of(shift),
        "missing": missing,
        "tone": captions.tone_of(shift),
    }


def _asked(request: Signed) -> tuple[ListForm, str]:
    form = ListForm(request.GET)
    form.is_valid()
    view = request.GET.get("view", "")
    return form, view if view in VIEWS else "open"


def _found(request: Signed, form: ListForm, view: str, at: datetime) -> Any:
    said = form.cleaned_data
    return queries.shifts_found(
        request.user, at, words=said.get("q") or "", view=view, state=said.get("state") or "", week=said.get("week"),
        skill=said.get("skill") or "", uncovered=bool(said.get("uncovered")),
    )  # fmt: skip


def _lines(request: Signed) -> list[list[str]]:
    form, view = _asked(request)
    found = paging.paged(
        _found(request, form, view, clock.now()), "starts_at", down=view in {"past", "all"}, size=paging.WHOLE
    )
    return [_cells(one) for one in found.rows]


def _cells(shift: Shift) -> list[str]:
    return [
        say(shift.day, "day"), captions.hours_of(shift), shift.centre.name, str(shift.skill or ""),
        captions.seats_of(shift), shift.officer.full_name, shift.get_state_display(),
    ]  # fmt: skip
