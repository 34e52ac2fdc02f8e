"""From whom nothing is heard."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from hamafza.care.deadlines import QUIET, SILENT
from hamafza.care.models import Contact
from hamafza.kernel.clock import local
from hamafza.volunteers.models import Volunteer, VolunteerQuerySet


def quiet_at(found: VolunteerQuerySet, at: datetime, *, silent: bool) -> VolunteerQuerySet:
    """Nobody has seen her serve or asked how she is for two weeks, or for a month; the newly accepted are given time."""
    since = at - (SILENT if silent else QUIET)
    asked = Contact.objects.filter(volunteer=OuterRef("pk"), at__gt=since)
    unseen = Q(active_on__lt=local(since).date()) | Q(active_on=None)
    return found.filter(unseen, Q(accepted_at__lte=since) | Q(accepted_at=None)).filter(~Exists(asked))


def spoken_with(volunteer: Volunteer) -> datetime | None:
    """When somebody last asked how she is."""
    return Contact.objects.filter(volunteer=volunteer).order_by("-at").values_list("at", flat=True).first()
