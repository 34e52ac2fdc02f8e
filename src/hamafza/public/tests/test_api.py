"""Satisfaction for machines: what the pages show and no more; the doors of the directory to those who want to serve."""

from typing import Any

import pytest
from django.test import Client

from hamafza.network.models import Centre, Domain
from hamafza.public.queries import ratings
from hamafza.public.tests.test_ratings import CLOSING, LATER, publish, said
from tests.cast import World

PLACE, CENTRE = "/api/v1/satisfaction", "/api/v1/centres/chabahar/satisfaction"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: LATER)


def read(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.json()


class TestOfACentre:
    def test_is_a_range_and_a_least_response_rate(self, world: World, client: Client) -> None:
        said(40, "solved")
        said(10, "not_yet")
        said(25, "silent")
        publish()

        told = read(client, CENTRE)

        assert told["centre"] == "chabahar"
        assert told["domains"] == [
            {"domain": "health",
             "rating": {"solved_of_ten_from": 7, "solved_of_ten_to": 8, "answered_percent_at_least": 63}}
        ]  # fmt: skip
        assert told["rating"]["solved_of_ten_from"] <= 8 and told["rating"]["answered_percent_at_least"] <= 63

    @pytest.mark.parametrize(("n", "sensitive", "told"), [(4, False, 0), (5, False, 1), (9, True, 0), (10, True, 1)])
    def test_is_silent_below_k(self, world: World, client: Client, n: int, sensitive: bool, told: int) -> None:
        Domain.objects.filter(key="health").update(is_sensitive=sensitive)
        said(n, "solved")
        publish()

        shown = read(client, CENTRE)

        assert len(shown["domains"]) == told and (shown["rating"] is None) is (not told)

    def test_says_what_the_page_says(self, world: World, client: Client) -> None:
        said(30, "solved")
        said(12, "not_yet", domain="employment")
        publish()

        page = client.get("/directory/chabahar").content.decode()
        told = {one["domain"]: one["rating"] for one in read(client, CENTRE)["domains"]}

        for key, rating in ratings.of_centres([world.centre["chabahar"]])[world.centre["chabahar"].pk].items():
            if key:
                assert told[key]["answered_percent_at_least"] == rating.responded
                assert (told[key]["solved_of_ten_from"], told[key]["solved_of_ten_to"]) == rating.of_ten
        assert "از هر ۱۰ نفر" in page

    @pytest.mark.parametrize("how", [{"is_public": False}, {"state": "closed"}, {"state": "dormant"}])
    def test_of_a_centre_that_is_not_public_there_is_nothing(
        self, world: World, client: Client, how: dict[str, Any]
    ) -> None:
        said(30, "solved")
        publish()
        Centre.objects.filter(code="chabahar").update(**how)

        hidden, absent = read(client, CENTRE, 404), read(client, "/api/v1/centres/nowhere/satisfaction", 404)

        assert hidden == absent

    @pytest.mark.parametrize("code", ["Ω", "a" * 21, "a'b", "%00", "A"])
    def test_a_strange_code_is_refused_calmly(self, world: World, client: Client, code: str) -> None:
        assert client.get(f"/api/v1/centres/{code}/satisfaction").status_code in {404, 422}


class TestOfAPlace:
    def test_waits_for_the_end_of_a_season(self, world: World, client: Client) -> None:
        said(40, "solved")
        publish()
        assert read(client, PLACE) == {"place": "IR/", "rating": None}

        publish(CLOSING)

        for path in ("IR/", "IR/11/", "IR/11/1104/"):
            told = read(client, f"{PLACE}?place={path}")
            assert told["place"] == path and told["rating"]["solved_of_ten_to"] == 10
        assert read(client, f"{PLACE}?place=IR/09/")["rating"] is None

    @pytest.mark.parametrize(
        ("path", "status"),
        [("IR/99/", 404), ("IR/11/1104/tis/", 422), ("IR", 422), ("", 422), ("IR/11", 422), ("IR/۱۱/", 422),
         ("IR/11/1104/@7/", 422), ("IR/" + "1/" * 30, 422)],
    )  # fmt: skip
    def test_is_asked_by_the_path_of_a_nation_province_or_county(
        self, world: World, client: Client, path: str, status: int
    ) -> None:
        told = read(client, f"{PLACE}?place={path}", status)

        assert set(told) == {"error", "message", "field"}

    def test_knows_no_other_verb(self, world: World, client: Client) -> None:
        for address in (PLACE, CENTRE):
            for verb in (client.post, client.put, client.delete):
                assert verb(address).status_code == 405

    def test_counts_nobody_by_name(self, world: World, client: Client) -> None:
        said(40, "solved")
        publish(CLOSING)

        raw = client.get(PLACE).content.decode() + client.get(CENTRE).content.decode()

        assert '"40"' not in raw and ": 40" not in raw
        assert not any(person.full_name in raw for person in world.person.values())


class TestTheDoorToServe:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_stands_on_the_directory_and_on_each_centre(self, world: World, client: Client, language: str) -> None:
        client.cookies["hamafza_language"] = language

        assert 'href="/join"' in client.get("/directory").content.decode()
        assert 'href="/join?centre=chabahar"' in client.get("/directory/chabahar").content.decode()

    def test_opens_with_the_centre_chosen(self, world: World, client: Client) -> None:
        page = client.get("/join?centre=chabahar").content.decode()

        assert world.centre["chabahar"].name in page

    def test_stands_where_no_centre_is_found_too(self, world: World, client: Client) -> None:
        assert 'href="/join"' in client.get("/directory", {"place": "IR/09/0901/"}).content.decode()
