"""Bus factor: how many people, beside the head, could lead a centre tomorrow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hamafza.network.access import reach
from hamafza.network.models import Centre, CentreState, Grant, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.succession.models import Successor
from hamafza_engines.persian import search_key

SAFE = 3  # so many could lead tomorrow: one may be ill, one may move away
VIEWS = ("all", "none", "few", "safe")


@dataclass(frozen=True)
class Roll:
    """Centres of one place by how safe their leading is."""

    place: Place
    centres: int
    none: int
    few: int
    safe: int


def with_factor(centres: QuerySet[Centre], at: datetime) -> QuerySet[Any]:
    """Each with `factor`; whoever is head today does not count."""
    heads = Grant.objects.valid(at).filter(role=Role.HEAD, centre=OuterRef("centre"), person=OuterRef("person"))
    ready = Successor.objects.ready().filter(centre=OuterRef("pk")).exclude(Exists(heads))
    counted = ready.order_by().values("centre").annotate(n=Count("who", distinct=True)).values("n")
    return centres.annotate(factor=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def factor_of(centre: Centre, at: datetime) -> int:
    return int(with_factor(Centre.objects.filter(pk=centre.pk), at).get().factor)


def centres_found(
    actor: Person, at: datetime, *, words: str = "", view: str = "all", place: Place | None = None
) -> QuerySet[Any]:
    """Active centres that she may see, by name, place and safety."""
    seen = Centre.objects.filter(
        reach(actor, "succession.see", at).q(path="place__path", centre=""), state=CentreState.ACTIVE
    )
    if place:
        seen = seen.filter(place__path__startswith=place.path)
    for word in search_key(words[:120]).split():
        seen = seen.filter(Q(search_key__contains=word) | Q(place__search_key__contains=word) | Q(code__iexact=word))
    found = with_factor(seen.select_related("place"), at)
    wanted = {"none": Q(factor=0), "few": Q(factor__gt=0, factor__lt=SAFE), "safe": Q(factor__gte=SAFE)}
    return found.filter(wanted[view]) if view in wanted else found


def rolled_up(centres: QuerySet[Any]) -> list[Roll]:
    """By county; by province when more than one is seen. The most in danger first."""
    rows = list(centres.order_by().values_list(F("place__path"), "factor"))
    provinces = {cut(path, 1) for path, _n in rows}
    level = 1 if len(provinces) > 1 else 2
    found: dict[str, list[int]] = {}
    for path, factor in rows:
        found.setdefault(cut(path, level), []).append(factor)
    places = {place.path: place for place in Place.objects.filter(path__in=found)}
    rolls = [_roll(places[path], factors) for path, factors in found.items() if path in places]
    return sorted(rolls, key=lambda roll: (-roll.none, -roll.few, roll.place.path))


def _roll(place: Place, factors: Iterable[int]) -> Roll:
    numbers = list(factors)
    none, safe = sum(n == 0 for n in numbers), sum(n >= SAFE for n in numbers)
    return Roll(place, len(numbers), none, len(numbers) - none - safe, safe)
