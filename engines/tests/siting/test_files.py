"""Places in, maps and tables out, and the whole command with its exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import read_table
from hamafza_engines.siting import BadInput, haversine_km, read_problem, solve, write_plan

PLACES = """نام,عرض جغرافیایی,طول جغرافیایی,جمعیت,موجود
چابهار,25.2919,60.6430,۱۱۲٬۴۰۹,بله
كنارك,25.3604,60.3995,43258,
نیک‌شهر,26.2258,60.2143,۱۷۷۳۲,
ایرانشهر,۲۷٫۲۰۲۵,60.6848,113750,
زاهدان,29.4963,60.8629,587730,
زابل,31.0306,61.4949,134950,
"<b>&تیس",25.3581,60.6142,5000,
"""


@pytest.fixture
def places(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(PLACES, "utf-8")
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


class TestReading:
    def test_persian_columns_digits_and_a_standing_base(self, places: Path) -> None:
        problem = read_problem(places, new=2)

        assert problem.weights.tolist()[:3] == [112409, 43258, 17732]
        assert problem.demand_at[3].tolist() == [27.2025, 60.6848]
        assert (problem.existing, problem.p) == ((0,), 3)

    def test_candidates_and_existing_in_files_of_their_own(self, tmp_path: Path) -> None:
        demands = written(tmp_path / "d.csv", "name,lat,lon,weight\na,30,50,1\nb,31,51,2\n")
        candidates = written(tmp_path / "c.json", '[{"title": "x", "latitude": 30.5, "longitude": 50.5}]')
        existing = written(tmp_path / "e.csv", "name,lat,lng\nold,31,51\n")

        problem = read_problem(demands, candidates=candidates, existing=existing, new=1)

        assert problem.site_names == ("x", "old")
        assert (problem.existing, problem.p) == ((1,), 2)

    def test_a_matrix_is_a_column_per_site(self, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", "name,weight,site A,site B\nx,2,1,9\ny,3,8,2\n")

        problem = read_problem(path, new=1)

        assert problem.site_names == ("site A", "site B")
        assert problem.distance.tolist() == [[1, 9], [8, 2]]

    def test_costs_and_rooms_of_the_table_win_over_the_common_one(self, tmp_path: Path) -> None:
        path = written(tmp_path / "c.csv", "lat,lng,cost,capacity\n30,50,3,\n31,51,4,70\n")

        problem = read_problem(path, budget=5, each_capacity=20)

        assert problem.cost.tolist() == [3, 4]
        assert problem.capacity.tolist() == [20, 70]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("lat,lng\n95,50\n", "row 2, lat"),
            ("lat,lng\n30,\n", "row 2, lng"),
            ("lat,lng,weight\n30,50,-4\n", "row 2, weight"),
            ("lat,lng,weight\n30,50,nan\n", "row 2, weight"),
            ("lat,lng,weight\n30,50,inf\n", "row 2, weight"),
            ("name\nx\n", "columns"),
            ("lat,lng\n", "file"),
            ("", "file"),
            ("name,A\nx,-1\n", "row 2, A"),
            ("name,A\nx,سلام\n", "row 2, A"),
        ],
    )
    def test_a_bad_row_is_named(self, tmp_path: Path, text: str, told: str) -> None:
        with pytest.raises(BadInput) as fault:
            read_problem(written(tmp_path / "bad.csv", text), new=1)

        assert told in str(fault.value)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "3",
            "x y z",
            "2 1 1\n1 9 4\n",
            "2 1 1\n1 2 -4\n",
            "2 1 1\n1 2\n",
            "3 1 1\n1 2 5\n",
            "9999999 0 1",
        ],
    )
    def test_a_bad_graph_is_refused(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(BadInput):
            read_problem(written(tmp_path / "bad.txt", text))

    def test_a_line_of_ten_megabytes_is_refused_or_read_but_never_hangs(self, tmp_path: Path) -> None:
        path = written(tmp_path / "long.csv", "lat,lng,name\n30,50," + "ب" * 5_000_000 + "\n")

        with pytest.raises(BadInput):
            read_problem(path, new=1)


class TestWriting:
    def test_geojson_holds_bases_places_and_ways(self, places: Path, tmp_path: Path) -> None:
        plan = solve(read_problem(places, new=1))
        write_plan(tmp_path / "o.geojson", plan)

        told = json.loads((tmp_path / "o.geojson").read_text("utf-8"))
        kinds = [feature["properties"]["kind"] for feature in told["features"]]
        assert (kinds.count("base"), kinds.count("place"), kinds.count("way")) == (2, 7, 7)
        standing = next(f for f in told["features"] if f["properties"].get("state") == "existing")
        assert standing["geometry"]["coordinates"] == [60.643, 25.2919]

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_svg_is_well_formed_whatever_the_names(self, places: Path, tmp_path: Path, language: str) -> None:
        plan = solve(read_problem(places, new=6))
        write_plan(tmp_path / "o.svg", plan, language=language)

        root = ElementTree.fromstring((tmp_path / "o.svg").read_text("utf-8"))  # noqa: S314
        names = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        assert "<b>&تیس" in names
        assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 7

    def test_a_map_of_one_point(self, tmp_path: Path) -> None:
        plan = solve(read_problem(written(tmp_path / "one.csv", "lat,lng\n30,50\n"), new=1))
        write_plan(tmp_path / "o.svg", plan)

        assert "NaN" not in (tmp_path / "o.svg").read_text("utf-8").replace("nan", "NaN")

    def test_tables_and_json_agree(self, places: Path, tmp_path: Path) -> None:
        plan = solve(read_problem(places, new=2))
        for name in ("o.csv", "o.json", "o.xlsx"):
            write_plan(tmp_path / name, plan)

        rows = read_table(tmp_path / "o.csv")
        told = json.loads((tmp_path / "o.json").read_text("utf-8"))
        assert [row["name"] for row in rows] == [base["name"] for base in told["bases"]]
        assert [row["name"] for row in read_table(tmp_path / "o.xlsx")] == [row["name"] for row in rows]
        assert sum(base["people"] for base in told["bases"]) == told["people"]
        assert len(told["places"]) == 7

    def test_a_map_needs_coordinates(self, tmp_path: Path) -> None:
        plan = solve(read_problem(written(tmp_path / "m.csv", "name,A\nx,1\n"), new=1))

        with pytest.raises(BadInput, match="lat"):
            write_plan(tmp_path / "o.svg", plan)

    def test_the_only_base_writes_json_without_infinity(self, tmp_path: Path) -> None:
        plan = solve(read_problem(written(tmp_path / "m.csv", "name,A\nx,1\n"), new=1))
        write_plan(tmp_path / "o.json", plan)

        assert "Infinity" not in (tmp_path / "o.json").read_text("utf-8")


class TestCommand:
    def test_bases_their_reasons_and_both_files(
        self, places: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["siting", str(places), "--new", "2", "-o", str(tmp_path / "o.svg"), "--explain", "ایرانشهر"]

        assert main([*words, "--places", str(tmp_path / "who.csv")]) == 0

        told = capsys.readouterr().out
        assert "۲ پایگاه تازه و ۱ پایگاه موجود" in told
        assert "«ایرانشهر»" in told
        with (tmp_path / "who.csv").open(encoding="utf-8-sig") as file:
            assert {row["base"] for row in csv.DictReader(file)} == {"چابهار", "زابل", "زاهدان"}

    def test_covering_in_english(self, places: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert (
            main(["siting", str(places), "--new", "1", "--radius", "60", "--lang", "en", "--explain", "6"])
            == 0
        )

        assert "Within 60 km: 748,397 people" in capsys.readouterr().out

    def test_no_room_is_its_own_end(self, places: Path) -> None:
        assert main(["siting", str(places), "--new", "1", "--capacity", "10"]) == 4

    def test_no_time_is_its_own_end(self, tmp_path: Path) -> None:
        chance = np.random.default_rng(1)
        rows = "\n".join(f"{lat:.4f},{lng:.4f}" for lat, lng in chance.uniform(25, 39, (400, 2)))
        path = written(tmp_path / "p.csv", "lat,lng\n" + rows)

        assert (
            main(["siting", str(path), "--new", "20", "--seconds", "0", "-o", str(tmp_path / "o.csv")]) == 3
        )
        assert len(read_table(tmp_path / "o.csv")) == 20

    @pytest.mark.parametrize(
        "words", [["--new", "-1"], [], ["--new", "1", "--explain", "نیست"], ["--new", "1", "--radius", "-3"]]
    )
    def test_bad_words_are_told(self, places: Path, words: list[str]) -> None:
        assert main(["siting", str(places), *words]) == 2

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        assert main(["siting", str(tmp_path / "none.csv"), "--new", "1"]) == 2


def test_distances_over_the_sphere() -> None:
    assert haversine_km((35.6892, 51.3890), (36.2605, 59.6168)) == pytest.approx(741, abs=3)  # Tehran-Mashhad
    assert haversine_km((0, 0), (0, 180)) == pytest.approx(np.pi * 6371.0088)
    assert haversine_km((10, 20), (10, 20)) == 0


def test_plans_measure_as_the_formula_does(places: Path) -> None:
    plan = solve(read_problem(places, new=1))

    for i, j in enumerate(plan.served):
        km = haversine_km(tuple(plan.problem.demand_at[i]), tuple(plan.problem.site_at[j]))
        assert plan.km[i] == pytest.approx(km, abs=1e-6)
