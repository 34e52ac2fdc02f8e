"""What a volunteer sees on her own page: what she has, what she may take, what she is asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hamafza.kernel.clock import local
from hamafza.shifts.models import Ask, AskQuerySet, Booking, BookingQuerySet, Shift, ShiftQuerySet
from hamafza.shifts.queries.able import crew_of
from hamafza.shifts.queries.minutes import month_minutes
from hamafza.shifts.states import COMING, SEATED, BookingState, ShiftState
from hamafza.volunteers.models import Volunteer

AHEAD, BACK = timedelta(days=35), timedelta(days=120)


@dataclass(frozen=True)
class Mine:
    """Her page."""

    asks: list[Ask]
    coming: list[Booking]
    waiting: list[Booking]
    running: list[Booking]
    open: list[Shift]
    full: list[Shift]
    minutes: int
    beside: list[Booking] = field(default_factory=list)  # of the shift on which she is: not noted yet


def mine_of(volunteer: Volunteer, at: datetime) -> Mine:
    """In about ten queries."""
    hers = list(_bookings(volunteer).exclude(state=BookingState.CALLED_OFF).order_by("shift__starts_at", "pk"))
    held = {one.shift_id for one in hers}
    asks = list(Ask.objects.live().whole().filter(volunteer=volunteer, shift__starts_at__gt=at))
    fitting = [one for one in _fitting(volunteer, at) if one.pk not in held | {ask.shift_id for ask in asks}]
    running = [one for one in hers if one.shift.state == ShiftState.RUNNING]
    return Mine(
        asks=asks,
        coming=[one for one in hers if one.state in COMING and one.shift.state == ShiftState.PUBLISHED],
        waiting=[one for one in hers if one.state == BookingState.WAITING and one.shift.state == ShiftState.PUBLISHED],
        running=running,
        open=[one for one in fitting if one.taken < one.needed],
        full=[one for one in fitting if one.taken >= one.needed],
        minutes=month_minutes([volunteer.pk], local(at).date()).get(volunteer.pk, 0),
        beside=_beside(volunteer, running),
    )


def _bookings(volunteer: Volunteer) -> BookingQuerySet:
    return Booking.objects.filter(volunteer=volunteer).whole()


def _fitting(volunteer: Volunteer, at: datetime) -> list[Shift]:
    """Published, of her centre, within her skills, not while she is on another one."""
    if volunteer.state != "accepted":
        return []
    today = local(at).date()
    found = Shift.objects.filter(centre=volunteer.centre_id, state=ShiftState.PUBLISHED, starts_at__gt=at)
    shifts = list(found.filter(day__lte=today + AHEAD).whole().counted().order_by("starts_at", "pk"))
    crew = crew_of(volunteer.centre, today, today + AHEAD, only=[volunteer], hours=False)
    return [one for one in shifts if crew.hurdle(volunteer, one, hours=False, grid=False) not in {"skill", "busy"}]


def _beside(volunteer: Volunteer, running: list[Booking]) -> list[Booking]:
    """Those of whom she, who came, may say that they did not."""
    came = [one.shift_id for one in running if one.state == BookingState.CAME]
    if not came:
        return []
    others = Booking.objects.coming().filter(shift__in=came).exclude(volunteer=volunteer).whole()
    return list(others.exclude(reports__by=volunteer).order_by("pk"))


def calendar_of(volunteer: Volunteer, at: datetime) -> list[Booking]:
    """Hers for other programs; what is off stays in, so that it goes from her calendar."""
    known = _bookings(volunteer).filter(shift__starts_at__gte=at - BACK).exclude(state=BookingState.WAITING)
    return list(known.order_by("shift__starts_at", "pk"))


def shift_for(volunteer: Volunteer) -> ShiftQuerySet:
    """Those of her centre; another one is not there."""
    return Shift.objects.filter(centre=volunteer.centre_id).whole()


def booking_for(volunteer: Volunteer) -> BookingQuerySet:
    return _bookings(volunteer)


def ask_for(volunteer: Volunteer) -> AskQuerySet:
    return Ask.objects.filter(volunteer=volunteer).whole()


def other_for(volunteer: Volunteer) -> BookingQuerySet:
    """Bookings of shifts to which she came."""
    came = Booking.objects.filter(volunteer=volunteer, state=BookingState.CAME).values("shift")
    return Booking.objects.filter(shift__in=came, state__in=SEATED).exclude(volunteer=volunteer).whole()
