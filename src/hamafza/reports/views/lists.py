"""The calendar of reports: what is due, late, being read, accepted; on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.journal.months import Month
from hamafza.kernel import clock, paging
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.reports import forms, queries
from hamafza.reports.models import Report
from hamafza.reports.states import WRITING, Level
from hamafza.ui.digits import local
from hamafza.ui.moments import say

VIEWS = {
    "mine": gettext_lazy("نزد من"),
    "open": gettext_lazy("در راه"),
    "late": gettext_lazy("دیرشده"),
    "accepted": gettext_lazy("پذیرفته"),
    "all": gettext_lazy("همه"),
}
COLUMNS = [
    (gettext_lazy("شماره"), 16), (gettext_lazy("واحد"), 40), (gettext_lazy("بازه"), 18), (gettext_lazy("مهلت"), 22),
    (gettext_lazy("وضعیت"), 22), (gettext_lazy("نزد"), 24),
]  # fmt: skip
MONTHS = 12


@guarded("report.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    at = clock.now()
    form, found = _found(request, at)
    page = paging.paged(
        found, "due_on", down=_view(request) in {"accepted", "all"},
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    today = clock.local(at).date()
    seen = Report.objects.visible_to(request.user, at)
    context = {
        "form": form,
        "view": _view(request),
        "title": VIEWS[_view(request)],
        "tabs": [
            {"label": label, "href": f"?view={name}", "current": name == _view(request)}
            for name, label in VIEWS.items()
        ],
        "rows": [{"report": one, "code": local(one.code), "late": _is_late(one, at)} for one in page.rows],
        "rates": [
            {"rate": queries.rate_of(queries.recent(seen, today, monthly), today), "monthly": monthly}
            for monthly in (True, False)
        ],
        "rolls_up": (within := reach(request.user, "report.see", at)).everything or bool(within.paths),
        "calls": reach(request.user, "report.accept", at) != NOTHING,
        "asks": reach(request.user, "report.ask", at) != NOTHING,
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }
    return render(request, "reports/list.html", context, status=422 if form.errors else 200)


@guarded("report.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("گزارش‌ها"),
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": _lines(request),
        "back": "reports:list",
    }
    return render(request, "ui/list_print.html", context)


@guarded("report.see")
@require_safe
def sheet_of(request: Signed) -> HttpResponse:
    return sheet("reports", _("گزارش‌ها"), COLUMNS, _lines(request))


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "mine"


def _found(request: Signed, at: datetime) -> tuple[forms.FindForm, Any]:
    form = forms.FindForm(request.GET)
    this = Month.of(clock.local(at).date())
    form.fields["month"].choices = [("", _("همهٔ ماه‌ها"))] + [  # type: ignore[attr-defined]
        (month.code, say(month.first, "month")) for month in (this.plus(-n) for n in range(1, MONTHS + 1))
    ]
    form.fields["level"].choices = [("", _("همه")), *Level.choices]  # type: ignore[attr-defined]
    form.is_valid()
    said = form.cleaned_data
    found = queries.found(
        request.user, at, view=_view(request), words=said.get("q") or "", month=said.get("month"),
        level=said.get("level") or "", kind=said.get("kind") or "",
    )  # fmt: skip
    return form, found


def _lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    _form, found = _found(request, at)
    page = paging.paged(found, "due_on", down=_view(request) in {"accepted", "all"}, size=paging.WHOLE)
    return [
        [
            local(one.code), str(one.unit), str(one.period), say(one.due_on, "day"),
            one.get_state_display(), one.holder.full_name if one.holder else "",
        ]
        for one in page.rows
    ]  # fmt: skip


def _is_late(report: Report, at: datetime) -> bool:
    return report.state in WRITING and report.due_on < clock.local(at).date()
