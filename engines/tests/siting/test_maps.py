"""The map: GeoJSON for programs, SVG for people, both measured against the plan they show."""

from __future__ import annotations

from math import cos, radians, sqrt
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hamafza_engines.siting import Plan, Problem, solve, write_plan
from hamafza_engines.siting._map import geojson, svg

from .towns import PEOPLE, TOWNS, by_hand, figures, km, towns_problem

SVG = "{http://www.w3.org/2000/svg}"
CHABAHAR, ZAHEDAN = 0, 5


@pytest.fixture
def plan() -> Plan:
    return by_hand(towns_problem(existing=(CHABAHAR,)), CHABAHAR, ZAHEDAN)


@pytest.fixture
def near() -> Plan:
    """Return bases with a radius that leaves three towns out."""
    return by_hand(towns_problem(radius=120), CHABAHAR, ZAHEDAN)


def drawn(plan: Plan, language: str = "fa") -> ElementTree.Element:
    return ElementTree.fromstring(svg(plan, language))  # noqa: S314


def circles(plan: Plan) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in drawn(plan).iter(f"{SVG}circle")]


def squares(plan: Plan) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in drawn(plan).iter(f"{SVG}rect") if each.get("class") != "paper"]


def features(plan: Plan, kind: str) -> list[dict]:
    return [each for each in geojson(plan)["features"] if each["properties"]["kind"] == kind]


class TestGeojson:
    def test_puts_the_longitude_first(self, plan: Plan) -> None:
        assert [each["geometry"]["coordinates"] for each in features(plan, "place")] == [
            [t.lng, t.lat] for t in TOWNS
        ]

    def test_tells_whom_each_base_serves_and_how_far(self, plan: Plan) -> None:
        chabahar, zahedan = (each["properties"] for each in features(plan, "base"))

        assert (chabahar["name"], chabahar["state"]) == ("چابهار", "existing")
        assert (zahedan["name"], zahedan["state"]) == ("زاهدان", "opened")
        assert chabahar["people"] + zahedan["people"] == PEOPLE
        assert zahedan["farthest_km"] == pytest.approx(km(TOWNS[6][1:3], TOWNS[5][1:3]), abs=1e-3)

    def test_tells_the_base_and_the_way_of_each_place(self, plan: Plan) -> None:
        told = [each["properties"] for each in features(plan, "place")]

        assert [each["base"] for each in told] == ["چابهار"] * 4 + ["زاهدان"] * 3
        assert told[1]["km"] == pytest.approx(km(TOWNS[1][1:3], TOWNS[0][1:3]), abs=1e-3)

    def test_draws_a_way_from_each_place_to_its_base(self, plan: Plan) -> None:
        ways = features(plan, "way")

        assert [each["geometry"]["type"] for each in ways] == ["LineString"] * 7
        assert ways[6]["geometry"]["coordinates"] == [
            [TOWNS[6].lng, TOWNS[6].lat],
            [TOWNS[5].lng, TOWNS[5].lat],
        ]
        assert sum(each["properties"]["people"] for each in ways) == PEOPLE

    def test_draws_no_way_for_who_lies_beyond_the_radius(self, near: Plan) -> None:
        told = {each["properties"]["name"]: each["properties"]["base"] for each in features(near, "place")}

        assert len(features(near, "way")) == 4
        assert [name for name, base in told.items() if base is None] == ["ایرانشهر", "خاش", "زابل"]

    def test_draws_both_ways_of_a_shared_place(self) -> None:
        problem = Problem.from_places([(30.5, 60)], [(30, 60), (31, 60)], weights=[10], p=2, capacity=[6, 4])

        ways = features(solve(problem), "way")

        assert [each["properties"]["people"] for each in ways] == [6, 4]

    def test_shows_the_places_though_there_is_no_plan(self) -> None:
        plan = solve(Problem.from_places([(1, 2)], budget=1, cost=[2]))

        assert [each["properties"]["kind"] for each in geojson(plan)["features"]] == ["place"]

    def test_keeps_a_tenth_of_a_metre_and_no_more(self) -> None:
        plan = by_hand(Problem.from_places([(1 / 3, 2 / 3)], p=1), 0)

        assert features(plan, "place")[0]["geometry"]["coordinates"] == [0.6666667, 0.3333333]


