"""Roles and duties of a deputy go from one officer to another: an order of the handover, whose rule covers them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network.access import forget
from hamafza.network.models import Absence, Centre, Grant, Role
from hamafza.people.models import Person


class OwnDeputy(Refused):
    message = _("کسی نمی‌تواند جانشینِ مرخصیِ خودش باشد. برای جانشینی همکار دیگری برگزینید.")


@command(rule=None)  # the handover's own rule covers every role of hers
def pass_on(held: Grant, *, to: Person, by: Actor, at: datetime) -> Grant:
    """Her role, with its end, is another's from this moment; hers ends in the same breath."""
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    forget(held.person, to)
    return Grant.objects.create(
        person=to, role=held.role, centre=held.centre, place=held.place, since=max(held.since, at), until=held.until,
        granted_by=by.ref,
    )  # fmt: skip


@command(rule=None)  # the same
def stand_in(away: Absence, *, deputy: Person, by: Actor, at: datetime) -> Absence:
    """Another answers for whoever is away. Raises OwnDeputy."""
    if away.person == deputy:
        raise OwnDeputy
    forget(away.deputy, deputy)
    away.deputy = deputy
    away.save(update_fields=["deputy"])
    return away


@command(rule=None)  # she was asked by the clock, and only whoever was asked can say yes
def lead_for_a_while(centre: Centre, *, person: Person, until: datetime, by: Actor, at: datetime) -> Grant:
    """She is head of this centre until then."""
    forget(person)
    return Grant.objects.create(person=person, role=Role.HEAD, centre=centre, since=at, until=until, granted_by=by.ref)


@command(rule=None)  # the search for a head is over, or lies with the coordinator
def lead_no_more(held: Grant, *, by: Actor, at: datetime) -> Grant:
    """What was hers for a while ends now, if it has not ended by itself."""
    if held.revoked_at is None and (held.until is None or held.until > at):
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        forget(held.person)
    return held
