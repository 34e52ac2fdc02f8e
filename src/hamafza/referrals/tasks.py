"""What time does to hops, last-door tasks and needs without a centre."""

from datetime import datetime

from django.db.models import Min, QuerySet

from hamafza.intake.models import Request
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState

CLOCK = System("tick")


def _hop_due() -> datetime | None:
    return Referral.objects.open().aggregate(due=Min("due_at"))["due"]


def _door_due() -> datetime | None:
    return LastDoor.objects.filter(state=DoorState.OPEN).aggregate(due=Min("due_at"))["due"]


def _search_due() -> datetime | None:
    return _searched().aggregate(due=Min("due_at"))["due"]


def _searched() -> QuerySet[Request]:
    """Requests with a need that is with nobody and whose turn it may be."""
    return Request.objects.filter(
        state__in=[RequestState.TRIAGED, RequestState.IN_REFERRAL], needs__state=NeedState.WAITING
    ).distinct()


@every_tick(order=20, due=_hop_due)
def hops(at: datetime) -> int:
    late = Referral.objects.due(at).order_by("due_at", "pk")
    for hop in late:
        referrals.late(hop, by=CLOCK, at=at)
    return len(late)


@every_tick(order=21, due=_door_due)
def last_doors(at: datetime) -> int:
    late = LastDoor.objects.filter(state=DoorState.OPEN, due_at__lte=at).order_by("due_at", "pk")
    for task in late:
        referrals.late_at_last_door(task, by=CLOCK, at=at)
    return len(late)


@every_tick(order=22, due=_search_due)
def searches(at: datetime) -> int:
    late = _searched().filter(due_at__lte=at).order_by("due_at", "pk")
    for request in late:
        referrals.late_in_search(request, by=CLOCK, at=at)
    return len(late)