class TestThePaper:
    def test_goes_north_upwards_and_east_to_the_right(self, plan: Plan) -> None:
        told = circles(plan)

        for one, here in zip(TOWNS, told, strict=True):
            for other, there in zip(TOWNS, told, strict=True):
                if one.lat > other.lat + 0.01:
                    assert float(here["cy"]) < float(there["cy"])
                if one.lng > other.lng + 0.01:
                    assert float(here["cx"]) > float(there["cx"])

    def test_has_the_same_scale_both_ways(self, plan: Plan) -> None:
        told = [(float(each["cx"]), float(each["cy"])) for each in circles(plan)]
        middle = cos(radians((min(t.lat for t in TOWNS) + max(t.lat for t in TOWNS)) / 2))

        up = (told[0][1] - told[6][1]) / (TOWNS[6].lat - TOWNS[0].lat)
        across = (told[6][0] - told[0][0]) / ((TOWNS[6].lng - TOWNS[0].lng) * middle)

        assert up == pytest.approx(across, rel=5e-3)

    def test_leaves_a_margin_around_all(self, plan: Plan) -> None:
        _, _, wide, tall = map(float, drawn(plan).get("viewBox").split())

        for each in circles(plan):
            assert 40 <= float(each["cx"]) <= wide - 40
            assert 40 <= float(each["cy"]) <= tall - 80

    @pytest.mark.parametrize("points", [[(0, 10), (4, 50)], [(-20, 60), (20, 61)]], ids=["wide", "tall"])
    def test_is_filled_in_one_direction_and_centred_in_the_other(
        self, points: list[tuple[float, float]]
    ) -> None:
        plan = by_hand(Problem.from_places(points, p=1), 0)
        left, top, wide, tall = map(float, drawn(plan).get("viewBox").split())
        xs, ys = ([float(each[axis]) for each in circles(plan)] for axis in ("cx", "cy"))

        assert (left, top, wide) == (0, 0, 1000)
        assert min(xs) == pytest.approx(wide - max(xs), abs=0.11)
        assert min(ys) == pytest.approx(40)
        assert max(max(xs) - min(xs), max(ys) - min(ys)) == pytest.approx(920, abs=0.11)
        assert tall - max(ys) == pytest.approx(80, abs=1)

    def test_is_white_to_its_edges_and_has_its_words_below_all(self, plan: Plan) -> None:
        root = drawn(plan)
        paper = next(each for each in root.iter(f"{SVG}rect") if each.get("class") == "paper")
        words = list(root.iter(f"{SVG}text"))[-1]

        assert [paper.get("width"), paper.get("height")] == root.get("viewBox").split()[2:]
        assert (words.get("x"), words.get("text-anchor")) == ("500", "middle")
        assert (
            max(float(each["cy"]) for each in circles(plan)) + 30
            < float(words.get("y"))
            < float(paper.get("height"))
        )

    def test_holds_a_base_that_lies_apart_from_all_places(self) -> None:
        plan = by_hand(Problem.from_places([(30, 60), (30.1, 60)], [(35, 60)], p=1), 0)
        tall = float(drawn(plan).get("viewBox").split()[3])

        base = squares(plan)[0]

        assert 0 <= float(base["y"]) <= tall

    @pytest.mark.parametrize(
        "points",
        [[(30, 60)], [(90, 0), (90, 10)], [(-90, 0), (90, 0)], [(0, -180), (0, 180)], [(30, 60)] * 3],
        ids=str,
    )
    def test_has_numbers_only_whatever_the_places(self, points: list[tuple[float, float]]) -> None:
        text = svg(by_hand(Problem.from_places(points, p=1), 0))

        assert "nan" not in text and "inf" not in text
        assert len(figures(text)) > 10

    def test_of_no_places_is_a_map_all_the_same(self) -> None:
        assert "<svg" in svg(by_hand(Problem.from_places([], p=1)))


class TestThePlaces:
    def test_are_circles_of_an_area_by_their_people(self, plan: Plan) -> None:
        most = max(town.weight for town in TOWNS)

        for each, town in zip(circles(plan), TOWNS, strict=True):
            assert float(each["r"]) == pytest.approx(1 + 7 * sqrt(town.weight / most), abs=0.051)

    def test_are_small_dots_where_nobody_asks(self) -> None:
        plan = by_hand(Problem.from_places([(30, 60), (31, 60)], weights=[0, 0], p=1), 0)

        assert [each["r"] for each in circles(plan)] == ["1.0", "1.0"]

    def test_without_a_base_look_otherwise(self, near: Plan) -> None:
        assert [each["class"] for each in circles(near)] == [
            "place",
            "place",
            "place",
            "left",
            "left",
            "place",
            "left",
        ]

    def test_have_a_line_to_their_base(self, plan: Plan) -> None:
        told = circles(plan)
        path = next(each.get("d") for each in drawn(plan).iter(f"{SVG}path"))

        lines = [figures(line) for line in path.split("M")[1:]]

        assert len(lines) == 7
        for i, line in enumerate(lines):
            base = CHABAHAR if i < 4 else ZAHEDAN
            assert line == [float(told[k][axis]) for k in (i, base) for axis in ("cx", "cy")]

    def test_beyond_the_radius_have_none(self, near: Plan) -> None:
        path = next(each.get("d") for each in drawn(near).iter(f"{SVG}path"))

        assert path.count("M") == 4


