"""What lies with a centre and how it answers: a card on its page, and a page of its own without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network.access import reach
from hamafza.network.guards import guarded
from hamafza.network.models import Centre
from hamafza.referrals import queries


@guarded("centre.see_load")
@require_safe
def load(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    mine = reach(request.user, "centre.see_load", at).q(path="place__path", centre="")  # type: ignore[arg-type]
    centre = get_object_or_404(Centre.objects.filter(mine), code=code)
    context = {"centre": centre, "load": queries.load_of(centre, at), "leaving": "leaving" in request.GET}
    template = "referrals/load.html#card" if request.headers.get("HX-Request") else "referrals/load.html"
    return render(request, template, context)
