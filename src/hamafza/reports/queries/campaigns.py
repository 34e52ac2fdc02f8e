"""Where an officer may call a campaign, and who may take part in it."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.network.access import reach
from hamafza.network.models import Centre, CentreState
from hamafza.people.models import Person
from hamafza.places.models import Kind, Place


def campaign_places(person: Person, at: datetime) -> QuerySet[Place]:
    within = reach(person, "report.accept", at)
    kinds = (Kind.PROVINCE, Kind.COUNTY)
    return Place.objects.filter(within.q(path="path"), kind__in=kinds).select_related("parent").order_by("path")


def campaign_centres(person: Person, at: datetime, place: Place | None) -> QuerySet[Centre]:
    """The active ones of the place."""
    within = reach(person, "report.accept", at)
    found = Centre.objects.filter(within.q(path="place__path", centre=""), state=CentreState.ACTIVE)
    found = found.filter(place__path__startswith=place.path) if place else found.none()
    return found.select_related("place").order_by("place__path", "pk")
