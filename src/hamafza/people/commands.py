"""Opening, changing and closing accounts."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.people import rules
from hamafza.people.models import Person
from hamafza_engines.persian import search_key


class UsernameTaken(Refused):
    message = _("این نام کاربری از پیش هست. نام دیگری برگزینید.")
    field = "username"


class WeakPassword(Refused):
    field = "password"


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
) -> Person:
    """A new person; without a pass-word she can only answer by signed links.

    Raises UsernameTaken, WeakPassword.
    """
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
    )
    if password is not None:
        _validated(password, person)
    person.password = make_password(password)
    person.save()
    return person


@command(rule=rules.is_self_or_admin)
def change_password(person: Person, *, password: str, by: Actor, at: datetime) -> Person:
    """Set a new pass-word; sessions elsewhere end, since their hash no longer fits. Raises WeakPassword."""
    _validated(password, person)
    person.password = make_password(password)
    person.save(update_fields=["password"])
    return person


@command(rule=rules.is_admin)
def disable(person: Person, *, by: Actor, at: datetime) -> Person:
    """The person no longer signs in, from the next click on; her history stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


def _validated(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
