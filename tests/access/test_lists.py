"""Lists, counts, search and sheets: exactly what the oracle allows, no line more and none fewer."""

import re

import pytest

from hamafza.desks.queries.lying import Kind
from hamafza.desks.queries.today import today
from hamafza.people.models import Person
from tests.access import routes
from tests.access import stage as stages
from tests.access.conftest import Theatre
from tests.access.oracle import Actor, may, reaches_anything
from tests.access.stage import ACTORS

pytestmark = pytest.mark.django_db

SIGNED_IN = [actor for actor in ACTORS if actor.signs_in]
BY_NAME = pytest.mark.parametrize("actor", SIGNED_IN, ids=lambda actor: actor.name)
LISTS = [
    "/", "/requests/", "/requests/queue", "/requests/slips", "/requests/received", "/referrals/", "/referrals/print",
    "/referrals/export.xlsx", "/last-doors/", "/last-doors/?view=ended", "/notices", "/notices/dead", "/network/officers",
    "/network/second-factors", "/meetings/", "/meetings/?view=past", "/meetings/print", "/meetings/sheet", "/actions/",
    "/actions/?view=open", "/actions/print", "/actions/sheet", "/reports/", "/reports/?view=all", "/reports/print",
    "/reports/sheet", "/reports/calendar", "/reports/calendar/print", "/reports/calendar/sheet",
    "/reports/league", "/reports/league/print", "/reports/league/sheet", "/reports/nation",
    "/reports/nation/print", "/reports/nation/sheet", "/reports/nation/11/", "/reports/nation/11/print",
    "/reports/nation/11/sheet", "/reports/?view=all&kind=season", "/reports/calendar?kind=year",
    "/reports/calendar?kind=campaign",
    "/care/hours", "/care/hours/print", "/care/hours/sheet", "/care/thanks", "/care/thanks/print",
    "/care/thanks/sheet", "/care/letters", "/care/letters/print", "/care/letters/sheet", "/care/letters/papers.pdf",
    "/care/feelings", "/care/feelings/print", "/care/feelings/sheet",
    "/stories/", "/stories/?view=all", "/stories/print", "/stories/sheet",
    "/succession/", "/succession/?view=none", "/succession/print", "/succession/sheet", "/succession/life",
    "/handover/", "/handover/?view=back", "/handover/print", "/handover/sheet",
    "/succession/life?view=all", "/succession/life/print", "/succession/life/sheet", "/network/afternoon",
    "/network/afternoon/print", "/network/afternoon/sheet",
    "/volunteers/", "/volunteers/?view=all", "/volunteers/print", "/volunteers/sheet", "/volunteers/forecast",
    "/volunteers/forecast/print", "/volunteers/forecast/sheet",
    "/gatherings/", "/gatherings/?view=all", "/gatherings/print", "/gatherings/sheet", "/network/matrix", "/centres/",
    "/api/v1/requests", "/api/v1/referrals", "/shifts/", "/shifts/?view=all", "/shifts/print", "/shifts/sheet",
    "/shifts/week", "/shifts/week/print",
]  # fmt: skip


def allowed(theatre: Theatre, actor: Actor, kind: str, action: str) -> set[object]:
    return {thing.pk for thing in theatre.stage.things[kind] if may(actor, action, thing)}


@pytest.mark.slow  # some twenty lists
@BY_NAME
def test_no_list_shows_a_line_too_many(theatre: Theatre, actor: Actor) -> None:
    for url in LISTS:
        answer = theatre.call(actor.name, "GET", url)
        assert answer.status < 500, url
        assert theatre.leaks(actor, answer) == [], url


@BY_NAME
def test_the_list_of_requests_is_exactly_hers(theatre: Theatre, actor: Actor) -> None:
    answer = theatre.call(actor.name, "GET", "/requests/")
    hers = allowed(theatre, actor, "request", "request.see")
    shown = {thing.pk for thing in theatre.stage.things["request"] if f"/requests/{thing.pk}/" in answer.body}

    assert shown == hers
    assert answer.status == (200 if reaches_anything(actor, "request.see") else 403)


