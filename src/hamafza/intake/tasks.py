"""What time does to a request that nobody has triaged."""

from datetime import datetime

from django.db.models import Min

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick

CLOCK = System("tick")


def _due() -> datetime | None:
    return Request.objects.filter(state=RequestState.RECEIVED).aggregate(due=Min("due_at"))["due"]


@every_tick(order=10, due=_due)
def untriaged(at: datetime) -> int:
    late = Request.objects.filter(state=RequestState.RECEIVED, due_at__lte=at).order_by("due_at", "pk")
    for request in late:
        intake.late_in_triage(request, by=CLOCK, at=at)
    return len(late)
