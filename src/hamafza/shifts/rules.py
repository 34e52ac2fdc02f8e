"""Who may do what with shifts: the matrix by centre and place; a booking besides is hers by her own link."""

from datetime import datetime

from hamafza.kernel.actors import Actor, System
from hamafza.network.access import may
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.states import BookingState
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.rules import is_herself

may_plan = may("shift.plan")


def serves_there(by: Actor, shift: Shift, at: datetime) -> bool:
    """A volunteer signs up at her own centre, herself."""
    return isinstance(by, Volunteer) and by.centre_id == shift.centre_id


def may_call_off(by: Actor, booking: Booking, at: datetime) -> bool:
    """She, an officer, or the clock when she cannot come any more."""
    return isinstance(by, System) or is_herself(by, booking.volunteer, at) or may_plan(by, booking, at)


def may_note(by: Actor, booking: Booking, at: datetime) -> bool:
    """Who came: the officers; «آمدم» she says herself."""
    return is_herself(by, booking.volunteer, at) or may_plan(by, booking, at)


def is_asked(by: Actor, ask: Ask, at: datetime) -> bool:
    return is_herself(by, ask.volunteer, at)


def was_there(by: Actor, booking: Booking, at: datetime) -> bool:
    """Who came herself may say that another did not."""
    if not isinstance(by, Volunteer) or by == booking.volunteer:
        return False
    return Booking.objects.filter(shift=booking.shift, volunteer=by, state=BookingState.CAME).exists()
