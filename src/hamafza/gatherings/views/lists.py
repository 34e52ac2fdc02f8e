"""The list of gatherings: on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.gatherings import captions, queries
from hamafza.gatherings.forms import ListForm
from hamafza.gatherings.models import Gathering
from hamafza.kernel import clock, paging
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.ui.digits import local
from hamafza.ui.moments import say

VIEWS = {
    "active": gettext_lazy("برپا"), "weak": gettext_lazy("کم‌تداوم"), "ended": gettext_lazy("پایان‌یافته"),
    "all": gettext_lazy("همه"),
}  # fmt: skip
COLUMNS = [
    (gettext_lazy("گردهمایی"), 34), (gettext_lazy("کانون"), 34), (gettext_lazy("جا"), 18), (gettext_lazy("مسئول"), 24),
    (gettext_lazy("هر چند وقت"), 34), (gettext_lazy("تداوم، از ۱۰۰"), 14), (gettext_lazy("جلسهٔ بعد"), 28),
    (gettext_lazy("وضعیت"), 14),
]  # fmt: skip


@guarded("gathering.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    at = clock.now()
    form, view, by, down = _asked(request)
    page = paging.paged(
        _found(request, form, view, at), by, down=down, after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "view": view,
        "tabs": [{"label": label, "href": f"?view={name}", "current": name == view} for name, label in VIEWS.items()],
        "rows": _rows(page.rows, at),
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "may_found": reach(request.user, "gathering.keep", at) != NOTHING,
    }
    return render(request, "gatherings/list.html", context, status=422 if form.errors else 200)


@guarded("gathering.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {
        "title": _("گردهمایی‌ها"), "columns": [str(heading) for heading, _width in COLUMNS], "lines": _lines(request),
        "back": "gatherings:list",
    }  # fmt: skip
    return render(request, "ui/list_print.html", context)


@guarded("gathering.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("gatherings", _("گردهمایی‌ها"), COLUMNS, _lines(request))


def _asked(request: Signed) -> tuple[ListForm, str, str, bool]:
    form = ListForm(request.GET)
    form.is_valid()
    view = request.GET.get("view", "")
    by, down = queries.SORTS.get(form.cleaned_data.get("sort") or "weakest", queries.SORTS["weakest"])
    return form, view if view in VIEWS else "active", by, down


def _found(request: Signed, form: ListForm, view: str, at: datetime) -> Any:
    said = form.cleaned_data
    return queries.gatherings_found(
        request.user, at, words=said.get("q") or "", view=view, place=said.get("place"),
        centre=request.GET.get("centre", "")[:20],
    )  # fmt: skip


def _rows(gatherings: list[Gathering], at: datetime) -> list[dict[str, Any]]:
    coming, named = queries.next_of(gatherings, at), dict(captions.feasts())
    return [
        {
            "gathering": one,
            "rule": captions.rule_of(one, named),
            "index": captions.index_of(one),
            "tone": captions.tone_of(one),
            "next": coming.get(one.pk),
        }
        for one in gatherings
    ]


def _lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    form, view, by, down = _asked(request)
    found = paging.paged(_found(request, form, view, at), by, down=down, size=paging.WHOLE)
    return [_cells(row) for row in _rows(found.rows, at)]


def _cells(row: dict[str, Any]) -> list[str]:
    one = row["gathering"]
    return [
        one.title, one.centre.name, str(one.place), one.leader_name, row["rule"],
        local(one.continuity) if one.counted else "", say(row["next"], "time") if row["next"] else "",
        one.get_state_display(),
    ]  # fmt: skip
