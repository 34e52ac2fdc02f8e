"""Plans on the way out: the table of bases, the table of places and the document, each counted again from the plan."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from hamafza_engines.frame import read_table
from hamafza_engines.siting import BadInput, Plan, Problem, solve, write_plan
from hamafza_engines.siting._files import base_rows, place_rows

from .towns import PEOPLE, TOWNS, by_hand, km, towns_problem, value_of

CHABAHAR, KONARAK, IRANSHAHR, ZAHEDAN, ZABOL = 0, 1, 3, 5, 6


@pytest.fixture
def plan() -> Plan:
    """Return bases at Chabahar, which stands, and at Zahedan."""
    return by_hand(towns_problem(existing=(CHABAHAR,)), CHABAHAR, ZAHEDAN)


@pytest.fixture
def full() -> Plan:
    """Return two full bases: the people of one place are shared between them."""
    problem = Problem.from_places(
        [(30, 60), (30.5, 60), (31, 60)], [(30, 60), (31, 60)], weights=[10, 6, 10], p=2, capacity=[12, 14],
        demand_names=("الف", "ب", "پ"),
    )  # fmt: skip
    return solve(problem)


class TestTheTableOfBases:
    def test_has_a_row_for_each_base_those_that_serve_most_first(self, plan: Plan) -> None:
        told = base_rows(plan)

        assert [(row["name"], row["number"], row["state"]) for row in told] == [
            ("زاهدان", 6, "opened"),
            ("چابهار", 1, "existing"),
        ]

    def test_counts_the_people_of_each(self, plan: Plan) -> None:
        # to Chabahar: Konarak, Nikshahr and itself; Iranshahr lies 212 km from it and 256 from Zahedan
        coast = sum(TOWNS[i].weight for i in (0, 1, 2, 3))

        assert [row["people"] for row in base_rows(plan)] == [PEOPLE - coast, coast]

    def test_tells_the_mean_and_the_farthest_way(self, plan: Plan) -> None:
        ways = {i: km(TOWNS[i][1:3], TOWNS[ZAHEDAN][1:3]) for i in (4, 5, 6)}
        people = sum(TOWNS[i].weight for i in ways)

        row = base_rows(plan)[0]

        assert row["mean_km"] == pytest.approx(
            sum(TOWNS[i].weight * far for i, far in ways.items()) / people, abs=1e-3
        )
        assert row["farthest_km"] == pytest.approx(max(ways.values()), abs=1e-3)

    def test_tells_where_it_stands(self, plan: Plan) -> None:
        assert [(row["lat"], row["lng"]) for row in base_rows(plan)] == [
            TOWNS[ZAHEDAN][1:3],
            TOWNS[CHABAHAR][1:3],
        ]

    def test_tells_what_would_be_lost_without_it(self, plan: Plan) -> None:
        problem = plan.problem

        worths = {row["number"] - 1: row["worth"] for row in base_rows(plan)}

        assert worths[ZAHEDAN] == pytest.approx(value_of(problem, [CHABAHAR]) - plan.value, rel=1e-6)
        assert worths[CHABAHAR] == pytest.approx(value_of(problem, [ZAHEDAN]) - plan.value, rel=1e-6)

    def test_names_the_best_other_place(self, plan: Plan) -> None:
        problem = plan.problem
        others = set(range(7)) - {CHABAHAR, ZAHEDAN}

        best = min(others, key=lambda j: value_of(problem, [CHABAHAR, j]))

        assert base_rows(plan)[0]["next_best"] == TOWNS[best].name

    def test_has_no_coordinates_when_the_plan_has_none(self) -> None:
        row = base_rows(by_hand(Problem.from_matrix([[1.0, 2.0]], p=1), 0))[0]

        assert "lat" not in row and row["name"] == "1"

    def test_has_no_endless_worth(self) -> None:
        assert base_rows(by_hand(towns_problem(p=1), ZAHEDAN))[0]["worth"] is None

    def test_is_empty_when_there_is_no_plan(self) -> None:
        assert base_rows(solve(Problem.from_matrix([[1.0]], budget=1, cost=[2]))) == []


class TestTheTableOfPlaces:
    def test_sends_each_place_to_its_base(self, plan: Plan) -> None:
        told = place_rows(plan)

        assert [(row["number"], row["name"]) for row in told] == [
            (k, town.name) for k, town in enumerate(TOWNS, 1)
        ]
        assert [row["base"] for row in told] == ["چابهار"] * 4 + ["زاهدان"] * 3
        assert [row["people"] for row in told] == [town.weight for town in TOWNS]

    def test_tells_the_way_of_each(self, plan: Plan) -> None:
        for row, town in zip(place_rows(plan), TOWNS, strict=True):
            base = next(other for other in TOWNS if other.name == row["base"])
            assert row["km"] == pytest.approx(km(town[1:3], base[1:3]), abs=1e-3)

    def test_leaves_out_base_and_way_of_who_lies_beyond_the_radius(self) -> None:
        plan = by_hand(towns_problem(radius=120), CHABAHAR, ZAHEDAN)

        left = [row["name"] for row in place_rows(plan) if row["base"] is None and row["km"] is None]

        assert left == ["ایرانشهر", "خاش", "زابل"]

    def test_has_a_row_for_each_part_of_a_shared_place(self, full: Plan) -> None:
        told = [(row["name"], row["base"], row["people"]) for row in place_rows(full)]

        assert told == [("الف", "1", 10), ("ب", "1", 2), ("ب", "2", 4), ("پ", "2", 10)]

    def test_tells_the_way_of_each_part(self, full: Plan) -> None:
        halfway = km((30.5, 60), (30, 60))

        assert [row["km"] for row in place_rows(full)] == pytest.approx([0, halfway, halfway, 0], abs=1e-3)

    def test_has_a_row_for_those_who_found_no_room(self) -> None:
        # room for 7 of the 10 within the radius; the second place is out of reach, in the third nobody lives
        problem = Problem.from_matrix([[1.0], [99.0], [1.0]], weights=[10, 4, 0], p=1, capacity=[7], radius=9)

        told = [(row["name"], row["people"], row["base"], row["km"]) for row in place_rows(solve(problem))]

        assert told == [("1", 7, "1", 1), ("1", 3, None, None), ("2", 4, None, None), ("3", 0, None, None)]

    def test_has_every_place_though_nobody_is_served(self) -> None:
        told = place_rows(solve(Problem.from_matrix([[1.0]], budget=1, cost=[2])))

        assert [(row["base"], row["km"]) for row in told] == [(None, None)]


class TestTheFile:
    @pytest.mark.parametrize(
        "kind",
        [
            "csv",
            "tsv",
            "jsonl",
            pytest.param("xlsx", marks=pytest.mark.slow),
            pytest.param("parquet", marks=pytest.mark.slow),
        ],
    )  # openpyxl and pyarrow come in
    def test_of_each_kind_is_the_table_of_bases(self, plan: Plan, tmp_path: Path, kind: str) -> None:
        write_plan(tmp_path / f"o.{kind}", plan)

        for read, told in zip(read_table(tmp_path / f"o.{kind}"), base_rows(plan), strict=True):
            assert read["name"] == told["name"]
            assert float(read["people"]) == told["people"]
            assert float(read["worth"]) == pytest.approx(told["worth"])
            assert read["next_best"] == told["next_best"]

    def test_as_json_is_the_whole_plan(self, plan: Plan, tmp_path: Path) -> None:
        write_plan(tmp_path / "o.json", plan)

        told = json.loads((tmp_path / "o.json").read_text("utf-8"))
        assert (told["status"], told["people"], told["gap"]) == ("proved", PEOPLE, 0)
        assert told["value"] == told["bound"] == pytest.approx(value_of(plan.problem, plan.opened))
        assert told["mean_km"] == pytest.approx(told["value"] / PEOPLE)
        assert told["bases"] == base_rows(plan)
        assert told["places"] == place_rows(plan)

    def test_as_json_tells_an_open_gap(self, plan: Plan, tmp_path: Path) -> None:
        write_plan(tmp_path / "o.json", replace(plan, bound=plan.value * 0.9, status="stopped"))

        told = json.loads((tmp_path / "o.json").read_text("utf-8"))
        assert (told["status"], told["gap"]) == ("stopped", pytest.approx(0.1))

    @pytest.mark.parametrize("limits", [dict(budget=1, cost=[2]), dict(p=1, capacity=[0.5])], ids=str)
    def test_as_json_has_no_number_that_json_lacks(self, tmp_path: Path, limits: dict) -> None:
        write_plan(tmp_path / "o.json", solve(Problem.from_matrix([[1.0]], **limits)))

        text = (tmp_path / "o.json").read_text("utf-8")
        assert json.loads(text, parse_constant=pytest.fail)["value"] is None

    def test_never_lets_a_name_become_a_formula(self, tmp_path: Path) -> None:
        name = '=HYPERLINK("x")'
        write_plan(tmp_path / "o.csv", by_hand(Problem.from_matrix([[1.0]], p=1, site_names=(name,)), 0))

        with (tmp_path / "o.csv").open(encoding="utf-8-sig") as file:
            assert next(csv.DictReader(file))["name"] == "'" + name
        assert read_table(tmp_path / "o.csv")[0]["name"] == name

    def test_replaces_the_one_before(self, plan: Plan, tmp_path: Path) -> None:
        (tmp_path / "o.json").write_text("old", "utf-8")

        write_plan(tmp_path / "o.json", plan)

        assert json.loads((tmp_path / "o.json").read_text("utf-8"))["bases"]

    def test_knows_its_kind_in_capitals(self, plan: Plan, tmp_path: Path) -> None:
        write_plan(tmp_path / "O.GEOJSON", plan)

        assert json.loads((tmp_path / "O.GEOJSON").read_text("utf-8"))["type"] == "FeatureCollection"


class TestNothingHalfWritten:
    @pytest.mark.parametrize("name", ["o.json", "o.geojson", "o.csv"])
    def test_is_left_when_a_name_cannot_be_written(self, tmp_path: Path, name: str) -> None:
        plan = by_hand(Problem.from_places([(1, 2)], p=1, site_names=("\ud800",), demand_names=("a",)), 0)
        (tmp_path / name).write_text("old", "utf-8")

        with pytest.raises(BadInput) as fault:
            write_plan(tmp_path / name, plan)

        assert (fault.value.field, fault.value.value) == ("output", "\ud800")
        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert (tmp_path / name).read_text("utf-8") == "old"

    @pytest.mark.parametrize(
        "name", ["no/o.json", "file/o.svg", "file/o.csv", "x" * 300 + ".json", "folder.svg"]
    )
    def test_is_left_where_nothing_can_be_written(self, plan: Plan, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").write_text("a file, no folder", "utf-8")
        (tmp_path / "folder.svg").mkdir()
        before = sorted(tmp_path.rglob("*"))

        with pytest.raises(BadInput, match="cannot be written"):
            write_plan(tmp_path / name, plan)

        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize("name", ["o.svg", "o.geojson"])
    def test_is_left_when_a_map_is_asked_of_a_matrix(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(BadInput, match="lat and lng"):
            write_plan(tmp_path / name, by_hand(Problem.from_matrix([[1.0]], p=1), 0))

        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["o.doc", "o", "o.svg.gz"])
    def test_is_left_of_an_unknown_kind(self, plan: Plan, tmp_path: Path, name: str) -> None:
        with pytest.raises(BadInput, match="output"):
            write_plan(tmp_path / name, plan)

        assert list(tmp_path.iterdir()) == []
