"""The matrix by hand: what each word of a scope means to each role is written out here, and every action is walked.

The file is read line by line, without the code's own parser, and nothing is computed: the sets are literal.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hamafza.kernel.actors import Applicant, Door, LinkHolder, System
from hamafza.network import access
from hamafza.network.access import Reach, can, reach
from hamafza.network.models import Absence, Centre, Grant
from hamafza.people.models import Person
from hamafza.places.models import Place
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
FILE = Path(access.__file__).with_name("matrix.toml").read_text(encoding="utf-8")

# Things by name: places, centres, requests with the centre that holds them.
PLACES = {"IR", "11", "1104", "tis", "1110", "1101", "09", "0901"}
CENTRES = {"chabahar", "konarak", "zahedan", "work"}
REQUESTS = {"of tis with chabahar", "of tis with work", "of konarak with konarak", "of mashhad with nobody"}
ALL = PLACES | CENTRES | REQUESTS

COUNTY = {"1104", "tis", "chabahar", "work", "of tis with chabahar", "of tis with work"}
PROVINCE = COUNTY | {"11", "1110", "1101", "konarak", "zahedan", "of konarak with konarak"}
HELD_IN_COUNTY = {"chabahar", "work", "of tis with chabahar", "of tis with work"}
HELD_IN_PROVINCE = HELD_IN_COUNTY | {"konarak", "zahedan", "of konarak with konarak"}
HER_CENTRE = {"chabahar", "of tis with chabahar"}

# What a word of the file means to the one who holds the role in the cast.
MEANS: dict[str, dict[str, set[str]]] = {
    "operator": {"place": COUNTY, "centre": set(), "centre_place": HELD_IN_COUNTY},
    "secretary": {"place": COUNTY, "centre": HER_CENTRE, "centre_place": HELD_IN_COUNTY},
    "head": {"place": COUNTY, "centre": HER_CENTRE, "centre_place": HELD_IN_COUNTY},
    "county_coordinator": {"place": COUNTY, "centre": set(), "centre_place": HELD_IN_COUNTY},
    "provincial_coordinator": {"place": PROVINCE, "centre": set(), "centre_place": HELD_IN_PROVINCE},
    "last_door": {"place": PROVINCE, "centre": set(), "centre_place": HELD_IN_PROVINCE},
    "admin": {},
}
HOLDERS = {
    "reza": "operator",
    "zahra": "secretary",
    "maryam": "head",
    "nader": "county_coordinator",
    "parvin": "provincial_coordinator",
    "karim": "last_door",
    "admin": "admin",
}


def written() -> dict[str, dict[str, str]]:
    """{"request.see": {"operator": "place", ...}}, by eye rather than by parser."""
    found, area = {}, ""
    for line in FILE.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            area = heading[1]
        elif verb := re.match(r"(\w+) = \{", line):
            found[f"{area}.{verb[1]}"] = dict(re.findall(r'(\w+) = "([^"]*)"', line))
    return found


WRITTEN = written()


def expected(role: str, action: str) -> set[str]:
    words = WRITTEN[action].get(role, "").split()
    return ALL if "all" in words else set().union(*(MEANS[role].get(word, set()) for word in words))


def things(world: World) -> dict[str, Any]:
    """Everything by its name; a shared request is with exactly one centre."""
    found: dict[str, Any] = {**world.place, **world.centre}
    found["of tis with chabahar"] = world.triaged("health")
    found["of tis with work"] = world.triaged("employment")
    found["of konarak with konarak"] = world.triaged("health", place="1110", triager="parvin")
    found["of mashhad with nobody"] = world.request(place="0901")
    return found


def reached(person: Person, action: str, named: dict[str, Any]) -> set[str]:
    return {name for name, thing in named.items() if can(person, action, thing, SATURDAY)}


def test_the_file_speaks_of_known_roles_and_words_only() -> None:
    who = {*HOLDERS.values(), "system", "door", "applicant", "link", "person"}
    words = {"all", "place", "centre", "centre_place", "own"}

    assert {role for row in WRITTEN.values() for role in row} <= who
    assert {word for row in WRITTEN.values() for scopes in row.values() for word in scopes.split()} <= words


def test_the_parser_of_the_house_reads_the_same() -> None:
    assert access.matrix() == WRITTEN


def test_requests_lie_where_the_table_says(world: World) -> None:
    named = things(world)
    held = {name: {c.code for c in Centre.objects.filter(pk__in=named[name].access_centres)} for name in REQUESTS}

    assert held == {
        "of tis with chabahar": {"chabahar"},
        "of tis with work": {"work"},
        "of konarak with konarak": {"konarak"},
        "of mashhad with nobody": set(),
    }


class TestEveryRole:
    @pytest.mark.parametrize("action", sorted(WRITTEN))
    def test_reaches_exactly_what_is_written(self, world: World, action: str) -> None:
        named = things(world)
        found = {role: reached(world.person[who], action, named) for who, role in HOLDERS.items()}

        assert found == {role: expected(role, action) for role in HOLDERS.values()}

    @pytest.mark.parametrize("action", sorted(WRITTEN))
    def test_filters_tables_as_it_judges_things(self, world: World, action: str) -> None:
        for who, role in HOLDERS.items():
            within = reach(world.person[who], action, SATURDAY)
            centres = Centre.objects.filter(within.q(path="place__path", centre=""))
            places = Place.objects.filter(within.q(path="path"))

            assert {one.code for one in centres} == expected(role, action) & CENTRES, role
            assert {one.code for one in places} == expected(role, action) & PLACES, role

    def test_that_is_none_reaches_nothing(self, world: World) -> None:
        assert {action for action in WRITTEN if reach(world.person["stranger"], action, SATURDAY) != Reach()} == set()

    @pytest.mark.parametrize(
        ("end", "left"),
        [
            ({"until": SATURDAY}, {"admin"}),
            ({"revoked_at": SATURDAY - DAY}, {"admin"}),
            ({"since": SATURDAY + DAY}, {"admin"}),
        ],
        ids=["expired", "revoked", "not yet"],
    )
    def test_that_is_over_reaches_nothing(self, world: World, end: dict[str, Any], left: set[str]) -> None:
        Grant.objects.update(**end)

        assert self.some_reach() == left

    def test_of_a_closed_account_reaches_nothing(self, world: World) -> None:
        assert self.some_reach() == set(world.person) - {"stranger"}
        Person.objects.update(is_active=False)

        assert self.some_reach() == set()

    @staticmethod
    def some_reach() -> set[str]:
        people = Person.objects.all()
        return {one.username for one in people for act in WRITTEN if reach(one, act, SATURDAY) != Reach()}


class TestADeputy:
    """The rights of whoever she stands in for, for that time, and no others."""

    @pytest.mark.parametrize("who", sorted(set(HOLDERS) - {"admin"}))
    def test_reaches_the_same(self, world: World, who: str) -> None:
        named = things(world)
        self.stand_in(world, who)
        deputy = Person.objects.get(username="stranger")

        for action in WRITTEN:
            assert reached(deputy, action, named) == expected(HOLDERS[who], action), action

    @pytest.mark.parametrize(("shift", "holds"), [(-2, False), (-1, True), (0, True), (1, False)])
    def test_only_while_she_is_away(self, world: World, shift: int, holds: bool) -> None:
        self.stand_in(world, "reza")
        deputy = Person.objects.get(username="stranger")

        assert can(deputy, "request.see", world.place["tis"], SATURDAY + shift * DAY) is holds

    def test_of_somebody_who_left_reaches_nothing(self, world: World) -> None:
        self.stand_in(world, "reza")
        Person.objects.filter(username="reza").update(is_active=False)

        assert reach(Person.objects.get(username="stranger"), "request.see", SATURDAY) == Reach()

    def test_of_the_admin_is_no_admin(self, world: World) -> None:
        self.stand_in(world, "admin")

        assert reach(Person.objects.get(username="stranger"), "network.grant", SATURDAY) == Reach()

    def test_of_a_deputy_does_not_inherit_twice(self, world: World) -> None:
        self.stand_in(world, "reza")
        Absence.objects.create(
            person=world.person["stranger"], deputy=world.person["sara"], since=SATURDAY - DAY, until=SATURDAY + DAY
        )

        assert not can(Person.objects.get(username="sara"), "request.triage", world.place["tis"], SATURDAY)

    @staticmethod
    def stand_in(world: World, who: str) -> None:
        Absence.objects.create(
            person=world.person[who], deputy=world.person["stranger"], since=SATURDAY - DAY, until=SATURDAY + DAY
        )


class TestActorsWithoutAnAccount:
    @pytest.mark.parametrize("action", sorted(WRITTEN))
    def test_the_clock_and_a_door_have_what_is_written(self, action: str) -> None:
        row = WRITTEN[action]

        assert reach(System("x"), action, SATURDAY).everything is (row.get("system") == "all")
        assert reach(Door("web"), action, SATURDAY).everything is (row.get("door") == "all")

    def test_an_applicant_has_her_own_request_only(self, world: World) -> None:
        named = things(world)
        hers = Applicant(named["of tis with chabahar"].pk)

        assert self.reached(hers, named) == {
            (action, "of tis with chabahar") for action, row in WRITTEN.items() if "applicant" in row
        }

    def test_a_link_opens_nothing_that_is_no_hop(self, world: World) -> None:
        named = things(world)

        assert self.reached(LinkHolder(1, named["of tis with chabahar"].pk), named) == set()

    def test_only_all_reaches_what_has_no_place(self, world: World) -> None:
        """A national holiday for one: there is nothing within which it could lie."""
        found = {
            (action, role)
            for action in WRITTEN
            for who, role in HOLDERS.items()
            if can(world.person[who], action, None, SATURDAY)
        }

        roles = set(HOLDERS.values())
        assert found == {(act, role) for act, row in WRITTEN.items() for role in roles if row.get(role) == "all"}

    @staticmethod
    def reached(actor: Any, named: dict[str, Any]) -> set[tuple[str, str]]:
        return {(act, name) for act in WRITTEN for name, thing in named.items() if can(actor, act, thing, SATURDAY)}


def test_two_roles_add_up(world: World) -> None:
    Grant.objects.create(
        person=world.person["reza"],
        role="operator",
        place=world.place["0901"],
        since=SATURDAY - DAY,
        granted_by="test",
    )
    named = things(world)

    assert reached(world.person["reza"], "request.see", named) == COUNTY | {"0901", "of mashhad with nobody"}


def test_rights_are_read_in_two_queries_and_once_a_page(world: World, django_assert_num_queries: Any) -> None:
    nader = Person.objects.get(username="nader")
    with django_assert_num_queries(2):
        for action in WRITTEN:
            reach(nader, action, SATURDAY)
