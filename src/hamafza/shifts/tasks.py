"""What time does: shifts come near, begin, end; asks run out; what lies with the absent goes to whoever is there."""

from datetime import datetime

from django.db.models import F, Q

from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.queries.able import unable
from hamafza.shifts.states import COMING, BookingState, ShiftState
from hamafza.volunteers.states import VolunteerState

CLOCK = System("tick")


@every_tick(order=60)
def handed_over(at: datetime) -> int:
    """What lies with someone who has left goes to whoever answers for the centre; a deputy has it for a time."""
    return hand_on(Shift.objects.open(), shifts.stand_in, at)


@every_tick(order=60)
def left(at: datetime) -> int:
    """Whoever has left the centre, or is away on that day, leaves no silent hole."""
    ahead = Booking.objects.filter(state__in=[*COMING, BookingState.WAITING], shift__state=ShiftState.PUBLISHED)
    here = Q(volunteer__state=VolunteerState.ACCEPTED, volunteer__centre=F("shift__centre"))
    gone = ahead.filter(shift__starts_at__gt=at).exclude(here).order_by("pk")
    freed = 0
    for shift in dict.fromkeys(gone.values_list("shift", flat=True)):
        for booking, reason in unable(Shift.objects.whole().get(pk=shift)):
            shifts.call_off(booking, reason=reason, by=CLOCK, at=at)
            freed += 1
    return freed


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
