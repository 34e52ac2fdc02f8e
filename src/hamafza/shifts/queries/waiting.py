"""What waits for whoever is responsible: shifts soon without hands, and attendance that nobody has noted."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Q

from hamafza.people.models import Person
from hamafza.shifts.models import Shift, ShiftQuerySet
from hamafza.shifts.states import ShiftState

SOON = timedelta(hours=72)


def uncovered_soon(person: Person, at: datetime) -> ShiftQuerySet:
    """Hers, within three days, with seats that nobody has."""
    found = Shift.objects.uncovered().whole().filter(holder=person, state=ShiftState.PUBLISHED)
    return found.filter(starts_at__gt=at, starts_at__lte=at + SOON).order_by("starts_at", "pk")


def to_note(person: Person, at: datetime) -> ShiftQuerySet:
    """Hers, over, and not closed: somebody has not been noted."""
    return (
        Shift.objects.whole().filter(holder=person, state=ShiftState.RUNNING, ends_at__lte=at).order_by("ends_at", "pk")
    )


def waiting_counts(at: datetime) -> Counter[int]:
    """{person: how many}, the same things counted."""
    found: Counter[int] = Counter()
    soon = Q(state=ShiftState.PUBLISHED, starts_at__gt=at, starts_at__lte=at + SOON)
    holes = Shift.objects.uncovered().filter(soon).values("pk")
    for things in (Shift.objects.filter(pk__in=holes), Shift.objects.filter(state=ShiftState.RUNNING, ends_at__lte=at)):
        found.update(dict(things.order_by().values_list("holder").annotate(n=Count("pk"))))
    return found
