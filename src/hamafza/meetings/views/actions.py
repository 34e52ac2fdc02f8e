"""The page of an action, and the paper that proves it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hamafza.intake import uploads
from hamafza.kernel import clock
from hamafza.meetings import captions, queries
from hamafza.meetings.models import Meeting
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed


@dataclass(frozen=True)
class Kept:
    """A file as `uploads.response` gives it back."""

    name: str
    content_type: str
    stored_as: str


@signed_in
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    action = get_object_or_404(queries.thing("action", request.user, at), pk=pk)
    sees = Meeting.objects.visible_to(request.user, at).filter(pk=action.decision.meeting_id).exists()
    context = {
        "action": action,
        "row": queries.row_of(action, request.user, at),
        "moves": queries.moves_of(action, request.user, at),
        "history": queries.history_of(action),
        "meeting_name": captions.name_of(action.meeting),
        "sees_meeting": sees,
    }
    return render(request, "meetings/action.html", context)


@signed_in
@never_cache
@require_safe
def file(request: Signed, pk: int) -> HttpResponse:
    """The evidence's file, to those who see the action; to all others it does not exist."""
    action = get_object_or_404(queries.thing("action", request.user, clock.now()), pk=pk)
    if not action.stored_as or not uploads.path_of(action.stored_as).exists():
        raise Http404
    kept = Kept(action.file_name, action.file_type, action.stored_as)
    return uploads.response(kept)  # type: ignore[arg-type,return-value]
