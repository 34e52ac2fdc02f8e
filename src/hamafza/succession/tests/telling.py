"""Succession for tests: an officer with her hands full, successors, volunteers."""

from datetime import datetime, timedelta

from hamafza.kernel.actors import System
from hamafza.meetings.tests.telling import council, promise
from hamafza.network import commands as network
from hamafza.network import holdings
from hamafza.network.models import Grant
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.succession import commands as succession
from hamafza.succession.models import Handover, Successor
from hamafza.succession.states import Stage
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import search_key
from tests.cast import PASSWORD, SATURDAY, World

CLOCK, HAND = System("tick"), System("tests")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def colleague(world: World, name: str = "laleh", full_name: str = "لاله سنجر") -> Person:
    """Somebody with an account who holds nothing yet."""
    if name not in world.person:
        world.person[name] = people.open_account(
            username=name, full_name=full_name, password=PASSWORD, mobile="09150000077", by=HAND, at=SATURDAY
        )
    return world.person[name]


def volunteer(world: World, name: str = "شیرین دادی", centre: str = "chabahar", **more: object) -> Volunteer:
    said = {"mobile": "09151112233", "birth_year": 1375, "state": "accepted", "applied_at": SATURDAY, **more}
    return Volunteer.objects.create(centre=world.centre[centre], full_name=name, search_key=search_key(name), **said)


def role_of(person: Person) -> Grant:
    return Grant.objects.valid(SATURDAY + DAY).select_related("person", "centre__place", "place").get(person=person)


def learns(
    world: World, who: Person | Volunteer, officer: str = "zahra", stage: str = Stage.SHADOW, at: datetime = SATURDAY
) -> Successor:
    """A successor brought to a stage, a month apart each."""
    trainer = world.person[officer]
    link = succession.begin(role_of(trainer), who=who, by=trainer, at=at)
    for to in (Stage.CO_LEAD, Stage.LEADS_ALONE, Stage.CERTIFIED):
        if link.state == stage:
            break
        by = world.person["nader"] if to == Stage.CERTIFIED else trainer
        at += HOUR
        succession.advance(link, to=to, note="دیده شد", by=by, at=at)
    return link


def busy(world: World) -> Person:
    """Zahra with a role, a hop, a report, a promise, a successor, and a colleague whose deputy she is."""
    zahra = world.person["zahra"]
    world.triaged("health")
    promise(world)
    reports.open_month(month=140507, by=CLOCK, at=SATURDAY + 30 * DAY)
    learns(world, volunteer(world))
    network.set_absence(
        world.person["mina"], deputy=zahra, since=SATURDAY + 40 * DAY, until=SATURDAY + 45 * DAY, by=HAND, at=SATURDAY
    )
    return zahra


def all_to(giver: Person, taker: Person, at: datetime, **others: Person) -> dict[str, Person]:
    """Everything to one, but for the kinds named."""
    return {key: others.get(key, taker) for key, kind in holdings.kinds() if kind.held(giver, at)}


def handed(world: World, giver: str = "zahra", taker: str = "laleh", at: datetime = SATURDAY + 31 * DAY) -> Handover:
    people_ = world.person
    return succession.hand_over(
        people_[giver], takers=all_to(people_[giver], people_[taker], at), by=people_["nader"], at=at
    )


def lying(person: Person, at: datetime) -> dict[str, set[str]]:
    """{kind: keys of the things}"""
    return {key: {one.key for one in kind.held(person, at)} for key, kind in holdings.kinds() if kind.held(person, at)}


__all__ = [
    "CLOCK",
    "DAY",
    "HAND",
    "HOUR",
    "all_to",
    "busy",
    "colleague",
    "council",
    "handed",
    "learns",
    "lying",
    "role_of",
    "volunteer",
]
