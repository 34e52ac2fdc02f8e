"""Her own keys for other systems: made, shown once, listed with their last use, revoked."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.people import commands, queries
from hamafza.people.forms import KeyForm
from hamafza.people.guards import signed_in
from hamafza.people.models import Person
from hamafza.ui import refusals

PAST = 50


@signed_in
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    kept = [(key, key.is_live(at)) for key in queries.tokens_of(_person(request))[:PAST]]
    return render(request, "people/keys.html", {"keys": kept})


@signed_in
@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The answer itself shows the key; no other page ever does."""
    person, at = _person(request), clock.now()
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = at + timedelta(days=form.cleaned_data["days"])
        try:
            made = commands.open_token(person, name=form.cleaned_data["name"], until=until, by=person, at=at)
            return render(request, "people/key_made.html", {"key": made})
        except Refused as refused:
            refusals.show(form, refused)
    return render(request, "people/key_new.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request)
    commands.revoke_token(get_object_or_404(queries.tokens_of(person), pk=pk), by=person, at=clock.now())
    messages.success(request, _("این کلید از همین حالا دیگر کار نمی‌کند."))
    return redirect("people:keys")


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
