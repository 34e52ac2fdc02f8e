from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded, signed_in
from hamafza.notices import commands as notices
from hamafza.notices import queries


@signed_in
@require_safe
def inbox(request: Any) -> HttpResponse:
    """Her own lines, newest first."""
    lines = list(queries.inbox(request.user, before=_before(request))[: queries.PAGE + 1])
    return render(request, "desks/inbox.html", {"lines": lines[: queries.PAGE], "more": _more(lines)})


@signed_in
@require_POST
def read_all(request: Any) -> HttpResponse:
    notices.read_all(request.user, by=request.user, at=clock.now())
    return _back("desks:inbox")


@guarded("notices.see_dead")
@require_safe
def dead(request: Any) -> HttpResponse:
    """What no gateway took; its words and numbers stay closed."""
    letters = list(queries.dead(before=_before(request))[: queries.PAGE + 1])
    return render(request, "desks/dead.html", {"letters": letters[: queries.PAGE], "more": _more(letters)})


@guarded("notices.see_dead")
@require_POST
def send_again(request: Any, pk: int) -> HttpResponse:
    letter = get_object_or_404(queries.dead(), pk=pk)
    try:
        notices.send_again(letter, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("دوباره در صف فرستادن است."))
    return _back("desks:dead")


def _before(request: Any) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else None


def _more(rows: list[Any]) -> int | None:
    return rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None


def _back(name: str) -> HttpResponse:
    answer = HttpResponseRedirect(reverse(name))
    answer.status_code = 303
    return answer
