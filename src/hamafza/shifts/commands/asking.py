"""Last-minute repair: who can step in is asked, one after another, each until a deadline; the first «می‌آیم» has it."""

from datetime import datetime, timedelta

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.moves import move, remember
from hamafza.notices.outbox import QUIET_FROM, QUIET_UNTIL
from hamafza.shifts import rules
from hamafza.shifts.commands import _seats as seats
from hamafza.shifts.commands import _way as way
from hamafza.shifts.models import Ask, Shift
from hamafza.shifts.queries.able import stand_ins
from hamafza.shifts.states import AskState, BookingState, ShiftState
from hamafza.volunteers.models import Volunteer

SHORTEST, LONGEST = timedelta(minutes=20), timedelta(hours=3)
AT_NIGHT = timedelta(hours=3)  # only for what begins so soon is anybody woken


@command(rule=None)  # whoever called off had the right to; the clock goes on with it
def ask_next(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """As many are asked as seats are free; nobody twice. When nobody is left, the responsible officer is told."""
    if shift.state != ShiftState.PUBLISHED or shift.starts_at <= at:
        return shift
    left = way.seats_left(shift) - Ask.objects.live().filter(shift=shift).count()
    if left <= 0:
        return shift
    asked = list(Ask.objects.filter(shift=shift).values_list("volunteer", flat=True))
    found = [one for one in stand_ins(shift, at) if one.volunteer.pk not in asked]
    for n, one in enumerate(found[:left], start=len(asked) + 1):
        _ask(shift, one.volunteer, n, by, at)
    if len(found) < left and not Ask.objects.live().filter(shift=shift).exists():
        way.tell_officers([way.officer_of(shift, at)], "shift_nobody", shift, at, urgent=True)
    return shift


def _ask(shift: Shift, volunteer: Volunteer, order: int, by: Actor, at: datetime) -> None:
    urgent = shift.starts_at - at <= AT_NIGHT or not _quiet(at)
    due_at = _until(shift, at, urgent)
    ask = Ask.objects.create(shift=shift, volunteer=volunteer, order=order, asked_at=at, due_at=due_at)
    remember(ask, before="", after=AskState.ASKED, by=by, at=at)
    way.tell(volunteer, "shift_asked", shift, at, urgent=urgent)


def _quiet(at: datetime) -> bool:
    return not QUIET_UNTIL <= local(at).hour < QUIET_FROM


def _until(shift: Shift, at: datetime, urgent: bool) -> datetime:
    """A quarter of what is left, at least twenty minutes, at most three hours; by night it counts from the morning."""
    start = at
    if not urgent:
        morning = local(at).replace(hour=QUIET_UNTIL, minute=0, second=0, microsecond=0)
        start = morning if morning > at else morning + timedelta(days=1)
    start = min(start, shift.starts_at)
    return min(start + min(max((shift.starts_at - start) / 4, SHORTEST), LONGEST), shift.starts_at)


@command(rule=rules.is_asked, lock="shift")
def say_yes(ask: Ask, *, by: Actor, at: datetime) -> Ask:
    """«می‌آیم»: the seat is hers; whoever else was asked for it need not answer, and for a seat that is still free the next
    one is asked. Raises Begun, NoSeat, DoubleBooked, MoveRefused.
    """
    if ask.state != AskState.ASKED:
        raise MoveRefused
    if ask.shift.state != ShiftState.PUBLISHED or ask.shift.starts_at <= at:
        raise way.Begun
    seats.seat(ask.shift, ask.volunteer, BookingState.SIGNED_UP, by, at)
    ask.refresh_from_db()
    ask_next(ask.shift, by=by, at=at)
    return ask


@command(rule=rules.is_asked, lock="shift")
def say_no(ask: Ask, *, by: Actor, at: datetime) -> Ask:
    """She cannot; the next one is asked at once. Raises MoveRefused."""
    move(ask, to=AskState.NO, by=by, at=at, answered_at=at)
    ask_next(ask.shift, by=by, at=at)
    return ask


@command(rule=is_the_clock, lock="shift")
def ask_silent(ask: Ask, *, by: Actor, at: datetime) -> Ask:
    """Her time is over; the next one is asked. Raises MoveRefused."""
    move(ask, to=AskState.SILENT, by=by, at=at, answered_at=at)
    ask_next(ask.shift, by=by, at=at)
    return ask
