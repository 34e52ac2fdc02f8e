"""Doors for later areas: who serves here, who can do this, whose link is it."""

from datetime import date, datetime

from django.core import signing

from hamafza.network.models import Centre
from hamafza.volunteers.models import HasSkill, Skill, Volunteer, VolunteerQuerySet
from hamafza.volunteers.states import VolunteerState

SALT = "volunteers.link"
CLOSED = {VolunteerState.REFUSED, VolunteerState.ARCHIVED}


def serving_at(centre: Centre) -> VolunteerQuerySet:
    """Those who serve at this centre now, by name."""
    return Volunteer.objects.serving().filter(centre=centre)


def can(skill: Skill, volunteer: Volunteer, day: date) -> bool:
    """Does she have it on this day, with a valid paper where one is needed?"""
    return HasSkill.objects.valid_on(day).filter(volunteer=volunteer, skill=skill).exists()


def link_of(volunteer: Volunteer) -> str:
    """The token of her own page; it names nobody. A new `link_no` closes the old ones."""
    return signing.dumps([volunteer.pk, volunteer.link_no], salt=SALT)


def by_link(token: str, at: datetime) -> Volunteer | None:
    """Whose page a token opens; nobody's when it is wrong, closed, or she is here no more."""
    try:
        pk, link_no = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Volunteer.objects.whole().filter(pk=pk, link_no=link_no).exclude(state__in=CLOSED).first()
