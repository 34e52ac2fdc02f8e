"""Who may do what: the matrix by centre and place, and whoever leads the gathering."""

from datetime import datetime

from hamafza.gatherings.models import Gathering, Occasion
from hamafza.kernel.actors import Actor
from hamafza.network.access import may
from hamafza.network.queries import present
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import SERVES

may_found = may("gathering.keep")  # asked about the centre
_may_keep = may("gathering.keep")
may_keep_feasts = may("gathering.keep_feasts")


def leads(by: Actor, gathering: Gathering, at: datetime) -> bool:
    """She herself, or whoever stands in for her while she is away."""
    leader = gathering.leader_account
    return isinstance(by, Person) and leader is not None and (by == leader or present(leader, at) == by)


def may_keep(by: Actor, gathering: Gathering, at: datetime) -> bool:
    return _may_keep(by, gathering, at) or leads(by, gathering, at)


def may_tell(by: Actor, occasion: Occasion, at: datetime) -> bool:
    """Say whether it was held and who came: whoever keeps the gathering, and whoever holds the occasion."""
    return by == occasion.holder or may_keep(by, occasion.gathering, at)


def leads_by_link(by: Actor, occasion: Occasion, at: datetime) -> bool:
    """A volunteer who leads, on her own page: the view has seen the signature."""
    return isinstance(by, Volunteer) and by.state in SERVES and occasion.gathering.volunteer_id == by.pk


def may_list(by: Actor, occasion: Occasion, at: datetime) -> bool:
    """Type who came: whoever tells of the occasion, and whoever leads it by her own link."""
    return leads_by_link(by, occasion, at) or may_tell(by, occasion, at)


def is_volunteer(by: Actor, thing: object, at: datetime) -> bool:
    """She herself, by her own link or by the sheet on the wall: the view has seen the signature."""
    return isinstance(by, Volunteer)
