"""What leaves by paper or as a file: slips and attachments."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hamafza.intake import queries, slips, uploads
from hamafza.intake.models import Request
from hamafza.intake.views.taking import Signed
from hamafza.kernel import clock
from hamafza.network.guards import guarded


@guarded("request.see")
@never_cache
@require_safe
def file(request: Signed, pk: int) -> HttpResponse:
    """An attachment, to those who see its request in full; to all others it does not exist."""
    found = queries.attachment_for(request.user, pk, clock.now())
    if found is None or not uploads.path_of(found.stored_as).exists():
        raise Http404
    return uploads.response(found)  # type: ignore[return-value]


@guarded("request.triage")
@never_cache
@require_safe
def slip(request: Signed, pk: int) -> HttpResponse:
    """The slip again, for one who lost it: printed by the door's people only, for it opens her own page."""
    found = get_object_or_404(Request.objects.visible_to(request.user, clock.now(), "request.triage"), pk=pk)
    context = {"slips": slips.of_all([found]), "back": reverse("intake:list")}
    return render(request, "intake/slips.html", context)
