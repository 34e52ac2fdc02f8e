"""«این شخص چه می‌بیند؟» Looked at from outside: nobody takes on her session, and the audit remembers who looked."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hamafza.desks.queries import preview as sights
from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed
from hamafza.network import commands as network
from hamafza.network import staff
from hamafza.network.guards import guarded


@guarded("network.preview")
@never_cache
@require_GET
def preview(request: Any) -> HttpResponse:
    """Her roles, and how many requests, referrals and centres they open to her."""
    at = clock.now()
    person = sights.person(request.GET.get("person", ""))
    if person is None:
        raise Http404
    try:
        network.look_through(person, by=request.user, at=at)
    except NotAllowed:
        raise Http404 from None
    seen = [
        (_("درخواست‌ها"), sights.requests(person, at)),
        (_("ارجاع‌ها"), sights.hops(person, at)),
        (_("کانون‌ها"), sights.centres(person, at)),
    ]
    context = {"person": person, "roles": staff.roles_of(person, at), "seen": seen}
    return render(request, "desks/preview.html", context)
