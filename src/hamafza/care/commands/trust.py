"""Votes of trust among those who serve at one centre: secret, and given back as easily."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.care import secrecy
from hamafza.care.models import Vote
from hamafza.care.rules import through_her_own_door
from hamafza.care.states import NEXT
from hamafza.kernel.actors import Actor, Door
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Rung, VolunteerState

DOOR = Door("trust")


class NotBesideHer(Refused):
    message = _("رأی اعتماد را کسی می‌دهد که اکنون در همان کانون کنار او خدمت می‌کند.")


@command(rule=through_her_own_door)
def trust(*, voter: Volunteer, volunteer: Volunteer, by: Actor, at: datetime) -> Volunteer:
    """«به او اعتماد دارم», for her next rung; a second time changes nothing. Raises NotBesideHer."""
    rung = _rung(voter, volunteer)
    Vote.objects.get_or_create(
        mark=secrecy.mark("trust", voter.pk, volunteer.pk, rung), defaults={"volunteer": volunteer, "rung": rung}
    )
    return volunteer


@command(rule=through_her_own_door)
def take_trust_back(*, voter: Volunteer, volunteer: Volunteer, by: Actor, at: datetime) -> Volunteer:
    """As if it had not been given. Raises NotBesideHer."""
    Vote.objects.filter(mark=secrecy.mark("trust", voter.pk, volunteer.pk, _rung(voter, volunteer))).delete()
    return volunteer


def _rung(voter: Volunteer, volunteer: Volunteer) -> str:
    rung = NEXT.get(Rung(volunteer.rung or Rung.ASSOCIATE))
    both_serve = voter.state == volunteer.state == VolunteerState.ACCEPTED
    if not both_serve or voter.centre_id != volunteer.centre_id or voter.pk == volunteer.pk or rung is None:
        raise NotBesideHer
    return str(rung)
