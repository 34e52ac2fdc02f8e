"""The fixed people and places of all tests, made by the same commands that users use.

Zahra: secretary of the health centre of Chabahar · Reza: operator at the door · Maryam: head of that centre ·
Nader: county coordinator · Parvin: provincial coordinator · Karim: last door · Sara: secretary elsewhere ·
Admin: keeps the house · Stranger: an account without any role.
"""

from dataclasses import dataclass, field
from datetime import datetime

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import Door, System
from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network.models import Centre, Domain
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.places import commands as places
from hamafza.places.models import Place

HAND = System("tests")
SATURDAY = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)  # شنبه ۲ آبان ۱۴۰۵، نه صبح
PASSWORD = "saffron-and-turquoise-7"

PLACES = [
    ("IR/", "nation", "ایران", "Iran", 32.4, 53.7),
    ("IR/11/", "province", "سیستان و بلوچستان", "Sistan and Baluchestan", 29.5, 60.86),
    ("IR/11/1104/", "county", "چابهار", "Chabahar", 25.29, 60.64),
    ("IR/11/1104/tis/", "village", "تیس", "Tis", 25.35, 60.60),
    ("IR/11/1110/", "county", "کنارک", "Konarak", 25.36, 60.40),
    ("IR/11/1101/", "county", "زاهدان", "Zahedan", 29.5, 60.86),
    ("IR/09/", "province", "خراسان رضوی", "Razavi Khorasan", 36.3, 59.6),
    ("IR/09/0901/", "county", "مشهد", "Mashhad", 36.3, 59.6),
]
DOMAINS = [("health", "درمان و سلامت"), ("employment", "کارآفرینی و اشتغال"), ("housing", "مسکن و عمران")]


@dataclass
class World:
    """Everything a story needs, by name."""

    person: dict[str, Person] = field(default_factory=dict)
    place: dict[str, Place] = field(default_factory=dict)
    centre: dict[str, Centre] = field(default_factory=dict)
    domain: dict[str, Domain] = field(default_factory=dict)

    def request(
        self, *, at: datetime = SATURDAY, place: str = "tis", text: str = "مادرم دارو می‌خواهد", **more: object
    ) -> Request:
        """A request that has just come in."""
        details = {"door": "web", "phone": "09151234567", "applicant_name": "گلنار رئیسی", "by": Door("web"), **more}
        return intake.receive(self.place[place], text=text, at=at, **details)

    def triaged(self, *domains: str, at: datetime = SATURDAY, triager: str = "reza", **more: object) -> Request:
        """A request whose needs are known; each is already with its best centre."""
        request = self.request(at=at, **more)
        chosen = [self.domain[key] for key in domains or ("health",)]
        return intake.triage(request, domains=chosen, urgency="0", by=self.person[triager], at=at)


def build(at: datetime = SATURDAY) -> World:
    """A small province: three centres of health in two counties, one of work; nobody for housing."""
    world = World()
    born = at.replace(year=at.year - 1)
    places.load(
        rows=[
            {"path": path, "kind": kind, "name_fa": fa, "name_en": en, "lat": lat, "lng": lng}
            for path, kind, fa, en, lat, lng in PLACES
        ],
        by=HAND,
        at=born,
    )
    network.add_domains(rows=[{"key": key, "name_fa": fa, "name_en": key} for key, fa in DOMAINS], by=HAND, at=born)
    world.place = {place.code: place for place in Place.objects.all()}
    world.domain = {domain.key: domain for domain in Domain.objects.all()}
    _centres(world, born)
    _people(world, born)
    return world


def _centres(world: World, at: datetime) -> None:
    for key, name, place, domains, area in [
        ("chabahar", "کانون سلامت مهرگان چابهار", "1104", ["health"], "IR/11/1104/"),
        ("konarak", "کانون سلامت ساحل کنارک", "1110", ["health"], "IR/11/1110/"),
        ("zahedan", "کانون سلامت استان", "1101", ["health"], "IR/11/"),
        ("work", "کانون کار و هنر چابهار", "1104", ["employment"], "IR/11/1104/"),
    ]:
        world.centre[key] = network.create(
            world.place[place],
            name=name,
            kind="specialised",
            domains=[world.domain[domain] for domain in domains],
            area_path=area,
            code=key,
            by=HAND,
            at=at,
        )


def _people(world: World, at: datetime) -> None:
    place, centre = world.place, world.centre
    for username, name, role, scope in [
        ("admin", "مدیر سامانه", None, None),
        ("reza", "رضا بلوچ", "operator", place["1104"]),
        ("zahra", "زهرا مرادی", "secretary", centre["chabahar"]),
        ("maryam", "مریم نارویی", "head", centre["chabahar"]),
        ("sara", "سارا هوت", "secretary", centre["konarak"]),
        ("hamid", "حمید شهلی‌بر", "secretary", centre["zahedan"]),
        ("mina", "مینا دهواری", "secretary", centre["work"]),
        ("nader", "نادر کرد", "county_coordinator", place["1104"]),
        ("parvin", "پروین ریگی", "provincial_coordinator", place["11"]),
        ("karim", "کریم میربلوچ", "last_door", place["11"]),
        ("farhad", "فرهاد رضایی", "operator", place["0901"]),
        ("stranger", "بیگانه‌ای با حساب", None, None),
    ]:
        person = people.open_account(
            username=username,
            full_name=name,
            password=PASSWORD,
            mobile="09150000000",
            is_admin=username == "admin",
            by=HAND,
            at=at,
        )
        if role:
            network.grant(person, role=role, scope=scope, by=HAND, at=at)
        world.person[username] = person
