"""The day itself: who came, who did not, and the end of a shift."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.moves import move
from hamafza.shifts import rules
from hamafza.shifts.commands import _way as way
from hamafza.shifts.models import Absent, Booking, BookingQuerySet, Shift
from hamafza.shifts.states import PUT_RIGHT, REPORTS, BookingState, ShiftState
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer


class TooEarly(Refused):
    message = _("حضور را از آغاز نوبت به بعد می‌توان نوشت.")


class NotOver(Refused):
    message = _("این نوبت هنوز به پایان نرسیده است.")


class TooLate(Refused):
    message = _("بیش از چهارده روز از این نوبت گذشته است و دیگر تغییر نمی‌کند.")


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
    people = list(_came(shift).select_related("volunteer").order_by("pk"))
    for kind, number in _counted(shift, len(people)).items():
        way.line(kind, shift, at, people=number)
    for one in people:
        volunteers.note_activity(one.volunteer, day=shift.day, by=by, at=at)
    way.forget_past(shift.centre, at)
    return shift


@command(rule=rules.may_plan, lock="shift")
def put_right(booking: Booking, *, came: bool, by: Actor, at: datetime, excused: bool = False) -> Booking:
    """After the end a wrong word is put right: her hours follow, and the journal's lines are taken back and written anew.

    Raises TooLate, MoveRefused.
    """
    shift = booking.shift
    if shift.state != ShiftState.CLOSED:
        raise MoveRefused
    if at > shift.ends_at + PUT_RIGHT:
        raise TooLate
    before = _counted(shift, _came(shift).count())
    booking.is_excused = excused and not came
    state = BookingState.CAME if came else BookingState.NO_SHOW
    move(booking, to=state, by=by, at=at, also=("is_excused",), since_at=at)
    after = _counted(shift, _came(shift).count())
    day = local(shift.since_at).date()
    for kind in sorted(before):
        if old := _line(kind, before[kind], shift):
            journal.take_back(old, at=at)
            day = old.day
    for kind, number in after.items():
        way.line(kind, shift, at, people=number, day=day)
    shift.since_at = at  # by this instant its lines are found again
    shift.save(update_fields=["since_at"])
    if came:
        volunteers.note_activity(booking.volunteer, day=shift.day, by=by, at=at)
    return booking


def _came(shift: Shift) -> BookingQuerySet:
    return Booking.objects.filter(shift=shift, state=BookingState.CAME)


def _counted(shift: Shift, came: int) -> dict[str, int]:
    """What the journal is told of a shift to which so many came."""
    numbers = {"shift_done": came, "shift_uncovered": shift.needed - came}
    return {kind: number for kind, number in numbers.items() if number > 0}


def _line(kind: str, people: int, shift: Shift) -> JournalLine | None:
    """The line that still counts; of two of one hour and one number either is as good."""
    facts = {"kind": kind, "people": people, "centre": shift.centre.code, "domain": way.domain_of(shift)}
    lines = JournalLine.objects.filter(at=shift.since_at, corrects=None, **facts)
    taken_back = JournalLine.objects.filter(corrects__in=lines.values("seq")).values_list("corrects", flat=True)
    return lines.exclude(seq__in=list(taken_back)).order_by("seq").first()


def _running(shift: Shift) -> None:
    if shift.state == ShiftState.PUBLISHED:
        raise TooEarly
    if shift.state != ShiftState.RUNNING:
        raise MoveRefused


def _close_if_done(shift: Shift, at: datetime) -> None:
    """The last word about the last one ends it, once its hours are over."""
    if shift.ends_at <= at and not Booking.objects.coming().filter(shift=shift).exists():
        close(shift, by=System("attendance"), at=at)
