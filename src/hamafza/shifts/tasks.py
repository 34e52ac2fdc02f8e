"""What time does: shifts come near, begin, end; asks run out; what lies with the absent goes to whoever is there."""

from datetime import datetime

from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Ask, Shift

CLOCK = System("tick")


@every_tick(order=60)
def handed_over(at: datetime) -> int:
    """What lies with someone who has left goes to whoever answers for the centre; a deputy has it for a time."""
    return hand_on(Shift.objects.open(), shifts.stand_in, at)


@every_tick(order=61, waiting=Shift.objects.open)
def stepped(at: datetime) -> int:
    due = list(Shift.objects.open().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        shifts.shift_late(Shift.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=62, waiting=Ask.objects.live)
def asked_on(at: datetime) -> int:
    due = list(Ask.objects.live().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        ask = Ask.objects.whole().get(pk=pk)
        if ask.state == "asked":  # the one before may have settled this one too
            shifts.ask_silent(ask, by=CLOCK, at=at)
    return len(due)
