"""A seat is taken: by sign-up, by roster, by stepping in."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.moves import may_move, move, remember
from hamafza.shifts.commands import _way as way
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.states import AskState
from hamafza.volunteers.models import Volunteer


def seat(shift: Shift, volunteer: Volunteer, state: str, by: Actor, at: datetime) -> Booking:
    """The shift is locked by the command, so that seats are counted by one at a time."""
    way.check_able(shift, volunteer)
    if way.seats_left(shift) <= 0:
        raise way.NoSeat
    booking = booked(shift, volunteer, state, by, at)
    way.fill(booking, shift)
    _settle(shift, volunteer, by, at)
    return booking


def _settle(shift: Shift, volunteer: Volunteer, by: Actor, at: datetime) -> None:
    """Who was asked and has a seat now said yes; once all are taken, nobody else need answer."""
    live = Ask.objects.live().filter(shift=shift).select_related("volunteer__person")
    full = way.seats_left(shift) <= 0
    for ask in live:
        if ask.volunteer_id == volunteer.pk:
            move(ask, to=AskState.YES, by=by, at=at, answered_at=at)
        elif full:
            move(ask, to=AskState.TAKEN, by=by, at=at, answered_at=at)
            way.tell(ask.volunteer, "shift_ask_taken", shift, at)
    if full and Ask.objects.filter(shift=shift).exists():  # a hole was being mended
        way.tell_officers([way.officer_of(shift, at)], "shift_covered", shift, at)


def booked(shift: Shift, volunteer: Volunteer, state: str, by: Actor, at: datetime) -> Booking:
    """Her line on this shift: a new one, or the one she had before. Raises MoveRefused when she has a seat already."""
    booking = Booking.objects.filter(shift=shift, volunteer=volunteer).first()
    if booking is None:
        booking = Booking.objects.create(shift=shift, volunteer=volunteer, state=state, since_at=at)
        remember(booking, before="", after=state, by=by, at=at)
        return booking
    if not may_move(booking, state):
        raise MoveRefused
    booking.reason, booking.is_late = "", False
    move(booking, to=state, by=by, at=at, also=("reason", "is_late"), since_at=at)
    return booking
