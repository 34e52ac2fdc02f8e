"""Reading what belongs to a person's account."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from hamafza.kernel import codes
from hamafza.kernel.alphabet import by_alphabet
from hamafza.people.models import ApiToken, Person


def live_token(token: str, at: datetime) -> ApiToken | None:
    """The token's row, if it still opens something and its person is active."""
    live = ApiToken.objects.filter(person__is_active=True).select_related("person")
    found = live.filter(hash=codes.hashed(token)).first()
    return found if found and found.is_live(at) else None


@dataclass(frozen=True)
class Account:
    """What stands on a person's own page."""

    second_factors: frozenset[str]  # totp | webauthn | recovery_codes
    sessions: int
    tokens: list[ApiToken]


def account(person: Person, at: datetime) -> Account:
    kinds = frozenset(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    live = [token for token in tokens_of(person).order_by("pk") if token.is_live(at)]
    return Account(kinds, UserSession.objects.filter(user=person).count(), live)


def has_second_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """Her own keys for other systems, the newest first."""
    return ApiToken.objects.filter(person=person).order_by("-pk")


def people() -> QuerySet[Person]:
    """Everyone with an account, by name."""
    return Person.objects.order_by(by_alphabet("full_name"), "pk")
