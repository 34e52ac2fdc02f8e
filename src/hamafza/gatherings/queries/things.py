"""Things by number, as far as somebody may see them; and by the signed code of a sheet."""

from datetime import datetime

from django.core import signing
from django.db.models import QuerySet

from hamafza.gatherings import deadlines
from hamafza.gatherings.models import Feast, Gathering, GatheringQuerySet, Guest, Occasion, Presence
from hamafza.gatherings.states import OccasionState
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer, VolunteerQuerySet
from hamafza.volunteers.queries import serving_at
from hamafza.volunteers.states import SERVES

SHEET = signing.Signer(salt="gatherings.sheet")


def gatherings(person: Person, at: datetime) -> GatheringQuerySet:
    return Gathering.objects.visible_to(person, at).whole()


def occasions(person: Person, at: datetime) -> QuerySet[Occasion]:
    return Occasion.objects.visible_to(person, at).whole()


def feasts_between(first: object, last: object) -> QuerySet[Feast]:
    return Feast.objects.filter(first_on__lte=last, last_on__gte=first)


def feasts() -> QuerySet[Feast]:
    return Feast.objects.all()


def code_of(occasion: Occasion) -> str:
    """What the QR code says after the address; it opens one occasion, and the view looks at the day."""
    return SHEET.sign(str(occasion.pk))


def by_code(code: str) -> Occasion | None:
    try:
        pk = SHEET.unsign(code)
    except signing.BadSignature:
        return None
    return Occasion.objects.whole().filter(pk=int(pk)).first()


def ending_in(occasion: Occasion, digits: str) -> list[Volunteer]:
    """Those who serve at this centre and whose number ends so."""
    return list(serving_at(occasion.gathering.centre).filter(mobile__endswith=digits)[:8])


def by_numbers(keys: list[str]) -> tuple[list[Volunteer], list[Guest]]:
    """The people of "v12", "g3"."""
    volunteers = Volunteer.objects.filter(pk__in=[int(key[1:]) for key in keys if key[0] == "v"])
    return list(volunteers), list(Guest.objects.filter(pk__in=[int(key[1:]) for key in keys if key[0] == "g"]))


def serving(centre: Centre) -> VolunteerQuerySet:
    return serving_at(centre)


def led_by(she: Volunteer, at: datetime) -> QuerySet[Occasion]:
    """Occasions whose list whoever leads may type now: from an hour before them, until they are too old to be put right."""
    found = Occasion.objects.whole().filter(gathering__volunteer=she).exclude(state=OccasionState.CANCELLED)
    within = {"starts_at__lte": at + deadlines.DOORS_OPEN, "starts_at__gte": at - deadlines.MEND_WITHIN}
    return found.filter(**within) if she.state in SERVES else found.none()


def is_there(occasion: Occasion, volunteer: Volunteer) -> bool:
    return Presence.objects.filter(occasion=occasion, volunteer=volunteer).exists()


def calendar_of(gathering: Gathering, since: datetime) -> list[Occasion]:
    """Its occasions from then on, with those that were called off."""
    found = gathering.occasions.filter(starts_at__gte=since).order_by("starts_at")
    return [one for one in found if one.state != OccasionState.MISSED]
