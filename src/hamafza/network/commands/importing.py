"""Entries of another directory become centres; a whole import can be taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network.access import may
from hamafza.network.commands.centres import create, edit, move_state, set_hours
from hamafza.network.models import Centre, CentreKind, Domain
from hamafza.places.models import Place


class InUse(Refused):
    message = _("این مرکز درخواستی در کار داشته است و با واگردانی بسته نمی‌شود.")


@command(rule=may("centre.import"))
def import_new(
    place: Place,
    *,
    imported_id: str,
    domains: Sequence[Domain],
    details: Mapping[str, Any],
    week: Mapping[int, Sequence[tuple[time, time]]],
    by: Actor,
    at: datetime,
) -> Centre:
    """A centre out of another directory: listed at once, but without requests until a person says so."""
    centre: Centre = create(
        place,
        kind=CentreKind.PARTNER,
        domains=domains,
        imported_id=imported_id,
        takes_referrals=False,
        by=by,
        at=at,
        **details,
    )
    if week:
        set_hours(centre, week=week, from_date=local(at).date(), by=by, at=at)
    centre.confirmed_at = None  # nobody here has confirmed it yet
    centre.save(update_fields=["confirmed_at"])
    return centre


@command(rule=may("centre.import"))
def import_again(centre: Centre, *, changes: Mapping[str, Any], by: Actor, at: datetime) -> Centre:
    """The source says something new of a centre that came from it; that is no confirmation by us."""
    confirmed = centre.confirmed_at
    edit(centre, by=by, at=at, **changes)
    centre.confirmed_at = confirmed
    centre.save(update_fields=["confirmed_at"])
    return centre


@command(rule=may("centre.import"))
def undo_import(centre: Centre, *, by: Actor, at: datetime) -> Centre:
    """Close what an import created. Raises InUse when anything was done there."""
    deeds = JournalLine.objects.filter(centre=centre.code).exclude(kind__in=["centre_opened", "centre_state"])
    if not centre.imported_id or deeds.exists():
        raise InUse
    move_state(centre, to="closed", reason=str(_("واگردانی ورود راهنما")), by=by, at=at)
    return centre
