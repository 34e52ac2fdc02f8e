"""Registers out of files of every kind, links into files of every kind, whole or not at all."""

import csv
import json

import pytest

from hamafza_engines.frame import BadInput, read_table, write_table
from hamafza_engines.linkage import Plan, read_register, write_links

from .conftest import TAHEREH, linked, numbers_in, people, tahereh

SUFFIXES = [".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet"]
FORM = {
    "nid": "کد ملی", "first": "نام", "last": "نام خانوادگی", "father": "نام پدر", "birth": "تاریخ تولد",
    "mobile": "تلفن همراه", "city": "شهرستان", "gender": "جنسیت",
}  # fmt: skip
COLUMNS = ["left", "right", "verdict", "probability", "weight", "why"]


def form(**changes):
    """Return Tahereh as a row of a Persian form."""
    return {FORM[name]: cell for name, cell in (TAHEREH | changes).items()}


class TestARegisterInAFile:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_is_read_alike_from_every_kind(self, tmp_path, suffix):
        path = tmp_path / f"welfare{suffix}"
        write_table(path, [form(), form(nid="1289746321", first="مریم", city=None)])

        register = read_register(path)

        assert register.name == "welfare" and len(register) == 2
        assert dict(register.cells) == {
            name: (cell, {"nid": "1289746321", "first": "مریم", "city": None}.get(name, cell))
            for name, cell in TAHEREH.items()
        }

    def test_has_the_numbers_of_its_lines_for_ids(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("نام,فامیلی\nعلی,راد\n\nسارا,نیک\n", "utf-8")

        assert read_register(path).ids == ("2", "4")

    def test_may_have_a_title_above_its_headers(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("فهرست مددجویان سال ۱۴۰۵,,\nکد ملی,نام,فامیلی\n0084575948,طاهره,ذاکری\n", "utf-8")

        assert read_register(path).cells["nid"] == ("0084575948",)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_may_begin_with_the_mark_of_a_spreadsheet(self, tmp_path, encoding):
        path = tmp_path / "a.csv"
        path.write_text("کد ملی,نام,فامیلی\n0084575948,طاهره,ذاکری\n", encoding)

        assert set(read_register(path).cells) == {"nid", "first", "last"}

    def test_may_have_numbers_and_dates_for_cells(self, tmp_path):
        import datetime as dt

        path = tmp_path / "a.xlsx"
        write_table(
            path, [{"کد ملی": 84575948, "نام": "طاهره", "فامیلی": "ذاکری", "تولد": dt.datetime(1986, 5, 1)}]
        )

        (link,) = linked(read_register(path), tahereh()).links

        assert dict(link.levels)["nid"] == dict(link.levels)["birth"] == "same"

    def test_may_have_columns_that_are_told(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("A,B,C\nطاهره,ذاکری,x\n", "utf-8")

        assert set(read_register(path, {"first": "A", "last": "b"}).cells) == {"first", "last"}

    def test_without_a_known_column_is_refused_with_the_way_out(self, tmp_path):
        path = tmp_path / "stock.csv"
        path.write_text("کالا,تعداد\nبرنج,۲\n", "utf-8")

        with pytest.raises(BadInput) as fault:
            read_register(path)

        assert (fault.value.field, fault.value.value) == ("columns", "stock.csv")
        assert "--columns" in fault.value.remedy and "--columns" in fault.value.say("fa")

    def test_without_rows_is_empty_and_no_fault(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("کد ملی,نام\n", "utf-8")

        assert len(read_register(path)) == 0

    def test_with_a_cell_as_long_as_a_book_is_read_as_one_name(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text(f"نام,فامیلی\n{'ا' * 500_000},راد\n", "utf-8")

        assert len(read_register(path).cells["first"][0]) == 200

    @pytest.mark.slow  # ten megabytes are written and read
    def test_with_a_line_of_ten_megabytes_is_refused_by_its_row(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text(f"نام,فامیلی\n{'ا' * 5_000_000},راد\n", "utf-8")

        with pytest.raises(BadInput) as fault:
            read_register(path)

        assert fault.value.row == 2

    @pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a"])
    def test_of_another_kind_is_refused(self, tmp_path, name):
        (tmp_path / name).write_text("x", "utf-8")

        with pytest.raises(BadInput) as fault:
            read_register(tmp_path / name)

        assert name in str(fault.value.value)


class TestLinksInAFile:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_are_those_of_the_plan_in_its_order(self, tmp_path, small_world, suffix):
        plan = small_world[3]
        path = tmp_path / f"links{suffix}"

        write_links(path, plan)

        rows = read_table(path)
        assert list(rows[0]) == COLUMNS
        assert [(row.text("left"), row.text("right"), row.text("verdict")) for row in rows] == [
            (link.left, link.right, link.verdict) for link in plan.links
        ]
        assert [row.real("probability") for row in rows] == pytest.approx(
            [link.probability for link in plan.links], abs=1e-6
        )
        assert [row.real("weight") for row in rows] == pytest.approx(
            [link.weight for link in plan.links], abs=1e-3
        )

    @pytest.mark.parametrize(("language", "said"), [("fa", "به سود آن"), ("en", "For it")])
    def test_have_their_reasons_in_one_line_of_the_language(self, tmp_path, small_world, language, said):
        plan = small_world[3]
        path = tmp_path / "links.csv"

        write_links(path, plan, language=language)

        for place, row in enumerate(read_table(path)):
            assert said in row.text("why") and "\n" not in row.text("why")
            assert row.text("why") == plan.explain(place, language).replace("\n", " ")

    def test_have_persian_figures_in_persian_reasons(self, tmp_path):
        write_links(tmp_path / "links.csv", linked(tahereh(), tahereh()))
        (row,) = read_table(tmp_path / "links.csv")

        assert numbers_in(row.text("why")) and not any(
            digit in row.text("why").replace("1", "") for digit in "023456789"
        )

    def test_are_an_empty_file_where_there_are_none(self, tmp_path):
        plan = linked(
            tahereh(),
            people({"nid": "1289746321", "first": "نرگس", "last": "بلوچ", "mobile": None, "birth": None}),
        )

        write_links(tmp_path / "links.json", plan)

        assert json.loads((tmp_path / "links.json").read_text("utf-8")) == []

    def test_of_ids_that_a_spreadsheet_would_run_are_made_harmless(self, tmp_path):
        left, right = tahereh(), tahereh()
        left = type(left)(("=1+1",), left.cells)

        write_links(tmp_path / "links.csv", linked(left, right))

        with (tmp_path / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.DictReader(file))["left"] == "'=1+1"
        assert read_table(tmp_path / "links.csv")[0].text("left") == "=1+1"

    def test_replace_what_stood_there(self, tmp_path):
        path = tmp_path / "links.csv"
        path.write_text("something else", "utf-8")

        write_links(path, linked(tahereh(), tahereh()))

        assert "something else" not in path.read_text("utf-8")

    @pytest.mark.parametrize("name", ["links.pdf", "links"])
    def test_of_another_kind_are_refused_and_nothing_is_written(self, tmp_path, name):
        with pytest.raises(BadInput) as fault:
            write_links(tmp_path / name, linked(tahereh(), tahereh()))

        assert fault.value.field == "output" and list(tmp_path.iterdir()) == []

    def test_leave_nothing_half_written_where_a_reason_fails(self, tmp_path, monkeypatch):
        monkeypatch.setattr(Plan, "explain", lambda *_: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            write_links(tmp_path / "links.csv", linked(tahereh(), tahereh()))

        assert list(tmp_path.iterdir()) == []

    def test_into_a_folder_that_is_not_there_are_refused(self, tmp_path):
        with pytest.raises(BadInput) as fault:
            write_links(tmp_path / "nowhere" / "links.csv", linked(tahereh(), tahereh()))

        assert fault.value.field == "output" and "nowhere" in str(fault.value.value)
