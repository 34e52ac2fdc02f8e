"""She was seen to serve: an order of the areas in which it happened, so that nobody types it twice."""

from datetime import date, datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.volunteers.models import Volunteer


@command(rule=None)  # the rule of the gathering, shift or service in which she was seen covers it
def note_activity(volunteer: Volunteer, *, day: date, by: Actor, at: datetime) -> Volunteer:
    """The last day on which she served; an earlier one changes nothing."""
    if volunteer.active_on is None or volunteer.active_on < day:
        volunteer.active_on = day
        volunteer.save(update_fields=["active_on"])
    return volunteer
