"""Meetings for other programs' calendars."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from hamafza.kernel import codes
from hamafza.meetings.models import Feed, Invitee, Meeting
from hamafza.people.models import Person

LOOKS_BACK = timedelta(days=90)


def feed_of(person: Person) -> Feed | None:
    """Her living address, if she has one."""
    return Feed.objects.filter(person=person, revoked_at=None).first()


def feed_by_token(token: str) -> Feed | None:
    """The feed that this secret opens; closed accounts open nothing."""
    live = Feed.objects.filter(revoked_at=None, person__is_active=True).select_related("person")
    return live.filter(token_hash=codes.hashed(token)).first()


def meetings_of(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Those to which she is called or which she leads; called-off ones too, so that they vanish from her calendar."""
    mine = Q(pk__in=Invitee.objects.filter(person=person).values("meeting"))
    mine |= Q(series__chair=person) | Q(series__secretary=person)
    return Meeting.objects.whole().filter(mine, starts_at__gte=at - LOOKS_BACK).order_by("starts_at", "pk")
