"""How a screen answers after an action: in place for htmx, by a new page without it."""

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hamafza.intake.models import Request
from hamafza.referrals import queries
from hamafza.referrals.models import Referral
from hamafza.referrals.views.inbox import tabs


def see_other(url: str) -> HttpResponse:
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer


def after_move(request: Any, hop: Referral, at: datetime, said: str) -> HttpResponse:
    """A row takes the place of its row; the request's page is told anew; plain browsers go on to the page."""
    if _in_the_list(request):
        return _row(request, hop, at, said)
    url = where_next(request, hop.need.request_id, at)
    if request.htmx:
        answer = HttpResponse(status=200)
        answer["HX-Location"] = json.dumps({"path": url, "target": "#main", "select": "#main", "swap": "outerHTML"})
        answer["HX-Trigger"] = json.dumps({"toast": {"text": said, "tone": "good"}})
        return answer
    messages.success(request, said)
    return see_other(url)


def where_next(request: Any, request_id: int, at: datetime) -> str:
    """The request's page for those who may still see it, else one's own list."""
    if Request.objects.visible_to(request.user, at).filter(pk=request_id).exists():
        return reverse("desks:request", args=[request_id])
    return reverse("referrals:inbox")


def refused_at_once(request: Any, hop: Referral, at: datetime, message: str) -> HttpResponse:
    """A button without a form could not do it: the row or page as it stands now, and the reason."""
    if _in_the_list(request):
        return _row(request, hop, at, message, tone="attention")
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Trigger"] = json.dumps({"toast": {"text": message, "tone": "attention"}})
        return answer
    messages.warning(request, message)
    return see_other(where_next(request, hop.need.request_id, at))


def _row(request: Any, hop: Referral, at: datetime, said: str, tone: str = "good") -> HttpResponse:
    view = request.POST.get("view", "waiting")
    context = {
        "row": queries.one_row(hop.pk, request.user, at),
        "view": view,
        "tabs": tabs(request, view, at),
        "said": said,
        "tone": tone,
    }
    answer = render(request, "referrals/changed.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#row-{hop.pk}", "outerHTML"
    return answer


def _in_the_list(request: Any) -> bool:
    """The forms of the inbox say in which view they stand."""
    return bool(request.htmx) and request.POST.get("view") in queries.VIEWS
