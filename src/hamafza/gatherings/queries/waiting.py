"""What waits for people here, for their first page and their morning message."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from hamafza.gatherings.models import Occasion
from hamafza.gatherings.states import OccasionState
from hamafza.people.models import Person


def occasions_waiting(person: Person, at: datetime) -> QuerySet[Occasion]:
    """Of which she owes the list of who came, and misses that she follows."""
    return Occasion.objects.whole().filter(_pressing(at), holder=person).order_by("starts_at", "pk")


def waiting_counts(at: datetime) -> Counter[int]:
    """{person: how many}, the same things counted."""
    pressing = Occasion.objects.filter(_pressing(at), holder__isnull=False)
    return Counter(dict(pressing.order_by().values_list("holder").annotate(n=Count("pk"))))


def _pressing(at: datetime) -> Q:
    return Q(state=OccasionState.PLANNED, starts_at__lte=at) | Q(state=OccasionState.MISSED)
