"""She was seen to serve: an order of the areas in which it happened, so that nobody types it twice."""

from datetime import date, datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.volunteers import deadlines
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState


@command(rule=None)  # the rule of the gathering, shift or service in which she was seen covers it
def note_activity(volunteer: Volunteer, *, day: date, by: Actor, at: datetime) -> Volunteer:
    """The last day on which she served; an earlier one changes nothing. Her silence is counted from here.

    A list that is typed late may tell of a day from which she would have been missed already: what was said to her
    is not said again.
    """
    if volunteer.active_on is not None and volunteer.active_on >= day:
        return volunteer
    volunteer.active_on = day
    if volunteer.state == VolunteerState.ACCEPTED:
        volunteer.step, volunteer.due_at = _counted_anew(volunteer, at)
    volunteer.save(update_fields=["active_on", "step", "due_at"])
    return volunteer


def _counted_anew(volunteer: Volunteer, at: datetime) -> tuple[int, datetime | None]:
    """The first of her reminders that still lies ahead, but none again that has gone out; else as it was."""
    for step in range(min(volunteer.step, 1) + 1):
        due_at = deadlines.silence(volunteer, step)
        if due_at > at or step == volunteer.step:
            return step, due_at
    return volunteer.step, volunteer.due_at
