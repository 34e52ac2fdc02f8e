"""The last door: the weekly list, and the form that finds a way."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.referrals import advice, forms, queries
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor
from hamafza.referrals.states import DoorState
from hamafza.referrals.views.answers import see_other, where_next
from hamafza.ui.refusals import show

SHOWN = 100


@guarded("referral.last_door")
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    ended = request.GET.get("view") == "ended"
    tasks = queries.last_doors(request.user, at, ended=ended)[:SHOWN]  # type: ignore[arg-type]
    tabs = [
        {"label": _("باز"), "href": "?", "current": not ended, "count": 0},
        {"label": _("پایان‌یافته"), "href": "?view=ended", "current": ended, "count": 0},
    ]
    return render(request, "referrals/last_doors.html", {"tasks": tasks, "tabs": tabs, "ended": ended})


@guarded("referral.last_door")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Any, pk: int) -> HttpResponse:
    at = clock.now()
    task = get_object_or_404(queries.door_task(request.user, at), pk=pk)
    if task.state != DoorState.OPEN:
        return see_other(where_next(request, task.need.request_id, at))
    words = request.GET.get("q", "") or request.POST.get("q", "")
    form = _form(request, task, words, at)
    if request.method == "POST" and form.is_valid():
        try:
            referrals.act_at_last_door(task, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, _("ثبت شد. راهی پیدا شد و درخواست بی‌صاحب نماند."))
            return see_other(where_next(request, task.need.request_id, at))
        except Refused as refused:
            show(form, refused)
    context = {
        "task": task,
        "form": form,
        "words": words,
        "tried": queries.tried(task.need),
        "seen": _seen(task, request, at),
    }
    return render(request, "referrals/last_door.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, task: LastDoor, words: str, at: datetime) -> forms.DoorForm:
    centres = advice.found_centres(words) if words.strip() else [
        one.centre for one in advice.rank_centres(task.need, at=at)[:8]
    ]  # fmt: skip
    return forms.DoorForm(request.POST or None, centres=centres, taken=queries.domains_of(task.need.request))


def _seen(task: LastDoor, request: HttpRequest, at: datetime) -> queries.Seen:
    return queries.seen_by(task.need.request, queries.level_for(task.need.request, request.user, at))  # type: ignore[arg-type]
