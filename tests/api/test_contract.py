"""The interface for machines: what it answers, to whom, and in which shape."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from hamafza.intake.models import Reading, Request
from hamafza.kernel.clock import now
from hamafza.people import commands as people
from hamafza.referrals.models import Referral
from tests.api.conftest import Call, token_of
from tests.cast import World

NEW = {
    "place": "IR/11/1104/tis/",
    "text": "پدرم دارو می‌خواهد",
    "phone": "09151112233",
    "applicant_name": "گلنار",
}


def is_problem(answer: Any, status: int, error: str) -> bool:
    body = answer.json()
    assert set(body) == {"error", "message", "field"}
    assert body["message"]
    return (answer.status_code, body["error"]) == (status, error)


def test_a_request_is_handed_in_once_however_often_it_is_sent(call: Call) -> None:
    first = call("POST", "/requests", NEW, key="a1")
    again = call("POST", "/requests", NEW, key="a1")
    other = call("POST", "/requests", {**NEW, "text": "چیز دیگری"}, key="a1")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert first.json()["pin"] == "2233"
    assert is_problem(other, 422, "refused")
    assert Request.objects.count() == 1


def test_the_same_key_of_another_caller_is_another_key(call: Call) -> None:
    call("POST", "/requests", NEW, key="a1")

    assert call("POST", "/requests", NEW, key="a1", who="nader").status_code == 201


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"text": "؟!"}, {"place": "IR/77/"}, {"phone": "12"}, {"latitude": 91}]
)
def test_a_wrong_value_is_named_and_nothing_is_kept(call: Call, change: dict[str, Any]) -> None:
    answer = call("POST", "/requests", {**NEW, **change})

    assert answer.status_code == 422
    assert next(iter(change)) in answer.json()["field"]
    assert not Request.objects.exists()


def test_control_signs_and_changes_of_direction_do_not_get_in(call: Call) -> None:
    made = call(
        "POST", "/requests", {**NEW, "text": "نان\x00\x07\u202eabc\r\nشیر", "applicant_name": "گل\u2066نار"}
    ).json()

    assert (made["text"], made["applicant_name"]) == ("نانabc\nشیر", "گلنار")


def test_a_list_comes_in_pages_by_key(call: Call, world: World) -> None:
    made = [world.request().pk for _ in range(5)]
    first = call("GET", "/requests?limit=2").json()
    rest = call("GET", f"/requests?limit=9&cursor={first['next']}").json()

    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


def test_filters_narrow_the_list(call: Call, world: World) -> None:
    here, there = world.request(), world.request(place="1110", external_id="x-9")

    def ids(query: str) -> list[int]:
        return [one["id"] for one in call("GET", f"/requests?{query}", who="parvin").json()["items"]]

    assert ids("place=IR/11/1104/") == [here.pk]
    assert ids("external_id=x-9") == [there.pk]
    assert ids("state=triaged") == []
    assert ids("since=2100-01-01T00:00:00Z") == []
    assert ids("before=2100-01-01T00:00:00Z") == [there.pk, here.pk]


def test_a_list_of_fifty_costs_few_queries(call: Call, world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        world.triaged("health")
    call("GET", "/requests")

    with django_assert_max_num_queries(8):
        assert len(call("GET", "/requests").json()["items"]) == 12


def test_what_is_not_hers_is_not_there(call: Call, world: World) -> None:
    request = world.request()

    assert is_problem(call("GET", f"/requests/{request.pk}", who="farhad"), 404, "not_found")
    assert call("GET", "/requests", who="farhad").json()["items"] == []
    assert is_problem(call("POST", f"/requests/{request.pk}/withdraw", {"reason": "نه"}, who="sara"), 404, "not_found")


def test_a_centre_that_is_only_asked_sees_no_name(call: Call, world: World) -> None:
    request = world.triaged("health")
    hop = Referral.objects.open().get()

    asked = call("GET", f"/requests/{request.pk}", who="zahra").json()
    seen = call("GET", "/referrals", who="zahra").json()["items"][0]
    call("POST", f"/referrals/{hop.pk}/accept", who="zahra")
    taken = call("GET", f"/requests/{request.pk}", who="zahra").json()

    assert (asked["level"], asked["phone"], asked["applicant_name"], asked["text"], asked["code"]) == (
        "minimum",
        *[None] * 4,
    )
    assert (seen["phone"], seen["applicant_name"], seen["text"]) == (None, None, None)
    assert (taken["level"], taken["phone"], taken["code"]) == ("full", request.phone, request.code)
    assert list(Reading.objects.values_list("reader", "purpose")) == [(world.person["zahra"].ref, "api")]


def test_a_request_goes_its_way_from_hand_in_to_outcome(call: Call) -> None:
    made = call("POST", "/requests", NEW).json()
    triaged = call("POST", f"/requests/{made['id']}/triage", {"domains": ["health"], "urgency": "1"}).json()
    hop = call("GET", "/referrals?state=offered", who="zahra").json()["items"][0]
    path = f"/referrals/{hop['id']}"
    call("POST", f"{path}/accept", who="zahra")
    note = call("POST", f"{path}/notes", {"text": "تماس گرفتیم"}, who="zahra", key="n1")
    same = call("POST", f"{path}/notes", {"text": "تماس گرفتیم"}, who="zahra", key="n1")
    done = call("POST", f"{path}/finish", {"outcome": "solved", "evidence": "دارو رسید"}, who="zahra")

    assert (triaged["state"], triaged["urgency"]) == ("in_referral", "1")
    assert note.json()["id"] == same.json()["id"]
    assert (done.json()["state"], done.json()["outcome"]) == ("done", "solved")
    assert call("GET", f"/requests/{made['id']}").json()["state"] == "resolved"


def test_a_hop_is_declined_with_a_reason_and_goes_on(call: Call, world: World) -> None:
    world.triaged("health")
    hop = Referral.objects.open().get()

    without = call("POST", f"/referrals/{hop.pk}/decline", {"reason": "other"}, who="zahra")
    answer = call("POST", f"/referrals/{hop.pk}/decline", {"reason": "capacity"}, who="zahra")
    late = call("POST", f"/referrals/{hop.pk}/accept", who="zahra")

    assert is_problem(without, 422, "refused")
    assert answer.json()["state"] == "declined"
    assert Referral.objects.open().get().centre != hop.centre
    assert late.status_code in (404, 409)


def test_an_operator_may_not_answer_for_a_centre(call: Call, world: World) -> None:
    world.triaged("health")
    hop = Referral.objects.open().get()

    assert is_problem(call("POST", f"/referrals/{hop.pk}/accept"), 403, "not_allowed")
    hop.refresh_from_db()
    assert hop.state == "offered"


def test_words_are_added_and_a_request_is_withdrawn(call: Call, world: World) -> None:
    request = world.request()

    assert call("POST", f"/requests/{request.pk}/words", {"text": "مادرم ۷۰ سال دارد"}).status_code == 201
    assert call("POST", f"/requests/{request.pk}/withdraw", {"reason": "حل شد"}).json()["state"] == "withdrawn"
    assert is_problem(call("POST", f"/requests/{request.pk}/withdraw", {"reason": "حل شد"}), 409, "moved_on")


def test_triage_names_what_it_does_not_know(call: Call, world: World) -> None:
    path = f"/requests/{world.request().pk}/triage"

    assert "moon" in call("POST", path, {"domains": ["moon"]}).json()["message"]
    assert call("POST", path, {"domains": ["health"], "orders": [1, 2]}).json()["field"] == "orders"


def test_without_a_key_nothing_is_opened(call: Call, world: World) -> None:
    for method, path in [
        ("GET", "/requests"),
        ("POST", "/requests"),
        ("GET", "/referrals"),
        ("GET", "/requests/1"),
    ]:
        assert is_problem(call(method, path, NEW if method == "POST" else None, who=None), 401, "who_are_you")
    assert is_problem(call("GET", "/requests", who=None, Authorization="Bearer nonsense"), 401, "who_are_you")


def test_a_key_dies_with_its_time_its_revocation_or_its_person(world: World, call: Call) -> None:
    zahra, at = world.person["zahra"], now()
    kept = people.open_token(zahra, name="x", until=at + timedelta(days=1), by=zahra, at=at)
    headers = {"Authorization": f"Bearer {kept.token}"}
    assert call("GET", "/referrals", who=None, **headers).status_code == 200
    kept.refresh_from_db()
    assert kept.last_used_on is not None
    people.revoke_token(kept, by=zahra, at=at)
    assert call("GET", "/referrals", who=None, **headers).status_code == 401

    live = token_of(world, "zahra")
    people.disable(zahra, by=world.person["admin"], at=now())
    assert call("GET", "/referrals", who=None, Authorization=f"Bearer {live}").status_code == 401


def test_a_session_reads_but_writes_with_the_csrf_token_only(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.person["reza"])

    assert client.get("/api/v1/requests").status_code == 200
    assert is_problem(client.post("/api/v1/requests", NEW, content_type="application/json"), 403, "not_allowed")


def test_a_wrong_key_is_not_passed_over_in_favour_of_a_session(world: World) -> None:
    client = Client()
    client.force_login(world.person["reza"])

    assert client.get("/api/v1/requests", headers={"Authorization": "Bearer no"}).status_code == 401


def test_every_error_is_json_in_one_shape_and_two_languages(call: Call) -> None:
    assert is_problem(call("GET", "/nothing"), 404, "not_found")
    assert is_problem(call("DELETE", "/requests"), 405, "wrong_method")
    assert set(call("DELETE", "/requests")["Allow"].split(", ")) == {"GET", "POST"}
    english = call("GET", "/requests/999999", **{"Accept-Language": "en"}).json()["message"]
    persian = call("GET", "/requests/999999").json()["message"]
    assert english.isascii() and not persian.isascii()


def test_an_unreadable_body_is_400(call: Call, world: World) -> None:
    headers = {"Authorization": f"Bearer {token_of(world, 'reza')}"}
    answer = Client().generic(
        "POST", "/api/v1/requests", b'{"a": \xff', content_type="application/json", headers=headers
    )

    assert is_problem(answer, 400, "unreadable")


@override_settings(API_PER_MINUTE=3)
def test_too_often_is_429_with_the_time_to_wait_and_a_forged_address_does_not_help(call: Call) -> None:
    answers = [call("GET", "/requests", **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(5)]

    assert [one.status_code for one in answers[:3]] == [200] * 3
    assert is_problem(answers[-1], 429, "too_often")
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert call("GET", "/requests", who="nader").status_code == 200


def test_a_lost_database_is_503(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("hamafza.network.api.Domain.objects.all", fail)
    answer = call("GET", "/domains")

    assert is_problem(answer, 503, "database_unavailable")
    assert answer["Retry-After"]


def test_the_directory_is_open_and_keeps_the_hidden_hidden(call: Call, world: World) -> None:
    hidden = world.centre["konarak"]
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)

    shown = call("GET", "/centres?domain=health", who=None).json()["items"]
    one = call("GET", "/centres/chabahar", who=None).json()

    assert {centre["id"] for centre in shown} == {"chabahar", "zahedan"}
    assert one["services"][0]["id"] == "health"
    assert is_problem(call("GET", "/centres/konarak", who=None), 404, "not_found")
    assert {term["id"] for term in call("GET", "/domains", who=None).json()} == {
        "health",
        "employment",
        "housing",
    }
    assert call("GET", "/places?search=چابهار", who=None).json()["items"][0]["path"] == "IR/11/1104/"


def test_the_document_names_every_operation_and_every_kind_of_error(call: Call) -> None:
    document = call("GET", "/openapi.json", who=None).json()

    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            assert {"400", "404", "422", "429", "503"} <= set(operation["responses"]), (verb, path)
            assert operation.get("security") or path.split("/")[3] in {"domains", "places", "centres", "satisfaction"}
    assert call("GET", "/docs", who=None).status_code == 404
