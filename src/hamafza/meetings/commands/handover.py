"""One officer's offices in series, open sittings and promises go to another; an order of the handover."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.meetings import rules
from hamafza.meetings.commands import _way as way
from hamafza.meetings.commands.series import SamePerson
from hamafza.meetings.models import Action, Meeting, Series
from hamafza.meetings.states import ActionState
from hamafza.people.models import Person


@command(rule=None)  # the rule of the handover covers it
def pass_on_series(series: Series, *, giver: Person, to: Person, by: Actor, at: datetime) -> Series:
    """Another leads it or writes its minutes from now on. Raises SamePerson."""
    if to in {series.chair, series.secretary} - {giver}:
        raise SamePerson
    if series.chair == giver:
        series.chair = to
    if series.secretary == giver:
        series.secretary = to
    series.save(update_fields=["chair", "secretary"])
    return series


@command(rule=None)  # the same
def pass_on_meeting(meeting: Meeting, *, to: Person, by: Actor, at: datetime) -> Meeting:
    """Another sees to its next step."""
    meeting.holder = to
    meeting.save(update_fields=["holder"])
    return meeting


@command(rule=None, lock="decision.meeting.series")  # the same
def pass_on_action(action: Action, *, giver: Person, to: Person, by: Actor, at: datetime) -> Action:
    """What she promised, what was stuck with her, or what she was to verify; nobody comes to verify her own."""
    if action.owner == giver:
        action.owner = to
    if action.blocked_on == giver:
        action.blocked_on = None if action.state != ActionState.BLOCKED else to
    waits = action.state == ActionState.DONE_CLAIMED
    if not waits:
        action.holder = way.on_duty(action.owner, action.series.place, at)
    elif action.holder == giver or action.holder == action.owner:
        may = to != action.owner and rules.may_verify(to, action, at)
        action.holder = to if may else way.verifier_of(action, at)
    action.save(update_fields=["owner", "blocked_on", "holder"])
    way.tell_of_action([to], "action_to_verify" if waits else "action_given", action, at)
    return action
