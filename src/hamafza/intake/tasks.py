"""What time does to a request that nobody has triaged."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.queries import not_there

CLOCK = System("tick")


def _untriaged() -> QuerySet[Request]:
    return Request.objects.filter(state=RequestState.RECEIVED)


@every_tick(order=16)
def handed_over(at: datetime) -> int:
    """A request that lies with someone who is away or has left goes to whoever is at its door."""
    moved = 0
    for request in Request.objects.open().filter(holder__in=not_there(at)).order_by("pk"):
        before = request.holder_id
        moved += intake.hand_over(request, by=CLOCK, at=at).holder_id != before
    return moved


@every_tick(order=10, waiting=_untriaged)
def untriaged(at: datetime) -> int:
    late = _untriaged().filter(due_at__lte=at).order_by("due_at", "pk")
    for request in late:
        intake.late_in_triage(request, by=CLOCK, at=at)
    return len(late)
