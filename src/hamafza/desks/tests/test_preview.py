"""Seeing what a colleague sees: counted like her own list, without a word of it, and never in secret."""

import json

import pytest
from django.test import Client

from hamafza.kernel.models import AuditLine
from hamafza.ui.digits import local
from tests.cast import World


def look(world: World, by: str, at: str) -> tuple[int, str]:
    client = Client()
    client.force_login(world.person[by])
    answer = client.get(f"/network/preview?person={world.person[at].pk}")
    return answer.status_code, answer.content.decode()


@pytest.fixture
def story(world: World) -> World:
    world.triaged("health", text="مادرم داروی کمیاب می‌خواهد", applicant_name="گلنار رئیسی")
    world.request(place="0901")
    return world


@pytest.mark.parametrize("whom", ["zahra", "reza", "nader", "sara"])
def test_the_number_is_that_of_her_own_list(story: World, whom: str) -> None:
    client = Client()
    client.force_login(story.person[whom])
    hers = json.loads(client.get("/api/v1/requests?limit=100").content)["items"]

    _status, page = look(story, "admin", whom)

    assert all(local(row["number"]) in page for row in hers)
    assert page.count("هم") and f'<b class="num">{"۰۱۲۳"[len(hers)]}</b>' in page


def test_it_shows_nobodys_name_and_words(story: World) -> None:
    for whom in ("zahra", "reza", "parvin"):
        _status, page = look(story, "admin", whom)
        assert "گلنار" not in page and "کمیاب" not in page and "۰۹۱۵۱۲۳۴۵۶۷" not in page


@pytest.mark.parametrize(
    ("by", "whom", "status"),
    [
        ("admin", "zahra", 200), ("parvin", "zahra", 200), ("parvin", "farhad", 404), ("parvin", "admin", 404),
        ("parvin", "stranger", 404), ("parvin", "parvin", 404), ("nader", "zahra", 403), ("zahra", "reza", 403),
    ],
)  # fmt: skip
def test_who_may_look_at_whom(story: World, by: str, whom: str, status: int) -> None:
    assert look(story, by, whom)[0] == status


def test_each_look_is_written_down(story: World) -> None:
    look(story, "parvin", "zahra")
    look(story, "parvin", "farhad")

    line = AuditLine.objects.get(verb="network.look_through")
    assert line.by == story.person["parvin"].ref and line.subject.endswith(str(story.person["zahra"].pk))


def test_nobody_at_all_is_not_found(story: World) -> None:
    client = Client()
    client.force_login(story.person["admin"])
    assert {client.get(f"/network/preview{q}").status_code for q in ("", "?person=x", "?person=99999999")} == {404}
