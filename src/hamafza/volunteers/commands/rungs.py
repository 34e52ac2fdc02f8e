"""One rung up: an order of care, where it was granted and countersigned."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Rung, VolunteerState

ORDER = [Rung.ASSOCIATE, Rung.MEMBER, Rung.MENTOR, Rung.SECRETARY]


@command(rule=None)  # the two signatures of the step cover it
def raise_rung(volunteer: Volunteer, *, rung: str, by: Actor, at: datetime) -> Volunteer:
    """From the rung below to this one, while she serves. Raises MoveRefused."""
    here = Rung(volunteer.rung or Rung.ASSOCIATE)
    if volunteer.state != VolunteerState.ACCEPTED or ORDER.index(Rung(rung)) != ORDER.index(here) + 1:
        raise MoveRefused
    volunteer.rung = rung
    volunteer.save(update_fields=["rung"])
    return volunteer
