"""Who is responsible? Each line of the table is a situation, the question, and the one name that answers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from hamafza.network import queries
from hamafza.network.models import Absence, Grant
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
Ask = Callable[[World, datetime], Person]

QUESTIONS: dict[str, Ask] = {
    "centre chabahar": lambda w, at: queries.responsible_for_centre(w.centre["chabahar"], at),
    "centre konarak": lambda w, at: queries.responsible_for_centre(w.centre["konarak"], at),
    "head of chabahar": lambda w, at: queries.head_of(w.centre["chabahar"], at),
    "head of konarak": lambda w, at: queries.head_of(w.centre["konarak"], at),
    "door of tis": lambda w, at: queries.door_officer(w.place["tis"], at),
    "door of konarak": lambda w, at: queries.door_officer(w.place["1110"], at),
    "door of mashhad": lambda w, at: queries.door_officer(w.place["0901"], at),
    "door of the nation": lambda w, at: queries.door_officer(w.place["IR"], at),
    "coordinator of tis": lambda w, at: queries.coordinator_of(w.place["tis"], at),
    "coordinator of mashhad": lambda w, at: queries.coordinator_of(w.place["0901"], at),
    "province of tis": lambda w, at: queries.provincial_coordinator(w.place["tis"], at),
    "last door of tis": lambda w, at: queries.last_door_officer(w.place["tis"], at),
    "last door of mashhad": lambda w, at: queries.last_door_officer(w.place["0901"], at),
}

# What has happened, in words of a small language:
#   X away Y   X is on leave since yesterday, Y stands in     X was-away Y   the leave ended this very instant
#   X will-be-away Y   it begins tomorrow                     X disabled     her account is closed
#   X expired    her roles end this instant                   X revoked      they were taken back
#   X not-yet    they begin tomorrow                          X ends-soon    they end a second from now
#   X is ROLE over PLACE-or-CENTRE   one more role
SITUATIONS = [
    ("", "centre chabahar", "zahra"),
    ("zahra expired", "centre chabahar", "maryam"),
    ("zahra revoked", "centre chabahar", "maryam"),
    ("zahra not-yet", "centre chabahar", "maryam"),
    ("zahra ends-soon", "centre chabahar", "zahra"),
    ("zahra disabled", "centre chabahar", "maryam"),
    ("zahra expired, maryam disabled", "centre chabahar", "nader"),
    ("zahra expired, maryam expired, nader revoked", "centre chabahar", "parvin"),
    ("zahra expired, maryam expired, nader expired, parvin expired", "centre chabahar", "admin"),
    ("zahra away maryam", "centre chabahar", "maryam"),
    ("zahra was-away maryam", "centre chabahar", "zahra"),
    ("zahra will-be-away maryam", "centre chabahar", "zahra"),
    ("zahra away stranger", "centre chabahar", "stranger"),
    ("zahra away sara, sara disabled", "centre chabahar", "zahra"),
    ("zahra away sara, sara away hamid", "centre chabahar", "hamid"),
    ("zahra away sara, sara away hamid, hamid disabled", "centre chabahar", "sara"),
    ("zahra away sara, sara away hamid, hamid away mina", "centre chabahar", "hamid"),
    ("zahra away sara, sara away zahra", "centre chabahar", "zahra"),
    ("zahra away sara, sara away hamid, hamid away zahra", "centre chabahar", "hamid"),
    ("stranger is secretary over chabahar", "centre chabahar", "zahra"),
    ("stranger is secretary over chabahar, zahra expired", "centre chabahar", "stranger"),
    ("", "centre konarak", "sara"),
    ("sara disabled", "centre konarak", "parvin"),
    ("sara disabled, stranger is county_coordinator over 1110", "centre konarak", "stranger"),
    ("", "head of chabahar", "maryam"),
    ("maryam away zahra", "head of chabahar", "zahra"),
    ("maryam disabled", "head of chabahar", "nader"),
    ("", "head of konarak", "parvin"),
    ("", "door of tis", "reza"),
    ("reza expired", "door of tis", "nader"),
    ("reza expired, nader away karim", "door of tis", "karim"),
    ("stranger is operator over tis", "door of tis", "stranger"),
    ("stranger is operator over 11", "door of tis", "reza"),
    ("stranger is operator over 11, reza revoked", "door of tis", "stranger"),
    ("stranger is operator over IR, reza revoked", "door of tis", "stranger"),
    ("stranger is operator over 1104", "door of tis", "reza"),
    ("", "door of konarak", "parvin"),
    ("", "door of mashhad", "farhad"),
    ("farhad disabled", "door of mashhad", "admin"),
    ("", "door of the nation", "admin"),
    ("stranger is provincial_coordinator over IR", "door of the nation", "stranger"),
    ("", "coordinator of tis", "nader"),
    ("nader expired", "coordinator of tis", "parvin"),
    ("", "coordinator of mashhad", "admin"),
    ("admin away parvin", "coordinator of mashhad", "parvin"),
    ("", "province of tis", "parvin"),
    ("parvin away nader", "province of tis", "nader"),
    ("", "last door of tis", "karim"),
    ("karim disabled", "last door of tis", "parvin"),
    ("karim away reza", "last door of tis", "reza"),
    ("stranger is last_door over 1104", "last door of tis", "stranger"),
    ("", "last door of mashhad", "admin"),
]


@pytest.mark.parametrize(("happened", "question", "answer"), SITUATIONS)
def test_one_person_answers(world: World, happened: str, question: str, answer: str) -> None:
    for event in filter(None, happened.split(", ")):
        let_happen(world, *event.split(" "))

    assert QUESTIONS[question](world, SATURDAY).username == answer


def let_happen(world: World, who: str, what: str, *words: str) -> None:
    person = world.person[who]
    held = Grant.objects.filter(person=person)
    match what:
        case "away":
            be_away(person, world.person[words[0]], SATURDAY - DAY, SATURDAY + DAY)
        case "was-away":
            be_away(person, world.person[words[0]], SATURDAY - DAY, SATURDAY)
        case "will-be-away":
            be_away(person, world.person[words[0]], SATURDAY + DAY, SATURDAY + 2 * DAY)
        case "disabled":
            Person.objects.filter(pk=person.pk).update(is_active=False)
        case "expired":
            held.update(until=SATURDAY)
        case "revoked":
            held.update(revoked_at=SATURDAY - DAY)
        case "not-yet":
            held.update(since=SATURDAY + DAY)
        case "ends-soon":
            held.update(until=SATURDAY + timedelta(seconds=1))
        case "is":
            be(world, person, words[0], words[2])
        case _:
            raise AssertionError(what)


def be_away(person: Person, deputy: Person, since: datetime, until: datetime) -> None:
    Absence.objects.create(person=person, deputy=deputy, since=since, until=until)


def be(world: World, person: Person, role: str, over: str) -> None:
    scope = {"centre": world.centre[over]} if over in world.centre else {"place": world.place[over]}
    Grant.objects.create(person=person, role=role, since=SATURDAY - DAY, granted_by="test", **scope)


class TestNobodyAtAll:
    """An installation without any officer says so instead of choosing somebody."""

    @pytest.fixture
    def empty(self, world: World) -> World:
        Person.objects.update(is_active=False)
        return world

    @pytest.mark.parametrize("question", sorted(QUESTIONS))
    def test_is_a_fault_of_the_installation(self, empty: World, question: str) -> None:
        with pytest.raises(queries.NobodyResponsible):
            QUESTIONS[question](empty, SATURDAY)

    def test_one_admin_is_enough(self, empty: World) -> None:
        Person.objects.filter(username="admin").update(is_active=True)

        assert {ask(empty, SATURDAY).username for ask in QUESTIONS.values()} == {"admin"}


class TestOfficers:
    def test_come_with_the_secretary_first(self, world: World) -> None:
        names = [person.username for person in queries.officers_of(world.centre["chabahar"], SATURDAY)]
        assert names == ["zahra", "maryam"]

    def test_of_equal_role_come_in_the_order_of_their_appointment(self, world: World) -> None:
        be(world, world.person["stranger"], "secretary", "chabahar")
        names = [person.username for person in queries.officers_of(world.centre["chabahar"], SATURDAY)]
        assert names == ["zahra", "stranger", "maryam"]

    def test_of_other_roles_do_not_count(self, world: World) -> None:
        Grant.objects.create(
            person=world.person["stranger"],
            role="operator",
            centre=world.centre["konarak"],
            since=SATURDAY - DAY,
            granted_by="test",
        )
        assert [one.username for one in queries.officers_of(world.centre["konarak"], SATURDAY)] == ["sara"]


class TestNotThere:
    def test_are_those_away_and_those_who_left(self, world: World) -> None:
        for event in ("zahra away maryam", "sara was-away maryam", "mina will-be-away maryam", "hamid disabled"):
            let_happen(world, *event.split(" "))

        gone = {world.person["zahra"].pk, Person.objects.get(username="hamid").pk}
        assert sorted(queries.not_there(SATURDAY)) == sorted(gone)
