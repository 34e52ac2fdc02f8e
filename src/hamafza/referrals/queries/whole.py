"""All that happened to the needs of one request, read in a handful of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hamafza.intake.models import Need, Request
from hamafza.kernel.clock import TEHRAN
from hamafza.referrals.models import LastDoor, Note, Referral
from hamafza.referrals.states import OPEN, DoorState
from hamafza.ui.digits import local
from hamafza.ui.moments import say


@dataclass(frozen=True)
class Story:
    """Needs in their order, and under each its hops, notes and last doors."""

    needs: list[Need]
    hops: list[Referral]
    doors: list[LastDoor]
    notes: dict[int, list[Note]]

    def of(self, need: Need) -> list[Referral]:
        return [hop for hop in self.hops if hop.need_id == need.pk]

    def open_hops(self, need: Need) -> list[Referral]:
        return [hop for hop in self.of(need) if hop.state in OPEN]

    def open_door(self, need: Need) -> LastDoor | None:
        return next((door for door in self.doors if door.need_id == need.pk and door.state == DoorState.OPEN), None)


def story_of(request: Request) -> Story:
    """Oldest first."""
    needs = list(Need.objects.filter(request=request).select_related("domain"))
    hops = list(
        Referral.objects.filter(need__request=request)
        .select_related("centre__place", "holder", "parent", "need__domain")
        .order_by("offered_at", "pk")
    )
    for hop in hops:
        hop.need.request = request  # the same one: rights are asked of it for each button
    doors = LastDoor.objects.filter(need__request=request).select_related("officer", "need__domain").order_by("pk")
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(referral__in=hops).order_by("at", "pk"):
        notes[note.referral_id].append(note)
    return Story(needs, hops, list(doors), notes)


def by_when(due: datetime, at: datetime) -> str:
    """«امروز ساعت ۱۶:۰۰», «فردا ساعت ۸:۰۰», or the day in words."""
    there, here = due.astimezone(TEHRAN), at.astimezone(TEHRAN)
    days = (there.date() - here.date()).days
    hour = local(f"{there:%H:%M}")
    named = {-1: _("دیروز"), 0: _("امروز"), 1: _("فردا")}.get(days) or say(due, "day" if abs(days) < 90 else "long")
    return _("%(day)s ساعت %(hour)s") % {"day": named, "hour": hour}


def held_for(hop: Referral, at: datetime) -> timedelta:
    """How long the centre had it before it answered, or has had it so far."""
    return (hop.answered_at or hop.ended_at or at) - hop.offered_at
