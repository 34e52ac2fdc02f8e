"""What lies with an officer over all areas, and who could take it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hamafza.network import holdings
from hamafza.network.models import Absence, Grant
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.places.paths import levels
from hamafza.succession.models import Successor

MOST = 150


@dataclass(frozen=True)
class Shelf:
    """All things of one kind."""

    key: str
    kind: holdings.Kind
    things: list[holdings.Holding]


@dataclass(frozen=True)
class Takers:
    """Those who may be chosen, the nearest first."""

    successors: list[Person]
    colleagues: list[Person]


def held_by(person: Person, at: datetime) -> list[Shelf]:
    """Kinds of which something lies with her, in their order."""
    shelves = (Shelf(key, kind, kind.held(person, at)) for key, kind in holdings.kinds())
    return [shelf for shelf in shelves if shelf.things]


def place_of(person: Person, at: datetime) -> Place:
    """The smallest place under which every role of hers lies; the nation where she has none."""
    held = Grant.objects.valid(at).filter(person=person).select_related("centre__place", "place")
    ways = [levels(grant.scope.access_path) for grant in held if grant.scope]
    common = [path for path in (ways[0] if ways else []) if all(path in way for way in ways)]
    found = Place.objects.filter(path__in=common or ["IR/"])
    return max(found, key=lambda place: len(place.path))


def takers_for(person: Person, at: datetime) -> Takers:
    """Her successors with an account, readiest first; then officers of her province who are here today."""
    away = set(Absence.objects.filter(since__lte=at, until__gt=at).values_list("person", flat=True))
    order = {"certified": 0, "leads_alone": 1, "co_lead": 2, "shadow": 3}
    links = Successor.objects.going_on().filter(officer=person, person__is_active=True).select_related("person")
    near = sorted(links, key=lambda link: (order[link.state], link.pk))
    successors = [link.person for link in near if link.person and link.person_id not in away]
    path = place_of(person, at).path
    above = levels(path)
    within = Q(place__path__startswith=path) | Q(centre__place__path__startswith=path) | Q(place__path__in=above)
    grants = Grant.objects.valid(at).filter(within, person__is_active=True).exclude(person=person)
    # Of many, those whose own place is as wide as hers come first: below a province are hundreds.
    alike = grants.filter(Q(place__path__in=above) | Q(centre__place__path=path)).values("person")
    people = Person.objects.filter(pk__in=grants.values("person")).exclude(pk__in=away)
    nearest = people.annotate(far=~Q(pk__in=alike)).order_by("far", "search_key", "pk")
    known = {one.pk for one in successors}
    return Takers(list(dict.fromkeys(successors)), [one for one in nearest[:MOST] if one.pk not in known])
