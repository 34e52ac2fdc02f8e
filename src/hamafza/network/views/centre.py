"""One centre: everything about it, and what can be said in one tap."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import commands as network
from hamafza.network import finding, portrait
from hamafza.network.forms import CapacityForm, StateForm
from hamafza.network.guards import guarded
from hamafza.network.links import links_of
from hamafza.network.models import Centre
from hamafza.people.answers import done, see_other
from hamafza.ui.refusals import show


@guarded("centre.see")
@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    return _page(request, reached(request, code, "centre.see", at), at)


@guarded("centre.say_capacity")
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    found = reached(request, code, "centre.say_capacity", at)
    try:
        network.confirm_entry(found, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return see_other(_back(request, found))
    return done(request, _back(request, found), _("سپاس. این اطلاعات همین حالا تأیید شد."))


@guarded("centre.say_capacity")
@require_POST
def capacity(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    found = reached(request, code, "centre.say_capacity", at)
    form = CapacityForm(request.POST, centre=found)
    if form.is_valid():
        try:
            network.say_capacity(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, f"{address(found)}#capacity", _("ظرفیت به‌روز شد."))
        except Refused as refused:
            show(form, refused)
    return _page(request, found, at, capacity=form)


@guarded("centre.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    found = reached(request, code, "centre.edit", at)
    form = StateForm(request.POST or None, centre=found)
    if request.method == "POST" and form.is_valid():
        try:
            network.move_state(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, address(found), _("وضعیت کانون عوض شد و دلیل آن در تاریخچه ماند."))
        except Refused as refused:
            show(form, refused)
    context = {"centre": found, "form": form, "final": not Centre.MOVES[found.state]}
    return render(request, "network/state.html", context, status=422 if form.errors else 200)


def reached(request: HttpRequest, code: str, action: str, at: datetime) -> Centre:
    """The centre that this person reaches with this action; a foreign one is not there."""
    mine = finding.with_parts(finding.visible(request.user, at, action))  # type: ignore[arg-type]
    return get_object_or_404(mine, code=code)


def address(centre: Centre) -> str:
    return reverse("network:centre", args=[centre.code])


def _page(request: HttpRequest, found: Centre, at: datetime, **forms: Any) -> HttpResponse:
    wrong = forms.get("capacity")
    context = {
        "centre": found,
        "portrait": portrait.of(found, request.user, at, wrong),  # type: ignore[arg-type]
        "links": links_of(found, request.user, at),  # type: ignore[arg-type]
        "wrong": wrong,
    }
    return render(request, "network/centre.html", context, status=422 if wrong else 200)


def _back(request: HttpRequest, found: Centre) -> str:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/")
    return asked if safe else address(found)
