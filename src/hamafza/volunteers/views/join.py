"""The public door for those who offer to serve: no account, a 360 px phone, no JavaScript needed."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hamafza.kernel import actors, clock, limits
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed, Refused
from hamafza.network import queries as network
from hamafza.network.finding import visible
from hamafza.network.guards import guarded, open_to_all
from hamafza.people.answers import Signed, done, see_other
from hamafza.ui import refusals
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.forms import JoinForm, NewForm, fresh_key
from hamafza.volunteers.models import Volunteer

JOINED = "joined"  # in the session: who has just offered to serve from this browser
MINUTES = 60
EACH, ALL = 20, 1_000  # in ten minutes from one address, and from all; a mosque's hall may share one


@open_to_all("anyone may offer to serve")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form; sent, somebody of the centre calls within three working days."""
    centres = network.public_centres()
    if request.method != "POST":
        return _form(request, JoinForm(centres=centres, initial={"key": fresh_key(), "where": _asked_for(request)}))
    form = JoinForm(request.POST, centres=centres)
    valid = form.is_valid()
    if seconds := _too_often(request):
        form.add_error(None, _("در این چند دقیقه فرم‌های بسیاری از این نشانی آمده است. کمی بعد دوباره بفرستید."))
        answer = _form(request, form, status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    if valid:
        try:
            joined = _take_in(form, volunteers.apply, actors.Door("web"), clock.now())
        except Refused as refused:
            _show(form, refused)
        else:
            request.session[JOINED] = joined.pk
            if not request.user.is_authenticated:
                request.session.set_expiry(60 * MINUTES)
            return see_other(reverse("volunteers:joined"))
    return _form(request, form, status=422)


@open_to_all("shows only what this very browser has just sent")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joined(request: HttpRequest) -> HttpResponse:
    """Thanks, and who answers until when. A POST forgets it, for a telephone that others use too."""
    found = queries.just_applied(request.session.get(JOINED))
    if request.method == "POST":
        request.session.pop(JOINED, None)
    if found is None or request.method == "POST":
        return see_other(reverse("volunteers:join"))
    token = queries.link_of(found) if queries.by_link(queries.link_of(found), clock.now()) else ""
    return render(request, "volunteers/join_done.html", {"volunteer": found, "token": token})


@guarded("volunteer.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed) -> HttpResponse:
    """An officer writes down somebody who told her so."""
    at = clock.now()
    centres = visible(request.user, at, "volunteer.keep")
    first = list(centres[:2])
    initial = {"key": fresh_key(), "where": first[0].name if len(first) == 1 else ""}
    form = NewForm(request.POST if request.method == "POST" else None, centres=centres, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            entered = _take_in(form, volunteers.enter, request.user, at)
            return done(request, reverse("volunteers:volunteer", args=[entered.pk]), _("داوطلب نوشته شد."))
        except Refused as refused:
            _show(form, refused)
    return render(request, "volunteers/new.html", {"form": form}, status=422 if form.errors else 200)


def _take_in(form: NewForm, command: Any, by: Any, at: datetime) -> Volunteer:
    """The volunteer of this form; the same form sent again answers with the same one."""
    said, centre = form.said(), form.cleaned_data["where"]
    words = {**said, "skills": [skill.key for skill in said["skills"]]}
    content = json.dumps([centre.code, words], ensure_ascii=False, sort_keys=True)
    once = Once(f"{by.ref}:{form.cleaned_data['key']}", content)
    entered: Volunteer = command(centre, by=by, at=at, once=once, **said)
    return entered


def _show(form: NewForm, refused: Refused) -> None:
    refusals.show(form, refused)
    if isinstance(refused, AlreadyUsed):
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = fresh_key()  # type: ignore[index]


def _form(request: HttpRequest, form: JoinForm, status: int = 200) -> HttpResponse:
    return render(request, "volunteers/join.html", {"form": form}, status=status)


def _asked_for(request: HttpRequest) -> str:
    """A link on a centre's poster names the centre."""
    code = request.GET.get("centre", "")[:20]
    found = network.public_centres().filter(code=code).first() if code else None
    return found.name if found else ""


def _too_often(request: HttpRequest) -> int:
    """Seconds to wait, counted over all workers; 0 for almost everyone."""
    one = limits.wait("join", limits.caller(request), limit=EACH, seconds=10 * MINUTES, shared=True)
    return one or limits.wait("join", "all", limit=ALL, seconds=10 * MINUTES, shared=True)
