"""Those who wait for an answer wait with another officer now; an order of the handover."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer


@command(rule=None)  # the rule of the handover covers it
def pass_on(volunteer: Volunteer, *, to: Person, by: Actor, at: datetime) -> Volunteer:
    """Another takes the next step, by the same day."""
    volunteer.holder = to
    volunteer.save(update_fields=["holder"])
    return volunteer
