"""Who stands behind a call of another system: the person of the key, or of the session, and never a mixture."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from hamafza.kernel.models import AuditLine
from hamafza.people import commands as people
from hamafza.people.models import ApiToken, Person
from hamafza.people.queries import account
from hamafza.people.queries import people as everyone
from tests.cast import PASSWORD, SATURDAY, World

DAY = timedelta(days=1)
LIST = "/api/v1/requests"


@pytest.fixture(autouse=True)
def on_saturday(db: None, time_machine) -> None:
    time_machine.move_to(SATURDAY, tick=False)


def key_of(world: World, who: str = "reza", **given: object) -> ApiToken:
    person = world.person[who]
    return people.open_token(person, by=person, at=SATURDAY, **{"name": "ما", "until": SATURDAY + 30 * DAY, **given})


def ask(token: str, client: Client | None = None, scheme: str = "Bearer"):
    return (client or Client()).get(LIST, headers={"Authorization": f"{scheme} {token}"})


def session_of(world: World, who: str, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(world.person[who])
    return client


class TestAKey:
    def test_sees_what_its_person_sees(self, world: World) -> None:
        here, there = world.request(), world.request(place="0901")

        seen = {
            who: [row["number"] for row in ask(key_of(world, who).token).json()["items"]] for who in ("reza", "farhad")
        }

        assert {"reza": [here.number], "farhad": [there.number]} == seen

    @pytest.mark.parametrize("token", ["", "x", "0" * 43, "' OR 1=1 --"])
    def test_that_is_none_opens_nothing(self, world: World, token: str) -> None:
        key_of(world)

        assert ask(token).status_code == 401

    def test_must_be_shown_as_a_bearers(self, world: World) -> None:
        assert ask(key_of(world).token, scheme="Basic").status_code == 401

    def test_that_is_wrong_is_not_passed_over_for_the_session_beside_it(self, world: World) -> None:
        assert ask("wrong", session_of(world, "reza")).status_code == 401

    def test_goes_before_the_session_beside_it(self, world: World) -> None:
        world.request()

        answer = ask(key_of(world, "farhad").token, session_of(world, "reza"))

        assert answer.json()["items"] == []

    @pytest.mark.parametrize(
        ("later", "opens"),
        [(timedelta(0), 200), (30 * DAY - timedelta(seconds=1), 200), (30 * DAY, 401), (-timedelta(seconds=1), 401)],
    )
    def test_lives_from_its_opening_to_its_end(self, world: World, time_machine, later: timedelta, opens: int) -> None:
        token = key_of(world).token
        time_machine.move_to(SATURDAY + later, tick=False)

        assert ask(token).status_code == opens

    def test_dies_with_its_revocation_or_its_persons_leaving(self, world: World) -> None:
        first, second = key_of(world), key_of(world)
        people.revoke_token(first, by=world.person["reza"], at=SATURDAY)
        assert [ask(first.token).status_code, ask(second.token).status_code] == [401, 200]

        people.disable(world.person["reza"], by=world.person["admin"], at=SATURDAY)

        assert ask(second.token).status_code == 401

    def test_of_one_is_not_touched_by_what_happens_to_anothers(self, world: World) -> None:
        mine, hers = key_of(world), key_of(world, "nader")

        people.revoke_token(hers, by=world.person["nader"], at=SATURDAY)

        assert ask(mine.token).status_code == 200

    def test_may_write_without_the_token_of_a_form(self, world: World) -> None:
        answer = Client(enforce_csrf_checks=True).post(
            LIST,
            {"place": "IR/11/1104/tis/", "text": "دارو"},
            content_type="application/json",
            headers={"Authorization": f"Bearer {key_of(world).token}"},
        )

        assert answer.status_code == 201


class TestItsUse:
    def noted(self) -> list[date | None]:
        return list(ApiToken.objects.order_by("pk").values_list("last_used_on", flat=True))

    def test_is_noted_once_a_day(self, world: World) -> None:
        token = key_of(world).token
        assert self.noted() == [None]

        for _ in range(3):
            ask(token)

        assert self.noted() == [date(2026, 10, 24)]
        assert AuditLine.objects.filter(verb="people.note_token_use").count() == 1

    @pytest.mark.parametrize(("utc", "day"), [((20, 29), 24), ((20, 30), 25)])
    def test_is_noted_by_the_day_in_iran(self, world: World, time_machine, utc: tuple[int, int], day: int) -> None:
        token = key_of(world).token
        time_machine.move_to(datetime(2026, 10, 24, *utc, tzinfo=UTC), tick=False)

        ask(token)

        assert self.noted() == [date(2026, 10, day)]

    def test_is_noted_again_on_the_next_day(self, world: World, time_machine) -> None:
        token = key_of(world).token
        ask(token)
        time_machine.move_to(SATURDAY + DAY, tick=False)

        ask(token)

        assert self.noted() == [date(2026, 10, 25)]

    def test_of_one_is_not_written_to_another(self, world: World) -> None:
        key_of(world)

        ask(key_of(world).token)

        assert self.noted() == [None, date(2026, 10, 24)]


class TestASession:
    def test_reads_as_its_person(self, world: World) -> None:
        request = world.request()

        rows = session_of(world, "reza", strict=True).get(LIST).json()["items"]

        assert [row["number"] for row in rows] == [request.number]

    def test_does_not_write_at_the_word_of_another_page(self, world: World) -> None:
        client = session_of(world, "reza", strict=True)

        answer = client.post(LIST, {"place": "IR/11/1104/tis/", "text": "دارو"}, content_type="application/json")

        assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")

    def test_writes_with_the_token_of_our_own_page(self, world: World) -> None:
        client = session_of(world, "reza", strict=True)
        client.get("/account/me")
        headers = {"X-CSRFToken": client.cookies[settings.CSRF_COOKIE_NAME].value}

        answer = client.post(
            LIST, {"place": "IR/11/1104/tis/", "text": "دارو"}, content_type="application/json", headers=headers
        )

        assert answer.status_code == 201

    def test_of_nobody_is_asked_who_it_is(self, world: World) -> None:
        assert Client().get(LIST).status_code == 401

        stale = Client()
        stale.cookies["hamafza"] = "made-up"
        assert stale.get(LIST).status_code == 401


class TestAnAccountsPage:
    """What `queries.account` counts belongs to this person alone."""

    def test_shows_ones_own_keys_in_their_order(self, world: World) -> None:
        first, second = key_of(world), key_of(world)
        key_of(world, "nader")
        ended = key_of(world, until=SATURDAY + DAY)

        now = account(world.person["reza"], SATURDAY)
        later = account(world.person["reza"], SATURDAY + DAY)

        assert now.tokens == [first, second, ended]
        assert later.tokens == [first, second]

    def test_counts_ones_own_second_factors(self, world: World) -> None:
        for who, kind in (("reza", "totp"), ("reza", "recovery_codes"), ("nader", "webauthn")):
            Authenticator.objects.create(user=world.person[who], type=kind, data={})

        assert account(world.person["reza"], SATURDAY).second_factors == {"totp", "recovery_codes"}
        assert account(world.person["zahra"], SATURDAY).second_factors == frozenset()

    def test_counts_ones_own_sessions(self, world: World) -> None:
        for who in ("reza", "reza", "nader"):
            Client().post("/account/login/", {"login": who, "password": PASSWORD})

        assert [account(world.person[who], SATURDAY).sessions for who in ("reza", "nader", "zahra")] == [2, 1, 0]


def test_people_are_listed_by_name_as_a_persian_reader_looks_for_them(world: World) -> None:
    names = [person.full_name for person in everyone()]

    assert len(names) == Person.objects.count()
    assert names.index("بیگانه‌ای با حساب") < names.index("رضا بلوچ") < names.index("نادر کرد")
