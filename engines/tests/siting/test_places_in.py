"""Tables of places as offices have them: each kind of file, each name of a column, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamafza_engines.siting import BadInput, Problem, read_problem

from .towns import PEOPLE, TOWNS, rows, written


def same(one: Problem, other: Problem) -> bool:
    return (
        one.weights.tolist() == other.weights.tolist()
        and one.demand_at.tolist() == other.demand_at.tolist()
        and one.site_at.tolist() == other.site_at.tolist()
        and (one.p, one.existing, one.demand_names, one.site_names)
        == (other.p, other.existing, other.demand_names, other.site_names)
    )


def one_place(folder: Path, columns: str, cells: str, **asked: object) -> Problem:
    return read_problem(written(folder / "one.csv", f"{columns}\n{cells}\n"), **({"new": 1} | asked))


class TestEveryKindOfFile:
    @pytest.mark.parametrize(
        "kind",
        [
            "csv", "tsv", "json", "jsonl",
            pytest.param("xlsx", marks=pytest.mark.slow),  # openpyxl comes in
            pytest.param("parquet", marks=pytest.mark.slow),  # pyarrow comes in
        ],
    )  # fmt: skip
    def test_holds_the_same_problem(self, tmp_path: Path, kind: str) -> None:
        told = rows(existing=["بله", None, None, None, None, None, None])

        problem = read_problem(written(tmp_path / f"towns.{kind}", told), new=2)

        assert problem.demand_names == tuple(town.name for town in TOWNS)
        assert problem.weights.tolist() == [town.weight for town in TOWNS]
        assert problem.demand_at.tolist() == [[town.lat, town.lng] for town in TOWNS]
        assert (problem.existing, problem.p) == ((0,), 3)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
    def test_may_be_written_as_old_spreadsheets_write(self, tmp_path: Path, encoding: str) -> None:
        (tmp_path / "p.csv").write_text("نام,عرض,طول\nزابل,31,61\n", encoding)

        assert read_problem(tmp_path / "p.csv", new=1).demand_names == ("زابل",)

    def test_may_have_a_title_above_the_names(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.csv", "فهرست شهرها,,\nname,lat,lng\nزابل,31,61\n")

        assert read_problem(path, new=1).demand_at.tolist() == [[31, 61]]

    def test_may_be_divided_by_semicolons(self, tmp_path: Path) -> None:
        assert one_place(tmp_path, "name;lat;lng", "زابل;31.5;61").demand_at.tolist() == [[31.5, 61]]


class TestNamesOfColumns:
    @pytest.mark.parametrize(
        "lat", ["lat", "latitude", "y", "عرض", "عرض جغرافیایی", "Lat", " LATITUDE ", "عرض جغرافيايي"]
    )
    def test_the_latitude_may_be_called(self, tmp_path: Path, lat: str) -> None:
        assert one_place(tmp_path, f"lng,{lat}", "61,31").demand_at.tolist() == [[31, 61]]

    @pytest.mark.parametrize("lng", ["lng", "lon", "long", "longitude", "x", "طول", "طول جغرافیایی", "LON"])
    def test_the_longitude_may_be_called(self, tmp_path: Path, lng: str) -> None:
        assert one_place(tmp_path, f"lat,{lng}", "31,61").demand_at.tolist() == [[31, 61]]

    @pytest.mark.parametrize(
        "weight",
        ["weight", "people", "population", "demand", "وزن", "جمعیت", "نفر", "تعداد", "نیاز", "جمعيت"],
    )
    def test_the_people_may_be_called(self, tmp_path: Path, weight: str) -> None:
        assert one_place(tmp_path, f"lat,lng,{weight}", "31,61,70").weights.tolist() == [70]

    @pytest.mark.parametrize(
        "name", ["name", "title", "place", "id", "نام", "محل", "شهر", "روستا", "مکان", "مكان"]
    )
    def test_the_name_may_be_called(self, tmp_path: Path, name: str) -> None:
        assert one_place(tmp_path, f"lat,lng,{name}", "31,61,زابل").site_names == ("زابل",)

    @pytest.mark.parametrize("cost", ["cost", "price", "هزینه"])
    def test_the_price_may_be_called(self, tmp_path: Path, cost: str) -> None:
        assert one_place(tmp_path, f"lat,lng,{cost}", "31,61,9", budget=10).cost.tolist() == [9]

    @pytest.mark.parametrize("room", ["capacity", "ظرفیت"])
    def test_the_room_may_be_called(self, tmp_path: Path, room: str) -> None:
        assert one_place(tmp_path, f"lat,lng,{room}", "31,61,9").capacity.tolist() == [9]

    def test_our_own_name_wins_over_another(self, tmp_path: Path) -> None:
        assert one_place(tmp_path, "lat,lng,id,name", "31,61,17,زابل").site_names == ("زابل",)

    def test_an_object_without_its_columns_does_not_hide_those_of_the_others(self, tmp_path: Path) -> None:
        told = [{"name": "الف", "عرض": 31, "طول": 61}, {"نام": "ب", "عرض": 30, "طول": 60, "جمعیت": 5}]

        problem = read_problem(written(tmp_path / "p.json", told), new=1)

        assert problem.weights.tolist() == [1, 5]

    @pytest.mark.parametrize(
        ("columns", "lacks"), [("name,lat", "lng"), ("name,lng", "lat"), ("عرض,طوول", "lng")]
    )
    def test_one_coordinate_alone_is_no_matrix_of_distances(
        self, tmp_path: Path, columns: str, lacks: str
    ) -> None:
        with pytest.raises(BadInput) as fault:
            one_place(tmp_path, columns, ",".join(["31"] * (columns.count(",") + 1)))

        assert (fault.value.field, fault.value.row) == (lacks, 2)


class TestWhoStandsAlready:
    @pytest.mark.parametrize("word", ["1", "yes", "Yes", "TRUE", "y", "x", "✓", "بله", "بلی", "بلي", "آری", "اری", "هست",
                                      "دارد", "موجود", "دایر", "۱", "١", " بله "])  # fmt: skip
    def test_is_said_by(self, tmp_path: Path, word: str) -> None:
        assert one_place(tmp_path, "lat,lng,existing", f"31,61,{word}").existing == (0,)

    @pytest.mark.parametrize("word", ["", "0", "۰", "no", "خیر", "نه", "ندارد", "-", "false"])
    def test_is_denied_by(self, tmp_path: Path, word: str) -> None:
        assert one_place(tmp_path, "lat,lng,existing", f"31,61,{word}").existing == ()

    @pytest.mark.parametrize("told", [True, 1, 1.0])
    def test_is_said_by_a_value_of_json(self, tmp_path: Path, told: object) -> None:
        path = written(tmp_path / "p.json", [{"lat": 31, "lng": 61, "existing": told}])

        assert read_problem(path, new=0).existing == (0,)

    def test_counts_beside_the_new_ones(self, tmp_path: Path) -> None:
        told = rows(existing=["بله", "", "بله", "", "", "", ""])

        problem = read_problem(written(tmp_path / "p.csv", told), new=3)

        assert (problem.existing, problem.p) == ((0, 2), 5)

    def test_comes_after_the_candidates_when_a_file_tells_it(self, tmp_path: Path) -> None:
        places = written(tmp_path / "p.csv", rows())
        sites = written(tmp_path / "s.csv", rows(TOWNS[:3], existing=["", "بله", ""]))
        known = written(tmp_path / "e.csv", rows(TOWNS[5:]))

        problem = read_problem(places, candidates=sites, existing=known, new=1)

        assert problem.site_names == tuple(TOWNS[k].name for k in (0, 1, 2, 5, 6))
        assert (problem.existing, problem.p) == ((1, 3, 4), 4)

    def test_stands_beside_candidates_of_another_file_too(self, tmp_path: Path) -> None:
        places = written(tmp_path / "p.csv", rows(existing=["", "", "", "", "", "بله", ""]))
        sites = written(tmp_path / "s.csv", rows(TOWNS[:2]))

        problem = read_problem(places, candidates=sites, new=1)

        assert problem.site_names == ("چابهار", "کنارک", "زاهدان")
        assert (problem.existing, problem.p) == ((2,), 2)

    def test_leaves_the_file_of_places_as_it_was(self, tmp_path: Path) -> None:
        places, known = written(tmp_path / "p.csv", rows()), written(tmp_path / "e.csv", rows(TOWNS[:1]))

        problem = read_problem(places, existing=known, new=1)

        assert (problem.n_demands, problem.n_sites) == (7, 8)


class TestMoneyAndRoom:
    def test_a_price_that_is_not_told_is_one(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.csv", "lat,lng,cost\n31,61,7\n30,61,\n")

        assert read_problem(path, budget=9).cost.tolist() == [7, 1]

    def test_a_price_without_a_budget_is_not_looked_at(self, tmp_path: Path) -> None:
        assert one_place(tmp_path, "lat,lng,cost", "31,61,dear").cost is None

    def test_a_budget_alone_leaves_the_number_open(self, tmp_path: Path) -> None:
        assert one_place(tmp_path, "lat,lng", "31,61", new=None, budget=3).p is None

    def test_one_room_for_all_is_that_of_every_site(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "p.csv", rows()), new=2, each_capacity=500_000)

        assert problem.capacity.tolist() == [500_000] * 7

    def test_a_room_that_is_not_told_holds_anybody(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.csv", "lat,lng,capacity\n31,61,5\n30,61,\n")

        assert read_problem(path, new=1).capacity.tolist() == [5, 1e15]

    def test_no_room_is_told_and_none_is_kept(self, tmp_path: Path) -> None:
        assert one_place(tmp_path, "lat,lng,capacity", "31,61,").capacity is None


class TestWhatIsTakenAsItIsMeant:
    @pytest.mark.parametrize(
        ("cell", "people"),
        [("۱۲۳", 123), ("١٢٣", 123), ("۱٬۲۰۰", 1200), ('"1,200"', 1200), ("۱۲٫۵", 12.5), ("\u200f12", 12),
         ("\u202b۱۲\u202c", 12), ("1e3", 1000), (" 7 ", 7), ("0", 0), ("", 1), ("+4", 4)],
    )  # fmt: skip
    def test_a_count_of_people(self, tmp_path: Path, cell: str, people: float) -> None:
        assert one_place(tmp_path, "lat,lng,weight", f"31,61,{cell}").weights.tolist() == [people]

    @pytest.mark.parametrize(
        ("cell", "lat"), [("۲۵٫۲۹", 25.29), ("-90", -90), ("90", 90), ("−12.5", -12.5), (".5", 0.5)]
    )
    def test_a_latitude(self, tmp_path: Path, cell: str, lat: float) -> None:
        assert one_place(tmp_path, "lat,lng", f"{cell},61").demand_at[0, 0] == lat

    @pytest.mark.parametrize(("cell", "lng"), [("-180", -180), ("180", 180), ("۶۰٫۶۴", 60.64)])
    def test_a_longitude(self, tmp_path: Path, cell: str, lng: float) -> None:
        assert one_place(tmp_path, "lat,lng", f"31,{cell}").demand_at[0, 1] == lng

    def test_a_place_named_twice_is_two_places(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "p.csv", rows(TOWNS + TOWNS)), new=1)

        assert problem.weights.sum() == 2 * PEOPLE

    def test_a_place_without_a_name_has_its_number(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.csv", "name,lat,lng\nالف,31,61\n,30,60\n")

        assert read_problem(path, new=1).demand_names == ("الف", "2")

    def test_empty_lines_are_passed_over(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.csv", "lat,lng\n31,61\n\n,\n30,60\n")

        assert read_problem(path, new=1).n_demands == 2

    def test_a_name_in_another_script_stays_as_it_is(self, tmp_path: Path) -> None:
        names = "北京 Москва \u202eevil\u202c 😀"

        assert one_place(tmp_path, "name,lat,lng", f"{names},31,61").site_names == (names,)


REFUSED = {
    "latitude beyond the pole": ("lat,lng\n30,50\n90.001,50\n", "lat", 3, "90.001", "-90"),
    "latitude below the pole": ("lat,lng\n-91,50\n", "lat", 2, "-91", "-90"),
    "longitude beyond the date line": ("lat,lng\n30,180.5\n", "lng", 2, "180.5", "180"),
    "no longitude": ("lat,lng\n30,\n", "lng", 2, None, "filled"),
    "a word for a latitude": ("lat,lng\nشمال,50\n", "lat", 2, "شمال", "number"),
    "degrees and minutes": ("lat,lng\n30°15',50\n", "lat", 2, "30°15'", "number"),
    "people below nought": ("lat,lng,weight\n30,50,-1\n", "weight", 2, "-1", "from 0"),
    "people who are no number": ("lat,lng,weight\n30,50,nan\n", "weight", 2, "nan", "number"),
    "endless people": ("lat,lng,weight\n30,50,inf\n", "weight", 2, "inf", "number"),
    "two numbers in one": ("lat,lng,weight\n30,50,12 13\n", "weight", 2, "12 13", "number"),
    "a Jalali date for people": ("lat,lng,weight\n30,50,1405/09/01\n", "weight", 2, "1405/09/01", "number"),
    "a Gregorian date for people": ("lat,lng,weight\n30,50,2026-11-22\n", "weight", 2, "2026-11-22", "number"),
    "a column named twice": ("lat,lng,lat\n30,50,31\n", "columns", 1, "lat", "two columns"),
    "more cells than names": ("lat,lng\n30,50,7\n", "columns", 2, 3, "more cells"),
    "an open quotation": ('lat,lng\n"30,50\n', "file", 2, None, "mend"),
    "a binary file": ("lat,lng\n\x00\x01,50\n", "file", 2, "\x00", "no text"),
    "no rows": ("lat,lng\n", "file", None, "bad.csv", "no rows"),
    "nothing at all": ("", "file", None, "bad.csv", "no rows"),
}  # fmt: skip


class TestWhatIsRefused:
    @pytest.mark.parametrize("case", REFUSED)
    def test_names_field_row_value_and_remedy(self, tmp_path: Path, case: str) -> None:
        text, field, row, value, remedy = REFUSED[case]

        with pytest.raises(BadInput) as fault:
            read_problem(written(tmp_path / "bad.csv", text), new=1)

        assert (fault.value.field, fault.value.row) == (field, row)
        assert remedy in fault.value.remedy
        assert value is None or fault.value.value == value

    @pytest.mark.parametrize("case", REFUSED)
    def test_is_told_in_persian_to_those_who_ask_in_persian(self, tmp_path: Path, case: str) -> None:
        with pytest.raises(BadInput) as fault:
            read_problem(written(tmp_path / "bad.csv", REFUSED[case][0]), new=1)

        remedy = fault.value.say("fa").partition(" — ")[2]
        assert not any(
            "a" <= letter <= "z"
            for letter in remedy.replace("CSV UTF-8", "").replace("lat", "").replace("lng", "")
        )

    @pytest.mark.parametrize(
        ("column", "cell"), [("cost", "-1"), ("cost", "dear"), ("capacity", "-5"), ("capacity", "many")]
    )
    def test_a_bad_limit_of_a_site_is_named_with_its_row(
        self, tmp_path: Path, column: str, cell: str
    ) -> None:
        with pytest.raises(BadInput) as fault:
            one_place(tmp_path, f"lat,lng,{column}", f"31,61,{cell}", budget=4)

        assert (fault.value.field, fault.value.row, fault.value.value) == (column, 2, cell)

    @pytest.mark.parametrize("file", ["candidates", "existing"])
    def test_a_bad_row_of_another_file_is_named_too(self, tmp_path: Path, file: str) -> None:
        places = written(tmp_path / "p.csv", rows())
        other = written(tmp_path / "o.csv", "lat,lng\n30,50\n31,\n")

        with pytest.raises(BadInput) as fault:
            read_problem(places, new=1, **{file: other})

        assert (fault.value.field, fault.value.row) == ("lng", 3)

    @pytest.mark.parametrize("name", ["p.doc", "p", "p.csv.gz"])
    def test_an_unknown_kind_of_file_is_answered_with_the_known_ones(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(BadInput, match=r"\.csv"):
            read_problem(written(tmp_path / name, "x"), new=1)

    def test_endless_numbers_of_json_are_refused_by_row(self, tmp_path: Path) -> None:
        path = written(tmp_path / "p.json", '[{"lat": 31, "lng": 61}, {"lat": 1e999, "lng": 61}]')

        with pytest.raises(BadInput) as fault:
            read_problem(path, new=1)

        assert (fault.value.field, fault.value.row) == ("lat", 2)

    def test_a_number_of_ten_megabytes_is_refused_calmly(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput) as fault:
            one_place(tmp_path, "lat,lng,weight", "31,61," + "9" * 10_000_000)

        assert len(str(fault.value)) < 500
