"""What time does to a request that nobody has triaged."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on

CLOCK = System("tick")


def _untriaged() -> QuerySet[Request]:
    return Request.objects.filter(state=RequestState.RECEIVED)


@every_tick(order=16)
def handed_over(at: datetime) -> int:
    """A request that lies with someone who is away or has left goes to whoever is at its door."""
    return hand_on(Request.objects.open(), intake.hand_over, at)


@every_tick(order=10, waiting=_untriaged)
def untriaged(at: datetime) -> int:
    late = _untriaged().filter(due_at__lte=at).order_by("due_at", "pk")
    for request in late:
        intake.late_in_triage(request, by=CLOCK, at=at)
    return len(late)