@BY_NAME
@pytest.mark.parametrize(
    ("url", "kind", "action"),
    [("/api/v1/requests", "request", "request.see"), ("/api/v1/referrals", "hop", "referral.see")],
)
def test_the_lists_for_machines_are_exactly_hers(
    theatre: Theatre, actor: Actor, url: str, kind: str, action: str
) -> None:
    import json

    answer = theatre.call(actor.name, "GET", f"{url}?limit=100")

    assert {row["id"] for row in json.loads(answer.body).get("items", [])} == allowed(theatre, actor, kind, action)


@BY_NAME
def test_the_sheet_of_requests_holds_no_line_too_many(theatre: Theatre, actor: Actor) -> None:
    answer = theatre.call(actor.name, "POST", "/requests/export")

    assert theatre.leaks(actor, answer) == []
    if answer.status == 200:
        hers = {thing.pk for thing in theatre.stage.things["request"] if may(actor, "request.see", thing)}
        shown = {int(pk) for pk in re.findall(r"هم(\d+)", answer.text)}
        assert shown == hers


@pytest.mark.slow  # five questions about each request
@BY_NAME
def test_search_finds_only_what_she_may_see(theatre: Theatre, actor: Actor) -> None:
    """By name, phone, code and number; a foreign one answers as one that does not exist."""
    for thing in theatre.stage.things["request"]:
        canary, request = theatre.stage.canaries[thing.pk], theatre.stage.requests[thing.name]
        for words, urls in [
            (canary.name, ("/search", "/search/suggest")),
            (canary.phone, ("/requests/",)),
            (request.code, ("/search",)),
            (request.number, ("/requests/",)),
        ]:
            for url in urls:
                answer = theatre.call(actor.name, "GET", url, {"q": words})
                if not may(actor, "request.see", thing):
                    assert f"/requests/{thing.pk}/" not in answer.body, (url, words)
                echo = answer.text.replace(words.translate(_plain()), "")
                answer.body = echo
                assert theatre.leaks(actor, answer) == [], (url, words)


def _plain() -> dict[int, object]:
    from tests.access.conftest import DIGITS

    return DIGITS


def test_a_hidden_person_reads_as_one_who_does_not_exist(theatre: Theatre) -> None:
    """T1: the answer about a foreign request equals, byte for byte, that about one that was never made."""
    foreign = next(thing for thing in theatre.stage.things["request"] if thing.name == "received").pk
    for url in ("/requests/{}/", "/requests/{}/triage", "/requests/{}/slip", "/api/v1/requests/{}"):
        hidden, absent = (theatre.call("farhad", "GET", url.format(pk)) for pk in (foreign, 987_654))
        assert (hidden.status, hidden.body.replace(str(foreign), "N")) == (
            absent.status,
            absent.body.replace("987654", "N"),
        ), url


def test_every_list_is_asked() -> None:
    """A new list address is to be added above."""
    lists = {f"/{route}" for route, call in routes.TABLE.items() if not call.kind and call.methods == ("GET",)}
    quiet = {"/centres/print", "/centres/sheet", "/network/matrix/print", "/network/matrix/sheet"}
    quiet |= {f"/reports/nation/<slug:code>/{end}" for end in ("", "print", "sheet")}  # asked above for a province

    assert lists - quiet <= set(LISTS)


@BY_NAME
def test_her_day_leaves_out_nothing_that_lies_with_her(
    theatre: Theatre, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«امروز» asks first of which kinds anything lies with her; asked for all kinds, the rows are the same."""
    person = theatre.stage.world.person[actor.name]
    asked = {row.key for row in today(Person.objects.get(pk=person.pk), stages.NOW).rows}
    monkeypatch.setattr("hamafza.desks.queries.lying.kinds", lambda person: set(Kind))

    assert {row.key for row in today(Person.objects.get(pk=person.pk), stages.NOW).rows} == asked
