"""What time does to hops, last-door tasks and needs without a centre."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake.models import Request
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel import rows
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState

CLOCK = System("tick")


def _doors() -> QuerySet[LastDoor]:
    return LastDoor.objects.filter(state=DoorState.OPEN)


def _searched() -> QuerySet[Request]:
    """Requests with a need that is with nobody and whose turn it may be."""
    return Request.objects.filter(
        state__in=[RequestState.TRIAGED, RequestState.IN_REFERRAL], needs__state=NeedState.WAITING
    ).distinct()


@every_tick(order=15)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there."""
    moved = hand_on(Referral.objects.open(), referrals.hand_over, at)
    return moved + hand_on(_doors(), referrals.hand_over_last_door, at, holder="officer")


def _whole(numbers: list[int], *order: str) -> list[Referral]:
    """With all that a hop touches. By number: then no database joins whole tables for a few rows."""
    return list(Referral.objects.filter(pk__in=numbers).whole().order_by(*order)) if numbers else []


_at_shut_doors = rows.Prepared(
    lambda: Referral.objects.open().exclude(centre__state="active").order_by().values_list("pk")
)


@every_tick(order=16)
def left_behind(at: datetime) -> int:
    """Hops that were asked of a centre in the very moment in which it closed."""
    behind = _whole([pk for (pk,) in _at_shut_doors()], "need__request", "pk")
    for hop in behind:
        referrals.send_on(hop, by=CLOCK, at=at)
    return len(behind)


@every_tick(order=20, waiting=Referral.objects.open)
def hops(at: datetime) -> int:
    late = _whole(list(Referral.objects.due(at).values_list("pk", flat=True)), "due_at", "pk")
    for hop in late:
        referrals.late(hop, by=CLOCK, at=at)
    return len(late)


@every_tick(order=21, waiting=_doors)
def last_doors(at: datetime) -> int:
    late = _doors().filter(due_at__lte=at).order_by("due_at", "pk")
    for task in late:
        referrals.late_at_last_door(task, by=CLOCK, at=at)
    return len(late)


@every_tick(order=22, waiting=_searched)
def searches(at: datetime) -> int:
    late = _searched().filter(due_at__lte=at).order_by("due_at", "pk")
    for request in late:
        referrals.late_in_search(request, by=CLOCK, at=at)
    return len(late)
