"""The directory page by page, and its map: every centre once, and each address keeps what was asked."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.network import commands as network
from hamafza.network import finding
from hamafza.network.models import Centre
from tests.cast import HAND, SATURDAY, World

PROVINCE = "سیستان و بلوچستان"


@pytest.fixture(autouse=True)
def two_on_a_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(finding.paged, "__kwdefaults__", {**finding.paged.__kwdefaults__, "size": 2})
    caches["local"].clear()
    yield
    caches["local"].clear()


def read(client: Client, address: str = "", **asked: str):
    return client.get(f"/directory{address}", asked).context


def codes(context) -> list[str]:
    return [row.centre.code for row in context["found"].rows]


def asked_by(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


class TestPages:
    def test_hold_every_centre_once_forth_and_back(self, world: World, client: Client) -> None:
        first = read(client)
        second = read(client, first["next"])
        back = read(client, second["previous"])

        assert sorted(codes(first) + codes(second)) == ["chabahar", "konarak", "work", "zahedan"]
        assert codes(back) == codes(first)
        assert (first["previous"], second["next"]) == ("", "")

    def test_keep_what_was_asked_and_forget_where_one_was(self, world: World, client: Client) -> None:
        first = read(client, domain="health", q="کانون", after="", before="")
        second = read(client, first["next"])

        assert asked_by(first["next"]) == {"domain": ["health"], "q": ["کانون"], "after": [codes(first)[-1]]}
        assert asked_by(second["previous"]) == {"domain": ["health"], "q": ["کانون"], "before": [codes(second)[0]]}
        assert sorted(codes(first) + codes(second)) == ["chabahar", "konarak", "zahedan"]

    @pytest.mark.parametrize("key", ["after", "before"])
    @pytest.mark.parametrize("code", ["nobody", "%00", "x" * 300])
    def test_after_a_centre_that_is_not_there_begin_anew(
        self, world: World, client: Client, key: str, code: str
    ) -> None:
        answer = client.get(f"/directory?{key}={code}")

        assert answer.status_code == 200
        assert codes(answer.context) == codes(read(client))

    def test_are_kept_apart_from_each_other_and_from_other_questions(self, world: World, client: Client) -> None:
        first = codes(read(client))
        second = codes(read(client, after=first[-1]))

        assert set(first).isdisjoint(second)
        assert codes(read(client, domain="employment")) == codes(read(client, q="هنر")) == ["work"]
        assert codes(read(client)) == first

    def test_are_kept_apart_by_language(self, world: World, client: Client) -> None:
        client.cookies["hamafza_language"] = "fa"
        persian = client.get("/directory").content.decode()
        client.cookies["hamafza_language"] = "en"
        english = client.get("/directory").content.decode()

        assert "سیستان و بلوچستان: ۴ کانون" in persian
        assert "Sistan and Baluchestan: 4" in english


class TestTheMap:
    def shapes(self, client: Client, **asked: str) -> list[dict[str, object]]:
        return list(read(client, **asked)["found"].picture.shapes)

    def test_of_the_nation_leads_into_each_province_with_the_help_that_was_asked_for(
        self, world: World, client: Client
    ) -> None:
        plain = {str(shape["href"]) for shape in self.shapes(client) if shape.get("href")}
        narrowed = {str(shape["href"]) for shape in self.shapes(client, domain="health") if shape.get("href")}

        assert "/directory?place=IR/11/" in plain
        assert "/directory?place=IR/11/&domain=health" in narrowed
        assert not any("domain" in href for href in plain)

    def test_of_a_province_shows_all_of_it_though_the_list_has_pages(self, world: World, client: Client) -> None:
        points = [shape for shape in self.shapes(client, place=PROVINCE) if "cx" in shape]

        assert {(point["label"], point["href"]) for point in points} == {
            (centre.name, f"/directory/{centre.code}") for centre in Centre.objects.all()
        }

    @pytest.mark.parametrize("missing", ["latitude", "longitude"])
    def test_leaves_out_a_centre_whose_point_is_not_known(self, world: World, client: Client, missing: str) -> None:
        Centre.objects.filter(code="work").update(**{missing: None})

        points = [shape for shape in self.shapes(client, place=PROVINCE) if "cx" in shape]

        assert len(points) == 3
        assert "/directory/work" not in {point["href"] for point in points}

    def test_leaves_out_a_centre_that_serves_the_province_from_elsewhere(self, world: World, client: Client) -> None:
        network.create(
            world.place["0901"], name="کانون دور", kind="partner", domains=[world.domain["health"]],
            area_path="IR/11/", code="far", by=HAND, at=SATURDAY,
        )  # fmt: skip

        shown = read(client, place=PROVINCE)
        points = [shape for shape in shown["found"].picture.shapes if "cx" in shape]

        assert "/directory/far" not in {point["href"] for point in points}

    def test_of_one_centre_is_a_map_of_its_province_with_one_point(self, world: World, client: Client) -> None:
        picture = client.get("/directory/work").context["entry"].picture

        assert [shape["href"] for shape in picture.shapes if "cx" in shape] == ["/directory/work"]

    def test_of_a_place_without_a_province_is_none(self, world: World, client: Client) -> None:
        Centre.objects.filter(code="work").update(place=world.place["IR"])

        assert client.get("/directory/work").context["entry"].picture is None


class TestAPlaceThatIsNotKnown:
    def test_is_told_and_asks_for_nothing(self, world: World, client: Client) -> None:
        answer = client.get("/directory", {"place": "ناکجا"})

        assert answer.status_code == 422
        assert len(codes(answer.context)) == 2
