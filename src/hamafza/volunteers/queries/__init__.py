"""Doors for later areas: who serves here, who can do this, whose link is it."""

from datetime import date, datetime

from django.core import signing
from django.db.models import QuerySet

from hamafza.network.models import Centre
from hamafza.people.models import Person
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
    found = whose(token)
    return found if found is not None and found.state not in CLOSED else None


def whose(token: str) -> Volunteer | None:
    """The same, and whoever was refused too: she may read why."""
    try:
        pk, link_no = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not (isinstance(pk, int) and isinstance(link_no, int)):
        return None
    found = Volunteer.objects.whole().select_related("accepted_by", "interviewed_by")
    return found.filter(pk=pk, link_no=link_no).exclude(state=VolunteerState.ARCHIVED).first()


def waiting_with(person: Person) -> VolunteerQuerySet:
    """Those who wait for her answer, the most urgent first."""
    return Volunteer.objects.waiting().whole().filter(holder=person).order_by("due_at", "pk")


def skills() -> list[Skill]:
    return list(Skill.objects.select_related("domain"))


def just_applied(pk: object) -> Volunteer | None:
    """What this browser has sent, as it is now."""
    return Volunteer.objects.whole().filter(pk=pk).first() if isinstance(pk, int) else None


def one_of(actor: Person, at: datetime, action: str = "volunteer.see") -> VolunteerQuerySet:
    """Those whom she may see, whole."""
    more = ("interviewed_by", "accepted_by")
    return Volunteer.objects.visible_to(actor, at, action).whole().select_related(*more)


def paper(actor: Person, at: datetime) -> QuerySet[HasSkill]:
    """Skills of those whom she keeps, for the eye that looks at papers."""
    hers = Volunteer.objects.visible_to(actor, at, "volunteer.keep").values("pk")
    return HasSkill.objects.filter(volunteer__in=hers).select_related(
        "volunteer__centre__place", "volunteer__person", "skill"
    )
