"""One's own meetings in one's own calendar program, by a secret address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.meetings import commands as meetings
from hamafza.meetings import queries
from hamafza.meetings.ics import calendar
from hamafza.network.guards import open_to_all, signed_in
from hamafza.people.answers import Signed, see_other


@signed_in
@never_cache
@require_safe
def page(request: Signed) -> HttpResponse:
    return render(request, "meetings/feed.html", {"feed": queries.feed_of(request.user)})


@signed_in
@never_cache
@require_POST
def make(request: Signed) -> HttpResponse:
    """The answer itself shows the address; no other page ever does."""
    feed = meetings.open_feed(request.user, by=request.user, at=clock.now())
    address = settings.BASE_URL.rstrip("/") + reverse("meetings:feed_ics", args=[feed.token])
    return render(request, "meetings/feed.html", {"feed": feed, "address": address})


@signed_in
@require_POST
def close(request: Signed) -> HttpResponse:
    if feed := queries.feed_of(request.user):
        meetings.close_feed(feed, by=request.user, at=clock.now())
        messages.success(request, _("این نشانی از همین حالا چیزی نشان نمی‌دهد."))
    return see_other(reverse("meetings:feed"))


@open_to_all("one person's own meetings, by a long secret that she can revoke")
@never_cache
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.now()
    feed = queries.feed_by_token(token)
    if feed is None:
        raise Http404
    if feed.last_used_on != local(at).date():
        meetings.note_feed_use(feed, by=feed.person, at=at)
    answer = HttpResponse(
        calendar(queries.meetings_of(feed.person, at), at), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return answer
