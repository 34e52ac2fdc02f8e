"""No address without a guard, no open door without a reason, and what is open shows nobody."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.urls.resolvers import RegexPattern, URLResolver

from tests.access import routes
from tests.access.conftest import Theatre
from tests.access.open_routes import OPEN
from tests.access.oracle import MATRIX, Actor, scopes
from tests.access.stage import ACTORS

pytestmark = pytest.mark.django_db

GUARDS = routes.guards()
NOBODY = Actor("anonymous", signs_in=False)


def test_every_address_is_guarded_and_known() -> None:
    assert routes.faults(GUARDS, OPEN) == []


def test_no_table_speaks_of_an_address_that_is_gone() -> None:
    known = {*OPEN, *routes.TABLE, *routes.OWN, *routes.API, *routes.API_LISTS, *routes.API_OPEN}

    assert sorted(known - set(GUARDS)) == []


def test_every_guard_is_an_action_of_the_matrix() -> None:
    actions = {f"{area}.{verb}" for area, verbs in MATRIX.items() for verb in verbs}
    named = {
        guard for guard in GUARDS.values() if guard and guard != "signed_in" and not guard.startswith(("open:", "api:"))
    }

    assert named <= actions


def planted(request: HttpRequest) -> HttpResponse:
    """A hole: nobody guards it."""
    return HttpResponse("رازی که کسی نباید بخواند")


def test_a_planted_hole_is_found() -> None:
    from django.conf import settings

    hole = [path("", include(settings.ROOT_URLCONF)), path("leak/<int:pk>", planted)]
    resolver = URLResolver(RegexPattern(r"^/"), hole)

    assert routes.faults(routes.guards(resolver), OPEN) == ["leak/<int:pk>: nobody guards it"]


def test_a_planted_open_door_without_a_reason_is_found() -> None:
    planted.guard = "open: because"
    try:
        resolver = URLResolver(RegexPattern(r"^/"), [path("leak", planted)])
        assert routes.faults(routes.guards(resolver), OPEN) == ["leak: open, without a reason in open_routes.py"]
    finally:
        del planted.guard


def test_a_planted_leak_is_found(theatre: Theatre) -> None:
    """The machinery that compares bodies is not blind: a page with somebody's phone in any digits is caught."""
    name, request = next(iter(theatre.stage.requests.items()))
    canary = theatre.stage.canaries[request.pk]
    answer = theatre.call("stranger", "GET", "/health")
    spaced = " ".join(canary.phone.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    for secret in (canary.name, spaced, canary.words):
        answer.body = f"<p>{secret}</p>"
        assert theatre.leaks(next(a for a in ACTORS if a.name == "stranger"), answer), name


def test_a_planted_wrong_right_is_found() -> None:
    """Had the matrix given a secretary the whole country, the oracle would say so: it reads the file, not the code."""
    assert scopes("request.see", "secretary") == ["centre"]
    assert "admin" not in MATRIX["request"]["see"], "who runs the system sees no request because of it"


FILL = [
    (r"<str:token>", "wrong-token"), (r"<slug:code>", "mashhad"), (r"<code>", "mashhad"), (r"\(\?P<form>json\|xml\)", "json"),
    (r"\(\?P<code>[^)]*\)", "health"), (r"\(\?P<shown_id>[^)]*\)", "1"), (r"\^\(api\|open311\)/", "api/nothing"),
    (r"[\^$]|\\(?=\.)", ""),
]  # fmt: skip


@pytest.mark.parametrize("route", sorted({*OPEN, *routes.API_OPEN} & set(GUARDS)))
def test_an_open_address_shows_nobody(theatre: Theatre, route: str) -> None:
    url = route
    for pattern, value in FILL:
        url = re.sub(pattern, value, url)
    for method in ("GET", "POST"):
        answer = theatre.call("anonymous", method, f"/{url}")
        assert answer.status < 500 or (answer.status == 503 and route == "health"), (method, answer.status)
        assert theatre.leaks(NOBODY, answer) == [], method
        assert "05130001112" not in answer.text and "کانون دور مشهد".replace(" ", "") not in answer.text, (
            "a hidden centre"
        )


class TestTheApplicant:
    def opened(self, theatre: Theatre, name: str, pin: str | None = None) -> Client:
        request = theatre.stage.requests[name]
        client = Client(raise_request_exception=False)
        client.post("/t", {"code": request.code, "digits": pin or request.pin})
        return client

    @pytest.mark.parametrize("name", ["received", "offered", "accepted", "done", "closed", "withdrawn", "elsewhere"])
    def test_sees_her_own_and_no_other(self, theatre: Theatre, name: str) -> None:
        from tests.access.conftest import Answer, rolled_back

        with rolled_back():
            client = self.opened(theatre, name)
            pages = [Answer(client.get(url), 0) for url in ("/t", "/t/slip", "/")]
        for other, request in theatre.stage.requests.items():
            canary = theatre.stage.canaries[request.pk]
            shown = any(
                secret.replace("\u200c", "") in page.text for page in pages for secret in (canary.phone, canary.words)
            )
            assert shown is (other == name), other

    def test_with_wrong_digits_she_sees_nothing(self, theatre: Theatre) -> None:
        from tests.access.conftest import Answer, rolled_back

        with rolled_back():
            client = self.opened(theatre, "accepted", pin="0000")
            answer = Answer(client.get("/t"), 0)
        assert theatre.leaks(NOBODY, answer) == []

    def test_her_session_opens_no_page_of_the_house(self, theatre: Theatre) -> None:
        from tests.access.conftest import rolled_back

        with rolled_back():
            client = self.opened(theatre, "accepted")
            for thing in theatre.stage.things["request"]:
                assert client.get(f"/requests/{thing.pk}/").status_code == 302


class TestTheLink:
    def test_without_the_digits_it_shows_nobody(self, theatre: Theatre) -> None:
        answer = theatre.call("anonymous", "GET", f"/a/{theatre.stage.link}")

        assert answer.status == 200 and theatre.leaks(NOBODY, answer) == []

    def test_with_the_digits_it_shows_its_own_hop_and_no_other(self, theatre: Theatre) -> None:
        answer = theatre.call("anonymous", "POST", f"/a/{theatre.stage.link}", {"digits": "0000"})
        others = [leak for leak in theatre.leaks(NOBODY, answer) if not leak.startswith("accepted")]

        assert answer.status in {200, 422} and others == []
