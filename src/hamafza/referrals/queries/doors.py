"""The weekly list of the last door."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake.models import Need, Request
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState


def last_doors(actor: Person, at: datetime, *, ended: bool = False) -> QuerySet[LastDoor]:
    """Tasks of her province: the open ones, what runs out first on top; or the ended ones, newest first."""
    tasks = _visible(actor, at)
    if ended:
        return tasks.exclude(state=DoorState.OPEN).order_by("-ended_at", "-pk")
    return tasks.filter(state=DoorState.OPEN).order_by("due_at", "pk")


def door_task(actor: Person, at: datetime) -> QuerySet[LastDoor]:
    """All she may open, for one of them."""
    return _visible(actor, at)


def _visible(actor: Person, at: datetime) -> QuerySet[LastDoor]:
    within = reach(actor, "referral.last_door", at)
    return LastDoor.objects.filter(within.q(path="need__request__place__path")).select_related(
        "need__request__place", "need__domain", "officer"
    )


def tried(need: Need) -> list[Referral]:
    """Whom it was with, and why they could not."""
    return list(Referral.objects.filter(need=need).select_related("centre").order_by("offered_at", "pk"))


def domains_of(request: Request) -> set[int]:
    """A domain stands once in a request; these are taken."""
    return set(Need.objects.filter(request=request).values_list("domain_id", flat=True))
