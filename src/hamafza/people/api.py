"""Who calls the interface for machines: the bearer of a token, or the session of the person at the screen."""

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.people import commands, queries
from hamafza.people.models import Person


class Token(HttpBearer):
    """`Authorization: Bearer …`: acts as its person, no more and no less."""

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        person = bearer(token)
        if person is None:
            raise AuthenticationError  # a wrong key is never passed over in favour of a session
        return person


class Session(APIKeyCookie):
    """The signed-in person's own browser; a write needs the CSRF token besides."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        if not isinstance(request.user, Person):
            return None
        if check_csrf(request):
            raise AuthorizationError
        return request.user


def bearer(token: str) -> Person | None:
    """The person whose live token this is."""
    at = clock.now()
    kept = queries.live_token(token, at)
    if kept is None:
        return None
    if kept.last_used_on != local(at).date():
        commands.note_token_use(kept, by=kept.person, at=at)
    return kept.person


SIGNED_IN = [Token(), Session()]
