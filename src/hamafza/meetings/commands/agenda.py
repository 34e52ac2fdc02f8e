"""What people do with an agenda: add a point, move it, drop it, write what was said; and who comes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.meetings import rules
from hamafza.meetings.commands import _agenda
from hamafza.meetings.commands import _way as way
from hamafza.meetings.invited import GUEST
from hamafza.meetings.models import AgendaItem, Invitee, Meeting
from hamafza.meetings.states import BEFORE, Answer, Attended, Kind, MeetingState
from hamafza.people.models import Person

LONGEST = 20_000


class NothingSaid(Refused):
    message = _("لطفاً بنویسید دربارهٔ چه گفت‌وگو شود.")
    field = "title"


class StillWritten(Refused):
    message = _("برای این بند صورت‌جلسه یا مصوبه نوشته شده است و برداشته نمی‌شود.")


class OfficeHolder(Refused):
    message = _("رئیس و دبیر نشست همیشه دعوت‌اند.")


def _may_record_item(by: Actor, item: AgendaItem, at: datetime) -> bool:
    return rules.may_record(by, item.meeting, at)


def _still_open(meeting: Meeting) -> None:
    """The agenda may change until the sitting ends."""
    if meeting.state not in {*BEFORE, MeetingState.HELD}:
        raise MoveRefused


@command(rule=rules.may_record, lock="series")
def refresh_agenda(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Ask all sources again. Raises MoveRefused."""
    if meeting.state not in {MeetingState.AGENDA_OPEN, MeetingState.AGENDA_SENT}:
        raise MoveRefused
    _agenda.write_itself(meeting, by, at)
    return meeting


@command(rule=rules.may_propose_item, lock="series")
def add_item(meeting: Meeting, *, title: str, by: Actor, at: datetime) -> AgendaItem:
    """A point of one's own: an invited person's is a proposal, the secretary's simply stands. Raises NothingSaid."""
    if not title.strip():
        raise NothingSaid
    _still_open(meeting)
    kind = Kind.OTHER if rules.may_record(by, meeting, at) else Kind.PROPOSED
    return AgendaItem.objects.create(
        meeting=meeting, order=_agenda.next_order(meeting), kind=kind, title=title.strip()[:300], added_by=by.ref
    )


@command(rule=_may_record_item, keep=("up",), lock="meeting")
def move_item(item: AgendaItem, *, up: bool, by: Actor, at: datetime) -> AgendaItem:
    """Change places with the neighbour; at the edge nothing happens."""
    _still_open(item.meeting)
    standing = list(item.meeting.items.filter(dropped_at=None))
    for order, one in enumerate(standing):
        one.order = order
    here = next((n for n, one in enumerate(standing) if one.pk == item.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is not None and there is not None and 0 <= there < len(standing):
        standing[here].order, standing[there].order = there, here
    AgendaItem.objects.bulk_update(standing, ["order"])
    return item


@command(rule=_may_record_item, lock="meeting")
def drop_item(item: AgendaItem, *, by: Actor, at: datetime) -> AgendaItem:
    """Off this agenda; `restore_item` takes it back. Raises StillWritten."""
    _still_open(item.meeting)
    if item.minutes or item.decisions.exists():
        raise StillWritten
    item.dropped_at = at
    item.save(update_fields=["dropped_at"])
    return item


@command(rule=_may_record_item, lock="meeting")
def restore_item(item: AgendaItem, *, by: Actor, at: datetime) -> AgendaItem:
    """It stands there again."""
    _still_open(item.meeting)
    item.dropped_at = None
    item.save(update_fields=["dropped_at"])
    return item


@command(rule=_may_record_item, lock="meeting")
def write_minutes(item: AgendaItem, *, text: str, by: Actor, at: datetime) -> AgendaItem:
    """What was said to this point; kept as it is typed. Raises MoveRefused."""
    if item.meeting.state != MeetingState.HELD:
        raise MoveRefused
    item.minutes, item.written_at = text.strip()[:LONGEST], at
    item.save(update_fields=["minutes", "written_at"])
    return item


@command(rule=rules.may_record, lock="series")
def invite_to(meeting: Meeting, *, person: Person, by: Actor, at: datetime) -> Invitee:
    """One more, as a guest; whoever is invited already stays as she is."""
    _still_open(meeting)
    found, is_new = Invitee.objects.get_or_create(meeting=meeting, person=person, defaults={"role": GUEST})
    if is_new and meeting.state in BEFORE:
        way.tell_of_meeting([person], "meeting_invited", meeting, at)
    return found


@command(rule=lambda by, one, at: rules.may_record(by, one.meeting, at), lock="meeting")
def uninvite(invitee: Invitee, *, by: Actor, at: datetime) -> Meeting:
    """She need not come. Raises OfficeHolder, MoveRefused."""
    _still_open(invitee.meeting)
    if invitee.role in {"chair", "minutes"}:
        raise OfficeHolder
    meeting = invitee.meeting
    invitee.delete()
    return meeting


@command(rule=rules.may_answer, keep=("answer",), lock="meeting")
def say_whether_coming(invitee: Invitee, *, answer: str, by: Actor, at: datetime) -> Invitee:
    """«می‌آیم» or «نمی‌توانم», until it begins. Raises MoveRefused."""
    if invitee.meeting.state not in BEFORE or answer not in Answer.values:
        raise MoveRefused
    invitee.answer, invitee.at = answer, at
    invitee.save(update_fields=["answer", "at"])
    return invitee


@command(rule=lambda by, one, at: rules.may_record(by, one.meeting, at), keep=("attended",), lock="meeting")
def mark(invitee: Invitee, *, attended: str, by: Actor, at: datetime) -> Invitee:
    """Present, absent, or absent with excuse; as often as one likes while the minutes are written. Raises MoveRefused."""
    if invitee.meeting.state != MeetingState.HELD or attended not in Attended.values:
        raise MoveRefused
    invitee.attended, invitee.at = attended, at
    invitee.save(update_fields=["attended", "at"])
    return invitee


@command(rule=rules.may_record, lock="series")
def mark_the_rest(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Everybody who is not marked yet is present. Raises MoveRefused."""
    if meeting.state != MeetingState.HELD:
        raise MoveRefused
    meeting.invitees.filter(attended="").update(attended=Attended.PRESENT, at=at)
    return meeting
