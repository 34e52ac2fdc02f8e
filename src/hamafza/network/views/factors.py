"""Lost second factors: asked for on the officer's page, confirmed by another admin on a list of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import staff
from hamafza.network.guards import guarded
from hamafza.people import commands as people
from hamafza.people.answers import done, see_other
from hamafza.people.models import FactorReset, Person

PAST = 30


@guarded("network.reset_factor")
@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    known = FactorReset.objects.select_related("person", "asked_by", "confirmed_by")
    waiting = known.waiting(at).order_by("asked_at", "pk")
    past = known.exclude(pk__in=waiting.values("pk")).order_by("-pk")[:PAST]
    return render(request, "network/factors.html", {"waiting": waiting, "past": past})


@guarded("network.reset_factor")
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    person = get_object_or_404(staff.known_to(_me(request), at), pk=pk)
    try:
        people.ask_factor_reset(person, reason=request.POST.get("reason", "")[:300], by=_me(request), at=at)
    except Refused as refused:
        messages.warning(request, str(refused.message))
        return see_other(reverse("officers:officer", args=[pk]))
    return done(request, reverse("officers:factors"), _("ثبت شد. تا مدیری دیگر تأیید نکند، چیزی برداشته نمی‌شود."))


@guarded("network.reset_factor")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """`verb` is confirm or drop."""
    wanted = get_object_or_404(FactorReset, pk=pk)
    confirmed = request.POST.get("verb") == "confirm"
    try:
        (people.confirm_factor_reset if confirmed else people.drop_factor_reset)(
            wanted, by=_me(request), at=clock.now()
        )
    except Refused as refused:
        messages.warning(request, str(refused.message))
        return see_other(reverse("officers:factors"))
    said = _("گام دوم برداشته شد و به او خبر داده شد.") if confirmed else _("کنار گذاشته شد؛ چیزی برداشته نشد.")
    return done(request, reverse("officers:factors"), said)


def _me(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
