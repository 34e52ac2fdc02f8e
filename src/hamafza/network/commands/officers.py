"""Who holds which role, and who answers while she is away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, System
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network import rules
from hamafza.network.access import forget, reach
from hamafza.network.models import Absence, Centre, Grant, Role
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.places.models import Place

HAND = System("officers")  # in whose name accounts are kept; the outer command says who asked


class NotWithinReach(Refused):
    message = _("این نقش بیرون از محدودهٔ شماست.")
    field = "scope"


class WrongScope(Refused):
    message = _("نقش دبیر و مدیر بر یک کانون است و نقش‌های دیگر بر یک مکان.")
    field = "scope"


class AlreadyOver(Refused):
    message = _("پایان این نقش گذشته است. روزی در آینده بنویسید یا آن را خالی بگذارید.")
    field = "until"


class BadAbsence(Refused):
    message = _("جانشین باید کس دیگری باشد و پایان مرخصی پس از آغاز آن.")
    field = "deputy"


CENTRE_ROLES = {Role.SECRETARY, Role.HEAD}


@command(rule=None, keep=("role",))
def grant(
    person: Person,
    *,
    role: str,
    scope: Centre | Place,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
) -> Grant:
    """Give a role over a centre or a place, until a day or until taken back.

    Raises NotWithinReach, WrongScope, AlreadyOver.
    """
    _refuse_role(person, role, scope, until, by, at)
    forget(person)
    over = {"centre": scope} if isinstance(scope, Centre) else {"place": scope}
    return Grant.objects.create(person=person, role=role, since=at, until=until, granted_by=by.ref, **over)


@command(rule=rules.may_revoke)
def revoke(held: Grant, *, by: Actor, at: datetime) -> Grant:
    """Take a role back; it counts from the next click on."""
    if held.revoked_at is None:
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
    forget(held.person)
    return held


@command(rule=None, keep=("role",))
def welcome(
    scope: Centre | Place,
    *,
    username: str,
    full_name: str,
    mobile: str,
    password: str,
    role: str,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
) -> Person:
    """A new officer: her account, with a pass-word that she must change at once, and her first role.

    Raises NotWithinReach, WrongScope, AlreadyOver, UsernameTaken.
    """
    _refuse_role(None, role, scope, until, by, at)
    person: Person = people.open_account(
        username=username,
        full_name=full_name,
        mobile=mobile,
        password=password,
        temporary=True,
        by=HAND,
        at=at,
    )
    grant(person, role=role, scope=scope, until=until, by=by, at=at)
    return person


@command(rule=rules.may_keep)
def give_password(person: Person, *, password: str, by: Actor, at: datetime) -> Person:
    """Hers is lost: another for three days. Her second factor stays as it is, so this alone lets nobody in."""
    people.change_password(person, password=password, temporary=True, by=HAND, at=at)
    return person


@command(rule=rules.may_keep)
def retire(person: Person, *, by: Actor, at: datetime) -> Person:
    """She no longer serves: her account is closed from the next click on; her history stays."""
    people.disable(person, by=HAND, at=at)
    return person


@command(rule=rules.may_keep)
def readmit(person: Person, *, by: Actor, at: datetime) -> Person:
    """She serves again, with the roles that are still valid."""
    people.enable(person, by=HAND, at=at)
    return person


@command(rule=rules.may_preview)
def look_through(person: Person, *, by: Actor, at: datetime) -> Person:
    """Somebody looks at what she may see. Nothing changes; the audit remembers who looked, and when."""
    return person


@command(rule=rules.may_set_absence)
def set_absence(
    person: Person, *, deputy: Person, since: datetime, until: datetime, by: Actor, at: datetime
) -> Absence:
    """She is away; what is due goes to the deputy. Raises BadAbsence."""
    if deputy == person or until <= since or not deputy.is_active:
        raise BadAbsence
    forget(deputy)
    return Absence.objects.create(person=person, deputy=deputy, since=since, until=until)


@command(rule=lambda by, away, at: rules.may_set_absence(by, away.person, at))
def end_absence(away: Absence, *, by: Actor, at: datetime) -> Person:
    """Back earlier than said."""
    person = away.person
    away.delete()
    return person


def _refuse_role(
    person: Person | None, role: str, scope: Centre | Place, until: datetime | None, by: Actor, at: datetime
) -> None:
    if not rules.may_grant(by, scope, at) or by == person:
        raise NotWithinReach
    if role == Role.ADMIN and not reach(by, "network.grant", at).everything:
        raise NotWithinReach  # an admin's rights know no place, so no coordinator can give them
    if (role in CENTRE_ROLES) != isinstance(scope, Centre):
        raise WrongScope
    if until is not None and until <= at:
        raise AlreadyOver
