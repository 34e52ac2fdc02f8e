"""She was seen to serve: an order of the areas in which it happened, so that nobody types it twice."""

from datetime import date, datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.volunteers import deadlines
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState


@command(rule=None)  # the rule of the gathering, shift or service in which she was seen covers it
def note_activity(volunteer: Volunteer, *, day: date, by: Actor, at: datetime) -> Volunteer:
    """The last day on which she served; an earlier one changes nothing. Her silence is counted from here."""
    if volunteer.active_on is not None and volunteer.active_on >= day:
        return volunteer
    volunteer.active_on = day
    if volunteer.state == VolunteerState.ACCEPTED:
        volunteer.step, volunteer.due_at = 0, deadlines.silence(volunteer, 0)
    volunteer.save(update_fields=["active_on", "step", "due_at"])
    return volunteer
