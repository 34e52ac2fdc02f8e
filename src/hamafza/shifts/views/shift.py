"""One shift: who is on it, who is asked, who came; and the officer's verbs."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done, not_done
from hamafza.shifts import captions, queries, rules
from hamafza.shifts import commands as shifts
from hamafza.shifts.forms import CancelForm, ChangeForm
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import COMING, PUT_RIGHT, TAKEN_OUT, BookingState, ShiftState
from hamafza.ui.refusals import show


@guarded("shift.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    shift = get_object_or_404(queries.thing(request.user, at), pk=pk)
    bookings = queries.bookings_of(shift)
    may_plan = rules.may_plan(request.user, shift, at)
    context = {
        "shift": shift,
        "title": captions.name_of(shift),
        "tone": captions.tone_of(shift),
        "seats": captions.seats_of(shift),
        "missing": captions.missing_of(shift) if shift.is_open else "",
        "reason": captions.reason_of(shift),
        "rows": [_row(one, shift, at) for one in bookings],
        "asks": queries.asks_of(shift),
        "may_plan": may_plan,
        "able": _able(shift, bookings) if may_plan and shift.is_open and shift.taken < shift.needed else [],
        "may_close": may_plan and shift.state == ShiftState.RUNNING and shift.ends_at <= at,
    }
    return render(request, "shifts/shift.html", context)


def _row(booking: Booking, shift: Shift, at: datetime) -> dict[str, Any]:
    notes = [captions.reason_of(booking)]
    if booking.is_late:
        notes.append(_("دیرهنگام"))
    if booking.is_excused:
        notes.append(_("با عذر"))
    if told := len(booking.reports.all()):
        said = ngettext("%(n)s نفر می‌گوید نیامد", "%(n)s نفر می‌گویند نیامد", told)
        notes.append(said % {"n": captions.local(told)})
    return {
        "booking": booking,
        "note": " · ".join(note for note in notes if note),
        "tone": captions.tone_of(booking),
        "is_coming": booking.state in COMING,
        "may_out": shift.state == ShiftState.PUBLISHED and booking.state in {*COMING, BookingState.WAITING},
        "may_note": booking.state in {*COMING, BookingState.CAME, BookingState.NO_SHOW}
        and (shift.state == ShiftState.RUNNING or _is_fresh(shift, at)),
    }


def _is_fresh(shift: Shift, at: datetime) -> bool:
    """It is over, and a wrong word can still be put right."""
    return shift.state == ShiftState.CLOSED and at <= shift.ends_at + PUT_RIGHT


def _able(shift: Shift, bookings: list[Booking]) -> list[dict[str, Any]]:
    """Who may be put in, fewest hours first."""
    seated = {one.volunteer_id for one in bookings if one.state not in {BookingState.CALLED_OFF, BookingState.WAITING}}
    crew = queries.crew_of(shift.centre, shift.day, shift.day)
    found = [
        one
        for one in crew.volunteers
        if crew.hurdle(one, shift, grid=False) not in {"skill", "busy"} and one.pk not in seated
    ]
    seen = sorted((crew.seen(one, shift.day) for one in found), key=lambda one: (one.minutes, one.volunteer.search_key))
    return [{"able": one, "hours": captions.length(one.minutes)} for one in seen]


@guarded("shift.plan")
@require_POST
def publish(request: Signed, pk: int) -> HttpResponse:
    return _once(request, _planned(request, pk), shifts.publish, _("منتشر شد؛ خادمیاران آن را در صفحهٔ خود می‌بینند."))


@guarded("shift.plan")
@require_POST
def close(request: Signed, pk: int) -> HttpResponse:
    return _once(request, _planned(request, pk), shifts.close, _("نوبت بسته شد و ساعت‌های خدمت نوشته شد. سپاس."))


@guarded("shift.plan")
@require_POST
def add(request: Signed, pk: int) -> HttpResponse:
    """One of those who can is put in."""
    shift, chosen = _planned(request, pk), request.POST.get("volunteer", "")
    who = queries.server_at(shift, chosen)
    if who is None:
        return not_done(request, _address(shift), _("کسی برگزیده نشده بود."))
    return _once(request, shift, shifts.put_in, _("نوبت گرفت و خبر به او رسید."), volunteer=who)


@guarded("shift.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Signed, pk: int) -> HttpResponse:
    shift = _planned(request, pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, at=clock.now(), initial=ChangeForm.of(shift))
    return _with_form(request, shift, form, shifts.change, _("تغییر نوبت"), _("ثبت تغییرها"), _("تغییرها ثبت شد."))


@guarded("shift.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Signed, pk: int) -> HttpResponse:
    shift = _planned(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    said = _("لغو شد؛ به هر که نوبت داشت خبر می‌رسد.")
    return _with_form(request, shift, form, shifts.cancel, _("لغو نوبت"), _("لغو و خبر دادن"), said, kind="danger")


@guarded("shift.plan")
@require_POST
def out(request: Signed, pk: int) -> HttpResponse:
    return _noted(request, pk, shifts.call_off, _("از این نوبت بیرون رفت و خبر به او رسید."), reason=TAKEN_OUT)


@guarded("shift.plan")
@require_POST
def came(request: Signed, pk: int) -> HttpResponse:
    return _said(request, pk, shifts.note_came, came=True)


@guarded("shift.plan")
@require_POST
def no_show(request: Signed, pk: int, *, excused: bool) -> HttpResponse:
    return _said(request, pk, shifts.note_no_show, came=False, excused=excused)


def _said(request: Signed, pk: int, command: Any, *, came: bool, **more: Any) -> HttpResponse:
    """While it runs it is noted; after its end it is put right."""
    booking = get_object_or_404(queries.booking(request.user, clock.now()), pk=pk)
    if booking.shift.state == ShiftState.CLOSED:
        return _noted(request, pk, shifts.put_right, "", came=came, **more)
    return _noted(request, pk, command, "", **more)


def _with_form(
    request: Signed, shift: Shift, form: Any, command: Any, title: str, submit: str, said: str, kind: str = "primary"
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            command(shift, by=request.user, at=clock.now(), **form.cleaned_data)
            return done(request, _address(shift), said)
        except Refused as refused:
            show(form, refused)
    context = {
        "form": form, "title": title, "submit": submit, "kind": kind, "lead": captions.name_of(shift),
        "back": _address(shift),
    }  # fmt: skip
    return render(request, "shifts/act.html", context, status=422 if form.errors else 200)


def _once(request: Signed, shift: Shift, command: Any, said: str, **more: Any) -> HttpResponse:
    try:
        command(shift, by=request.user, at=clock.now(), **more)
    except Refused as refused:
        return not_done(request, _address(shift), refused.message)
    return done(request, _address(shift), said)


def _noted(request: Signed, pk: int, command: Any, said: str, **more: Any) -> HttpResponse:
    at = clock.now()
    booking = get_object_or_404(queries.booking(request.user, at), pk=pk)
    back = f"{_address(booking.shift)}#people"
    try:
        command(booking, by=request.user, at=at, **more)
    except Refused as refused:
        return not_done(request, back, refused.message)
    return done(request, back, said or _("%(name)s: %(state)s") % _facts(booking))


def _facts(booking: Booking) -> dict[str, str]:
    return {"name": booking.volunteer.full_name, "state": str(booking.get_state_display())}


def _planned(request: Signed, pk: int, at: datetime | None = None) -> Shift:
    """One that is hers to plan; else it is not there."""
    shift = queries.thing(request.user, at or clock.now(), "shift.plan").filter(pk=pk).first()
    if shift is None:
        raise Http404
    return shift


def _address(shift: Shift) -> str:
    return reverse("shifts:shift", args=[shift.pk])
