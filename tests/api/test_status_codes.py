"""Every operation for machines x who calls, by a table of its own; keys that make a write happen once; pages by key."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hamafza.intake.models import Request, Word
from hamafza.kernel.clock import now
from hamafza.network import commands as network
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Note, Referral
from tests.api.conftest import Call, token_of
from tests.cast import HAND, World

IN_FIVE_DAYS = (now() + timedelta(days=5)).isoformat()
NEW = {"place": "IR/11/1104/tis/", "text": "مادرم دارو می‌خواهد"}


@dataclass(frozen=True)
class Operation:
    """How it is called; what she who may gets; what each gets who may not. `taken`: the hop is accepted before."""

    method: str
    path: str
    own: str
    good: int
    body: dict[str, Any] | None = None
    others: dict[str, int] = field(default_factory=dict)
    taken: bool = False
    held: bool = False


OPERATIONS = {
    "list_requests": Operation(
        "GET", "/requests", "reza", 200, others={"farhad": 200, "stranger": 200, "admin": 200}
    ),
    "create_request": Operation(
        "POST", "/requests", "reza", 201, NEW, others={"farhad": 403, "stranger": 403, "admin": 403}
    ),
    "read_request": Operation(
        "GET", "/requests/{request}", "reza", 200,
        others={"farhad": 404, "stranger": 404, "sara": 404, "admin": 404, "zahra": 200, "karim": 200},
    ),
    "add_word": Operation(
        "POST", "/requests/{request}/words", "reza", 201, {"text": "سخنی"},
        others={"farhad": 404, "stranger": 404, "sara": 404, "admin": 404},
    ),
    "triage_request": Operation(
        "POST", "/requests/{fresh}/triage", "reza", 200, {"domains": ["health"]},
        others={"farhad": 404, "stranger": 404, "zahra": 404, "admin": 404},
    ),
    "withdraw_request": Operation(
        "POST", "/requests/{request}/withdraw", "reza", 200, {"reason": "حل شد"},
        others={"farhad": 404, "sara": 404, "zahra": 403, "karim": 403, "admin": 404},
    ),
    "list_referrals": Operation(
        "GET", "/referrals", "zahra", 200, others={"farhad": 200, "stranger": 200, "admin": 200}
    ),
    "read_referral": Operation(
        "GET", "/referrals/{hop}", "zahra", 200,
        others={"sara": 404, "farhad": 404, "stranger": 404, "admin": 404, "reza": 200},
    ),
    "accept_referral": Operation(
        "POST", "/referrals/{hop}/accept", "zahra", 200,
        others={"sara": 404, "farhad": 404, "stranger": 404, "admin": 404, "reza": 403, "karim": 403},
    ),
    "decline_referral": Operation(
        "POST", "/referrals/{hop}/decline", "zahra", 200, {"reason": "capacity"},
        others={"sara": 404, "farhad": 404, "stranger": 404, "admin": 404, "reza": 403, "karim": 403},
    ),
    "note_referral": Operation(
        "POST", "/referrals/{hop}/notes", "zahra", 201, {"text": "تماس گرفتیم"},
        others={"sara": 404, "farhad": 404, "admin": 404, "reza": 403}, taken=True,
    ),
    "finish_referral": Operation(
        "POST", "/referrals/{hop}/finish", "zahra", 200, {"outcome": "solved", "evidence": "دارو رسید"},
        others={"sara": 404, "farhad": 404, "admin": 404, "reza": 403}, taken=True,
    ),
    "hold_referral": Operation(
        "POST", "/referrals/{hop}/hold", "zahra", 200, {"reason": "waiting_papers", "until": IN_FIVE_DAYS},
        others={"sara": 404, "farhad": 404, "admin": 404, "reza": 403}, taken=True,
    ),
    "resume_referral": Operation(
        "POST", "/referrals/{hop}/resume", "zahra", 200,
        others={"sara": 404, "farhad": 404, "admin": 404, "reza": 403}, held=True,
    ),
    "relay_referral": Operation(
        "POST", "/referrals/{hop}/relay", "zahra", 200, {"centre": "zahedan", "note": "نزدیک‌تر است"},
        others={"sara": 404, "farhad": 404, "admin": 404, "reza": 403}, taken=True,
    ),
}  # fmt: skip
DIRECTORY = ["/domains", "/places?search=چاب", "/centres", "/centres/chabahar", "/openapi.json", "/satisfaction",
             "/centres/chabahar/satisfaction"]  # fmt: skip
Stage = Callable[[Operation], str]


@pytest.fixture
def stage(world: World) -> Stage:
    """The address of an operation over things that stand ready for it."""

    def ready(one: Operation) -> str:
        request = world.triaged("health", at=now())
        hop = Referral.objects.open().get(need__request=request)
        if one.taken:
            referrals.accept(hop, by=world.person["zahra"], at=now())
        if one.held:
            until = now() + timedelta(days=9)
            referrals.hold(hop, reason="client_asked", until=until, by=world.person["zahra"], at=now())
        fresh = world.request(at=now()).pk if "{fresh}" in one.path else 0
        return one.path.format(request=request.pk, hop=hop.pk, fresh=fresh)

    return ready


def state_of_the_world() -> list[Any]:
    models = (Request, Referral, Word, Note)
    return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]


def expired(world: World, name: str) -> str:
    person, at = world.person[name], now() - timedelta(days=3)
    kept = people.open_token(person, name="old", until=at + timedelta(days=2), by=person, at=at)
    return str(kept.token)


def revoked(world: World, name: str) -> str:
    person, at = world.person[name], now()
    kept = people.open_token(person, name="gone", until=at + timedelta(days=2), by=person, at=at)
    token = str(kept.token)
    people.revoke_token(kept, by=person, at=at)
    return token


def of_one_who_left(world: World, name: str) -> str:
    token = token_of(world, name)
    Person.objects.filter(username=name).update(is_active=False)
    return token


KEYS: dict[str, Callable[[World, str], str]] = {
    "none": lambda world, name: "",
    "wrong": lambda world, name: "Bearer wrong",
    "empty": lambda world, name: "Bearer ",
    "another scheme": lambda world, name: f"Basic {token_of(world, name)}",
    "expired": lambda world, name: f"Bearer {expired(world, name)}",
    "revoked": lambda world, name: f"Bearer {revoked(world, name)}",
    "of one who left": lambda world, name: f"Bearer {of_one_who_left(world, name)}",
    "cut short": lambda world, name: f"Bearer {token_of(world, name)[:-1]}",
}


@pytest.mark.parametrize("name", OPERATIONS)
class TestEveryOperation:
    @pytest.mark.parametrize("key", KEYS)
    def test_without_a_live_key_nobody_is_let_in(
        self, world: World, call: Call, stage: Stage, name: str, key: str
    ) -> None:
        one = OPERATIONS[name]
        path, sign = stage(one), KEYS[key](world, one.own)
        before = state_of_the_world()

        headers = {"Authorization": sign} if sign else {}
        answer = call(one.method, path, one.body, who=None, **headers)

        assert (answer.status_code, answer.json()["error"]) == (401, "who_are_you")
        assert state_of_the_world() == before

    def test_her_own_is_done(self, call: Call, stage: Stage, name: str) -> None:
        one = OPERATIONS[name]

        answer = call(one.method, stage(one), one.body, who=one.own)

        assert answer.status_code == one.good
        assert answer["Content-Type"].startswith("application/json")
        assert answer["Cache-Control"] == "no-store"

    def test_what_is_not_hers_is_refused_or_not_there(self, call: Call, stage: Stage, name: str) -> None:
        one = OPERATIONS[name]
        path = stage(one)
        before = state_of_the_world()

        said = {who: call(one.method, path, one.body, who=who).status_code for who in one.others}

        assert said == one.others
        assert one.method == "GET" or state_of_the_world() == before

    def test_a_session_writes_only_with_the_csrf_token(self, world: World, stage: Stage, name: str) -> None:
        one = OPERATIONS[name]
        path, client = f"/api/v1{stage(one)}", Client(enforce_csrf_checks=True)
        client.force_login(world.person[one.own])

        def send(**headers: str) -> int:
            data = json.dumps(one.body or {})
            answer = client.generic(one.method, path, data, content_type="application/json", headers=headers)
            return answer.status_code

        if one.method == "GET":
            assert send() == one.good
            return
        assert send() == 403
        client.get("/")  # a page, with its cookie
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        assert send(**{"X-CSRFToken": token[::-1]}) == 403
        assert send(**{"X-CSRFToken": token}) == one.good

    @pytest.mark.parametrize("wrong", ["PUT", "PATCH", "DELETE"])
    def test_another_verb_is_named_wrong(self, call: Call, stage: Stage, name: str, wrong: str) -> None:
        one = OPERATIONS[name]

        answer = call(wrong, stage(one), one.body, who=one.own)

        assert (answer.status_code, answer.json()["error"]) == (405, "wrong_method")
        assert one.method in answer["Allow"]

    def test_a_number_that_was_never_given_is_not_there(self, call: Call, name: str) -> None:
        one = OPERATIONS[name]
        if "{" not in one.path:
            return
        nowhere = one.path.format(request=10**9, hop=10**9, fresh=10**9)

        assert call(one.method, nowhere, one.body, who=one.own).status_code == 404

    @pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "abc", "1.5", "%00"])
    def test_what_is_no_number_is_said_in_our_shape(self, call: Call, name: str, number: str) -> None:
        one = OPERATIONS[name]
        if "{" not in one.path:
            return

        answer = call(one.method, one.path.format(request=number, hop=number, fresh=number), one.body, who=one.own)

        assert answer.status_code in {404, 422}
        assert set(answer.json()) == {"error", "message", "field"}


@pytest.mark.parametrize("path", DIRECTORY)
@pytest.mark.parametrize("sign", ["", "Bearer wrong", "Basic x"])
def test_the_directory_is_open_to_all_whatever_they_show(call: Call, path: str, sign: str) -> None:
    headers = {"Authorization": sign} if sign else {}

    assert call("GET", path, who=None, **headers).status_code == 200


WRITES = [name for name, one in OPERATIONS.items() if one.method == "POST"]
# Another content under the same key. Accepting has no content of its own.
OTHERWISE: dict[str, dict[str, Any]] = {
    "create_request": {**NEW, "text": "برادرم کار می‌خواهد"},
    "add_word": {"text": "سخنی دیگر"},
    "triage_request": {"domains": ["employment"]},
    "withdraw_request": {"reason": "پشیمان شد"},
    "decline_referral": {"reason": "funds"},
    "note_referral": {"text": "دوباره تماس گرفتیم"},
    "finish_referral": {"outcome": "guided", "evidence": "راهنمایی شد"},
    "hold_referral": {"reason": "client_asked", "until": IN_FIVE_DAYS},
    "relay_referral": {"centre": "konarak"},
}


@pytest.mark.parametrize("name", WRITES)
class TestOnce:
    def test_sent_again_it_answers_alike_and_nothing_happens_twice(self, call: Call, stage: Stage, name: str) -> None:
        one = OPERATIONS[name]
        path = stage(one)
        first = call(one.method, path, one.body, who=one.own, key="k-1")
        after = state_of_the_world()

        again = [call(one.method, path, one.body, who=one.own, key="k-1") for _time in range(3)]

        assert first.status_code == one.good
        assert {answer.status_code for answer in again} <= {200, 201}
        assert all(answer.json()["id"] == first.json()["id"] for answer in again)
        assert state_of_the_world() == after

    def test_another_content_under_the_same_key_is_refused(self, call: Call, stage: Stage, name: str) -> None:
        one = OPERATIONS[name]
        path = stage(one)
        if name not in OTHERWISE:
            return
        call(one.method, path, one.body, who=one.own, key="k-1")
        after = state_of_the_world()

        other = call(one.method, path, OTHERWISE[name], who=one.own, key="k-1")

        assert (other.status_code, other.json()["error"]) == (422, "refused")
        assert state_of_the_world() == after

    @pytest.mark.parametrize("key", ["با فاصله", "a b", "x" * 81, "a/b", "a\u200cb"])
    def test_what_is_no_key_is_said_beside_its_name(self, call: Call, stage: Stage, name: str, key: str) -> None:
        one = OPERATIONS[name]
        path = stage(one)
        before = state_of_the_world()

        answer = call(one.method, path, one.body, who=one.own, key=key)

        assert answer.status_code == 422
        assert "Idempotency-Key" in (answer.json()["field"] or "")
        assert state_of_the_world() == before


def test_a_refused_write_uses_no_key_up(call: Call, stage: Stage) -> None:
    one = OPERATIONS["decline_referral"]
    path = stage(one)

    wrong = call("POST", path, {"reason": "other"}, who="zahra", key="k-9")
    right = call("POST", path, {"reason": "other", "note": "ساختمان را می‌سازیم"}, who="zahra", key="k-9")

    assert (wrong.status_code, right.status_code) == (422, 200)


def test_one_key_serves_two_different_verbs(call: Call, stage: Stage) -> None:
    path = stage(OPERATIONS["accept_referral"])

    accepted = call("POST", path, who="zahra", key="same")
    noted = call("POST", path.replace("accept", "notes"), {"text": "تماس"}, who="zahra", key="same")

    assert (accepted.status_code, noted.status_code) == (200, 201)


class TestPages:
    @pytest.fixture
    def seven(self, world: World) -> list[int]:
        for _n in range(7):
            world.triaged("health", at=now())
        return list(Referral.objects.order_by("-pk").values_list("pk", flat=True))

    @pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 100])
    @pytest.mark.parametrize(("path", "who"), [("/requests", "reza"), ("/referrals", "zahra")])
    def test_each_thing_stands_on_one_page(self, call: Call, seven: list[int], path: str, who: str, limit: int) -> None:
        seen, cursor, pages = [], "", 0
        while pages < 9:
            page = call("GET", f"{path}?limit={limit}{cursor}", who=who).json()
            seen += [one["id"] for one in page["items"]]
            pages += 1
            if page["next"] is None:
                break
            assert len(page["items"]) == limit
            cursor = f"&cursor={page['next']}"

        assert seen == sorted(seen, reverse=True)
        assert len(seen) == len(set(seen)) == 7
        assert pages == -(-7 // limit)

    def test_what_is_added_meanwhile_moves_nothing(self, call: Call, world: World, seven: list[int]) -> None:
        first = call("GET", "/referrals?limit=3", who="zahra").json()
        world.triaged("health", at=now())

        second = call("GET", f"/referrals?limit=9&cursor={first['next']}", who="zahra").json()

        assert [one["id"] for one in first["items"] + second["items"]] == seven

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=", "cursor=0", "cursor=-1",
                                       "cursor=x", "cursor=99999999999999999999", "cursor=null"])  # fmt: skip
    @pytest.mark.parametrize("path", ["/requests", "/referrals", "/centres"])
    def test_a_bent_question_is_refused_by_name(self, call: Call, path: str, query: str) -> None:
        answer = call("GET", f"{path}?{query}", who="zahra")

        assert (answer.status_code, answer.json()["field"]) == (422, query.partition("=")[0])

    def test_filters_of_hops(self, call: Call, world: World, seven: list[int]) -> None:
        referrals.accept(Referral.objects.get(pk=seven[0]), by=world.person["zahra"], at=now())

        def ids(query: str, who: str = "parvin") -> list[int]:
            return [one["id"] for one in call("GET", f"/referrals?{query}", who=who).json()["items"]]

        assert ids("state=accepted") == seven[:1]
        assert ids("state=offered") == seven[1:]
        assert ids("centre=chabahar") == seven
        assert ids("centre=konarak") == ids("state=done") == ids("state=offered", who="sara") == []

    @pytest.mark.parametrize("query", ["state=lost", "state=null", "centre=../x", "centre=A"])
    def test_an_unknown_filter_value_is_refused(self, call: Call, query: str) -> None:
        assert call("GET", f"/referrals?{query}", who="zahra").status_code == 422

    def test_hidden_centres_stand_on_no_page(self, call: Call, world: World) -> None:
        network.edit(world.centre["konarak"], is_public=False, by=HAND, at=now())

        codes = [one["id"] for one in call("GET", "/centres?limit=100", who=None).json()["items"]]

        assert "konarak" not in codes
        assert {"chabahar", "zahedan", "work"} <= set(codes)
        assert call("GET", "/centres/konarak", who="sara").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"latitude": 91}, "latitude"),
        ({"longitude": "x"}, "longitude"),
        ({"phone": "12"}, "phone"),
        ({"text": " "}, "text"),
        ({"place": "چابهار"}, "place"),
        ({"applicant_name": "x" * 121}, "applicant_name"),
        ({"safe_to_contact": "perhaps"}, "safe_to_contact"),
    ],
)
def test_the_field_at_fault_is_named_as_the_sender_named_it(call: Call, change: dict[str, Any], field: str) -> None:
    answer = call("POST", "/requests", {**NEW, **change})

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_fault_within_a_list_says_where(call: Call, stage: Stage) -> None:
    path = stage(OPERATIONS["triage_request"])

    assert call("POST", path, {"domains": ["health", "از"]}).json()["field"] == "domains.1"
    assert call("POST", path, {"domains": ["health"], "orders": [0]}).json()["field"] == "orders.0"
    assert call("POST", path, {"domains": []}).json()["field"] == "domains"


class TestHoldAndRelay:
    def test_a_hold_says_its_day_and_a_resumption_ends_it(self, call: Call, stage: Stage) -> None:
        path = stage(OPERATIONS["hold_referral"])

        held = call("POST", path, {"reason": "waiting_papers", "until": IN_FIVE_DAYS}, who="zahra").json()
        going = call("POST", path.replace("hold", "resume"), who="zahra").json()

        assert (held["state"], held["reason"]) == ("on_hold", "waiting_papers")
        assert now() + timedelta(days=4) < datetime.fromisoformat(held["answer_by"]) < now() + timedelta(days=6)
        assert going["state"] == "in_progress"

    @pytest.mark.parametrize("days", [-1, 61])
    def test_a_day_that_is_past_or_too_far_is_said_beside_its_name(self, call: Call, stage: Stage, days: int) -> None:
        until = (now() + timedelta(days=days)).isoformat()

        answer = call("POST", stage(OPERATIONS["hold_referral"]), {"reason": "other", "until": until}, who="zahra")

        assert (answer.status_code, answer.json()["field"]) == (422, "until")

    def test_what_does_not_rest_cannot_be_resumed(self, call: Call, stage: Stage) -> None:
        path = stage(OPERATIONS["hold_referral"]).replace("hold", "resume")

        assert call("POST", path, who="zahra").status_code == 409

    def test_a_relay_asks_the_other_centre_at_once(self, call: Call, stage: Stage) -> None:
        path = stage(OPERATIONS["relay_referral"])

        ended = call("POST", path, {"centre": "zahedan"}, who="zahra").json()

        onward = Referral.objects.open().get(parent=ended["id"])
        assert (ended["state"], ended["reason"], onward.centre.code) == ("not_done", "relayed", "zahedan")

    @pytest.mark.parametrize("centre", ["nowhere", "konarak"])
    def test_a_centre_that_is_unknown_or_rests_is_said_beside_its_name(
        self, call: Call, stage: Stage, world: World, centre: str
    ) -> None:
        path = stage(OPERATIONS["relay_referral"])
        network.move_state(world.centre["konarak"], to="dormant", by=HAND, at=now())

        answer = call("POST", path, {"centre": centre}, who="zahra")

        assert (answer.status_code, answer.json()["field"]) == (422, "centre")
