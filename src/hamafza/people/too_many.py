"""Too many tries: say so courteously, and say when to come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hamafza.people.guards import open_to_all

WAIT_SECONDS = 60
LOCKED_SECONDS = 30 * 60  # the window of ACCOUNT_RATE_LIMITS["login_failed"]


@open_to_all("an answer, not an address")
def too_many(request: HttpRequest, seconds: int = WAIT_SECONDS) -> HttpResponse:
    """429 with Retry-After; the same for accounts that exist and those that do not."""
    page = render(request, "account/too_many.html", {"minutes": max(1, seconds // 60)}, status=429)
    page["Retry-After"] = str(seconds)
    return page
