"""One page of a meeting that changes with its state, and what is typed into it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.meetings import captions, forms, minutes, queries, rules
from hamafza.meetings import commands as meetings
from hamafza.meetings.ics import calendar
from hamafza.meetings.models import Meeting
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, done, not_done, see_other
from hamafza.ui.moments import say
from hamafza.ui.paper import PDF
from hamafza.ui.refusals import show


@signed_in
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    return _show(request, _meeting(request, pk, at), at)


@signed_in
@require_POST
def add_item(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    meeting, form = _meeting(request, pk, at), forms.PointForm(request.POST, at=at)
    if form.is_valid():
        try:
            meetings.add_item(meeting, title=form.cleaned_data["title"], by=request.user, at=at)
            return done(request, _address(meeting, "agenda"), _("به دستور جلسه افزوده شد."))
        except Refused as refused:
            show(form, refused)
    return _show(request, meeting, at, point=form)


@signed_in
@require_POST
def invite(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    meeting, form = _meeting(request, pk, at), forms.InviteForm(request.POST, at=at, auto_id="invite_%s")
    if form.is_valid():
        try:
            meetings.invite_to(meeting, person=form.cleaned_data["person"], by=request.user, at=at)
            return done(request, _address(meeting, "attendance"), _("به دعوت‌شدگان افزوده شد."))
        except Refused as refused:
            show(form, refused)
    return _show(request, meeting, at, guest=form)


@signed_in
@require_POST
def decide(request: Signed, pk: int) -> HttpResponse:
    """Words alone are a proposal; with an owner or a reason they are adopted in the same breath, or nothing is."""
    at = clock.now()
    meeting = _meeting(request, pk, at)
    form = forms.DecisionForm(request.POST, at=at, points=queries.desk_of(meeting, request.user, at).points)
    if form.is_valid():
        try:
            adopted = meetings.decide(meeting, by=request.user, at=at, **form.cleaned_data)
            said = _("مصوبه ثبت شد.") if adopted.state == "adopted" else _("پیشنهاد نوشته شد؛ هنوز تصویب نشده است.")
            return done(request, _address(meeting, "decisions"), said)
        except Refused as refused:
            show(form, refused)
    return _show(request, meeting, at, decision=form)


@signed_in
@require_safe
def near(request: Signed, pk: int) -> HttpResponse:
    """«پیش از این چنین تصمیمی گرفته شده بود؟», while one types."""
    at = clock.now()
    meeting = _meeting(request, pk, at)
    found = queries.near_decisions(request.GET.get("text", ""), meeting.series, request.user, at)
    return render(request, "meetings/meeting.html#near", {"near": _told(found), "asked": True})


@signed_in
@require_POST
def write(request: Signed, pk: int) -> HttpResponse:
    """The minutes of one point: as one types, or by the button."""
    at = clock.now()
    item = get_object_or_404(queries.thing("item", request.user, at), pk=pk)
    address = _address(item.meeting, f"item-{item.pk}")
    try:
        meetings.write_minutes(item, text=request.POST.get("text", ""), by=request.user, at=at)
    except Refused as refused:
        if request.htmx:
            return HttpResponse(str(refused.message), status=200, content_type="text/plain; charset=utf-8")
        return not_done(request, address, refused.message)
    if request.htmx:
        said = _("ذخیره شد، %(hour)s") % {"hour": say(at, "clock")}
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    return see_other(address)


@signed_in
@require_safe
def paper(request: Signed, pk: int) -> HttpResponse:
    """The agenda or the minutes as PDF; the file's name tells a number only."""
    at = clock.now()
    meeting = _meeting(request, pk, at)
    answer = HttpResponse(minutes.pdf(meeting, at), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="meeting-{meeting.series_id}-{meeting.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@require_safe
def ics(request: Signed, pk: int) -> HttpResponse:
    """This one sitting for one's own calendar."""
    at = clock.now()
    meeting = _meeting(request, pk, at)
    answer = HttpResponse(calendar([meeting], at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.series_id}-{meeting.number}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _meeting(request: Signed, pk: int, at: datetime) -> Meeting:
    found: Meeting = get_object_or_404(queries.thing("meeting", request.user, at), pk=pk)
    return found


def _address(meeting: Meeting, part: str = "") -> str:
    address = reverse("meetings:meeting", args=[meeting.pk])
    return f"{address}#{part}" if part else address


def _told(found: Any) -> list[dict[str, Any]]:
    return [
        {"near": one, "decision": one.thing, "became": captions.became_of(one.thing), "words": "، ".join(one.words)}
        for one in found
    ]


def _show(request: Signed, meeting: Meeting, at: datetime, **bound: Any) -> HttpResponse:
    desk = queries.desk_of(meeting, request.user, at)
    decides = desk.is_held and rules.may_decide(request.user, meeting, at)
    context = {
        "desk": desk,
        "meeting": meeting,
        "name": captions.name_of(meeting),
        "reason": captions.reason_of(meeting),
        "tone": captions.tone_of(meeting),
        "steps": captions.steps_of(meeting),
        "follows": captions.follows(meeting),
        "point": bound.get("point") or forms.PointForm(at=at),
        "guest": bound.get("guest") or forms.InviteForm(at=at, auto_id="invite_%s"),
        "decision": (bound.get("decision") or forms.DecisionForm(at=at, points=desk.points)) if decides else None,
        "names": [seat.invitee.person.full_name for seat in desk.seats],
        "decisions": [
            {"decision": one, "tone": captions.tone_of(one), "near": _near(request, one, at)} for one in desk.decisions
        ],
        "may_object": meeting.state == "minutes_draft" and rules.is_invited(request.user, meeting, at),
    }
    return render(request, "meetings/meeting.html", context, status=422 if bound else 200)


def _near(request: Signed, decision: Any, at: datetime) -> list[dict[str, Any]]:
    """A proposal shows by itself what was decided in such words before."""
    if decision.state != "proposed":
        return []
    return _told(queries.near_decisions(decision.text, decision.meeting.series, request.user, at, but=decision))
