"""What was decided before in words like these."""

from datetime import datetime

from django.db.models import Q

from hamafza.meetings import again
from hamafza.meetings.again import Near
from hamafza.meetings.models import Decision, Series
from hamafza.people.models import Person

READ = 400  # the latest; what is older has been forgotten by those who sit there too


def near_decisions(
    text: str, series: Series, person: Person, at: datetime, *, but: Decision | None = None
) -> list[Near]:
    """Of this series and of its place, as far as she may see them."""
    here = Q(meeting__series=series) | Q(meeting__series__place__path__startswith=series.place.path)
    earlier = Decision.objects.visible_to(person, at).filter(here).whole().prefetch_related("actions")
    if but is not None:
        earlier = earlier.exclude(pk__in=[but.pk, but.continues_id or 0])
    found = earlier.order_by("-proposed_at", "-pk")[:READ]
    return again.near(text, ((decision, decision.text) for decision in found))
