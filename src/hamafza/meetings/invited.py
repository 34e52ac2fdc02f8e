"""Whom a role invites: the valid grants that lie in the place of the series, in a domain's series its centres alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hamafza.meetings.models import Meeting
from hamafza.network.models import Grant
from hamafza.network.queries import present
from hamafza.people.models import Person

CHAIR, MINUTES, GUEST = "chair", "minutes", "guest"


@dataclass(frozen=True)
class Called:
    """A person, and in which capacity."""

    person: Person
    role: str
    scope: str


def called(meeting: Meeting, at: datetime) -> list[Called]:
    """Chair, secretary, then by role; each person once, and on leave her deputy in her stead."""
    found: dict[int, Called] = {}
    for one in [*_offices(meeting), *_by_role(meeting, at)]:
        person = present(one.person, meeting.starts_at)
        if person.is_active:
            found.setdefault(person.pk, Called(person, one.role, one.scope))
    return list(found.values())


def _offices(meeting: Meeting) -> Iterator[Called]:
    series = meeting.series
    yield Called(series.chair, CHAIR, "")
    yield Called(series.secretary, MINUTES, "")


def _by_role(meeting: Meeting, at: datetime) -> Iterator[Called]:
    series = meeting.series
    roles = [one.role for one in series.roles.all()]
    here = Q(place__path__startswith=series.place.path) | Q(centre__place__path__startswith=series.place.path)
    grants = (
        Grant.objects.valid(at).filter(here, role__in=roles, person__is_active=True).exclude(centre__state="closed")
    )
    if series.domain_id:
        grants = grants.filter(Q(centre=None) | Q(centre__services__domain=series.domain_id))
    for grant in grants.select_related("person", "centre", "place").order_by("role", "pk"):
        yield Called(grant.person, grant.role, str(grant.centre.name if grant.centre else grant.place.name_fa)[:120])  # type: ignore[union-attr]
