"""How allauth behaves in this house: nobody signs up by herself; accounts are opened by the network."""

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from hamafza.kernel import clock
from hamafza.people import commands, devices
from hamafza.people.models import Person
from hamafza.people.too_many import LOCKED_SECONDS, too_many


class ClosedAccounts(DefaultAccountAdapter):
    """Accounts are opened by `people.commands.open_account` only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whose failures are counted: the account's, apart for a browser that it has used before."""
        username = str(credentials.get("username", "")).lower()
        return f"{username}:{devices.known(request, username)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Six failures in half an hour, known account or not: the door stays shut until they are old."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many(request, LOCKED_SECONDS)) from error

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        if not devices.known(request, user.username):
            commands.note_new_device(user, by=user, at=clock.now())
        devices.remember(response, user.username)
        return response

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No e-mail: most people here have none. What changed stands on their account page."""


class SecondFactor(DefaultMFAAdapter):
    """Keys of the second factor lie encrypted in the database; the key to them lies outside it."""

    def encrypt(self, text: str) -> str:
        return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required, the last one stays."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return not settings.REQUIRE_MFA or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As above: no e-mail."""


@cache
def _box(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor {secret}".encode()).digest()))