class TestTheBases:
    def test_are_squares_around_their_place(self, plan: Plan) -> None:
        told = circles(plan)

        for square, k in zip(squares(plan), (CHABAHAR, ZAHEDAN), strict=True):
            assert float(square["x"]) + 6 == pytest.approx(float(told[k]["cx"]), abs=0.11)
            assert float(square["y"]) + 6 == pytest.approx(float(told[k]["cy"]), abs=0.11)

    def test_have_their_name_above_them(self, plan: Plan) -> None:
        names = [each for each in drawn(plan).iter(f"{SVG}text") if each.get("class") == "name"]

        for square, name in zip(squares(plan), names, strict=True):
            assert float(name.get("x")) == pytest.approx(float(square["x"]) + 6, abs=0.11)
            assert float(name.get("y")) < float(square["y"])

    def test_that_stand_look_otherwise(self, plan: Plan) -> None:
        assert [each["class"] for each in squares(plan)] == ["old", "base"]

    @pytest.mark.parametrize(("language", "unit"), [("fa", "نفر"), ("en", "people")])
    def test_say_their_people_when_pointed_at(self, plan: Plan, language: str, unit: str) -> None:
        titles = [each.find(f"{SVG}title") for each in drawn(plan, language).iter(f"{SVG}rect")]

        told = [each.text for each in titles if each is not None]

        coast = sum(town.weight for town in TOWNS[:4])
        assert [each.split(":")[0] for each in told] == ["چابهار", "زاهدان"]
        assert [figures(each) for each in told] == [[coast], [PEOPLE - coast]]
        assert all(each.endswith(unit) for each in told)

    def test_count_the_people_they_serve_of_a_shared_place(self) -> None:
        problem = Problem.from_places([(30.5, 60)], [(30, 60), (31, 60)], weights=[10], p=2, capacity=[6, 4])

        titles = [each.text for each in drawn(solve(problem), "en").iter(f"{SVG}title")][1:]

        assert titles == ["1: 6 people", "2: 4 people"]

    @pytest.mark.parametrize(("count", "named"), [(60, 60), (61, 0)])
    def test_have_names_up_to_sixty(self, count: int, named: int) -> None:
        problem = Problem.from_places([(30 + k / 100, 60) for k in range(count)], p=count)

        labels = [
            each
            for each in drawn(by_hand(problem, *range(count))).iter(f"{SVG}text")
            if each.get("class") == "name"
        ]

        assert len(labels) == named


class TestTheWords:
    @pytest.mark.parametrize(("language", "way"), [("fa", "rtl"), ("en", "ltr")])
    def test_run_as_their_language_does(self, plan: Plan, language: str, way: str) -> None:
        root = drawn(plan, language)

        assert (root.get("lang"), root.get("direction"), root.get("role")) == (language, way, "img")

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_below_and_for_those_who_cannot_see_are_the_first_of_the_summary(
        self, plan: Plan, language: str
    ) -> None:
        root, first = drawn(plan, language), plan.summary(language).split("\n")[0]

        assert root.find(f"{SVG}title").text == first
        assert [each.text for each in root.iter(f"{SVG}text")][-1] == first

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("<script>alert(1)</script>", "<script>alert(1)</script>"), ("A & B", "A & B"), ('"quoted"', '"quoted"'),
            ("a\x00b\x0bc", "abc"), ("half \ud800 letter", "half  letter"), ("\ufffe\uffffend", "end"), ("😀 شهر", "😀 شهر"),
            ("]]>", "]]>"),
        ],
        ids=ascii,
    )  # fmt: skip
    def test_cannot_be_broken_by_a_name(self, tmp_path: Path, name: str, shown: str) -> None:
        write_plan(tmp_path / "o.svg", by_hand(Problem.from_places([(30, 60)], p=1, site_names=(name,)), 0))

        root = ElementTree.fromstring((tmp_path / "o.svg").read_text("utf-8"))  # noqa: S314
        assert [each.text for each in root.iter(f"{SVG}text")][0] == shown
        assert not list(root.iter(f"{SVG}script"))

    def test_ask_nothing_of_another_machine(self, plan: Plan) -> None:
        text = svg(plan)

        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "@import" not in text and "url(" not in text
