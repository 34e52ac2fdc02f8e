"""The places that come with the product: a whole tree, clean names, shapes for each province."""

import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest


def load(name: str) -> Any:
    return json.loads((files("hamafza.places") / "data" / name).read_text(encoding="utf-8"))


PLACES = load("places.json")
PATHS = {row["path"]: row for row in PLACES}


def test_tree_is_whole_and_parents_come_first() -> None:
    seen: set[str] = set()
    for row in PLACES:
        parent = row["path"].rstrip("/").rpartition("/")[0]
        assert not parent or f"{parent}/" in seen, row["path"]
        seen.add(row["path"])
        assert row["code"] == row["path"].rstrip("/").rpartition("/")[2]
    assert len(seen) == len(PLACES)


def test_holds_every_province_and_most_counties() -> None:
    kinds = Counter(row["kind"] for row in PLACES)
    assert kinds["province"] == 31
    assert kinds["county"] >= 400
    assert {row["code"] for row in PLACES if row["kind"] == "province"} == {f"{n:02d}" for n in range(31)}


def test_knows_the_deep_province_down_to_its_villages() -> None:
    deep = Counter(row["kind"] for row in PLACES if row["path"].startswith("IR/11/"))
    assert deep["county"] >= 14
    assert deep["city"] >= deep["county"]
    assert deep["village"] >= 60


@pytest.mark.parametrize(("path", "name"), [("IR/09/", "خراسان رضوی"), ("IR/11/1104/", "چابهار"), ("IR/23/", "تهران")])
def test_numbers_are_those_of_the_standard(path: str, name: str) -> None:
    assert PATHS[path]["name_fa"] == name


def test_names_are_clean_persian_and_plain_english() -> None:
    for row in PLACES:
        assert re.fullmatch(
            "[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u200c ]+", row["name_fa"]
        ), row
        assert not re.search("[يك]", row["name_fa"]), row
        assert re.fullmatch("[A-Za-z' -]+", row["name_en"]), row


def test_siblings_of_a_kind_have_different_names() -> None:
    def parent(row: dict[str, Any]) -> str:
        return str(row["path"]).rstrip("/").rpartition("/")[0]

    twice = Counter((parent(row), row["kind"], row["name_fa"]) for row in PLACES)
    assert [key for key, count in twice.items() if count > 1] == []


def test_points_lie_in_the_country() -> None:
    assert [r["path"] for r in PLACES if not (25 <= r["lat"] <= 40 and 44 <= r["lng"] <= 63.5)] == []


@pytest.mark.parametrize(
    ("name", "kind", "under"),
    [("provinces_shapes.json", "province", "IR/"), ("counties_shapes.json", "county", "IR/11/")],
)
def test_shapes_are_drawn_for_all_and_their_points_fall_inside_the_picture(name: str, kind: str, under: str) -> None:
    drawn = load(name)
    wanted = {row["code"] for row in PLACES if row["kind"] == kind and row["path"].startswith(under)}
    assert set(drawn["shapes"]) == set(drawn["labels"]) == wanted
    _, _, width, height = map(float, drawn["viewBox"].split())
    how = drawn["projection"]
    for row in PLACES:
        if row["kind"] == kind and row["code"] in wanted:
            x = (row["lng"] - how["west"]) * how["per_lng"]
            y = (how["north"] - row["lat"]) * how["per_lat"]
            assert 0 <= x <= width, row
            assert 0 <= y <= height, row
    for path in drawn["shapes"].values():
        assert re.fullmatch(r"(M[\d. L]+Z)+", path)
