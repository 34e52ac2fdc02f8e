"""Who may do what: the matrix by centre and place, and whoever leads the gathering."""

from datetime import datetime

from hamafza.gatherings.models import Gathering, Occasion
from hamafza.kernel.actors import Actor, Door
from hamafza.network.access import may
from hamafza.network.queries import present
from hamafza.people.models import Person

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


def at_the_door(by: Actor, thing: object, at: datetime) -> bool:
    """By the sheet on the wall or by her own link: the view has checked the signature, and says so by its door."""
    return isinstance(by, Door) and by.name in {"gathering_qr", "volunteer_link"}
