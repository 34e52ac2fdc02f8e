"""Who may do what with volunteers: the matrix by centre and place; her own page is hers by its link."""

from datetime import datetime

from hamafza.kernel.actors import Actor, System
from hamafza.network.access import may
from hamafza.volunteers.models import HasSkill, Volunteer

may_keep = may("volunteer.keep")
may_accept = may("volunteer.accept")


def is_herself(by: Actor, volunteer: Volunteer, at: datetime) -> bool:
    return by == volunteer or (volunteer.person is not None and by == volunteer.person)


def keeps_or_is_herself(by: Actor, volunteer: Volunteer, at: datetime) -> bool:
    return is_herself(by, volunteer, at) or may_keep(by, volunteer, at)


def is_second(by: Actor, volunteer: Volunteer) -> bool:
    """Neither whoever talked with her, nor herself."""
    return by != volunteer.interviewed_by and by != volunteer.person


def may_see_paper(by: Actor, has: HasSkill, at: datetime) -> bool:
    """Nobody vouches for her own paper."""
    return may_keep(by, has.volunteer, at) and not is_herself(by, has.volunteer, at)


def clock_or_keeper(by: Actor, volunteer: Volunteer, at: datetime) -> bool:
    return isinstance(by, System) or may_keep(by, volunteer, at)
