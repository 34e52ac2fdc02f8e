"""How an agenda writes itself and people are called; part of the meeting's own moves."""

from datetime import datetime

from django.db.models import Max

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import remember, subject_of
from hamafza.meetings import agenda
from hamafza.meetings.invited import called
from hamafza.meetings.models import AgendaItem, Decision, Invitee, Meeting
from hamafza.meetings.states import DecisionState, Kind

BY_HAND = 900  # a person's own points follow what wrote itself


def call_people(meeting: Meeting, at: datetime) -> list[Invitee]:
    """Those who are called now and were not; who has answered or came by hand stays."""
    wanted = {one.person.pk: one for one in called(meeting, at)}
    known = set(meeting.invitees.values_list("person", flat=True))
    stale = meeting.invitees.filter(answer="", attended="").exclude(person__in=wanted).exclude(role="guest")
    stale.delete()
    new = [
        Invitee(meeting=meeting, person=one.person, role=one.role, scope=one.scope)
        for pk, one in wanted.items()
        if pk not in known
    ]
    return Invitee.objects.bulk_create(new)


def write_itself(meeting: Meeting, by: Actor, at: datetime) -> None:
    """Add what sources find, renew their words, take away what is settled; what a person dropped stays dropped."""
    found = agenda.drafts(meeting, at)
    there = {(item.kind, item.subject): item for item in meeting.items.exclude(subject="")}
    for place, (order, draft) in enumerate(found):
        item = there.pop((draft.kind, draft.subject), None)
        if item is None:
            AgendaItem.objects.create(
                meeting=meeting, order=order * 10 + place, kind=draft.kind, subject=draft.subject, title=draft.title,
                facts=draft.facts, added_by=by.ref,
            )  # fmt: skip
        elif (item.title, item.facts) != (draft.title, draft.facts):
            item.title, item.facts = draft.title, draft.facts
            item.save(update_fields=["title", "facts"])
    meeting.items.filter(pk__in=[item.pk for item in there.values() if not item.minutes]).delete()


def next_order(meeting: Meeting) -> int:
    """Behind everything that stands there."""
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    return max(last + 1, BY_HAND)


def take_up(meeting: Meeting, by: Actor, at: datetime) -> None:
    """What an earlier sitting left to this one lies on the table again, as a proposal of this one."""
    left = Decision.objects.filter(deferred_to=meeting, state=DecisionState.DEFERRED).order_by("pk")
    for decision in left:
        item = meeting.items.filter(kind=Kind.DEFERRED, subject=subject_of(decision)).first()
        put(meeting, decision.text, decision.search_key, by, at, item=item, continues=decision)


def put(
    meeting: Meeting,
    text: str,
    key: str,
    by: Actor,
    at: datetime,
    *,
    item: AgendaItem | None,
    continues: Decision | None = None,
) -> Decision:
    """A proposal with the next number of its sitting."""
    number = 1 + (meeting.decisions.aggregate(last=Max("number"))["last"] or 0)
    decision = Decision.objects.create(
        meeting=meeting, item=item, number=number, text=text, search_key=key, continues=continues, proposed_at=at
    )
    remember(decision, before="", after=DecisionState.PROPOSED, by=by, at=at)
    return decision
