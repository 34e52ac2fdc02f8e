"""What time does to hops, last-door tasks and needs without a centre."""

from datetime import datetime

from hamafza.intake.models import Request
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState

CLOCK = System("tick")


@every_tick(order=20)
def hops(at: datetime) -> int:
    late = Referral.objects.due(at).order_by("due_at", "pk")
    for hop in late:
        referrals.late(hop, by=CLOCK, at=at)
    return len(late)


@every_tick(order=21)
def last_doors(at: datetime) -> int:
    late = LastDoor.objects.filter(state=DoorState.OPEN, due_at__lte=at).order_by("due_at", "pk")
    for task in late:
        referrals.late_at_last_door(task, by=CLOCK, at=at)
    return len(late)


@every_tick(order=22)
def searches(at: datetime) -> int:
    late = (
        Request.objects.filter(
            state__in=[RequestState.TRIAGED, RequestState.IN_REFERRAL], due_at__lte=at, needs__state=NeedState.WAITING
        )
        .distinct()
        .order_by("due_at", "pk")
    )
    for request in late:
        referrals.late_in_search(request, by=CLOCK, at=at)
    return len(late)
