"""A volunteer's own shifts, behind her own link: take one, call it off, «آمدم», step in. Opens whole, and as a part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import open_to_all
from hamafza.people.answers import done, not_done
from hamafza.shifts import captions, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.forms import CallOffForm
from hamafza.shifts.ics import calendar
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import COMING, BookingState
from hamafza.ui.refusals import show
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import Volunteer

WHY = "her own shifts, by her own link that a new one closes"


@dataclass(frozen=True)
class Verb:
    """A button: over what of hers, which command, and what is said then."""

    things: Callable[[Volunteer], Any]
    command: Callable[..., Any]
    said: Any


VERBS = {
    "take": Verb(queries.shift_for, shifts.sign_up, gettext_lazy("سپاس؛ این نوبت با شماست.")),
    "wait": Verb(queries.shift_for, shifts.join_waiting, gettext_lazy("در فهرست انتظارید؛ اگر جایی باز شود خبرتان می‌کنیم.")),
    "came": Verb(queries.booking_for, shifts.note_came, gettext_lazy("نوشته شد. خدا قوت!")),
    "yes": Verb(queries.ask_for, shifts.say_yes, gettext_lazy("سپاس؛ این نوبت با شماست.")),
    "no": Verb(queries.ask_for, shifts.say_no, gettext_lazy("نوشته شد؛ از دیگری می‌پرسیم. سپاس که گفتید.")),
    "absent": Verb(queries.other_for, shifts.report_absent, gettext_lazy("نوشته شد. تنها وقتی دو نفر بگویند یا مسئول نوبت تأیید کند، به حساب می‌آید.")),
}  # fmt: skip


@open_to_all(WHY)
@never_cache
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    who = _who(token, at)
    mine = queries.mine_of(who, at)
    context = {
        "token": token,
        "who": who,
        "minutes": captions.length(mine.minutes),
        "asks": [{"ask": one, **_facts(one.shift)} for one in mine.asks],
        "coming": [{"booking": one, **_facts(one.shift)} for one in mine.coming],
        "waiting": [{"booking": one, **_facts(one.shift)} for one in mine.waiting],
        "running": [
            {"booking": one, **_facts(one.shift), "may_say": one.state in COMING, "state": one.get_state_display()}
            for one in mine.running
        ],
        "open": [{"shift": one, **_facts(one)} for one in mine.open],
        "full": [{"shift": one, **_facts(one)} for one in mine.full],
        "beside": mine.beside,
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "shifts/_mine.html" if part else "shifts/mine.html", context)


@open_to_all(WHY)
@never_cache
@require_POST
def act(request: HttpRequest, token: str, verb: str, pk: int) -> HttpResponse:
    at = clock.now()
    who = _who(token, at)
    if verb not in VERBS:
        raise Http404
    one = VERBS[verb]
    thing = get_object_or_404(one.things(who), pk=pk)
    try:
        one.command(thing, by=who, at=at)
    except Refused as refused:
        return not_done(request, _address(token), refused.message)
    return done(request, _address(token), one.said)


@open_to_all(WHY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    at = clock.now()
    who = _who(token, at)
    booking: Booking = get_object_or_404(queries.booking_for(who), pk=pk)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            shifts.call_off(booking, reason=form.cleaned_data["reason"], by=who, at=at)
            return done(request, _address(token), _("نوشته شد. سپاس که خبر دادید."))
        except Refused as refused:
            show(form, refused)
    context = {"form": form, "token": token, "title": captions.name_of(booking.shift), "booking": booking}
    context["waits"] = booking.state == BookingState.WAITING
    return render(request, "shifts/call_off.html", context, status=422 if form.errors else 200)


@open_to_all(WHY)
@never_cache
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    who = _who(token, at)
    answer = HttpResponse(calendar(queries.calendar_of(who, at), at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="shifts.ics"'
    return answer


def _who(token: str, at: datetime) -> Volunteer:
    who = volunteers.by_link(token, at)
    if who is None:
        raise Http404
    return who


def _facts(shift: Shift) -> dict[str, str]:
    skill = str(shift.skill) if shift.skill else ""
    return {
        "when": captions.when(shift),
        "note": " · ".join(one for one in (shift.centre.name, skill, shift.note) if one),
    }


def _address(token: str) -> str:
    return reverse("shifts:mine", args=[token])
