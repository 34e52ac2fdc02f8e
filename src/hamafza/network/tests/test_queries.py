"""Who is responsible: there is always one name, and it is the right one."""

from datetime import timedelta

import pytest

from hamafza.network import commands as network
from hamafza.network import queries
from hamafza.network.models import Absence, Grant
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

WEEK = timedelta(days=7)


def away(person: Person, deputy: Person, *, since: timedelta = timedelta(), until: timedelta = WEEK) -> None:
    Absence.objects.create(person=person, deputy=deputy, since=SATURDAY + since, until=SATURDAY + until)


def without(world: World, *names: str) -> None:
    Grant.objects.filter(person__in=[world.person[name] for name in names]).delete()


class TestOfACentre:
    def test_the_secretary_answers(self, world: World) -> None:
        assert queries.responsible_for_centre(world.centre["chabahar"], SATURDAY) == world.person["zahra"]

    @pytest.mark.parametrize(
        ("gone", "who"),
        [
            (["zahra"], "maryam"),
            (["zahra", "maryam"], "nader"),
            (["zahra", "maryam", "nader"], "parvin"),
            (["zahra", "maryam", "nader", "parvin"], "admin"),
        ],
    )
    def test_without_her_the_next_above(self, world: World, gone: list[str], who: str) -> None:
        without(world, *gone)
        assert queries.responsible_for_centre(world.centre["chabahar"], SATURDAY) == world.person[who]

    def test_with_nobody_at_all_it_is_said(self, world: World) -> None:
        Grant.objects.all().delete()
        Person.objects.update(is_admin=False)
        with pytest.raises(queries.NobodyResponsible):
            queries.responsible_for_centre(world.centre["chabahar"], SATURDAY)

    def test_a_disabled_account_answers_for_nothing(self, world: World) -> None:
        Person.objects.filter(pk=world.person["zahra"].pk).update(is_active=False)
        assert queries.responsible_for_centre(world.centre["chabahar"], SATURDAY) == world.person["maryam"]

    def test_the_head_is_told(self, world: World) -> None:
        assert queries.head_of(world.centre["chabahar"], SATURDAY) == world.person["maryam"]
        assert queries.head_of(world.centre["konarak"], SATURDAY) == world.person["parvin"]


class TestGrants:
    @pytest.mark.parametrize(
        ("field", "offset", "counts"),
        [
            ("until", timedelta(0), False),
            ("until", timedelta(seconds=1), True),
            ("since", timedelta(seconds=1), False),
            ("since", timedelta(0), True),
        ],
    )
    def test_count_from_their_minute_to_their_minute(
        self, world: World, field: str, offset: timedelta, counts: bool
    ) -> None:
        Grant.objects.filter(person=world.person["zahra"]).update(**{field: SATURDAY + offset})
        found = queries.responsible_for_centre(world.centre["chabahar"], SATURDAY)
        assert (found == world.person["zahra"]) is counts

    def test_taken_back_count_no_more(self, world: World) -> None:
        grant = Grant.objects.get(person=world.person["zahra"])
        network.revoke(grant, by=world.person["admin"], at=SATURDAY)
        assert queries.responsible_for_centre(world.centre["chabahar"], SATURDAY) == world.person["maryam"]


class TestAbsence:
    def responsible(self, world: World) -> Person:
        return queries.responsible_for_centre(world.centre["chabahar"], SATURDAY)

    def test_the_deputy_answers(self, world: World) -> None:
        away(world.person["zahra"], world.person["mina"])
        assert self.responsible(world) == world.person["mina"]

    def test_before_and_after_it_she_does(self, world: World) -> None:
        away(world.person["zahra"], world.person["mina"], since=timedelta(seconds=1))
        away(world.person["zahra"], world.person["mina"], since=-WEEK, until=timedelta(0))
        assert self.responsible(world) == world.person["zahra"]

    def test_the_deputy_of_the_deputy(self, world: World) -> None:
        away(world.person["zahra"], world.person["mina"])
        away(world.person["mina"], world.person["sara"])
        assert self.responsible(world) == world.person["sara"]

    def test_a_circle_of_deputies_ends(self, world: World) -> None:
        away(world.person["zahra"], world.person["mina"])
        away(world.person["mina"], world.person["zahra"])
        assert self.responsible(world) in {world.person["zahra"], world.person["mina"]}

    def test_a_deputy_who_has_left_does_not(self, world: World) -> None:
        Person.objects.filter(pk=world.person["mina"].pk).update(is_active=False)
        away(world.person["zahra"], world.person["mina"])
        assert self.responsible(world) == world.person["zahra"]


class TestAtTheDoor:
    def test_the_nearest_operator(self, world: World) -> None:
        assert queries.door_officer(world.place["tis"], SATURDAY) == world.person["reza"]
        assert queries.door_officer(world.place["0901"], SATURDAY) == world.person["farhad"]

    def test_where_there_is_none_the_coordinators(self, world: World) -> None:
        assert queries.door_officer(world.place["1110"], SATURDAY) == world.person["parvin"]
        assert queries.door_officer(world.place["09"], SATURDAY) == world.person["admin"]

    def test_a_nearer_one_goes_before_a_farther(self, world: World) -> None:
        admin = world.person["admin"]
        network.grant(world.person["stranger"], role="operator", scope=world.place["11"], by=admin, at=SATURDAY)
        assert queries.door_officer(world.place["tis"], SATURDAY) == world.person["reza"]
        assert queries.door_officer(world.place["1110"], SATURDAY) == world.person["stranger"]

    def test_the_last_door_is_the_provinces(self, world: World) -> None:
        assert queries.last_door_officer(world.place["tis"], SATURDAY) == world.person["karim"]
        without(world, "karim")
        assert queries.last_door_officer(world.place["tis"], SATURDAY) == world.person["parvin"]
