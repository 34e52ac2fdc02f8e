"""Who may do what with volunteers: the matrix by centre and place; her own page is hers by its link."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.network.access import may
from hamafza.volunteers.models import Volunteer

may_keep = may("volunteer.keep")
may_accept = may("volunteer.accept")


def is_herself(by: Actor, volunteer: Volunteer, at: datetime) -> bool:
    return by == volunteer or (volunteer.person is not None and by == volunteer.person)


def keeps_or_is_herself(by: Actor, volunteer: Volunteer, at: datetime) -> bool:
    return is_herself(by, volunteer, at) or may_keep(by, volunteer, at)
