"""The day itself: who came, who did not, and the end of a shift."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, System
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.moves import move
from hamafza.shifts import rules
from hamafza.shifts.commands import _way as way
from hamafza.shifts.models import Absent, Booking, Shift
from hamafza.shifts.states import REPORTS, BookingState, ShiftState
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer


class TooEarly(Refused):
    message = _("حضور را از آغاز نوبت به بعد می‌توان نوشت.")


class NotOver(Refused):
    message = _("این نوبت هنوز به پایان نرسیده است.")


class SomeUnknown(Refused):
    message = _("هنوز روشن نیست چه کسی آمده است. برای هر نفر «آمد» یا «نیامد» را بزنید.")


@command(rule=rules.may_note, lock="shift")
def note_came(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """«آمد», or by herself «آمدم». Only an officer puts a no-show right. Raises TooEarly, MoveRefused."""
    _running(booking.shift)
    if by == booking.volunteer and booking.state == BookingState.NO_SHOW:
        raise MoveRefused
    booking.is_excused = False
    move(booking, to=BookingState.CAME, by=by, at=at, also=("is_excused",), since_at=at)
    _close_if_done(booking.shift, at)
    return booking


@command(rule=lambda by, booking, at: isinstance(by, System) or rules.may_plan(by, booking, at), lock="shift")
def note_no_show(booking: Booking, *, by: Actor, at: datetime, excused: bool = False) -> Booking:
    """«نیامد», as the officer says, or two who were there. Raises TooEarly, MoveRefused."""
    _running(booking.shift)
    booking.is_excused = excused
    move(booking, to=BookingState.NO_SHOW, by=by, at=at, also=("is_excused",), since_at=at)
    _close_if_done(booking.shift, at)
    return booking


@command(rule=rules.was_there, lock="shift")
def report_absent(booking: Booking, *, by: Volunteer, at: datetime) -> Absent:
    """«نیامد», as one who was there says it; the second such word counts. Raises TooEarly, MoveRefused."""
    _running(booking.shift)
    if booking.state not in {BookingState.SIGNED_UP, BookingState.ROSTERED}:
        raise MoveRefused
    told, _new = Absent.objects.get_or_create(booking=booking, by=by, defaults={"at": at})
    if booking.reports.count() >= REPORTS:
        note_no_show(booking, by=System("reports"), at=at)
    return told


@command(rule=lambda by, shift, at: isinstance(by, System) or rules.may_plan(by, shift, at))
def close(shift: Shift, *, by: Actor, at: datetime) -> Shift:
    """It is over and everybody is noted: hours of service count from now on. Raises NotOver, SomeUnknown, MoveRefused."""
    if shift.ends_at > at:
        raise NotOver
    if Booking.objects.coming().filter(shift=shift).exists():
        raise SomeUnknown
    move(shift, to=ShiftState.CLOSED, by=by, at=at, since_at=at, due_at=None, holder=None)
    came = Booking.objects.filter(shift=shift, state=BookingState.CAME).select_related("volunteer").order_by("pk")
    people = list(came)
    if people:
        way.line("shift_done", shift, at, people=len(people))
    if (missing := shift.needed - len(people)) > 0:
        way.line("shift_uncovered", shift, at, people=missing)
    for one in people:
        volunteers.note_activity(one.volunteer, day=shift.day, by=by, at=at)
    way.forget_past(shift.centre, at)
    return shift


def _running(shift: Shift) -> None:
    if shift.state == ShiftState.PUBLISHED:
        raise TooEarly
    if shift.state != ShiftState.RUNNING:
        raise MoveRefused


def _close_if_done(shift: Shift, at: datetime) -> None:
    """The last word about the last one ends it, once its hours are over."""
    if shift.ends_at <= at and not Booking.objects.coming().filter(shift=shift).exists():
        close(shift, by=System("attendance"), at=at)
