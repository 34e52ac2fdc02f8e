"""All handovers that one may see: both sides see theirs, whoever coordinates sees those of her place."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.succession import forms, queries
from hamafza.succession.models import Handover
from hamafza.ui.digits import local
from hamafza.ui.moments import say

VIEWS = {
    "all": gettext_lazy("همه"),
    "given": gettext_lazy("من داده‌ام"),
    "taken": gettext_lazy("من گرفته‌ام"),
    "back": gettext_lazy("برگشته"),
}
COLUMNS = [
    (gettext_lazy("شماره"), 14), (gettext_lazy("چه هنگام"), 24), (gettext_lazy("تحویل‌دهنده"), 26), (gettext_lazy("تحویل‌گیرنده"), 40),
    (gettext_lazy("جا"), 20), (gettext_lazy("چند مورد"), 12), (gettext_lazy("انجام‌دهنده"), 26),
    (gettext_lazy("نتیجه"), 20),
]  # fmt: skip


@signed_in
@require_safe
def listing(request: Signed) -> HttpResponse:
    form, view = _asked(request), _view(request)
    page = paging.paged(
        _found(request, form), "at", down=True, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "form": form,
        "view": view,
        "title": VIEWS[view],
        "tabs": [{"label": label, "href": f"?view={key}", "current": key == view} for key, label in VIEWS.items()],
        "rows": [{"made": one, "takers": queries.takers_of(one), "end": _end(one)} for one in page.rows],
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }
    return render(request, "succession/handovers.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("تحویل‌های کار"),
        "columns": [str(heading) for heading, _width in COLUMNS],
        "lines": [[local(cell) if isinstance(cell, int) else cell for cell in line] for line in _lines(request)],
        "back": "succession:handovers",
    }
    return render(request, "ui/list_print.html", context)


@signed_in
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("handovers", _("تحویل‌های کار"), COLUMNS, _lines(request))


def _asked(request: Signed) -> forms.HandoverFindForm:
    form = forms.HandoverFindForm(request.GET)
    form.is_valid()
    return form


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "all"


def _found(request: Signed, form: forms.HandoverFindForm) -> Any:
    said = form.cleaned_data
    return queries.handovers_found(
        request.user, clock.now(), words=said.get("q") or "", view=_view(request), place=said.get("place"),
        since=said.get("since"), until=said.get("until"),
    )  # fmt: skip


def _end(made: Handover) -> str:
    if made.back_of_id:
        return str(_("بازگشت کار"))
    return str(_("برگشته است")) if hasattr(made, "returned") else ""


def _lines(request: Signed) -> list[list[Any]]:
    page = paging.paged(_found(request, _asked(request)), "at", down=True, size=paging.WHOLE)
    return [
        [
            local(one.number), say(one.at, "time"), one.giver.full_name, "، ".join(queries.takers_of(one)),
            str(one.place), one.total, one.done_by.full_name if one.done_by else str(_("سامانه")), _end(one),
        ]
        for one in page.rows
    ]  # fmt: skip
