"""The list of gatherings."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, Q, QuerySet, Value
from django.db.models.functions import Replace

from hamafza.gatherings.models import Gathering, Occasion
from hamafza.gatherings.states import GatheringState, OccasionState
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza_engines.persian import search_key

WEAK = 50  # below this index a gathering needs its centre's eyes
SORTS = {"weakest": ("continuity", False), "strongest": ("continuity", True), "name": ("search_key", False)}


def gatherings_found(
    person: Person, at: datetime, *, words: str = "", view: str = "active", place: Place | None = None, centre: str = ""
) -> QuerySet[Gathering]:
    """Hers to see; `view` is active, weak, ended or all; `centre` a code."""
    found = Gathering.objects.visible_to(person, at).whole()
    if view in {"active", "weak"}:
        found = found.active()
    if view == "weak":
        found = found.filter(counted__gt=0, continuity__lt=WEAK)
    if view == "ended":
        found = found.filter(state=GatheringState.ENDED)
    if centre:
        found = found.filter(centre__code=centre)
    if place:
        found = found.filter(centre__place__path__startswith=place.path)
    asked = search_key(words[:120]).split()
    if asked:  # «علیرضا» is «علی‌رضا» too
        names = {"title": "search_key", "led": "leader__search_key", "helped": "volunteer__search_key"}
        found = found.alias(
            **{f"{name}_joined": Replace(field, Value(" "), Value("")) for name, field in names.items()}
        )
    for word in asked:
        found = found.filter(
            Q(search_key__contains=word) | Q(centre__search_key__contains=word) | Q(leader__search_key__contains=word)
            | Q(volunteer__search_key__contains=word) | Q(centre__place__search_key__contains=word)
            | Q(title_joined__contains=word) | Q(led_joined__contains=word) | Q(helped_joined__contains=word)
        )  # fmt: skip
    return found


def next_of(gatherings: Iterable[Gathering], at: datetime) -> dict[int, datetime]:
    """{gathering: when it comes next}, in one query."""
    coming = Occasion.objects.filter(
        gathering__in=[one.pk for one in gatherings], state=OccasionState.PLANNED, starts_at__gt=at
    )
    return dict(coming.order_by().values_list("gathering").annotate(next=Min("starts_at")))
