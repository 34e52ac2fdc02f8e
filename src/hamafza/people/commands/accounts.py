"""Opening, changing and closing accounts."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.kernel import codes
from hamafza.kernel.actors import Actor
from hamafza.kernel.bus import announce
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.people import rules
from hamafza.people.events import SignedInElsewhere
from hamafza.people.models import ApiToken, Person
from hamafza_engines.persian import search_key, to_latin_digits


class UsernameTaken(Refused):
    message = _("این نام کاربری از پیش هست. نام دیگری برگزینید.")
    field = "username"


class WeakPassword(Refused):
    field = "password"


TEMPORARY = timedelta(hours=72)


@command(rule=rules.is_admin)
def open_account(
    *,
    username: str,
    full_name: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    mobile: str = "",
    email: str = "",
    is_admin: bool = False,
    temporary: bool = False,
) -> Person:
    """A new person; without a pass-word she can only answer by signed links. A temporary one must be changed at once.

    Raises UsernameTaken, WeakPassword.
    """
    username = to_latin_digits(username).strip()
    if Person.objects.filter(username__iexact=username).exists():
        raise UsernameTaken
    person = Person(
        username=username,
        full_name=full_name,
        search_key=search_key(full_name),
        mobile=mobile,
        email=email,
        is_admin=is_admin,
        joined_at=at,
        temporary_until=at + TEMPORARY if temporary else None,
    )
    if password is not None:
        _validated(password, person)
    person.password = make_password(password)
    person.save()
    return person


@command(rule=rules.is_self_or_admin)
def change_password(person: Person, *, password: str, by: Actor, at: datetime, temporary: bool = False) -> Person:
    """Set a new pass-word; sessions elsewhere end, since their hash no longer fits. Raises WeakPassword."""
    _validated(password, person)
    person.password = make_password(password)
    person.temporary_until = at + TEMPORARY if temporary else None
    person.save(update_fields=["password", "temporary_until"])
    return person


@command(rule=rules.is_self_or_admin)
def edit_account(person: Person, *, full_name: str, mobile: str, by: Actor, at: datetime) -> Person:
    """How she is called, and where messages reach her."""
    person.full_name, person.search_key, person.mobile = full_name, search_key(full_name), mobile
    person.save(update_fields=["full_name", "search_key", "mobile"])
    return person


@command(rule=rules.is_admin)
def disable(person: Person, *, by: Actor, at: datetime) -> Person:
    """The person no longer signs in, from the next click on; her history stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@command(rule=rules.is_admin)
def enable(person: Person, *, by: Actor, at: datetime) -> Person:
    """She is back; her pass-word and second factor are as they were."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


@command(rule=lambda by, person, at: by == person)
def note_new_device(person: Person, *, by: Actor, at: datetime) -> Person:
    """She, or somebody with her pass-word, signed in from a browser that this account had not used; she is told."""
    announce(SignedInElsewhere(person.pk, by, at))
    return person


TOKEN_LIFE = timedelta(days=366)


class BadToken(Refused):
    message = _("برای کلید نامی بنویسید؛ پایان آن باید در آینده و حداکثر یک سال دیگر باشد.")
    field = "until"


@command(rule=rules.is_self_or_admin)
def open_token(person: Person, *, name: str, until: datetime, by: Actor, at: datetime) -> ApiToken:
    """A key for another system, which acts as this person; `.token` is readable now only. Raises BadToken."""
    if not name.strip() or not at < until <= at + TOKEN_LIFE or not person.is_active:
        raise BadToken
    token = codes.new_token()
    kept = ApiToken.objects.create(
        person=person, name=name.strip()[:60], hash=codes.hashed(token), created_at=at, until=until
    )
    kept.token = token  # type: ignore[attr-defined]  # for the screen, once
    return kept


@command(rule=lambda by, token, at: rules.is_self_or_admin(by, token.person, at))
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    """The key opens nothing from the next call on."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    return token


@command(rule=lambda by, token, at: by == token.person)
def note_token_use(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    """It was used today; once a day is enough to find keys that nobody needs."""
    token.last_used_on = local(at).date()
    token.save(update_fields=["last_used_on"])
    return token


def _validated(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
