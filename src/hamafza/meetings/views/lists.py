"""The lists of meetings and of actions: on screen, on paper, as a sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock, paging
from hamafza.meetings import captions, queries
from hamafza.meetings.forms import ListForm
from hamafza.meetings.models import Action, Meeting
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, signed_in
from hamafza.people.answers import Signed, query, sheet, turn
from hamafza.ui.digits import local
from hamafza.ui.moments import say

MEETING_VIEWS = {"open": gettext_lazy("پیش رو و نانوشته"), "past": gettext_lazy("گذشته"), "all": gettext_lazy("همه")}
MEETING_COLUMNS = [
    (gettext_lazy("نشست"), 40), (gettext_lazy("زمان"), 30), (gettext_lazy("میزبان"), 30), (gettext_lazy("جا"), 20),
    (gettext_lazy("وضعیت"), 30), (gettext_lazy("نزد"), 24),
]  # fmt: skip
ACTION_COLUMNS = [
    (gettext_lazy("اقدام"), 60), (gettext_lazy("مسئول"), 24), (gettext_lazy("مهلت"), 22), (gettext_lazy("وضعیت"), 18),
    (gettext_lazy("نشست"), 40), (gettext_lazy("مصوبه"), 60),
]  # fmt: skip


@signed_in
@require_safe
def meetings(request: Signed) -> HttpResponse:
    at = clock.now()
    form, view = _asked(request, at)
    page = paging.paged(
        _meetings(request, form, view, at), "starts_at", down=view != "open",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "view": view,
        "tabs": [
            {"label": label, "href": f"?view={name}", "current": name == view} for name, label in MEETING_VIEWS.items()
        ],
        "rows": [{"meeting": one, "name": captions.name_of(one), "tone": captions.tone_of(one)} for one in page.rows],
        "series": list(queries.choices_of_series(request.user, at)[:30]),
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
        "may_plan": reach(request.user, "meeting.plan", at) != NOTHING,
    }
    return render(request, "meetings/meetings.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def meetings_printed(request: Signed) -> HttpResponse:
    return _printed(request, _("نشست‌ها"), MEETING_COLUMNS, _meeting_lines(request), "meetings:list")


@signed_in
@require_safe
def meetings_sheet(request: Signed) -> HttpResponse:
    return sheet("meetings", _("نشست‌ها"), MEETING_COLUMNS, _meeting_lines(request))


@signed_in
@require_safe
def actions(request: Signed) -> HttpResponse:
    at = clock.now()
    view = _view(request)
    page = paging.paged(
        _actions(request, view, at), "due_on", down=view == "ended",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "rows": queries.rows_of(page.rows, request.user, at),
        "view": view,
        "title": queries.VIEWS[view],
        "words": request.GET.get("q", ""),
        "tabs": _tabs(request, view, at),
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }
    return render(request, "meetings/actions.html", context)


@signed_in
@require_safe
def actions_printed(request: Signed) -> HttpResponse:
    return _printed(request, queries.VIEWS[_view(request)], ACTION_COLUMNS, _action_lines(request), "meetings:actions")


@signed_in
@require_safe
def actions_sheet(request: Signed) -> HttpResponse:
    return sheet("actions", str(queries.VIEWS[_view(request)]), ACTION_COLUMNS, _action_lines(request))


def _printed(request: Signed, title: Any, columns: Any, lines: list[list[str]], back: str) -> HttpResponse:
    context = {"title": title, "columns": [str(heading) for heading, _width in columns], "lines": lines, "back": back}
    return render(request, "ui/list_print.html", context)


def _asked(request: Signed, at: datetime) -> tuple[ListForm, str]:
    form = ListForm(request.GET, series=queries.choices_of_series(request.user, at))
    form.is_valid()
    view = request.GET.get("view", "")
    return form, view if view in MEETING_VIEWS else "open"


def _meetings(request: Signed, form: ListForm, view: str, at: datetime) -> Any:
    said = form.cleaned_data
    series = said.get("series") or ""
    return queries.meetings_found(
        request.user, at, words=said.get("q") or "", view=view, state=said.get("state") or "",
        series=int(series) if series else None, place=said.get("place"),
    )  # fmt: skip


def _meeting_lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    form, view = _asked(request, at)
    found = paging.paged(_meetings(request, form, view, at), "starts_at", down=view != "open", size=paging.WHOLE)
    return [_meeting_cells(one) for one in found.rows]


def _meeting_cells(meeting: Meeting) -> list[str]:
    return [
        captions.name_of(meeting), say(meeting.starts_at, "time"), meeting.host.name if meeting.host else "",
        str(meeting.series.place), meeting.get_state_display(), meeting.holder.full_name if meeting.holder else "",
    ]  # fmt: skip


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in queries.VIEWS else "mine"


def _actions(request: Signed, view: str, at: datetime) -> Any:
    return queries.actions_of(request.user, at, view=view, words=request.GET.get("q", ""))


def _tabs(request: Signed, view: str, at: datetime) -> list[dict[str, Any]]:
    counted = {name: queries.actions_of(request.user, at, view=name).count() for name in ("mine", "verify", "late")}
    return [
        {"label": label, "href": f"?view={name}", "current": name == view, "count": counted.get(name, 0)}
        for name, label in queries.VIEWS.items()
    ]


def _action_lines(request: Signed) -> list[list[str]]:
    at, view = clock.now(), _view(request)
    found = paging.paged(_actions(request, view, at), "due_on", down=view == "ended", size=paging.WHOLE)
    return [_action_cells(one) for one in found.rows]


def _action_cells(action: Action) -> list[str]:
    return [
        action.text, action.owner.full_name, local(say(action.due_on, "day")), action.get_state_display(),
        captions.name_of(action.meeting), action.decision.text,
    ]  # fmt: skip
