"""The officers' list of stories: on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.journal.months import Month
from hamafza.kernel import clock, paging
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.public.forms import FindForm
from hamafza.public.models import Story
from hamafza.public.queries import stories as queries
from hamafza.ui.digits import local
from hamafza.ui.moments import say

VIEWS = {
    "mine": gettext_lazy("نزد من"),
    "waiting": gettext_lazy("در راه"),
    "published": gettext_lazy("منتشرشده"),
    "over": gettext_lazy("کنار رفته"),
    "all": gettext_lazy("همه"),
}
COLUMNS = [
    (gettext_lazy("شماره"), 10), (gettext_lazy("عنوان"), 40), (gettext_lazy("عرصه"), 24), (gettext_lazy("جا"), 20),
    (gettext_lazy("ماه"), 16), (gettext_lazy("وضعیت"), 26), (gettext_lazy("نزد"), 24),
]  # fmt: skip


@signed_in
@require_safe
def listing(request: Signed) -> HttpResponse:
    at = clock.now()
    form, found = _found(request, at)
    view = _view(request)
    page = paging.paged(
        found, "written_at", down=True, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "form": form,
        "view": view,
        "tabs": [{"label": text, "href": f"?view={name}", "current": name == view} for name, text in VIEWS.items()],
        "rows": page.rows,
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }
    return render(request, "public/stories.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def printed(request: Signed) -> HttpResponse:
    columns = [str(heading) for heading, _width in COLUMNS]
    context = {"title": _("داستان‌ها"), "columns": columns, "lines": _lines(request), "back": "public:stories"}
    return render(request, "ui/list_print.html", context)


@signed_in
@require_safe
def sheet_of(request: Signed) -> HttpResponse:
    return sheet("stories", _("داستان‌ها"), COLUMNS, _lines(request))


def month_of(story: Story) -> str:
    return say(Month.from_code(story.month).first, "month")


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in VIEWS else "mine"


def _found(request: Signed, at: datetime) -> tuple[FindForm, Any]:
    form = FindForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    found = queries.found(
        request.user, at, view=_view(request), words=said.get("q") or "", place=said.get("place"),
        domain=said.get("domain") or "",
    )  # fmt: skip
    return form, found


def _lines(request: Signed) -> list[list[str]]:
    _form, found = _found(request, clock.now())
    return [
        [
            local(one.pk), one.title, str(one.domain), str(one.place), month_of(one), one.get_state_display(),
            one.holder.full_name if one.holder else "",
        ]
        for one in paging.paged(found, "written_at", down=True, size=paging.WHOLE).rows
    ]  # fmt: skip
