"""Every verb of the network: what it leaves behind, whom it refuses, which values it does not take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.network import commands as network
from hamafza.network.commands.importing import InUse, import_again, import_new, undo_import
from hamafza.network.commands.officers import BadAbsence, NotWithinReach
from hamafza.network.loading import load
from hamafza.network.models import Absence, Centre, CentreDomain, Domain, Grant, Holiday, Hours
from hamafza.network.staff import grants_kept_by
from hamafza.people.models import Person
from tests.cast import HAND, PASSWORD, SATURDAY, World

DAY = timedelta(days=1)
MORNING, NOON, EVENING = time(8), time(12), time(20)
EVERYONE = {
    "admin",
    "reza",
    "zahra",
    "maryam",
    "sara",
    "hamid",
    "mina",
    "nader",
    "parvin",
    "karim",
    "farhad",
    "stranger",
}
Act = Callable[[World, Person], Any]


def holiday_of(world: World, code: str | None) -> Holiday:
    place = world.place[code] if code else None
    return Holiday.objects.create(date=date(2026, 12, 1), name="x", place=place)


def away(world: World, who: str) -> Absence:
    return Absence.objects.create(
        person=world.person[who], deputy=world.person["karim"], since=SATURDAY, until=SATURDAY + DAY
    )


def imported(world: World) -> Centre:
    return import_new(
        world.place["1104"], imported_id="hsds:a:1", domains=[], details={"name": "نو"}, week={}, by=HAND, at=SATURDAY
    )


@dataclass(frozen=True)
class Verb:
    """An act, and those of the cast who may do it; everybody else is refused."""

    name: str
    act: Act
    may: set[str]
    refusal: type[Refused] = NotAllowed
    makes: bool = False  # it first makes what it then undoes


def on(code: str, verb: str, **given: Any) -> Act:
    return lambda world, by: getattr(network, verb)(world.centre[code], by=by, at=SATURDAY, **given)


def granting(role: str, over: str) -> Act:
    def act(world: World, by: Person) -> Any:
        scope = world.centre.get(over) or world.place[over]
        return network.grant(world.person["stranger"], role=role, scope=scope, by=by, at=SATURDAY)

    return act


KEEPERS = {"nader", "parvin", "admin"}
VERBS = [
    Verb(
        "add_domains",
        lambda w, by: network.add_domains(rows=[{"key": "k", "name_fa": "ک", "name_en": "k"}], by=by, at=SATURDAY),
        {"admin"},
    ),
    Verb("load", lambda w, by: load(by=by, at=SATURDAY), {"admin"}),
    Verb(
        "create",
        lambda w, by: network.create(
            w.place["1104"], name="نو", kind="partner", domains=[w.domain["health"]], by=by, at=SATURDAY
        ),
        KEEPERS,
    ),
    Verb(
        "create elsewhere",
        lambda w, by: network.create(w.place["0901"], name="نو", kind="partner", domains=[], by=by, at=SATURDAY),
        {"admin"},
    ),
    Verb("edit", on("chabahar", "edit", phone="05435310000"), KEEPERS | {"maryam"}),
    Verb("edit another", on("konarak", "edit", phone="05435310000"), {"parvin", "admin"}),
    Verb("set_hours", on("chabahar", "set_hours", week={}, from_date=date(2026, 11, 1)), KEEPERS | {"maryam"}),
    Verb("move_state", on("chabahar", "move_state", to="dormant", reason="تعمیر"), KEEPERS | {"maryam"}),
    Verb("confirm_entry", on("chabahar", "confirm_entry"), {"zahra", "maryam", "nader"}),
    Verb(
        "say_capacity",
        lambda w, by: network.say_capacity(w.centre["chabahar"], domain=w.domain["health"], free=3, by=by, at=SATURDAY),
        {"zahra", "maryam", "nader"},
    ),
    Verb(
        "add_holiday",
        lambda w, by: network.add_holiday(w.place["1104"], date=date(2026, 12, 1), name="بندر", by=by, at=SATURDAY),
        {"parvin", "admin"},
    ),
    Verb(
        "add_holiday of the nation",
        lambda w, by: network.add_holiday(w.place["IR"], date=date(2026, 12, 1), name="عید", by=by, at=SATURDAY),
        {"admin"},
    ),
    Verb(
        "drop_holiday",
        lambda w, by: network.drop_holiday(holiday_of(w, "1104"), by=by, at=SATURDAY),
        {"parvin", "admin"},
        makes=True,
    ),
    Verb(
        "drop_holiday of the nation",
        lambda w, by: network.drop_holiday(holiday_of(w, None), by=by, at=SATURDAY),
        {"admin"},
        makes=True,
    ),
    Verb("grant over a place", granting("operator", "1104"), {"parvin", "admin"}, NotWithinReach),
    Verb("grant over a centre", granting("head", "chabahar"), {"parvin", "admin"}, NotWithinReach),
    Verb("grant elsewhere", granting("operator", "0901"), {"admin"}, NotWithinReach),
    Verb("grant of the nation", granting("provincial_coordinator", "IR"), {"admin"}, NotWithinReach),
    Verb("grant of an admin", granting("admin", "11"), {"admin"}, NotWithinReach),
    Verb(
        "welcome",
        lambda w, by: network.welcome(
            w.place["1104"],
            username="taraneh",
            full_name="ترانه",
            mobile="09150000001",
            password=PASSWORD,
            role="operator",
            by=by,
            at=SATURDAY,
        ),
        {"parvin", "admin"},
        NotWithinReach,
    ),
    Verb(
        "revoke",
        lambda w, by: network.revoke(Grant.objects.get(person=w.person["reza"]), by=by, at=SATURDAY),
        {"parvin", "admin"},
    ),
    Verb(
        "give_password",
        lambda w, by: network.give_password(w.person["reza"], password=f"{PASSWORD}-new", by=by, at=SATURDAY),
        {"parvin", "admin"},
    ),
    Verb("retire", lambda w, by: network.retire(w.person["reza"], by=by, at=SATURDAY), {"parvin", "admin"}),
    Verb("retire the coordinator", lambda w, by: network.retire(w.person["parvin"], by=by, at=SATURDAY), {"admin"}),
    Verb(
        "retire somebody without a role",
        lambda w, by: network.retire(w.person["stranger"], by=by, at=SATURDAY),
        {"admin"},
    ),
    Verb("retire the admin", lambda w, by: network.retire(w.person["admin"], by=by, at=SATURDAY), set()),
    Verb("readmit", lambda w, by: network.readmit(w.person["reza"], by=by, at=SATURDAY), {"parvin", "admin"}),
    Verb("look_through", lambda w, by: network.look_through(w.person["reza"], by=by, at=SATURDAY), {"parvin", "admin"}),
    Verb(
        "set_absence of an operator",
        lambda w, by: network.set_absence(
            w.person["reza"], deputy=w.person["karim"], since=SATURDAY, until=SATURDAY + DAY, by=by, at=SATURDAY
        ),
        {"reza", "nader", "parvin"},
    ),
    Verb(
        "set_absence of a secretary",
        lambda w, by: network.set_absence(
            w.person["zahra"], deputy=w.person["karim"], since=SATURDAY, until=SATURDAY + DAY, by=by, at=SATURDAY
        ),
        {"zahra", "maryam", "nader", "parvin"},
    ),
    Verb(
        "end_absence",
        lambda w, by: network.end_absence(away(w, "zahra"), by=by, at=SATURDAY),
        {"zahra", "maryam", "nader", "parvin"},
        makes=True,
    ),
    Verb(
        "import_new",
        lambda w, by: import_new(
            w.place["1104"], imported_id="hsds:a:1", domains=[], details={"name": "نو"}, week={}, by=by, at=SATURDAY
        ),
        {"parvin", "admin"},
    ),
    Verb(
        "import_again",
        lambda w, by: import_again(imported(w), changes={"phone": "0"}, by=by, at=SATURDAY),
        {"parvin", "admin"},
        makes=True,
    ),
    Verb("undo_import", lambda w, by: undo_import(imported(w), by=by, at=SATURDAY), {"parvin", "admin"}, makes=True),
]


def facts() -> list[Any]:
    """Everything of the network and its accounts, as the database holds it."""
    tables = (Centre, CentreDomain, Hours, Holiday, Grant, Absence, Domain, Person, StateChange, JournalLine, AuditLine)
    return [list(table.objects.order_by("pk").values()) for table in tables]


class TestEveryVerb:
    @pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
    def test_is_done_by_those_and_refused_to_all_others(self, world: World, verb: Verb) -> None:
        done = set()
        for who in sorted(EVERYONE):
            try:
                with transaction.atomic():
                    verb.act(world, Person.objects.get(username=who))
                    transaction.set_rollback(True)
            except verb.refusal:
                continue
            done.add(who)

        assert done == verb.may

    @pytest.mark.parametrize("verb", [verb for verb in VERBS if not verb.makes], ids=lambda verb: verb.name)
    def test_refused_leaves_nothing(self, world: World, verb: Verb) -> None:
        before = facts()
        with pytest.raises(verb.refusal):
            verb.act(world, world.person["stranger"])

        assert facts() == before

    @pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
    def test_done_writes_who_asked_into_the_audit(self, world: World, verb: Verb) -> None:
        for who in sorted(verb.may)[:1]:
            verb.act(world, world.person[who])
            last = AuditLine.objects.order_by("seq").last()

            assert last is not None and last.by == world.person[who].ref
            assert last.verb.startswith("network.")


class TestAnAdminByGrant:
    """Her rights know no place, so nobody whose own rights end at a border may lay hands on her account."""

    @pytest.fixture
    def chief(self, world: World) -> Person:
        network.grant(world.person["stranger"], role="admin", scope=world.place["11"], by=HAND, at=SATURDAY)
        return world.person["stranger"]

    @pytest.mark.parametrize("who", ["parvin", "nader", "karim"])
    @pytest.mark.parametrize(
        "act",
        [
            lambda w, chief, by: network.give_password(chief, password=f"{PASSWORD}-new", by=by, at=SATURDAY),
            lambda w, chief, by: network.retire(chief, by=by, at=SATURDAY),
            lambda w, chief, by: network.look_through(chief, by=by, at=SATURDAY),
            lambda w, chief, by: network.revoke(Grant.objects.get(person=chief), by=by, at=SATURDAY),
            lambda w, chief, by: network.set_absence(
                chief, deputy=by, since=SATURDAY, until=SATURDAY + DAY, by=by, at=SATURDAY
            ),
        ],
        ids=["give_password", "retire", "look_through", "revoke", "set_absence"],
    )
    def test_is_out_of_a_coordinators_reach(self, world: World, chief: Person, who: str, act: Any) -> None:
        with pytest.raises(NotAllowed):
            act(world, chief, world.person[who])

    def test_is_within_the_admins(self, world: World, chief: Person) -> None:
        assert network.retire(chief, by=world.person["admin"], at=SATURDAY).is_active is False

    def test_is_not_among_the_roles_a_coordinator_may_take_back(self, world: World, chief: Person) -> None:
        kept = grants_kept_by(world.person["parvin"], SATURDAY)
        assert not kept.filter(person=chief).exists()
        assert grants_kept_by(world.person["admin"], SATURDAY).filter(person=chief).exists()


class TestHolidays:
    def test_twice_is_once(self, world: World) -> None:
        for name in ("بندر", "دیگر"):
            network.add_holiday(world.place["1104"], date=date(2026, 12, 1), name=name, by=HAND, at=SATURDAY)
        assert [one.name for one in Holiday.objects.all()] == ["بندر"]

    def test_of_the_nation_has_no_place(self, world: World) -> None:
        network.add_holiday(world.place["IR"], date=date(2026, 12, 1), name="عید", by=HAND, at=SATURDAY)
        assert Holiday.objects.get().place is None

    def test_of_a_place_and_of_the_nation_stand_side_by_side(self, world: World) -> None:
        for code in ("IR", "1104", "11"):
            network.add_holiday(world.place[code], date=date(2026, 12, 1), name=code, by=HAND, at=SATURDAY)
        assert Holiday.objects.count() == 3


class TestAbsences:
    @pytest.mark.parametrize(
        ("deputy", "since", "until"),
        [("zahra", SATURDAY, SATURDAY + DAY), ("sara", SATURDAY, SATURDAY), ("sara", SATURDAY + DAY, SATURDAY)],
    )
    def test_that_make_no_sense_are_refused(self, world: World, deputy: str, since: Any, until: Any) -> None:
        with pytest.raises(BadAbsence):
            network.set_absence(
                world.person["zahra"], deputy=world.person[deputy], since=since, until=until, by=HAND, at=SATURDAY
            )

    def test_with_a_deputy_who_left_are_refused(self, world: World) -> None:
        network.retire(world.person["sara"], by=HAND, at=SATURDAY)
        with pytest.raises(BadAbsence):
            network.set_absence(
                world.person["zahra"],
                deputy=world.person["sara"],
                since=SATURDAY,
                until=SATURDAY + DAY,
                by=HAND,
                at=SATURDAY,
            )

    def test_end_early(self, world: World) -> None:
        assert network.end_absence(away(world, "zahra"), by=HAND, at=SATURDAY) == world.person["zahra"]
        assert not Absence.objects.exists()


class TestAccounts:
    def test_a_retired_officer_keeps_her_roles_for_her_return(self, world: World) -> None:
        network.retire(world.person["reza"], by=HAND, at=SATURDAY)
        assert not Person.objects.get(username="reza").is_active
        network.readmit(world.person["reza"], by=HAND, at=SATURDAY)

        assert Person.objects.get(username="reza").is_active
        assert Grant.objects.valid(SATURDAY).filter(person=world.person["reza"]).count() == 1

    def test_a_new_pass_word_is_temporary(self, world: World) -> None:
        network.give_password(world.person["reza"], password=f"{PASSWORD}-new", by=HAND, at=SATURDAY)
        reza = Person.objects.get(username="reza")

        assert reza.check_password(f"{PASSWORD}-new") and reza.temporary_until == SATURDAY + 3 * DAY

    def test_a_role_taken_back_twice_keeps_its_first_instant(self, world: World) -> None:
        held = Grant.objects.get(person=world.person["reza"])
        network.revoke(held, by=HAND, at=SATURDAY)
        network.revoke(held, by=HAND, at=SATURDAY + DAY)

        assert Grant.objects.get(pk=held.pk).revoked_at == SATURDAY

    def test_a_newcomer_refused_leaves_no_account(self, world: World) -> None:
        with pytest.raises(Refused):
            network.welcome(
                world.place["1104"],
                username="reza",
                full_name="رضای دیگر",
                mobile="",
                password=PASSWORD,
                role="operator",
                by=HAND,
                at=SATURDAY,
            )
        assert Person.objects.filter(full_name="رضای دیگر").count() == 0


class TestImports:
    def test_come_unconfirmed_and_take_no_requests(self, world: World) -> None:
        centre = imported(world)
        assert (centre.kind, centre.confirmed_at, centre.takes_referrals, centre.state) == (
            "partner",
            None,
            False,
            "active",
        )

    def test_again_do_not_confirm(self, world: World) -> None:
        centre = import_again(imported(world), changes={"name": "نام نو"}, by=HAND, at=SATURDAY)
        centre.refresh_from_db()
        assert (centre.name, centre.confirmed_at) == ("نام نو", None)

    def test_are_closed_when_taken_back(self, world: World) -> None:
        assert undo_import(imported(world), by=HAND, at=SATURDAY).state == "closed"

    def test_of_our_own_making_are_not_taken_back(self, world: World) -> None:
        with pytest.raises(InUse):
            undo_import(world.centre["work"], by=HAND, at=SATURDAY)
