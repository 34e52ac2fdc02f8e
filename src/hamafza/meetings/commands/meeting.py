"""The life of one sitting, from the open agenda to confirmed minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.meetings import deadlines, rules
from hamafza.meetings.commands import _way as way
from hamafza.meetings.commands._agenda import call_people, take_up, write_itself
from hamafza.meetings.models import Decision, Meeting
from hamafza.meetings.states import (
    SERIES_ENDED,
    Answer,
    Attended,
    Cancel,
    DecisionState,
    MeetingState,
    SeriesState,
)
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person


class TooEarly(Refused):
    message = _("نشست را از روز برگزاری به بعد می‌توان آغاز کرد.")


class BadDay(Refused):
    message = _("روز تازه باید در آینده باشد.")
    field = "starts_at"


class Undecided(Refused):
    message = _("پیشنهادی هنوز بی‌نتیجه است. آن را تصویب کنید، نپذیرید یا به نشست بعد بگذارید.")


class AttendanceMissing(Refused):
    message = _("حاضران هنوز نوشته نشده‌اند. دست‌کم یک نفر را حاضر بزنید.")


def _to(meeting: Meeting, state: str, by: Actor, at: datetime, **changes: Any) -> None:
    """Move, with the secretary of the hour responsible and the clock set for the new state."""
    move(
        meeting, to=state, by=by, at=at, since_at=at, rung=0, holder=way.secretary_of(meeting.series, at),
        due_at=deadlines.of_meeting(meeting, state, at), **changes,
    )  # fmt: skip


@command(rule=rules.may_record, lock="series")
def open_agenda(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """The agenda writes itself and people are called; everybody invited may add a point. Raises MoveRefused."""
    _to(meeting, MeetingState.AGENDA_OPEN, by, at)
    new = call_people(meeting, at)
    write_itself(meeting, by, at)
    way.tell_of_meeting([one.person for one in new], "meeting_invited", meeting, at)
    return meeting


@command(rule=rules.may_record, lock="series")
def send_agenda(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """As it stands now, with what has come up since, to everybody who is invited. Raises MoveRefused."""
    _to(meeting, MeetingState.AGENDA_SENT, by, at)
    call_people(meeting, at)
    write_itself(meeting, by, at)
    way.tell_of_meeting(_not_refusing(meeting), "meeting_agenda", meeting, at)
    return meeting


@command(rule=rules.may_record, lock="series")
def begin(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """It sits: attendance and minutes may be written, and the next sitting is planned. Raises TooEarly, MoveRefused."""
    if local(at).date() < local(meeting.starts_at).date():
        raise TooEarly
    if meeting.state == MeetingState.MINUTES_DRAFT:  # back to the table leads an objection alone
        raise MoveRefused
    _to(meeting, MeetingState.HELD, by, at, held_at=at)
    if meeting.series.state == SeriesState.ACTIVE:
        way.plan_next(meeting.series, by, at)
    take_up(meeting, by, at)
    return meeting


@command(rule=rules.may_record, lock="series")
def send_minutes(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """The draft goes to those who were there; silence for seven working days is consent.

    Raises AttendanceMissing, Undecided, MoveRefused.
    """
    came = meeting.invitees.filter(attended=Attended.PRESENT).count()
    if not came:
        raise AttendanceMissing
    if Decision.objects.filter(meeting=meeting, state=DecisionState.PROPOSED).exists():
        raise Undecided
    first = meeting.drafted_at is None
    meeting.invitees.filter(attended="").update(attended=Attended.ABSENT, at=at)
    _to(meeting, MeetingState.MINUTES_DRAFT, by, at, drafted_at=at)
    if first:  # an objection brings the minutes back, not the meeting
        way.line("meeting_held", meeting, at, people=came)
    people = meeting.invitees.filter(attended=Attended.PRESENT).select_related("person")
    way.tell_of_meeting([one.person for one in people], "minutes_to_read", meeting, at)
    return meeting


@command(rule=rules.is_invited, lock="series")
def object_to_minutes(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> Meeting:
    """«ایراد دارم»: the draft goes back to the secretary with these words. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    if meeting.state != MeetingState.MINUTES_DRAFT:
        raise MoveRefused
    _to(meeting, MeetingState.HELD, by, at, note=reason.strip()[:300])
    way.tell_of_meeting([meeting.holder], "minutes_objected", meeting, at)  # type: ignore[list-item]
    return meeting


