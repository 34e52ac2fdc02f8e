"""A new centre, its entry and its hours."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import commands as network
from hamafza.network.calendar import iranian_weekday, office_hours
from hamafza.network.forms import CentreForm, HoursForm
from hamafza.network.guards import guarded
from hamafza.network.models import Centre
from hamafza.network.views.centre import address, reached
from hamafza.network.week import said_on
from hamafza.people.answers import done
from hamafza.ui.refusals import show


@guarded("centre.create")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    form = CentreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = form.details()
        try:
            opened = network.create(details.pop("place"), **details, by=request.user, at=at)
            return done(request, address(opened), _("کانون ثبت شد. اکنون ساعت‌ها و ظرفیت آن را بنویسید."))
        except Refused as refused:
            show(form, refused)
    return _show(request, form, None)


@guarded("centre.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    found = reached(request, code, "centre.edit", at)
    form = CentreForm(request.POST or None, centre=found)
    if request.method == "POST" and form.is_valid():
        try:
            network.edit(found, **form.details(), by=request.user, at=at)
            return done(request, address(found), _("ذخیره شد و همین حالا تأییدشده به شمار می‌آید."))
        except Refused as refused:
            show(form, refused)
    return _show(request, form, reached(request, code, "centre.edit", at))


@guarded("centre.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    found = reached(request, code, "centre.edit", at)
    today = clock.local(at).date()
    form = HoursForm(request.POST or None, today=today, week=said_on(found, today) or _usual(at))
    if request.method == "POST" and form.is_valid():
        try:
            network.set_hours(found, week=form.week(), from_date=form.cleaned_data["from_date"], by=request.user, at=at)
            return done(request, f"{address(found)}#hours", _("ساعت‌های تازه ثبت شد."))
        except Refused as refused:
            show(form, refused)
    return render(request, "network/hours.html", {"centre": found, "form": form}, status=422 if form.errors else 200)


def _usual(at: datetime) -> dict[int, Any]:
    """Where nothing was ever said, the boxes begin with what counts now."""
    days = [clock.local(at).date() + timedelta(days=n) for n in range(7)]
    return {iranian_weekday(day): office_hours(day) for day in days}


def _show(request: HttpRequest, form: CentreForm, centre: Centre | None) -> HttpResponse:
    return render(request, "network/edit.html", {"form": form, "centre": centre}, status=422 if form.errors else 200)
