from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hamafza.desks import addresses
from hamafza.desks.queries.search import search as look_for
from hamafza.kernel import clock
from hamafza.network.guards import signed_in


@signed_in
@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything she may see, by code, number, name or telephone; what is asked is written to no log."""
    before = request.GET.get("before", "")
    found = look_for(
        request.user,  # type: ignore[arg-type]
        request.GET.get("q", ""),
        clock.now(),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 15 else None,
    )
    template = "desks/search.html"
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        template = "desks/_found.html"
    return render(request, template, {"found": found, "to": addresses})


@signed_in
@never_cache
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A few of the same, under the search of every page, while she types."""
    found = look_for(request.user, request.GET.get("q", ""), clock.now())  # type: ignore[arg-type]
    return render(request, "desks/_suggested.html", {"found": found, "to": addresses})
