"""One meeting as its page shows it, and as its minutes are printed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from hamafza.kernel.clock import local
from hamafza.kernel.moves import subject_of
from hamafza.meetings import captions, rules
from hamafza.meetings.models import Action, AgendaItem, Decision, Invitee, Meeting, Series
from hamafza.meetings.quorum import Quorum, quorum_of
from hamafza.meetings.states import BEFORE, Attended, MeetingState
from hamafza.people.models import Person


@dataclass(frozen=True)
class Point:
    """An item of the agenda with what may be opened from it and what was decided at it."""

    item: AgendaItem
    said: str
    link: str
    late: bool
    decisions: list[Decision] = field(default_factory=list)


@dataclass(frozen=True)
class Seat:
    """An invited person."""

    invitee: Invitee
    capacity: str


@dataclass(frozen=True)
class Desk:
    """Everything on the page of a meeting. `may_…` say which buttons are hers."""

    meeting: Meeting
    points: list[Point]
    dropped: list[Point]
    seats: list[Seat]
    mine: Invitee | None
    quorum: Quorum
    decisions: list[Decision]
    may_record: bool
    may_add: bool
    leads: bool
    sees_series: bool
    until: datetime | None

    @property
    def is_before(self) -> bool:
        return self.meeting.state in BEFORE

    @property
    def is_held(self) -> bool:
        return self.meeting.state == MeetingState.HELD

    @property
    def unmarked(self) -> int:
        return sum(not seat.invitee.attended for seat in self.seats)

    @property
    def coming(self) -> int:
        return sum(seat.invitee.answer == "yes" for seat in self.seats)

    @property
    def came(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.invitee.attended == Attended.PRESENT]

    @property
    def missing(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.invitee.attended in {Attended.ABSENT, Attended.EXCUSED}]


def desk_of(meeting: Meeting, person: Person, at: datetime) -> Desk:
    decisions = decisions_of(meeting)
    points = _points(meeting.items.all(), decisions, at)
    seats = _seats(meeting)
    records = rules.may_record(person, meeting, at)
    return Desk(
        meeting=meeting,
        points=[point for point in points if point.item.dropped_at is None],
        dropped=[point for point in points if point.item.dropped_at is not None],
        seats=seats,
        mine=next((seat.invitee for seat in seats if seat.invitee.person == person), None),
        quorum=quorum_of(meeting),
        decisions=decisions,
        may_record=records,
        may_add=records or rules.is_invited(person, meeting, at),
        leads=rules.leads(person, meeting.series, at),
        sees_series=Series.objects.visible_to(person, at).filter(pk=meeting.series_id).exists(),
        until=_until(meeting, decisions),
    )


def decisions_of(meeting: Meeting) -> list[Decision]:
    """With their actions, in the order of their numbers."""
    actions = Action.objects.select_related("owner", "blocked_on").order_by("due_on", "pk")
    found = list(
        meeting.decisions.select_related("deferred_to__series", "item").prefetch_related(Prefetch("actions", actions))
    )
    for decision in found:
        decision.meeting = meeting
    return found


def minutes_of(meeting: Meeting, at: datetime) -> tuple[list[Point], list[Seat], list[Decision]]:
    """What stands on paper."""
    decisions = decisions_of(meeting)
    return _points(meeting.items.filter(dropped_at=None), decisions, at), _seats(meeting), decisions


def _points(items: Iterable[AgendaItem], decisions: list[Decision], at: datetime) -> list[Point]:
    shown = list(items)
    late = _late_actions(shown, at)
    return [
        Point(
            item=item,
            said=captions.said(item),
            link=_link(item.subject),
            late=item.subject in late,
            decisions=[decision for decision in decisions if decision.item_id == item.pk],
        )
        for item in shown
    ]


def _late_actions(items: list[AgendaItem], at: datetime) -> set[str]:
    numbers = [int(item.subject.rpartition(":")[2]) for item in items if item.subject.startswith("meetings.action:")]
    late = Action.objects.unverified().filter(pk__in=numbers, due_on__lt=local(at).date())
    return {subject_of(action) for action in late} if numbers else set()


def _link(subject: str) -> str:
    """Where the thing itself lies, as far as it has a page."""
    kind, _colon, pk = subject.partition(":")
    return f"/actions/{pk}/" if kind == "meetings.action" else ""


def _seats(meeting: Meeting) -> list[Seat]:
    order: dict[str, int] = {"chair": 0, "minutes": 1, "guest": 9}
    rows = list(meeting.invitees.select_related("person").order_by("pk"))
    rows.sort(key=lambda one: (order.get(one.role, 5), one.role, one.pk))
    return [Seat(one, captions.capacity_of(one)) for one in rows]


def _until(meeting: Meeting, decisions: list[Decision]) -> Any:
    """The deadline as people understand it; the clock's own may be a reminder before it."""
    if meeting.state == MeetingState.AGENDA_SENT:
        return meeting.starts_at
    if meeting.state == MeetingState.MINUTES_CONFIRMED:
        return max((action.due_on for one in decisions for action in one.actions.all() if action.is_open), default=None)
    return meeting.due_at
