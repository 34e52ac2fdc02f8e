"""Her own page by her own link: how it stands, her week, her skills, leave and return. No account, no JavaScript needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.network.guards import open_to_all
from hamafza.people.answers import done, not_done
from hamafza.ui.refusals import show
from hamafza.volunteers import captions, forms, mine, queries
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.queries import page as pages
from hamafza.volunteers.states import VolunteerState
from hamafza.volunteers.views.volunteer import keep_mine

WHY = "one volunteer's own page, by a long secret of hers"


@open_to_all(WHY)
@never_cache
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    at, volunteer = clock.now(), queries.whose(token)
    if volunteer is None:
        return _nobody(request)
    today = local(at).date()
    context = {
        "volunteer": volunteer,
        "token": token,
        "tone": captions.tone_of(volunteer),
        "papers": pages.papers_of(volunteer, volunteer, today, at),
        "week": pages.week_of(volunteer, captions.weekdays()),
        "parts": mine.parts(token) if queries.by_link(token, at) else [],
        "warned": volunteer.state == VolunteerState.ACCEPTED and volunteer.step > 0,
    }
    return render(request, "volunteers/own.html", context)


@open_to_all(WHY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    volunteer = queries.by_link(token, at)
    if volunteer is None:
        return _nobody(request)
    form = forms.MineForm(request.POST if request.method == "POST" else None, initial=forms.MineForm.now_of(volunteer))
    if request.method == "POST" and form.is_valid():
        keep_mine(volunteer, form, volunteer, at)
        return done(request, _address(token), _("ثبت شد. سپاس."))
    context = {"form": form, "volunteer": volunteer, "back": _address(token)}
    return render(request, "volunteers/own_edit.html", context, status=422 if form.errors else 200)


@open_to_all(WHY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    volunteer = queries.by_link(token, at)
    if volunteer is None:
        return _nobody(request)
    form = forms.LeaveForm(request.POST if request.method == "POST" else None, volunteer=volunteer)
    if request.method == "POST" and form.is_valid():
        try:
            volunteers.take_leave(volunteer, by=volunteer, at=at, **form.cleaned_data)
            return done(request, _address(token), _("مرخصی شما نوشته شد؛ پیش از پایان یادآوری می‌کنیم."))
        except Refused as refused:
            show(form, refused)
    context = {"form": form, "back": _address(token)}
    return render(request, "volunteers/own_leave.html", context, status=422 if form.errors else 200)


@open_to_all(WHY)
@require_POST
def back(request: HttpRequest, token: str) -> HttpResponse:
    return _at_once(request, token, volunteers.come_back, _("خوش برگشتید."))


@open_to_all(WHY)
@require_POST
def stay(request: HttpRequest, token: str) -> HttpResponse:
    return _at_once(request, token, volunteers.stay, _("چه خوب که می‌مانید."))


def _at_once(request: HttpRequest, token: str, command: Any, said: str) -> HttpResponse:
    at = clock.now()
    volunteer = queries.by_link(token, at)
    if volunteer is None:
        return _nobody(request)
    try:
        command(volunteer, by=volunteer, at=at)
    except Refused as refused:
        return not_done(request, _address(token), refused.message)
    return done(request, _address(token), said)


def _address(token: str) -> str:
    return reverse("volunteers:own", args=[token])


def _nobody(request: HttpRequest) -> HttpResponse:
    return render(request, "volunteers/own_closed.html", status=404)
