"""Who may keep officers: open their accounts, take them back, say that they are away."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.network.access import Reach, may, reach
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person


def may_set_absence(by: Actor, person: Person, at: datetime) -> bool:
    """For herself, or for officers whose every role lies in one's centre or place."""
    return by == person or covers_person(by, "network.set_absence", person, at)


def may_keep(by: Actor, person: Person, at: datetime) -> bool:
    """Close her account or give her a pass-word: whoever could have given her each of her roles. Not oneself."""
    return by != person and covers_person(by, "network.grant", person, at)


def may_preview(by: Actor, person: Person, at: datetime) -> bool:
    """See what she sees."""
    return by != person and covers_person(by, "network.preview", person, at)


def covers_person(by: Actor, action: str, person: Person, at: datetime) -> bool:
    """Every role of hers, not just one: whoever commands a part of her work gets no hold of the rest."""
    within = reach(by, action, at)
    if within.everything:
        return True
    held = list(Grant.objects.valid(at).filter(person=person).select_related("centre__place", "place"))
    return bool(held) and not person.is_admin and all(_covers_role(within, grant) for grant in held)


def may_revoke(by: Actor, held: Grant, at: datetime) -> bool:
    """Whoever could have given it."""
    return _covers_role(reach(by, "network.grant", at), held)


def _covers_role(within: Reach, held: Grant) -> bool:
    """An admin's rights know no place, so only a reach without borders covers them."""
    return within.everything or (held.role != Role.ADMIN and within.covers(held.scope))


may_grant = may("network.grant")
