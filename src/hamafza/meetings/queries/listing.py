"""The list of meetings."""

from datetime import datetime

from django.db.models import Q, QuerySet

from hamafza.kernel.alphabet import by_alphabet
from hamafza.meetings.models import Meeting, Series
from hamafza.meetings.states import DECIDED, MeetingState
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza_engines.persian import search_key

PAST = frozenset({*DECIDED, MeetingState.CANCELLED})


def meetings_found(
    person: Person,
    at: datetime,
    *,
    words: str = "",
    view: str = "open",
    state: str = "",
    series: int | None = None,
    place: Place | None = None,
) -> QuerySet[Meeting]:
    """Hers to see; `view` is open (to prepare, to hold, to write), past or all."""
    found = Meeting.objects.visible_to(person, at).whole()
    if state:
        found = found.filter(state=state)
    elif view == "open":
        found = found.exclude(state__in=PAST)
    elif view == "past":
        found = found.filter(state__in=PAST)
    if series:
        found = found.filter(series=series)
    if place:
        found = found.filter(series__place__path__startswith=place.path)
    for word in search_key(words[:120]).split():
        found = found.filter(
            Q(series__search_key__contains=word) | Q(series__place__search_key__contains=word) | Q(number__iexact=word)
        )
    return found


def choices_of_series(person: Person, at: datetime) -> QuerySet[Series]:
    """Those she may see, by name."""
    seen = Series.objects.visible_to(person, at).select_related("place", "chair", "secretary", "domain")
    return seen.annotate(sorted=by_alphabet("title")).order_by("state", "sorted", "pk")
