"""What the clock does with a shift: looks whether it is covered, begins it, asks who came; and who is responsible changes."""

from datetime import datetime, timedelta

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.moves import move
from hamafza.network import days
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person
from hamafza.shifts.commands import _way as way
from hamafza.shifts.commands.asking import ask_next
from hamafza.shifts.commands.booking import call_off
from hamafza.shifts.commands.day import close
from hamafza.shifts.commands.shift import FIRST_LOOK
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.queries.able import unable
from hamafza.shifts.states import AskState, ShiftState

BEFORE = (FIRST_LOOK, timedelta(hours=24), timedelta(0))


@command(rule=is_the_clock)
def begin(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """Its hour has come: who came may be noted; whoever was asked and said nothing need not any more. Raises MoveRefused."""
    move(
        shift, to=ShiftState.RUNNING, by=by, at=at, since_at=at, rung=0, due_at=shift.ends_at,
        holder=way.officer_of(shift, at),
    )  # fmt: skip
    for ask in Ask.objects.live().filter(shift=shift):
        move(ask, to=AskState.SILENT, by=by, at=at, answered_at=at)
    return shift


@command(rule=is_the_clock)
def shift_late(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """72 and 24 hours before, at its beginning, at its end, and then every day until somebody notes who came."""
    if shift.state == ShiftState.RUNNING:
        return _over(shift, by, at)
    if shift.starts_at <= at:
        return begin(shift, by=by, at=at)
    for booking, reason in unable(shift):
        call_off(booking, reason=reason, by=by, at=at)
    officer, missing = way.officer_of(shift, at), way.seats_left(shift) > 0
    if shift.rung == 0 and missing:
        way.tell_officers([officer], "shift_uncovered", shift, at)
    elif shift.rung == 1:
        _remind(shift, at)
        if missing:
            above = network.head_of(shift.centre, at)
            way.tell_officers([officer, above], "shift_uncovered", shift, at, urgent=True)
            ask_next(shift, by=by, at=at)
    return _climb(shift, officer, max(shift.starts_at - BEFORE[min(shift.rung + 1, 2)], at))


def _remind(shift: Shift, at: datetime) -> None:
    for one in Booking.objects.coming().filter(shift=shift).select_related("volunteer__person").order_by("pk"):
        way.tell(one.volunteer, "shift_tomorrow", shift, at)


def _over(shift: Shift, by: Actor, at: datetime) -> Shift:
    """It has ended: closed when everybody is noted; else the officer is asked, from the third time the coordinator too."""
    if not Booking.objects.coming().filter(shift=shift).exists():
        return close(shift, by=by, at=at)
    officer = way.officer_of(shift, at)
    above = [network.coordinator_of(shift.centre.place, at)] if shift.rung >= 2 else []
    way.tell_officers([officer, *above], "shift_to_note", shift, at)
    return _climb(shift, officer, at + days.DAY)


def _climb(shift: Shift, holder: Person, due_at: datetime) -> Shift:
    shift.rung, shift.holder, shift.due_at = min(shift.rung + 1, 99), holder, due_at
    shift.save(update_fields=["rung", "holder", "due_at"])
    return shift


@command(rule=None)  # by the clock when she is away, or by whoever hands over all that she holds: its rule covers it
def hand_over(shift: Shift, *, to: Person, by: Actor, at: datetime) -> Shift:
    """Another person is responsible for it from now on."""
    shift.officer = to
    shift.holder = to if shift.is_open else shift.holder
    shift.save(update_fields=["officer", "holder"])
    return shift


@command(rule=is_the_clock)
def stand_in(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """Whoever is responsible is away: another sees to it meanwhile; it stays hers. Raises NobodyElse."""
    here = way.officer_of(shift, at)
    if here == shift.holder:
        raise NobodyElse
    shift.holder = here
    shift.save(update_fields=["holder"])
    return shift
