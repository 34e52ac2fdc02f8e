"""Without an account: whoever leads a gathering types who came to it, by her own signed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hamafza.gatherings import queries
from hamafza.gatherings.views.open import quietly
from hamafza.gatherings.views.paper import Desk, typed
from hamafza.kernel import clock
from hamafza.network.guards import open_to_all
from hamafza.volunteers import queries as volunteers


@open_to_all("a volunteer's own page, by her own signed link; only occasions of a gathering that she leads")
@require_http_methods(["GET", "HEAD", "POST"])
@quietly
def keep(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    at = clock.now()
    she = volunteers.by_link(token, at)
    occasion = queries.led_by(she, at).filter(pk=pk).first() if she else None
    if she is None or occasion is None:
        raise Http404
    return typed(request, Desk(occasion, she, reverse("gatherings:mine", args=[token]), "ui/plain.html"), at)
