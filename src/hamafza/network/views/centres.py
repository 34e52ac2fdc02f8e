"""The list of centres: on screen, on paper and as a sheet."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network import finding, rows
from hamafza.network.access import reach
from hamafza.network.forms import FindForm
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import query, sheet, turn
from hamafza.ui.digits import local

COLUMNS = [
    (gettext_lazy("نام"), 34),
    (gettext_lazy("جا"), 30),
    (gettext_lazy("گونه"), 16),
    (gettext_lazy("وضعیت"), 12),
    (gettext_lazy("عرصه‌ها و جای خالی"), 44),
    (gettext_lazy("تلفن"), 16),
    (gettext_lazy("تازگی"), 20),
]


@guarded("centre.see")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    form = FindForm(request.GET)
    page = finding.paged(
        _found(request, form, at), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "form": form,
        "rows": rows.rows_of(page.rows, request.user, at),  # type: ignore[arg-type]
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "may_open": reach(request.user, "centre.create", at) != NOTHING,  # type: ignore[arg-type]
        "may_import": reach(request.user, "centre.import", at) != NOTHING,  # type: ignore[arg-type]
    }
    return render(request, "network/centres.html", context, status=422 if form.errors else 200)


@guarded("centre.see")
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    page = finding.paged(_found(request, FindForm(request.GET), at), size=finding.WHOLE)
    shown = rows.rows_of(page.rows, request.user, at)  # type: ignore[arg-type]
    lines = [_cells(row, at) for row in shown]
    context = {
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": lines,
        "more": bool(page.after),
    }
    return render(request, "network/centres_print.html", context)


@guarded("centre.see")
@require_safe
def exported(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    page = finding.paged(_found(request, FindForm(request.GET), at), size=finding.WHOLE)
    shown = rows.rows_of(page.rows, request.user, at)  # type: ignore[arg-type]
    return sheet("centres", _("کانون‌ها"), COLUMNS, (_cells(row, at) for row in shown))


def _found(request: HttpRequest, form: FindForm, at: datetime):
    return finding.found(finding.visible(request.user, at), finding.Filters.of(form), at)  # type: ignore[arg-type]


def _cells(row: rows.Row, at: datetime) -> list[str]:
    centre = row.centre
    return [
        centre.name,
        row.where,
        centre.get_kind_display(),
        centre.get_state_display(),
        _("، ").join(f"{service.domain} ({rows.capacity_words(service, at)})" for service in row.domains),
        local(centre.phone),
        row.freshness,
    ]
