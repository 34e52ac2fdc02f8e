"""GeoReport v2 in both forms, against the fields of the standard; and what it never shows."""

from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import caches
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.intake.models import Request, Word
from hamafza.kernel.clock import now
from hamafza.kernel.codes import new_code
from tests.api.conftest import token_of
from tests.cast import World

BASE = "/open311/v2"
REPORT = {"service_code": "health", "lat": "25.351", "long": "60.601", "description": "مادرم دارو می‌خواهد"}
# GeoReport v2: every field of a request, those that must be there first.
MUST = {"service_request_id", "status", "service_code", "requested_datetime"}
MAY = {
    "status_notes", "service_name", "description", "agency_responsible", "service_notice", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


@pytest.fixture(autouse=True)
def forget_reports(db: None) -> None:
    caches["default"].clear()


@pytest.fixture
def client(world: World) -> Client:
    return Client()


def report(client: Client, form: str = "json", headers: dict[str, str] | None = None, **change: str) -> Any:
    sent = {name: value for name, value in {**REPORT, **change}.items() if value}
    return client.post(f"{BASE}/requests.{form}", sent, headers=headers or {})


def code_of(answer: Any) -> str:
    return answer.json()[0]["service_request_id"]


def faults(answer: Any) -> str:
    assert all(set(one) == {"code", "description"} and one["code"] == answer.status_code for one in answer.json())
    return " ".join(one["description"] for one in answer.json())


def test_discovery_names_the_endpoint_and_its_forms(client: Client) -> None:
    said = client.get(f"{BASE}/discovery.json").json()
    tree = fromstring(client.get(f"{BASE}/discovery.xml").content)

    assert set(said) == {"changeset", "contact", "key_service", "endpoints"}
    assert said["endpoints"][0]["url"].endswith("/open311/v2")
    assert [one.text for one in tree.findall("endpoints/endpoint/formats/format")] == [
        "application/json",
        "text/xml",
    ]


def test_services_are_the_domains_in_both_forms(client: Client) -> None:
    listed = client.get(f"{BASE}/services.json").json()
    tree = fromstring(client.get(f"{BASE}/services.xml").content)

    assert [one["service_code"] for one in listed] == ["any", "health", "employment", "housing"]
    for one in listed:
        assert {"service_code", "service_name", "type"} <= set(one)
        assert one["type"] in {"realtime", "batch", "blackbox"}
        assert one["metadata"] is False
    assert [one.findtext("service_code") for one in tree.findall("service")] == [one["service_code"] for one in listed]
    assert tree.findtext("service/metadata") == "false"


def test_a_service_asks_no_further_questions(client: Client) -> None:
    assert client.get(f"{BASE}/services/health.json").json() == {"service_code": "health", "attributes": []}
    assert client.get(f"{BASE}/services/moon.json").status_code == 404


def test_a_report_becomes_a_request_at_the_nearest_place(client: Client) -> None:
    answer = report(client, phone="۰۹۱۵ ۱۲۳ ۴۵۶۷", first_name="گلنار", last_name="رئیسی")
    made = Request.objects.get()

    assert set(answer.json()[0]) == {"service_request_id", "service_notice", "account_id"}
    assert (code_of(answer), made.pin) == (made.code, "4567")
    assert (made.place.code, made.door, made.received_by) == ("tis", "open311", "door:open311")
    assert (made.phone, made.applicant_name) == ("09151234567", "گلنار رئیسی")
    assert "درمان و سلامت" in Word.objects.get().text


def test_a_report_in_xml_answers_in_xml(client: Client) -> None:
    answer = report(client, "xml")

    assert answer["Content-Type"].startswith("text/xml")
    assert fromstring(answer.content).findtext("request/service_request_id") == Request.objects.get().code


@pytest.mark.parametrize(
    "where", [{"address_id": "IR/11/1110/"}, {"address_string": "کنارک"}, {"lat": "25.36", "long": "60.40"}]
)
def test_a_place_may_be_said_in_three_ways(client: Client, where: dict[str, str]) -> None:
    report(client, **{"lat": "", "long": "", **where})

    assert Request.objects.get().place.path == "IR/11/1110/"


def test_every_fault_is_told_at_once_and_nothing_is_kept(client: Client) -> None:
    answer = report(client, service_code="moon", lat="nan", description=" ", phone="12")
    said = faults(answer)

    assert answer.status_code == 400
    assert all(name in said for name in ("service_code", "lat", "description", "phone"))
    assert not Request.objects.exists()


@pytest.mark.parametrize("point", [("0", "0"), ("91", "10"), ("inf", "1"), ("1e999", "1"), ("۲۵", ""), ("--", "x")])
def test_a_point_elsewhere_is_refused(client: Client, point: tuple[str, str]) -> None:
    assert report(client, lat=point[0], long=point[1]).status_code == 400


def test_the_same_report_sent_again_is_the_same_request(client: Client) -> None:
    first, again = report(client), report(client)
    other = report(client, description="چیز دیگری")

    assert first.json() == again.json()
    assert code_of(other) != code_of(first)
    assert Word.objects.count() == Request.objects.count() == 2


def test_with_a_key_of_its_own_another_content_is_refused(client: Client) -> None:
    first = report(client, headers={"Idempotency-Key": "k"})

    assert report(client, headers={"Idempotency-Key": "k"}).json() == first.json()
    assert report(client, headers={"Idempotency-Key": "k"}, description="دیگر").status_code == 422


def test_an_api_key_acts_as_its_person_and_a_wrong_one_is_refused(client: Client, world: World) -> None:
    report(client, api_key=token_of(world, "reza"))

    assert Request.objects.get().received_by == world.person["reza"].ref
    assert report(client, api_key="nonsense", description="دیگر").status_code == 403


def test_a_list_shows_no_person_no_word_and_no_tracking_code(client: Client, world: World) -> None:
    request = world.triaged("health", at=now())
    body = client.get(f"{BASE}/requests.json").content.decode()
    one = client.get(f"{BASE}/requests.json").json()[0]

    assert set(one) >= MUST and set(one) <= MUST | MAY
    assert (one["service_request_id"], one["service_code"], one["status"]) == (
        f"h{request.pk}",
        "health",
        "open",
    )
    assert (one["address_id"], one["lat"]) == ("IR/11/1104/", 25.29)  # the county, since Tis is a village
    for secret in (request.code, request.phone, request.applicant_name, "دارو", request.pin):
        assert secret not in body


def test_what_is_sensitive_dangerous_or_untriaged_is_in_no_list(client: Client, world: World) -> None:
    world.request(at=now())
    world.triaged("health", at=now(), text="شوهرم مرا می‌زند و می‌ترسم مرا بکشد")
    secret = world.triaged("employment", at=now())
    type(world.domain["employment"]).objects.filter(key="employment").update(is_sensitive=True)

    assert client.get(f"{BASE}/requests.json").json() == []
    assert client.get(f"{BASE}/requests.json?service_request_id=h{secret.pk}").json() == []
    by_code = client.get(f"{BASE}/requests/{secret.code}.json").json()[0]
    assert (by_code["service_code"], by_code["status"]) == ("any", "open")


def test_lists_are_narrowed_by_service_status_time_and_place(client: Client, world: World) -> None:
    health, work = world.triaged("health", at=now()), world.triaged("employment", at=now())
    intake.withdraw(work, by=world.person["reza"], at=now(), reason="x")

    def ids(query: str) -> set[str]:
        return {one["service_request_id"] for one in client.get(f"{BASE}/requests.json?{query}").json()}

    assert ids("service_code=health") == ids("status=open") == {f"h{health.pk}"}
    assert ids("status=closed") == ids("service_code=employment") == {f"h{work.pk}"}
    assert ids("status=open,closed") == ids("jurisdiction_id=IR/11/") == {f"h{health.pk}", f"h{work.pk}"}
    assert ids("jurisdiction_id=IR/09/") == ids("end_date=2020-01-01") == set()
    assert ids(f"service_request_id=h{work.pk},{health.code},nonsense") == {f"h{work.pk}", health.code}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("jurisdiction_id=IR/77/", 404),
        ("jurisdiction_id=%00", 200),
        ("status=broken", 400),
        ("start_date=yesterday", 400),
        ("start_date=2026-13-45", 400),
        ("start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400),
        ("start_date=0001-01-01T00:00:00%2B14:00", 200),
        ("end_date=9999-12-31T23:59:59-14:00", 200),
        ("service_code=%00,x", 200),
        ("service_request_id=" + "9" * 400, 200),
    ],
)
def test_odd_questions_have_an_answer_of_the_standard(client: Client, query: str, status: int) -> None:
    answer = client.get(f"{BASE}/requests.json?{query}")

    assert answer.status_code == status
    assert isinstance(answer.json(), list)


