"""Getting a seat on a shift, waiting for one, and giving it back."""

from datetime import datetime

from django.db import transaction

from hamafza.kernel.actors import Actor, System
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.shifts import rules
from hamafza.shifts.commands import _seats as seats
from hamafza.shifts.commands import _way as way
from hamafza.shifts.commands._way import Begun
from hamafza.shifts.commands.asking import ask_next
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import COMING, EXPIRED, LATE, LEFT, TAKEN_OUT, BookingState, CalledOff, ShiftState
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState


@command(rule=rules.serves_there)
def sign_up(shift: Shift, *, by: Volunteer, at: datetime) -> Booking:
    """«می‌آیم»: a seat is hers. Raises NoSeat, DoubleBooked, NotAble, NotServing, Begun."""
    if shift.state != ShiftState.PUBLISHED or shift.starts_at <= at:
        raise Begun
    return seats.seat(shift, by, BookingState.SIGNED_UP, by, at)


@command(rule=rules.may_plan)
def put_in(shift: Shift, *, volunteer: Volunteer, by: Actor, at: datetime) -> Booking:
    """An officer books somebody, by hand or by a roster that she accepts; who stepped in without a word too.

    Raises NoSeat, DoubleBooked, NotAble, NotServing, MoveRefused.
    """
    if not shift.is_open:
        raise MoveRefused
    booking = seats.seat(shift, volunteer, BookingState.ROSTERED, by, at)
    if shift.state == ShiftState.PUBLISHED:
        way.tell(volunteer, "shift_booked", shift, at)
    return booking


@command(rule=rules.serves_there)
def join_waiting(shift: Shift, *, by: Volunteer, at: datetime) -> Booking:
    """All seats are taken: she is the next one if somebody calls off. Raises NotAble, NotServing, Begun, MoveRefused."""
    if shift.state != ShiftState.PUBLISHED or shift.starts_at <= at:
        raise Begun
    way.check_able(shift, by)
    return seats.booked(shift, by, BookingState.WAITING, by, at)


@command(rule=rules.may_call_off, keep=("reason",), lock="shift")
def call_off(booking: Booking, *, reason: str, by: Actor, at: datetime) -> Booking:
    """She cannot come, or is taken out; her seat goes to whoever waits, or stand-ins are asked when it is late.

    The clock does it for whoever cannot come any more. Raises ReasonMissing, Begun, MoveRefused.
    """
    shift, had_seat, herself = booking.shift, booking.state in COMING, by == booking.volunteer
    if reason not in _reasons(by, herself):
        raise ReasonMissing
    if not shift.is_open:
        raise MoveRefused
    if herself and shift.starts_at <= at:
        raise Begun
    booking.reason, booking.is_late = reason, bool(had_seat and herself and shift.starts_at - at < LATE)
    move(booking, to=BookingState.CALLED_OFF, by=by, at=at, reason=reason, also=("reason", "is_late"), since_at=at)
    way.free(booking)
    if had_seat and shift.starts_at > at:
        _mend(shift, booking, by, at)
    return booking


def _reasons(by: Actor, herself: bool) -> set[str]:
    if isinstance(by, System):
        return {LEFT, EXPIRED}
    return {*CalledOff.values} if herself else {*CalledOff.values, TAKEN_OUT}


def _mend(shift: Shift, booking: Booking, by: Actor, at: datetime) -> None:
    """The seat that has become free: to the waiting list at once; within a day people are asked one after another."""
    if by != booking.volunteer and booking.volunteer.state != VolunteerState.ARCHIVED:
        way.tell(booking.volunteer, "shift_taken_out", shift, at)
    if _promote(shift, by, at):
        return
    if shift.starts_at - at < LATE:
        way.tell_officers([way.officer_of(shift, at)], "shift_called_off", shift, at, urgent=True)
        ask_next(shift, by=by, at=at)


def _promote(shift: Shift, by: Actor, at: datetime) -> bool:
    """The first of the waiting list who can still come has the seat now, and is told."""
    waiting = Booking.objects.filter(shift=shift, state=BookingState.WAITING).select_related("volunteer__person")
    for one in waiting.order_by("since_at", "pk"):
        try:
            with transaction.atomic():
                seats.seat(shift, one.volunteer, BookingState.SIGNED_UP, by, at)
        except Refused:
            continue  # something else has come up for her in the meantime
        way.tell(one.volunteer, "shift_booked", shift, at, urgent=way.wakes(shift, at))
        return True
    return False
