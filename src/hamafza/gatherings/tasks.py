"""What time does: gatherings plan their weeks, silence becomes a miss, what lies with the absent is handed on."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Gathering, Occasion
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on

CLOCK = System("tick")


def _active() -> QuerySet[Gathering]:
    return Gathering.objects.active()


@every_tick(order=30)
def handed_on(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there. Mostly nobody is."""
    return hand_on(Occasion.objects.open(), gatherings.hand_on, at)


@every_tick(order=31, waiting=_active)
def calendars_filled(at: datetime) -> int:
    due = list(_active().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        gatherings.plan_on(Gathering.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=32, waiting=Occasion.objects.open)
def asked_after(at: datetime) -> int:
    due = list(Occasion.objects.open().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        gatherings.occasion_late(Occasion.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)
