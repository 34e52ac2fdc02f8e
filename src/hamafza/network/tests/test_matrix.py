"""Coverage: each cell's number is the length of its list; gaps are told in words, the neediest first."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from hamafza.network import commands as network
from hamafza.network import maps
from hamafza.network.matrix import LOOKS_BACK, matrix_of
from hamafza.network.models import Domain
from tests.cast import HAND, SATURDAY, World


@pytest.fixture
def reza(world: World, client: Client) -> Client:
    client.force_login(world.person["reza"])
    return client


def cells(world: World, over: str = "11") -> dict[tuple[str, str], tuple[int, int]]:
    found = matrix_of(world.place[over], SATURDAY)
    return {
        (cell.domain.key, cell.place.code): (cell.centres, cell.asked) for line in found.lines for cell in line.cells
    }


class TestCounting:
    def test_a_provincial_centre_serves_every_county(self, world: World) -> None:
        found = cells(world)
        assert found["health", "1104"][0] == 2
        assert found["health", "1101"][0] == 1
        assert found["employment", "1110"][0] == 0

    def test_dormant_ones_and_those_without_referrals_do_not_count(self, world: World) -> None:
        network.move_state(world.centre["zahedan"], to="dormant", reason="تعمیر", by=HAND, at=SATURDAY)
        network.edit(world.centre["chabahar"], takes_referrals=False, by=HAND, at=SATURDAY)
        assert cells(world)["health", "1104"][0] == 0

    def test_need_is_folded_from_villages_to_their_county(self, world: World) -> None:
        world.triaged("housing")
        assert cells(world)["housing", "1104"] == (0, 1)
        assert cells(world, "IR")["housing", "11"] == (0, 1)

    def test_need_of_long_ago_is_forgotten(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY - LOOKS_BACK - timedelta(days=2))
        assert cells(world)["housing", "1104"] == (0, 0)

    def test_gaps_come_by_need(self, world: World) -> None:
        network.add_domains(rows=[{"key": "food", "name_fa": "خوراک", "name_en": "Food"}], by=HAND, at=SATURDAY)
        world.domain["food"] = Domain.objects.get(key="food")
        for domains in (["housing"], ["food", "employment"], ["housing"]):
            world.triaged(*domains)
        gaps = [
            (cell.domain.key, cell.place.code, cell.asked)
            for cell in matrix_of(world.place["11"], SATURDAY).gaps
            if cell.asked
        ]
        assert gaps == [("housing", "1104", 2), ("food", "1104", 1)]

    def test_costs_the_same_for_a_province_and_the_nation(
        self, world: World, django_assert_max_num_queries: object
    ) -> None:
        for over in ("11", "IR"):
            with django_assert_max_num_queries(5):  # type: ignore[operator]
                matrix_of(world.place[over], SATURDAY)


class TestPage:
    def test_opens_with_ones_own_province(self, reza: Client) -> None:
        assert reza.get("/network/matrix").context["matrix"].over.code == "11"

    def test_of_the_nation_has_a_column_for_each_province(self, reza: Client) -> None:
        found = reza.get("/network/matrix", {"over": "IR/"}).context["matrix"]
        assert {place.code for place in found.places} == {"11", "09"}

    @pytest.mark.parametrize("over", ["IR/11/1104/", "XX/", "'; drop"])
    def test_of_anything_else_is_not_found(self, reza: Client, over: str) -> None:
        assert reza.get("/network/matrix", {"over": over}).status_code == 404

    def test_a_gap_is_told_in_words(self, reza: Client) -> None:
        page = reza.get("/network/matrix").content.decode()
        assert page.count("<b>خالی</b>") == len(reza.get("/network/matrix").context["matrix"].gaps)

    def test_each_cell_opens_a_list_of_as_many_centres(self, reza: Client) -> None:
        page = reza.get("/network/matrix")
        links = re.findall(r'<td[^>]*><a href="(/centres/\?domain=[^"]+)"', page.content.decode())
        counts = [cell.centres for line in page.context["matrix"].lines for cell in line.cells]
        assert len(links) == len(counts) == 9
        for link, count in zip(links, counts, strict=True):
            assert len(reza.get(link.replace("&amp;", "&")).context["rows"]) == count

    def test_says_that_the_cells_are_no_boundaries(self, reza: Client) -> None:
        assert "مرز رسمی نیست" in reza.get("/network/matrix").content.decode()

    def test_needs_a_role(self, world: World, client: Client) -> None:
        client.force_login(world.person["stranger"])
        assert client.get("/network/matrix").status_code == 403

    def test_paper_and_sheet_hold_the_same(self, world: World, reza: Client) -> None:
        world.triaged("housing")
        assert "مسکن و عمران" in reza.get("/network/matrix/print").content.decode()
        sheet = openpyxl.load_workbook(io.BytesIO(reza.get("/network/matrix/sheet").content)).active
        rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
        column = list(rows["عرصه"]).index("چابهار، کانون")
        assert rows["مسکن و عمران"][column : column + 2] == (0, 1)


class TestMap:
    def test_colours_each_county_by_its_count(self, world: World, reza: Client) -> None:
        shapes = reza.get("/network/matrix").context["picture"].shapes
        level = {shape["text"]: shape["level"] for shape in shapes}
        assert level["چابهار"] == maps.level(3)
        assert level["زاهدان"] == maps.level(1)

    @pytest.mark.parametrize(
        ("count", "tone"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3), (10, 4), (99, 4)]
    )
    def test_tones_rise_with_the_count(self, count: int, tone: int) -> None:
        assert maps.level(count) == tone

    def test_of_another_province_shows_points_inside_its_frame(self, world: World, reza: Client) -> None:
        picture = reza.get("/network/matrix", {"over": "IR/09/"}).context["picture"]
        x, y, width, height = map(float, picture.viewbox.split())
        points = [shape for shape in picture.shapes if "cx" in shape]
        assert [point["label"] for point in points] == ["مشهد: ۰ کانون"]
        assert x <= points[0]["cx"] <= x + width
        assert y <= points[0]["cy"] <= y + height
