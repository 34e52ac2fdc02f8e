"""A seat is taken: by sign-up, by roster, by stepping in."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.moves import may_move, move, remember
from hamafza.shifts.commands import _way as way
from hamafza.shifts.models import Booking, Shift
from hamafza.volunteers.models import Volunteer


def seat(shift: Shift, volunteer: Volunteer, state: str, by: Actor, at: datetime) -> Booking:
    """The shift is locked by the command, so that seats are counted by one at a time."""
    way.check_able(shift, volunteer)
    if way.seats_left(shift) <= 0:
        raise way.NoSeat
    booking = booked(shift, volunteer, state, by, at)
    way.fill(booking, shift)
    return booking


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
