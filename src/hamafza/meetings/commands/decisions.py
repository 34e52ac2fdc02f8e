"""What a sitting decides: proposed, then adopted with somebody who does it, left for later, or not adopted."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.meetings import rules
from hamafza.meetings.commands import _agenda
from hamafza.meetings.commands import _way as way
from hamafza.meetings.commands._promise import give
from hamafza.meetings.models import Action, AgendaItem, Decision, Meeting
from hamafza.meetings.quorum import quorum_of
from hamafza.meetings.states import BEFORE, DecisionState, MeetingState
from hamafza.people.models import Person
from hamafza.ui.digits import local
from hamafza_engines.persian import search_key

LONGEST = 4_000
FRESH = timedelta(minutes=10)


class NothingDecided(Refused):
    message = _("متن مصوبه را بنویسید.")
    field = "text"


class NobodyDoesIt(Refused):
    message = _("هر مصوبه مسئولی می‌خواهد. نام مسئول و مهلت را بنویسید، یا بنویسید چرا اقدامی لازم نیست.")
    field = "owner"


class NoQuorum(Refused):
    """`message` says how many are missing; what was said may still be written."""

    def __init__(self, present: int, needed: int) -> None:
        said = gettext(
            "نشست به حد نصاب نرسیده است: %(present)s نفر حاضرند و %(needed)s نفر لازم است. "
            "گفت‌وگو را بنویسید و تصویب را به نشست بعد بگذارید."
        )
        super().__init__(said % {"present": local(present), "needed": local(needed)})


class NoNextMeeting(Refused):
    message = _("نشست دیگری در پیش نیست. این پیشنهاد را اکنون بپذیرید یا کنار بگذارید.")


def _sits(meeting: Meeting) -> None:
    if meeting.state != MeetingState.HELD:
        raise MoveRefused


@command(rule=rules.may_decide, lock="series")
def propose(meeting: Meeting, *, text: str, by: Actor, at: datetime, item: AgendaItem | None = None) -> Decision:
    """Put into words what is to be decided. Raises NothingDecided, MoveRefused."""
    _sits(meeting)
    if not text.strip():
        raise NothingDecided
    if item is not None and item.meeting_id != meeting.pk:
        raise MoveRefused
    return _agenda.put(meeting, text.strip()[:LONGEST], search_key(text)[:LONGEST], by, at, item=item)


@command(rule=rules.may_settle, lock="meeting.series")
def reword(decision: Decision, *, text: str, by: Actor, at: datetime) -> Decision:
    """Better words while it is only proposed. Raises NothingDecided, MoveRefused."""
    _sits(decision.meeting)
    if decision.state != DecisionState.PROPOSED:
        raise MoveRefused
    if not text.strip():
        raise NothingDecided
    decision.text, decision.search_key = text.strip()[:LONGEST], search_key(text)[:LONGEST]
    decision.save(update_fields=["text", "search_key"])
    return decision


@command(rule=rules.may_settle, lock="meeting.series")
def adopt(
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
    owner: Person | None = None,
    task: str = "",
    due_on: date | None = None,
    no_action_because: str = "",
) -> Decision:
    """«تصویب شد», with the first action and its owner, or with the reason why none is needed.

    Raises NoQuorum, NobodyDoesIt, what `add_action` raises, MoveRefused.
    """
    meeting = decision.meeting
    _sits(meeting)
    quorum = quorum_of(meeting)
    if not quorum.is_met:
        raise NoQuorum(quorum.present, quorum.needed)
    if owner is None and not no_action_because.strip():
        raise NobodyDoesIt
    because = "" if owner else no_action_because.strip()[:300]
    move(decision, to=DecisionState.ADOPTED, by=by, at=at, decided_at=at, no_action_because=because)
    way.line("decision_adopted", meeting, at)
    if owner is not None:
        give(decision, text=task or decision.text, owner=owner, due_on=due_on, by=by, at=at)
    return decision


@command(rule=rules.may_add_action, lock="meeting.series")
def add_action(decision: Decision, *, task: str, owner: Person, due_on: date | None, by: Actor, at: datetime) -> Action:
    """One more promise of an adopted decision, while its minutes are written. Raises BadDue, NothingToDo, MoveRefused."""
    _sits(decision.meeting)
    if decision.state != DecisionState.ADOPTED:
        raise MoveRefused
    if decision.no_action_because:
        decision.no_action_because = ""
        decision.save(update_fields=["no_action_because"])
    return give(decision, text=task, owner=owner, due_on=due_on, by=by, at=at)


@command(rule=rules.may_settle, lock="meeting.series")
def defer(decision: Decision, *, by: Actor, at: datetime, reason: str = "") -> Decision:
    """To the next sitting, whose agenda it enters by itself. Raises NoNextMeeting, MoveRefused."""
    _sits(decision.meeting)
    series = decision.meeting.series
    ahead = (
        series.meetings.filter(state__in=BEFORE, starts_at__gt=decision.meeting.starts_at).order_by("starts_at").first()
    )
    if ahead is None:
        raise NoNextMeeting
    decision.reason = reason.strip()[:300]
    move(decision, to=DecisionState.DEFERRED, by=by, at=at, also=("reason",), deferred_to=ahead)
    way.line("decision_deferred", decision.meeting, at)
    return decision


@command(rule=rules.may_settle, lock="meeting.series")
def reject(decision: Decision, *, reason: str, by: Actor, at: datetime) -> Decision:
    """«تصویب نشد», with the reason. Raises ReasonMissing, MoveRefused."""
    _sits(decision.meeting)
    if not reason.strip():
        raise ReasonMissing
    decision.reason = reason.strip()[:300]
    move(decision, to=DecisionState.REJECTED, by=by, at=at, also=("reason",), decided_at=at)
    way.line("decision_rejected", decision.meeting, at)
    return decision


@command(rule=rules.may_settle, lock="meeting.series")
def take_back(decision: Decision, *, by: Actor, at: datetime) -> Meeting:
    """A slip of the pen: a proposal within ten minutes of its writing. Raises MoveRefused."""
    meeting = decision.meeting
    _sits(meeting)
    if decision.state != DecisionState.PROPOSED or decision.continues_id or at - decision.proposed_at > FRESH:
        raise MoveRefused
    decision.delete()
    return meeting


@command(rule=rules.may_decide, lock="series")
def decide(
    meeting: Meeting,
    *,
    text: str,
    by: Actor,
    at: datetime,
    item: str = "",
    owner: Person | None = None,
    task: str = "",
    due_on: date | None = None,
    no_action_because: str = "",
) -> Decision:
    """As one form says it: words alone are proposed; with an owner or a reason for none they are adopted at once.

    Raises what `propose` and `adopt` raise; then nothing of it is there.
    """
    point = meeting.items.filter(pk=int(item)).first() if item else None
    decision = propose(meeting, text=text, item=point, by=by, at=at)
    if owner is None and not no_action_because.strip():
        return decision
    return adopt(decision, owner=owner, task=task, due_on=due_on, no_action_because=no_action_because, by=by, at=at)
