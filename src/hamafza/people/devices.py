"""Browsers that have signed in before keep a count of failures of their own.

Six failures close an account for half an hour to strangers. Without this, a stranger who keeps guessing would keep
its owner out for ever; with it she goes on from the browser she always uses (OWASP's device cookie).
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from hamafza.kernel.codes import new_token

COOKIE = "__Host-known" if settings.HTTPS else "known"
SALT = "hamafza.people.devices"
AGE = 90 * 24 * 60 * 60


def known(request: HttpRequest, username: str) -> str:
    """The mark of this browser, if this account has signed in from it; else empty."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return ""
    return str(kept["mark"]) if kept["username"] == username.lower() else ""


def remember(response: HttpResponse, username: str) -> None:
    """Mark the browser to which this answer goes."""
    kept = signing.dumps({"username": username.lower(), "mark": new_token()}, salt=SALT)
    response.set_cookie(COOKIE, kept, max_age=AGE, secure=settings.HTTPS, httponly=True, samesite="Lax")
