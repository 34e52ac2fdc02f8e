"""Open311: each address x verb x form x key, and words that would break XML if they could."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import caches
from django.test import Client

from hamafza.intake.models import Request, Word
from hamafza.intake.open311.answers import Fault, answer, fault
from hamafza.kernel.clock import now
from hamafza.network.models import Domain
from hamafza.people import commands as people
from hamafza.people.models import Person
from tests.api.conftest import token_of
from tests.cast import World

BASE = "/open311/v2"
REPORT = {"service_code": "health", "lat": "25.351", "long": "60.601", "description": "مادرم دارو می‌خواهد"}
READS = ["discovery", "services", "services/health", "requests", "requests/{code}", "tokens/{code}"]
FORMS = ["json", "xml"]
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "&amp;&lt;&#0;",
    '"\'><!ENTITY x SYSTEM "file:///etc/passwd">',
    "\u202eabc\u200f",
    "زنگ\x07\x1b[31m",
    "𝟘𝟙\U0001f600",
    "\ufffe\uffff",
]


@pytest.fixture(autouse=True)
def forget_reports(db: None) -> None:
    caches["default"].clear()


@pytest.fixture
def client(world: World) -> Client:
    return Client()


@pytest.fixture
def made(world: World) -> Request:
    return world.triaged("health", at=now())


def url(path: str, form: str, request: Request) -> str:
    return f"{BASE}/{path.format(code=request.code)}.{form}"


def report(client: Client, form: str = "json", **change: Any) -> Any:
    return client.post(f"{BASE}/requests.{form}", {**REPORT, **change})


def told(said: Any) -> list[tuple[str, str]]:
    """(code, description) of a fault in either form."""
    if said["Content-Type"].startswith("text/xml"):
        return [(one.findtext("code"), one.findtext("description")) for one in fromstring(said.content)]
    return [(str(one["code"]), one["description"]) for one in said.json()]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", READS)
class TestEachAddress:
    def test_is_read_by_anybody(self, client: Client, made: Request, path: str, form: str) -> None:
        said = client.get(url(path, form, made))

        assert said.status_code == 200
        assert said["Content-Type"] == {"json": "application/json", "xml": "text/xml; charset=utf-8"}[form]

    def test_head_answers_as_get_without_words(self, client: Client, made: Request, path: str, form: str) -> None:
        said = client.head(url(path, form, made))

        assert (said.status_code, said.content) == (200, b"")

    @pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "POST"])
    def test_another_verb_is_405_and_names_the_right_ones(
        self, client: Client, made: Request, path: str, form: str, verb: str
    ) -> None:
        if (path, verb) == ("requests", "POST"):
            return

        said = client.generic(verb, url(path, form, made))

        assert said.status_code == 405
        assert "GET" in said["Allow"] and verb not in said["Allow"]
        assert [code for code, _why in told(said)] == ["405"]

    @pytest.mark.parametrize("key", ["wrong", "expired", "own"])
    def test_a_key_changes_nothing_in_reading(
        self, world: World, client: Client, made: Request, path: str, form: str, key: str
    ) -> None:
        plain = client.get(url(path, form, made)).content

        assert client.get(url(path, form, made), {"api_key": KEYS[key](world)}).content == plain

    def test_tells_nothing_of_the_person(self, client: Client, made: Request, path: str, form: str) -> None:
        text = client.get(url(path, form, made)).content.decode()
        text = text.replace(made.code, "")  # which may hold the four digits by chance

        assert [one for one in (made.applicant_name, made.phone, made.text, made.pin) if one in text] == []

    def test_both_forms_say_the_same(self, client: Client, made: Request, path: str, form: str) -> None:
        as_json = client.get(url(path, "json", made)).json()
        tree = fromstring(client.get(url(path, "xml", made)).content)

        assert sorted(words(tree)) == sorted(words_of(as_json))


def words(tree: Element) -> list[str]:
    return [element.text for element in tree.iter() if len(element) == 0 and element.text]


def words_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for part in value.values() for word in words_of(part)]
    if isinstance(value, list):
        return [word for part in value for word in words_of(part)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [] if value in (None, "") else [str(value)]


def _expired(world: World) -> str:
    reza, at = world.person["reza"], now() - timedelta(days=3)
    return str(people.open_token(reza, name="x", until=at + timedelta(days=1), by=reza, at=at).token)


def _left(world: World) -> str:
    token = token_of(world, "reza")
    Person.objects.filter(username="reza").update(is_active=False)
    return token


KEYS: dict[str, Callable[[World], str]] = {
    "wrong": lambda world: "wrong",
    "expired": _expired,
    "of one who left": _left,
    "own": lambda world: token_of(world, "reza"),
    "foreign": lambda world: token_of(world, "farhad"),
    "without a role": lambda world: token_of(world, "stranger"),
}


class TestReporting:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize(
        ("key", "status"),
        [
            ("wrong", 403),
            ("expired", 403),
            ("of one who left", 403),
            ("foreign", 403),
            ("without a role", 403),
            ("own", 200),
        ],
    )
    def test_with_a_key_one_acts_as_its_person(
        self, world: World, client: Client, key: str, status: int, form: str
    ) -> None:
        said = report(client, form, api_key=KEYS[key](world))

        assert said.status_code == status
        assert Request.objects.count() == (status == 200)
        if status != 200:
            assert [code for code, _why in told(said)] == ["403"]

    def test_without_one_the_open_door_takes_it(self, client: Client) -> None:
        assert report(client).status_code == 200
        assert Request.objects.get().door == "open311"

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize(
        ("change", "names"),
        [
            ({"description": ""}, ["description"]),
            ({"description": "   "}, ["description"]),
            ({"service_code": "moon"}, ["service_code"]),
            ({"service_code": ""}, ["service_code"]),
            ({"lat": "91"}, ["lat, long", "جا"]),
            ({"lat": "nan"}, ["lat, long", "جا"]),
            ({"lat": "inf"}, ["lat, long", "جا"]),
            ({"lat": "", "long": ""}, ["جا"]),
            ({"phone": "12"}, ["phone"]),
            (
                {"service_code": "x", "description": "", "phone": "1"},
                ["service_code", "description", "phone"],
            ),
        ],
    )
    def test_each_fault_is_named_and_nothing_is_kept(
        self, client: Client, change: dict[str, str], names: list[str], form: str
    ) -> None:
        said = report(client, form, **change)

        assert said.status_code == 400
        assert [code for code, _why in told(said)] == ["400"] * len(names)
        assert all(name in " ".join(why for _code, why in told(said)) for name in names)
        assert not Request.objects.exists()

    @pytest.mark.parametrize("form", FORMS)
    def test_a_fault_does_not_stand_in_the_way_of_the_report_set_right(self, client: Client, form: str) -> None:
        headers = {"Idempotency-Key": "r-1"}
        wrong = client.post(f"{BASE}/requests.{form}", {**REPORT, "description": ""}, headers=headers)
        right = client.post(f"{BASE}/requests.{form}", REPORT, headers=headers)

        assert (wrong.status_code, right.status_code) == (400, 200)

    def test_the_service_that_was_asked_for_is_a_word_for_the_door_only(self, client: Client) -> None:
        report(client)

        assert Word.objects.get().for_applicant is False

    def test_sent_twice_it_is_said_once(self, client: Client) -> None:
        first, again = report(client).json(), report(client).json()

        assert first == again
        assert (Request.objects.count(), Word.objects.count()) == (1, 1)


class TestWhatWouldBreakXml:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_in_a_report_comes_in_and_the_answer_stays_whole(self, client: Client, text: str) -> None:
        said = report(client, "xml", description=f"سلام {text}", first_name=text)

        assert said.status_code == 200
        assert fromstring(said.content).findtext("request/service_request_id") == Request.objects.get().code

    @pytest.mark.parametrize("text", HOSTILE)
    def test_in_a_domains_name_comes_out_as_text(self, client: Client, text: str) -> None:
        Domain.objects.filter(key="health").update(name_fa=f"سلامت {text}"[:60])

        said = client.get(f"{BASE}/services.xml")

        names = [one.findtext("service_name") or "" for one in fromstring(said.content)]
        assert any(name.startswith("سلامت") for name in names)
        assert b"<script>" not in said.content
        assert "<!ENTITY" not in said.content.decode()

    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("form", FORMS)
    def test_in_a_question_comes_back_in_no_answer(self, client: Client, text: str, form: str) -> None:
        for question in ({"jurisdiction_id": text}, {"status": text}, {"start_date": text}):
            said = client.get(f"{BASE}/requests.{form}", question)

            assert said.status_code in {400, 404}
            assert all(text not in why for _code, why in told(said))

    @pytest.mark.parametrize("text", HOSTILE)
    def test_any_text_is_read_back_by_a_parser(self, text: str) -> None:
        kept = "".join(sign for sign in text if sign.isprintable() or sign in "\u202e\u200f")

        tree = fromstring(answer("xml", {"word": f"«{text}»"}, root="all").content)
        broken = fromstring(fault("xml", Fault(400, f"«{text}»")).content)

        for found in (tree.findtext("word"), broken.findtext("error/description")):
            assert found.startswith("«") and found.endswith("»")
            assert [sign for sign in found[1:-1] if sign.isprintable()] == [sign for sign in kept if sign.isprintable()]
