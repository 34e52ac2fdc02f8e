"""The province before its first request: places, calendar, centres, officers."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from hamafza.demo.content.cast import MAIN, PASSWORD, Member, cast
from hamafza.demo.content.centres import CENTRES
from hamafza.demo.content.centres import Centre as Sketch
from hamafza.gatherings import loading as feasts
from hamafza.kernel.actors import System
from hamafza.network import commands as network
from hamafza.network import loading as network_data
from hamafza.network.models import Centre, Domain
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.places import commands as places
from hamafza.places.models import Place
from hamafza.volunteers import loading as skills

HAND = System("demo")
PLACES = Path(places.__file__).parent / "data" / "places.json"
LONG_AGO = date(2020, 3, 20)
NAMED = {member.username for member in MAIN}


@dataclass
class Province:
    """What the story needs, by key."""

    place: dict[str, Place] = field(default_factory=dict)  # by path
    domain: dict[str, Domain] = field(default_factory=dict)
    centre: dict[str, Centre] = field(default_factory=dict)  # by code
    person: dict[str, Person] = field(default_factory=dict)  # by username
    has_account: set[int] = field(default_factory=set)


def build(at: datetime) -> Province:
    """Everything that stands before the story begins, as of `at`."""
    province = Province()
    places.load(rows=json.loads(PLACES.read_text(encoding="utf-8")), by=HAND, at=at)
    network_data.load(by=HAND, at=at)
    skills.load(by=HAND, at=at)
    feasts.load(by=HAND, at=at)
    province.place = {place.path: place for place in Place.objects.all()}
    province.domain = {domain.key: domain for domain in Domain.objects.all()}
    for sketch in CENTRES:
        province.centre[sketch.code] = _centre(province, sketch, at)
    for member in cast():
        province.person[member.username] = _person(province, member, at)
    return province


def _centre(province: Province, sketch: Sketch, at: datetime) -> Centre:
    centre = network.create(
        province.place[sketch.place],
        name=sketch.name,
        kind=sketch.kind,
        domains=[province.domain[key] for key in sketch.domains],
        area_path=sketch.area,
        code=sketch.code,
        address=sketch.address,
        phone=sketch.phone,
        description=sketch.description,
        is_public=sketch.is_public,
        by=HAND,
        at=at,
    )
    network.set_hours(centre, week=_week(sketch.shifts), from_date=LONG_AGO, by=HAND, at=at)
    return centre


def _week(shifts: Iterable[tuple[int, str, str]]) -> dict[int, list[tuple[time, time]]]:
    week: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for weekday, opens, closes in shifts:
        week[weekday].append((time.fromisoformat(opens), time.fromisoformat(closes)))
    return dict(week)


def _person(province: Province, member: Member, at: datetime) -> Person:
    """Only those named at the start have a pass-word; three hundred hashes would be a minute of waiting."""
    person = people.open_account(
        username=member.username,
        full_name=member.name,
        mobile=member.mobile,
        password=PASSWORD if member.username in NAMED else None,
        is_admin=member.role == "admin",
        by=HAND,
        at=at,
    )
    if member.has_account:
        province.has_account.add(person.pk)
    scope = province.centre[member.centre] if member.centre else province.place.get(member.place or "")
    if member.role not in {"volunteer", "admin"} and scope is not None:
        network.grant(person, role=member.role, scope=scope, by=HAND, at=at)
    return person
