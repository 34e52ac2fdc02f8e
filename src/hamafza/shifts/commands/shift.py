"""The life of a shift, by hand: published, changed, called off."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.people.models import Person
from hamafza.shifts import rules
from hamafza.shifts.commands import _way as way
from hamafza.shifts.commands.planning import PastDay
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.states import COMING, SHIFT_CANCELLED, AskState, BookingState, Cancel, ShiftState

FIRST_LOOK = timedelta(hours=72)  # before it begins: are there hands enough?


class TooFew(Refused):
    message = _("کسانی که نوبت گرفته‌اند بیش از این شمارند. نخست کسی را بیرون ببرید.")
    field = "needed"


@command(rule=rules.may_plan)
def publish(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """Volunteers see it and may sign up; somebody sees to it until it is over. Raises PastDay, MoveRefused."""
    if shift.starts_at <= at:
        raise PastDay
    due_at = max(shift.starts_at - FIRST_LOOK, at)
    move(
        shift,
        to=ShiftState.PUBLISHED,
        by=by,
        at=at,
        since_at=at,
        rung=0,
        holder=way.officer_of(shift, at),
        due_at=due_at,
    )
    return shift


@command(rule=rules.may_plan)
def change(shift: Shift, *, needed: int, note: str, officer: Person, by: Actor, at: datetime) -> Shift:
    """How many, what for, who is responsible; its hours stay, since people have promised them. Raises TooFew, MoveRefused."""
    if shift.state in {ShiftState.CLOSED, ShiftState.CANCELLED}:
        raise MoveRefused
    if needed < shift.needed - way.seats_left(shift):
        raise TooFew
    shift.needed, shift.note, shift.officer = needed, note.strip()[:200], officer
    if shift.is_open:
        shift.holder = way.officer_of(shift, at)
    shift.save(update_fields=["needed", "note", "officer", "holder"])
    return shift


@command(rule=rules.may_plan, keep=("reason",))
def cancel(shift: Shift, *, reason: str, by: Actor, at: datetime) -> Shift:
    """It is not held; whoever had a seat is told and is free again. Raises ReasonMissing, MoveRefused."""
    if reason not in Cancel.values:
        raise ReasonMissing
    shift.reason = reason
    move(
        shift,
        to=ShiftState.CANCELLED,
        by=by,
        at=at,
        reason=reason,
        also=("reason",),
        due_at=None,
        holder=None,
        since_at=at,
    )
    booked = Booking.objects.filter(shift=shift, state__in=[*COMING, BookingState.WAITING])
    for one in booked.select_related("volunteer__person").order_by("pk"):
        one.reason = SHIFT_CANCELLED
        move(one, to=BookingState.CALLED_OFF, by=by, at=at, reason=reason, also=("reason",), since_at=at)
        way.free(one)
        way.tell(one.volunteer, "shift_cancelled", shift, at, urgent=way.wakes(shift, at))
    for ask in Ask.objects.live().filter(shift=shift).select_related("volunteer__person"):
        move(ask, to=AskState.TAKEN, by=by, at=at, answered_at=at)
        way.tell(ask.volunteer, "shift_cancelled", shift, at)
    way.line("shift_cancelled", shift, at, detail=reason)
    return shift
