"""Who may do what: the matrix by place, joined with one's part in the series. The chair's own moves are hers alone."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.meetings.models import Action, Decision, Invitee, Meeting, Series, in_her_name
from hamafza.network.access import may
from hamafza.network.queries import present
from hamafza.people.models import Person

may_plan = may("meeting.plan")
_may_record = may("meeting.record")
_may_decide = may("meeting.decide")
_may_verify = may("meeting.verify")


def acts_for(by: Actor, person: Person | None, at: datetime) -> bool:
    """She herself, or whoever stands in for her while she is away."""
    return isinstance(by, Person) and person is not None and (by == person or present(person, at) == by)


def leads(by: Actor, series: Series, at: datetime) -> bool:
    return acts_for(by, series.chair, at)


def may_keep_series(by: Actor, series: Series, at: datetime) -> bool:
    """Change or end it: whoever plans in this place, and its chair."""
    return may_plan(by, series, at) or leads(by, series, at)


def may_record(by: Actor, meeting: Meeting, at: datetime) -> bool:
    """Agenda, attendance and minutes: the secretary of the series, its chair, and the coordinators of the place."""
    series = meeting.series
    return acts_for(by, series.secretary, at) or leads(by, series, at) or _may_record(by, meeting, at)


def may_decide(by: Actor, meeting: Meeting, at: datetime) -> bool:
    """Write down what was adopted: as for the minutes, by the matrix's own word for it."""
    series = meeting.series
    return acts_for(by, series.secretary, at) or leads(by, series, at) or _may_decide(by, meeting, at)


def may_settle(by: Actor, decision: Decision, at: datetime) -> bool:
    return may_decide(by, decision.meeting, at)


def is_invited(by: Actor, meeting: Meeting, at: datetime) -> bool:
    return isinstance(by, Person) and Invitee.objects.filter(meeting=meeting, person__in=in_her_name(by, at)).exists()


def may_propose_item(by: Actor, meeting: Meeting, at: datetime) -> bool:
    """A point for the agenda: everybody who is invited."""
    return may_record(by, meeting, at) or is_invited(by, meeting, at)


def may_answer(by: Actor, invitee: Invitee, at: datetime) -> bool:
    """Say whether she comes."""
    return acts_for(by, invitee.person, at) or may_record(by, invitee.meeting, at)


def owns(by: Actor, action: Action, at: datetime) -> bool:
    return acts_for(by, action.owner, at)


def may_work(by: Actor, action: Action, at: datetime) -> bool:
    """Say how it goes: its owner; the secretary, for one who has no account."""
    return owns(by, action, at) or acts_for(by, action.series.secretary, at)


def may_verify(by: Actor, action: Action, at: datetime) -> bool:
    """See that it is done: the chair, the secretary, a coordinator of the place. Never its owner or her deputy."""
    if owns(by, action, at):
        return False
    series = action.series
    return leads(by, series, at) or acts_for(by, series.secretary, at) or _may_verify(by, action, at)


def may_cancel(by: Actor, action: Action, at: datetime) -> bool:
    """The chair alone."""
    return leads(by, action.series, at)


def may_move_date(by: Actor, action: Action, at: datetime) -> bool:
    """Within its limits the owner and the secretary, the chair always; see `commands.postpone`."""
    return may_work(by, action, at) or leads(by, action.series, at)


def may_add_action(by: Actor, decision: Decision, at: datetime) -> bool:
    return may_decide(by, decision.meeting, at)
