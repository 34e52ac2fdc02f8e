"""Places, centres and officers made from what a log mentions: a centre for each agency in each area."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from hamafza.kernel.actors import System
from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network.models import Centre, Domain
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.places import commands as places
from hamafza.places.models import Place
from hamafza.replay.mapping import Case, Mapping

HAND = System("replay")
CITY = "IR/99/"  # the tree has one nation; the foreign city stands in it as a province of its own


@dataclass
class City:
    """What the cases of a log need."""

    places: dict[str, Place] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    officers: dict[int, Person] = field(default_factory=dict)  # by centre
    door: Person | None = None


def build(cases: Iterable[Case], mapping: Mapping, at: datetime) -> City:
    """Make the city as it must have been before its first case."""
    cases = list(cases)
    city = City()
    areas = sorted({case.area for case in cases})
    _places(city, mapping, areas, at)
    _officers_of_the_city(city, at)
    categories = sorted({case.category for case in cases})
    network.add_domains(
        rows=[{"key": f"c{n}", "name_fa": name[:60], "name_en": name[:60]} for n, name in enumerate(categories)],
        by=HAND,
        at=at,
    )
    city.domains = {domain.name_en: domain for domain in Domain.objects.all()}
    for (agency, area), served in sorted(_agencies(cases).items()):
        _centre(city, mapping, agency, area, served, at)
    return city


def domain_of(city: City, category: str) -> Domain:
    return city.domains[category[:60]]


def _agencies(cases: list[Case]) -> dict[tuple[str, str], set[str]]:
    served: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case in cases:
        served[case.agency, case.area].add(case.category)
    return served


def _places(city: City, mapping: Mapping, areas: list[str], at: datetime) -> None:
    rows = [
        {"path": "IR/", "kind": "nation", "name_fa": "ایران", "name_en": "Iran"},
        {"path": CITY, "kind": "province", "name_fa": mapping.name, "name_en": mapping.name},
    ]
    for number, area in enumerate((area for area in areas if area), start=1):
        rows.append({"path": f"{CITY}{number:04d}/", "kind": "county", "name_fa": area, "name_en": area})
    places.load(rows=rows, by=HAND, at=at)
    city.places = {place.name_fa: place for place in Place.objects.filter(kind="county")}
    city.places[""] = Place.objects.get(path=CITY)


def _officers_of_the_city(city: City, at: datetime) -> None:
    whole = city.places[""]
    people.open_account(username="admin", full_name="Admin", is_admin=True, by=HAND, at=at)
    for role in ("operator", "county_coordinator", "provincial_coordinator", "last_door"):
        person = people.open_account(username=role, full_name=role, by=HAND, at=at)
        network.grant(person, role=role, scope=whole, by=HAND, at=at)
        city.door = city.door or person


def _centre(city: City, mapping: Mapping, agency: str, area: str, served: set[str], at: datetime) -> None:
    place = city.places[area]
    centre = network.create(
        place,
        name=f"{agency} · {area or mapping.name}"[:120],
        kind="agency",
        domains=[domain_of(city, category) for category in sorted(served)],
        area_path=place.path,
        by=HAND,
        at=at,
    )
    network.set_hours(centre, week=_week(mapping, at), from_date=date(1990, 1, 1), by=HAND, at=at)
    person = people.open_account(username=f"o{centre.pk}", full_name=centre.name, by=HAND, at=at)
    network.grant(person, role="secretary", scope=centre, by=HAND, at=at)
    city.officers[centre.pk] = person


def _week(mapping: Mapping, at: datetime) -> dict[int, list[tuple[time, time]]]:
    """The city's office hours, told in the house's own clock; a day that crosses midnight is cut in two."""
    week: dict[int, list[tuple[time, time]]] = defaultdict(list)
    noon = at.astimezone(mapping.zone).replace(hour=12)
    for day in sorted(mapping.days):
        opens = noon.replace(hour=mapping.opens.hour, minute=mapping.opens.minute).astimezone(TEHRAN)
        closes = noon.replace(hour=mapping.closes.hour, minute=mapping.closes.minute).astimezone(TEHRAN)
        shift = (opens.date() - noon.date()).days
        first = (day + 2 + shift) % 7
        if opens.date() == closes.date():
            week[first].append((opens.time(), closes.time()))
        else:
            week[first].append((opens.time(), time(23, 59)))
            if closes.time() > time(0, 0):
                week[(first + 1) % 7].append((time(0, 0), closes.time()))
    return dict(week)


def centre_named(agency: str, area: str, mapping: Mapping) -> Centre | None:
    """The centre of an agency in an area."""
    return Centre.objects.filter(name=f"{agency} · {area or mapping.name}"[:120]).first()