def test_an_unknown_id_is_404_and_a_wrong_verb_405_in_the_form_that_was_asked_for(client: Client) -> None:
    assert client.get(f"{BASE}/requests/{new_code()}.json").status_code == 404
    assert fromstring(client.get(f"{BASE}/tokens/x.xml").content).findtext("error/code") == "404"
    wrong = client.delete(f"{BASE}/requests.xml")
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, HEAD, POST")
    assert client.get(f"{BASE}/requests.csv").json()["error"] == "not_found"


def test_a_token_is_the_id_itself(client: Client) -> None:
    code = code_of(report(client))

    assert client.get(f"{BASE}/tokens/{code}.json").json() == [{"service_request_id": code, "token": code}]


def test_the_open_door_has_a_limit_and_says_when_to_come_back(client: Client) -> None:
    answers = [report(client, description=f"نان {n}") for n in range(21)]

    assert [one.status_code for one in answers] == [200] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_hostile_signs_come_back_harmless_in_xml(client: Client, world: World) -> None:
    name = "</request>\x0b\ufffe\u202e<!ENTITY x>&"
    type(world.domain["health"]).objects.filter(key="health").update(name_fa=name)
    tree = fromstring(client.get(f"{BASE}/services.xml").content)

    assert tree.findall("service")[1].findtext("service_name") == "</request>\u202e<!ENTITY x>&"


def test_a_long_list_costs_few_queries(client: Client, world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(8):
        world.triaged("health", at=now())

    with django_assert_max_num_queries(6):
        assert len(client.get(f"{BASE}/requests.json").json()) == 8
