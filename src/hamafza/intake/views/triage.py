"""Triage: the text with the engine's words, a person's decision, and the next one in the queue."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hamafza.intake import commands as intake
from hamafza.intake import proposals, queries
from hamafza.intake.forms import DuplicateForm, TriageForm, WithdrawForm
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.intake.views import taking
from hamafza.intake.views.taking import Signed
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.ui import refusals


@guarded("request.triage")
@never_cache
@require_safe
def queue(request: Signed) -> HttpResponse:
    """The most pressing request that waits for triage."""
    return _next(request, clock.now())


@guarded("request.triage")
@never_cache
def triage(request: Signed, pk: int) -> HttpResponse:
    """One request: decide, merge, or set aside at the applicant's word. `?queue=1` goes on to the next."""
    at = clock.now()
    asked = get_object_or_404(Request.objects.visible_to(request.user, at, "request.triage"), pk=pk)
    if request.method != "POST":
        intake.note_reading(
            asked, reader_name=queries.office_of(request.user, at), purpose="triage", by=request.user, at=at
        )
        return _page(request, asked, at)
    return ACTS.get(request.POST.get("act", ""), _decide)(request, asked, at)


def _decide(request: Signed, asked: Request, at: datetime) -> HttpResponse:
    form = TriageForm(request.POST, proposal=proposals.of(asked))
    if form.is_valid():
        by_hand = form.cleaned_data["way"] == "hand"
        try:
            intake.triage(asked, **form.decision(), automatic=not by_hand, by=request.user, at=at)
        except Refused as refused:
            refusals.show(form, refused)
        else:
            messages.success(request, _("تشخیص %(number)s ثبت شد.") % {"number": asked.number})
            return (by_hand and _choose_centre(asked)) or _go_on(request, at)
    return _page(request, asked, at, form=form)


def _merge(request: Signed, asked: Request, at: datetime) -> HttpResponse:
    form = DuplicateForm(request.POST)
    if form.is_valid():
        original = queries.by_reference(form.cleaned_data["original"], request.user, at)
        if original is None or original.pk == asked.pk:
            form.add_error("original", _("درخواست دیگری با این کد یا شماره نیافتیم. رقم‌ها را یک بار دیگر ببینید."))
        else:
            try:
                intake.merge(asked, original=original, by=request.user, at=at)
            except Refused as refused:
                refusals.show(form, refused)
            else:
                said = {"number": asked.number, "original": original.number}
                messages.success(request, _("%(number)s با %(original)s یکی شد.") % said)
                return _go_on(request, at)
    return _page(request, asked, at, duplicate=form)


def _withdraw(request: Signed, asked: Request, at: datetime) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            intake.withdraw(asked, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except Refused as refused:
            refusals.show(form, refused)
        else:
            messages.success(request, _("%(number)s به خواست متقاضی کنار گذاشته شد.") % {"number": asked.number})
            return _go_on(request, at)
    return _page(request, asked, at, withdrawal=form)


ACTS: dict[str, Callable[[Signed, Request, datetime], HttpResponse]] = {
    "duplicate": _merge,
    "withdraw": _withdraw,
}


def _page(request: Signed, asked: Request, at: datetime, **bound: Form) -> HttpResponse:
    proposal = proposals.of(asked)
    context: dict[str, Any] = {
        "asked": asked,
        "waits": asked.state == RequestState.RECEIVED,
        "proposal": proposal,
        "form": bound.get("form") or TriageForm(proposal=proposal),
        "duplicate": bound.get("duplicate") or DuplicateForm(),
        "withdrawal": bound.get("withdrawal") or WithdrawForm(),
        "same": [other for other in queries.same_phone(asked.phone, request.user, at) if other.pk != asked.pk],
        "files": queries.attachments_of(asked),
        "in_queue": "queue" in request.GET,
    }
    return render(request, "intake/triage.html", context, status=422 if bound else 200)


def _choose_centre(asked: Request) -> HttpResponse | None:
    """The page of a later area, by address; while it is not there one stays here."""
    need = queries.first_need(asked)
    try:
        return taking.see_other(reverse("referrals:choose", args=[asked.pk, need.pk])) if need else None
    except NoReverseMatch:
        return None


def _go_on(request: Signed, at: datetime) -> HttpResponse:
    return _next(request, at) if "queue" in request.GET else taking.see_other(reverse("intake:list"))


def _next(request: Signed, at: datetime) -> HttpResponse:
    following = queries.waiting(request.user, at).first()
    if following is None:
        messages.success(request, _("درخواستی در انتظار تشخیص نمانده است."))
        return taking.see_other(reverse("intake:list"))
    return taking.see_other(f"{reverse('intake:triage', args=[following.pk])}?queue=1")
