"""What stands between a signed-in person and every page: the time of her session, and what she owes first."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from hamafza.kernel import clock
from hamafza.kernel.api import refused
from hamafza.kernel.errors import NotAllowed
from hamafza.people.models import Person

Answer = Callable[[HttpRequest], HttpResponse]
NOTED_EVERY = 60  # seconds; a sign of life is not written at each click
FREE = ("/account/", "/language", "/static/")


class SessionLimits:
    """A session ends after some idle minutes, and in any case after a working day."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            keep_or_end(request)
        response = self._get_response(request)
        if request.headers.get("HX-Request") and leads_to_sign_in(response):
            return to_the_door(request)
        return response


def keep_or_end(request: HttpRequest) -> None:
    """Note that she is here, or sign her out."""
    at = int(clock.now().timestamp())
    since, seen = request.session.setdefault("since", at), request.session.setdefault("seen", at)
    idle = settings.SESSION_IDLE_MINUTES * 60
    if at - since >= settings.SESSION_COOKIE_AGE or (idle and at - seen >= idle):
        logout(request)
    elif idle and at - seen >= NOTED_EVERY:
        request.session["seen"] = at


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login")


def to_the_door(request: HttpRequest) -> HttpResponse:
    """A fragment was asked for, but the session is over: the whole page goes to the sign-in, not a piece of it."""
    try:
        here = urlsplit(request.headers.get("HX-Current-URL", "/"))
    except ValueError:  # no address at all
        here = urlsplit("/")
    back = urlencode({"next": f"{here.path}?{here.query}" if here.query else here.path})
    return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse('account_login')}?{back}"})


class FirstThings:
    """A pass-word given by someone else is changed first; where a second factor is required, it is set up first."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(FREE) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self._get_response(request)
        owed = owes(request.user)
        if not owed:
            return self._get_response(request)
        if request.path.startswith("/api/"):
            return refused(NotAllowed())
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(owed)})
        return redirect(owed)


def owes(user: object) -> str:
    """The name of the page that comes before all others for this person, if there is one."""
    if not isinstance(user, Person):
        return ""
    if user.temporary_until is not None:
        return "account_change_password"
    return "mfa_index" if settings.REQUIRE_MFA and not is_mfa_enabled(user) else ""