@command(
    rule=lambda by, meeting, at: is_the_clock(by, meeting, at) or rules.leads(by, meeting.series, at), lock="series"
)
def confirm_minutes(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """By the chair at once, or by the silence of all. Raises MoveRefused."""
    _to(meeting, MeetingState.MINUTES_CONFIRMED, by, at, confirmed_at=at, note="")
    way.line("minutes_confirmed", meeting, at)
    way.close_if_done(meeting, by, at)
    return meeting


@command(rule=rules.may_record, keep=("reason",), lock="series")
def cancel(
    meeting: Meeting, *, reason: str, by: Actor, at: datetime, note: str = "", starts_at: datetime | None = None
) -> Meeting:
    """It is not held, and says why. With a new day it is planned for that day; else the rule's next day comes.

    Raises ReasonMissing, BadDay, MoveRefused.
    """
    if reason not in Cancel.values or (reason == Cancel.OTHER and not note.strip()):
        raise ReasonMissing
    if starts_at is not None and starts_at <= at:
        raise BadDay
    call_off(meeting, reason=reason, note=note, by=by, at=at)
    if starts_at is not None:
        way.add_meeting(meeting.series, meant_on=meeting.meant_on, starts_at=starts_at, by=by, at=at)
    if meeting.series.state == SeriesState.ACTIVE and (ahead := way.plan_next(meeting.series, by, at)):
        Decision.objects.filter(deferred_to=meeting).update(deferred_to=ahead)
    return meeting


@command(rule=None, keep=("reason",), lock="series")
def call_off(meeting: Meeting, *, reason: str, by: Actor, at: datetime, note: str = "") -> Meeting:
    """The cancellation itself; its callers have their rules. Raises MoveRefused."""
    assert reason in {*Cancel.values, SERIES_ENDED}
    meeting.reason = reason
    move(
        meeting, to=MeetingState.CANCELLED, by=by, at=at, reason=reason, also=("reason",), due_at=None,
        note=note.strip()[:300], ended_at=at,
    )  # fmt: skip
    way.line("meeting_cancelled", meeting, at, detail=reason)
    people = meeting.invitees.select_related("person")
    way.tell_of_meeting([one.person for one in people], "meeting_cancelled", meeting, at)
    return meeting


@command(rule=is_the_clock, lock="series")
def meeting_late(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Its hour has come: the agenda opens, goes out, the minutes become final; else somebody is reminded."""
    match meeting.state:
        case MeetingState.PLANNED:
            return open_agenda(meeting, by=by, at=at)
        case MeetingState.AGENDA_OPEN:
            return send_agenda(meeting, by=by, at=at)
        case MeetingState.MINUTES_DRAFT:
            return confirm_minutes(meeting, by=by, at=at)
        case MeetingState.MINUTES_CONFIRMED:
            if not way.close_if_done(meeting, by, at):
                _look_again(meeting, at)
        case MeetingState.AGENDA_SENT if meeting.rung == 0:
            way.tell_of_meeting(_not_refusing(meeting), "meeting_tomorrow", meeting, at)
            _climb(meeting, meeting.ends_at if meeting.ends_at > at else at + timedelta(hours=1))
        case MeetingState.AGENDA_SENT | MeetingState.HELD:
            _remind(meeting, at)
    return meeting


def _remind(meeting: Meeting, at: datetime) -> None:
    """The secretary first, the chair a working day later, then both every week."""
    template = "meeting_to_begin" if meeting.state == MeetingState.AGENDA_SENT else "minutes_due"
    first = 1 if meeting.state == MeetingState.AGENDA_SENT else 0
    people = [way.secretary_of(meeting.series, at)]
    if meeting.rung > first:
        people.append(way.chair_of(meeting.series, at))
    way.tell_of_meeting(dict.fromkeys(people), template, meeting, at)
    if meeting.state == MeetingState.HELD and meeting.rung == 1:
        way.line("minutes_late", meeting, at)
    _climb(
        meeting, deadlines.days.within(meeting.series.place, at, 1) if meeting.rung == first else at + deadlines.WEEK
    )


def _climb(meeting: Meeting, due_at: datetime) -> None:
    meeting.rung = min(meeting.rung + 1, 99)
    meeting.due_at = due_at
    meeting.save(update_fields=["rung", "due_at"])


def _look_again(meeting: Meeting, at: datetime) -> None:
    meeting.due_at = at + deadlines.WEEK
    meeting.save(update_fields=["due_at"])


def _not_refusing(meeting: Meeting) -> list[Person]:
    people = meeting.invitees.exclude(answer=Answer.NO).select_related("person").order_by("pk")
    return [one.person for one in people]


@command(rule=is_the_clock, lock="series")
def hand_over_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Its holder is away or has left: whoever is there takes it. Raises NobodyElse."""
    here = way.secretary_of(meeting.series, at)
    if here == meeting.holder:
        raise NobodyElse
    meeting.holder = here
    meeting.save(update_fields=["holder"])
    return meeting
