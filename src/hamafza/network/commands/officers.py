"""Who holds which role, and who answers while she is away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network.access import may, reach
from hamafza.network.models import Absence, Centre, Grant, Role
from hamafza.people.models import Person
from hamafza.places.models import Place


class NotWithinReach(Refused):
    message = _("این نقش بیرون از محدودهٔ شماست.")
    field = "scope"


class WrongScope(Refused):
    message = _("نقش دبیر و مدیر بر یک کانون است و نقش‌های دیگر بر یک مکان.")
    field = "scope"


class BadAbsence(Refused):
    message = _("جانشین باید کس دیگری باشد و پایان مرخصی پس از آغاز آن.")
    field = "deputy"


CENTRE_ROLES = {Role.SECRETARY, Role.HEAD}


@command(rule=None, keep=("role",))
def grant(
    person: Person, *, role: str, scope: Centre | Place, by: Actor, at: datetime, until: datetime | None = None
) -> Grant:
    """Give a role over a centre or a place, until a day or until taken back. Raises NotWithinReach, WrongScope."""
    if not may("network.grant")(by, scope, at) or by == person:
        raise NotWithinReach
    if (role in CENTRE_ROLES) != isinstance(scope, Centre):
        raise WrongScope
    _forget(person)
    over = {"centre": scope} if isinstance(scope, Centre) else {"place": scope}
    return Grant.objects.create(person=person, role=role, since=at, until=until, granted_by=by.ref, **over)


@command(rule=lambda by, held, at: may("network.grant")(by, held.scope, at))
def revoke(held: Grant, *, by: Actor, at: datetime) -> Grant:
    """Take a role back; it counts from the next click on."""
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    _forget(held.person)
    return held


def may_set_absence(by: Actor, person: Person, at: datetime) -> bool:
    """For herself, or for officers of one's centre or place."""
    if by == person:
        return True
    within = reach(by, "network.set_absence", at)
    if within.everything:
        return True
    grants = Grant.objects.valid(at).filter(person=person).select_related("centre__place", "place")
    return any(within.covers(held.scope) for held in grants)


@command(rule=may_set_absence)
def set_absence(person: Person, *, deputy: Person, since: datetime, until: datetime, by: Actor, at: datetime) -> Absence:
    """She is away; what is due goes to the deputy. Raises BadAbsence."""
    if deputy == person or until <= since or not deputy.is_active:
        raise BadAbsence
    return Absence.objects.create(person=person, deputy=deputy, since=since, until=until)


@command(rule=lambda by, away, at: may_set_absence(by, away.person, at))
def end_absence(away: Absence, *, by: Actor, at: datetime) -> Person:
    """Back earlier than said."""
    person = away.person
    away.delete()
    return person


def _forget(person: Person) -> None:
    """Drop the rights that this loaded person remembers."""
    if hasattr(person, "_grants"):
        del person._grants
