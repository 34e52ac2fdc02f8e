"""Officers: roles given, taken back and running out; accounts opened; deputies; nobody grants beyond her own reach."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from hamafza.kernel.clock import TEHRAN, now
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.network import commands as network
from hamafza.network.access import can, reach
from hamafza.network.commands.officers import AlreadyOver, BadAbsence, NotWithinReach, WrongScope
from hamafza.network.models import Absence, Grant
from hamafza.people.models import Person
from tests.cast import HAND, PASSWORD, World


def seen_by(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.person[username])
    return client


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def page_of(world: World, username: str) -> str:
    return f"/network/officers/{world.person[username].pk}/"


class TestGranting:
    @pytest.mark.parametrize(
        ("by", "role", "scope"),
        [
            ("parvin", "operator", "IR/09/0901/"),  # another province
            ("nader", "operator", "IR/11/1104/"),  # a county coordinator gives no roles
            ("zahra", "secretary", "IR/11/1104/"),
            ("stranger", "operator", "IR/11/1104/"),
            ("parvin", "admin", "IR/11/"),  # would reach beyond every place
        ],
    )
    def test_nobody_grants_beyond_her_reach(self, world: World, by: str, role: str, scope: str) -> None:
        place = world.place[scope.rstrip("/").rsplit("/")[-1]]
        with pytest.raises(NotWithinReach):
            network.grant(world.person["stranger"], role=role, scope=place, by=world.person[by], at=now())

    def test_an_admin_may_make_an_admin(self, world: World) -> None:
        network.grant(world.person["reza"], role="admin", scope=world.place["11"], by=world.person["admin"], at=now())

        assert reach(fresh(world.person["reza"]), "centre.edit", now()).everything

    def test_nobody_grants_to_herself(self, world: World) -> None:
        with pytest.raises(NotWithinReach):
            network.grant(
                world.person["parvin"],
                role="last_door",
                scope=world.place["11"],
                by=world.person["parvin"],
                at=now(),
            )

    @pytest.mark.parametrize(("role", "scope"), [("secretary", "place"), ("operator", "centre")])
    def test_a_role_has_its_kind_of_scope(self, world: World, role: str, scope: str) -> None:
        over = world.place["1104"] if scope == "place" else world.centre["chabahar"]
        with pytest.raises(WrongScope):
            network.grant(world.person["stranger"], role=role, scope=over, by=HAND, at=now())

    def test_a_role_does_not_begin_after_its_end(self, world: World) -> None:
        with pytest.raises(AlreadyOver):
            network.grant(
                world.person["stranger"],
                role="operator",
                scope=world.place["1104"],
                until=now(),
                by=HAND,
                at=now(),
            )

    def test_by_the_page(self, world: World) -> None:
        page = page_of(world, "stranger")
        answer = seen_by(world, "parvin").post(
            f"{page}grant", {"role": "operator", "scope": "چابهار", "until": "1406/01/10"}
        )

        assert answer.status_code == 303
        held = Grant.objects.get(person=world.person["stranger"])
        assert (held.role, held.place) == ("operator", world.place["1104"])
        assert held.until == datetime.combine(datetime(2027, 3, 31), time.min, TEHRAN)

    def test_what_is_wrong_stays_typed(self, world: World) -> None:
        answer = seen_by(world, "parvin").post(
            f"{page_of(world, 'stranger')}grant", {"role": "secretary", "scope": "هیچ‌جا"}
        )

        assert answer.status_code == 422 and "هیچ‌جا" in answer.content.decode()
        assert not Grant.objects.filter(person=world.person["stranger"]).exists()

    def test_a_centre_outside_her_hand_is_not_found(self, world: World) -> None:
        network.create(
            world.place["0901"],
            name="کانون دور مشهد",
            kind="specialised",
            domains=[],
            code="far",
            by=HAND,
            at=now(),
        )
        answer = seen_by(world, "parvin").post(
            f"{page_of(world, 'stranger')}grant", {"role": "secretary", "scope": "کانون دور مشهد"}
        )

        assert answer.status_code == 422 and "چنین کانونی نیافتیم" in answer.content.decode()


class TestTheEnd:
    """A grant holds up to its last instant and not an instant longer."""

    @pytest.mark.parametrize(("seconds", "holds"), [(-60, True), (-1, True), (0, False), (60, False)])
    def test_at_the_boundary(self, world: World, seconds: int, holds: bool) -> None:
        end = now() + timedelta(days=3)
        network.grant(
            world.person["stranger"], role="operator", scope=world.place["1104"], until=end, by=HAND, at=now()
        )
        request = world.request()

        assert can(fresh(world.person["stranger"]), "request.see", request, end + timedelta(seconds=seconds)) is holds

    def test_a_page_shuts_at_the_boundary_minute(self, world: World, time_machine) -> None:
        start = now()
        time_machine.move_to(start)
        end = start + timedelta(hours=1)
        network.grant(
            world.person["stranger"], role="operator", scope=world.place["1104"], until=end, by=HAND, at=start
        )
        client = seen_by(world, "stranger")

        statuses = []
        for seconds in (-60, 0):
            time_machine.move_to(end + timedelta(seconds=seconds))
            statuses.append(client.get("/network/officers").status_code)

        assert statuses == [200, 403]

    def test_taken_back_it_counts_from_the_next_click(self, world: World) -> None:
        client = seen_by(world, "zahra")
        assert client.get("/network/officers").status_code == 200
        held = Grant.objects.get(person=world.person["zahra"])
        seen_by(world, "parvin").post(f"/network/grants/{held.pk}/revoke")

        assert client.get("/network/officers").status_code == 403

    def test_a_role_elsewhere_cannot_be_taken_back(self, world: World) -> None:
        held = Grant.objects.get(person=world.person["farhad"])

        assert seen_by(world, "parvin").post(f"/network/grants/{held.pk}/revoke").status_code == 404
        held.refresh_from_db()
        assert held.revoked_at is None


class TestNewOfficer:
    TYPED = {
        "full_name": "نرگس ریگی",
        "username": "Narges۲",
        "mobile": "۰۹۱۵۱۱۱۲۲۳۳",
        "role": "operator",
        "scope": "کنارک",
    }

    def test_her_pass_word_is_shown_once_and_must_be_changed(self, world: World) -> None:
        page = seen_by(world, "parvin").post("/network/officers/new", self.TYPED)
        assert "no-store" in page["Cache-Control"]
        password = re.findall(r'<code dir="ltr">([^<]+)</code>', page.content.decode())[1]
        client = Client()

        assert client.post("/account/login/", {"login": "narges2", "password": password}).status_code == 302
        assert client.get("/network/officers")["Location"] == "/account/password/change/"
        assert Grant.objects.get(person__username="narges2").place == world.place["1110"]

    def test_a_taken_name_is_said_beside_the_field_and_nothing_is_half_made(self, world: World) -> None:
        answer = seen_by(world, "parvin").post("/network/officers/new", {**self.TYPED, "username": "ZAHRA"})

        assert answer.status_code == 422 and "از پیش هست" in answer.content.decode()
        assert Grant.objects.filter(person__full_name="نرگس ریگی").count() == 0

    def test_outside_her_reach_no_account_is_opened(self, world: World) -> None:
        answer = seen_by(world, "parvin").post("/network/officers/new", {**self.TYPED, "scope": "مشهد"})

        assert answer.status_code == 422 and "بیرون از محدودهٔ شماست" in answer.content.decode()
        assert not Person.objects.filter(username="narges2").exists()

    def test_the_audit_says_who_opened_it_and_never_the_pass_word(self, world: World) -> None:
        seen_by(world, "parvin").post("/network/officers/new", self.TYPED)

        line = AuditLine.objects.get(verb="network.welcome")
        assert line.by == world.person["parvin"].ref and line.details == {"role": "operator"}


class TestAccounts:
    def test_closing_ends_the_session(self, world: World) -> None:
        client = seen_by(world, "zahra")
        seen_by(world, "parvin").post(f"{page_of(world, 'zahra')}close")

        assert client.get("/network/officers").status_code == 302
        seen_by(world, "parvin").post(f"{page_of(world, 'zahra')}reopen")
        assert fresh(world.person["zahra"]).is_active

    @pytest.mark.parametrize("whom", ["farhad", "admin", "stranger", "parvin"])
    @pytest.mark.parametrize("verb", ["close", "reopen", "password"])
    def test_a_coordinator_keeps_only_those_she_could_have_appointed(self, world: World, whom: str, verb: str) -> None:
        before = fresh(world.person[whom]).password

        assert seen_by(world, "parvin").post(f"{page_of(world, whom)}{verb}").status_code == 404
        assert fresh(world.person[whom]).is_active and fresh(world.person[whom]).password == before

    def test_one_role_beyond_her_reach_is_enough_to_refuse(self, world: World) -> None:
        network.grant(world.person["zahra"], role="operator", scope=world.place["0901"], by=HAND, at=now())
        with pytest.raises(NotAllowed):
            network.give_password(world.person["zahra"], password=PASSWORD, by=world.person["parvin"], at=now())

    def test_a_lost_pass_word_is_replaced_and_the_old_sessions_end(self, world: World) -> None:
        old = seen_by(world, "zahra")
        page = seen_by(world, "admin").post(f"{page_of(world, 'zahra')}password").content.decode()
        password = re.findall(r'<code dir="ltr">([^<]+)</code>', page)[1]

        assert old.get("/network/officers").status_code == 302
        assert Client().post("/account/login/", {"login": "zahra", "password": password}).status_code == 302


class TestAbsence:
    TYPED = {"since": "1406/01/05", "until": "1406/01/10", "deputy": "maryam"}

    def test_for_oneself(self, world: World) -> None:
        assert seen_by(world, "zahra").post(f"{page_of(world, 'zahra')}absence", self.TYPED).status_code == 303

        away = Absence.objects.get()
        assert (away.person, away.deputy) == (world.person["zahra"], world.person["maryam"])

    @pytest.mark.parametrize(
        ("by", "status"),
        [("maryam", 303), ("nader", 303), ("parvin", 303), ("sara", 404), ("reza", 404), ("farhad", 404)],
    )
    def test_for_others(self, world: World, by: str, status: int) -> None:
        assert (
            seen_by(world, by).post(f"{page_of(world, 'zahra')}absence", {**self.TYPED, "deputy": "hamid"}).status_code
            == status
        )
        assert Absence.objects.exists() is (status == 303)

    def test_nobody_gets_anothers_rights_by_a_part_of_her_work(self, world: World) -> None:
        """Maryam heads the centre of Zahra, who is also coordinator of the province: no leave, no deputy, no rights."""
        network.grant(world.person["zahra"], role="provincial_coordinator", scope=world.place["11"], by=HAND, at=now())
        with pytest.raises(NotAllowed):
            network.set_absence(
                world.person["zahra"], deputy=world.person["maryam"], since=now(), until=now() + timedelta(days=9),
                by=world.person["maryam"], at=now(),
            )  # fmt: skip

    @pytest.mark.parametrize(
        "typed",
        [
            {"deputy": "zahra"},
            {"until": "1406/01/01"},
            {"deputy": "stranger"},
            {"deputy": "nobody"},
            {"since": "x"},
        ],
    )
    def test_a_refusal_leaves_what_was_typed(self, world: World, typed: dict[str, str]) -> None:
        answer = seen_by(world, "zahra").post(f"{page_of(world, 'zahra')}absence", {**self.TYPED, **typed})

        assert answer.status_code == 422 and not Absence.objects.exists()
        assert all(text in answer.content.decode() for text in typed.values() if text.isascii())

    def test_a_disabled_deputy_is_refused(self, world: World) -> None:
        network.retire(world.person["maryam"], by=HAND, at=now())
        with pytest.raises(BadAbsence):
            network.set_absence(
                world.person["zahra"], deputy=fresh(world.person["maryam"]), since=now(), until=now() + timedelta(days=1),
                by=world.person["zahra"], at=now(),
            )  # fmt: skip

    def test_coming_back_earlier(self, world: World) -> None:
        client = seen_by(world, "zahra")
        client.post(f"{page_of(world, 'zahra')}absence", self.TYPED)
        away = Absence.objects.get()
        assert seen_by(world, "sara").post(f"/network/absences/{away.pk}/end").status_code == 404

        assert client.post(f"/network/absences/{away.pk}/end").status_code == 303
        assert not Absence.objects.exists()


class TestPages:
    def test_the_list_finds_by_name_in_any_spelling_role_and_place(self, world: World) -> None:
        client = seen_by(world, "reza")

        def names(**asked: str) -> set[str]:
            return {row.grant.person.username for row in client.get("/network/officers", asked).context["rows"]}

        assert names(words="مرادي") == {"zahra"}
        assert names(role="head") == {"maryam"}
        assert names(place="کنارک") == {"sara"}
        assert "farhad" in names() and "stranger" not in names()

    def test_the_list_costs_few_queries(self, world: World, django_assert_max_num_queries) -> None:
        client = seen_by(world, "reza")
        with django_assert_max_num_queries(16):
            client.get("/network/officers")

    def test_somebody_without_a_role_sees_only_herself(self, world: World) -> None:
        client = seen_by(world, "stranger")

        assert client.get("/network/officers").status_code == 403
        assert client.get("/network/mine").status_code == 200
        assert client.get("/network/rights").status_code == 200

    def test_the_telephone_is_shown_only_to_whoever_keeps_her(self, world: World) -> None:
        seen = {
            by: "۰۹۱۵۰۰۰۰۰۰۰" in seen_by(world, by).get(page_of(world, "zahra")).content.decode()
            for by in ("parvin", "reza", "sara")
        }

        assert seen == {"parvin": True, "reza": False, "sara": False}

    def test_my_roles_are_a_card_inside_my_account(self, world: World) -> None:
        fragment = seen_by(world, "zahra").get("/network/mine", headers={"HX-Request": "true"}).content.decode()

        assert "دبیر کانون" in fragment and "کانون سلامت مهرگان چابهار" in fragment and "<html" not in fragment

    def test_the_rights_are_printed_in_words(self, world: World) -> None:
        from hamafza.network.access import matrix

        page = seen_by(world, "stranger").get("/network/rights").content.decode()
        assert "پاسخ به ارجاع" in page and "کانون خود" in page
        assert not [action for action in matrix() if action in page], "an action without its words"
