"""Workbooks and Parquet as they come: titles, formulas, wrong sizes, broken parts, columns of every type."""

import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from hamafza_engines.frame import BadInput, _read, read_table


@pytest.fixture
def sheet(tmp_path):
    """Write a workbook whose sheets have these lines and return its path."""

    def put(*sheets, change=lambda book: None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for place, lines in enumerate(sheets):
            made = book.create_sheet(f"s{place}")
            for line in lines:
                made.append(line)
        change(book)
        book.save(tmp_path / "t.xlsx")
        return tmp_path / "t.xlsx"

    return put


@pytest.fixture
def parquet(tmp_path):
    def put(**columns):
        pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "t.parquet")
        return tmp_path / "t.parquet"

    return put


def refusal(path, **more):
    with pytest.raises(BadInput) as fault:
        read_table(path, **more)
    assert any("؀" <= letter <= "ۿ" for letter in fault.value.remedy_fa), "no remedy in Persian"
    return fault.value


class TestASheet:
    def test_gives_what_formulas_last_gave_and_never_runs_them(self, sheet):
        """openpyxl writes no values of formulas, so the cell is empty until Excel has saved the book."""
        assert read_table(sheet([["id", "sum"], [1, "=1+1"]])) == [{"id": 1, "sum": None}]

    def test_keeps_the_number_of_a_row_below_empty_ones(self, sheet):
        rows = read_table(sheet([["گزارش", None], [None, None], ["id", "n"], [1, 2], [None, None], [3, 4]]))

        assert [(row["id"], row.number) for row in rows] == [(1, 4), (3, 6)]

    @pytest.mark.parametrize(
        ("cell", "read"),
        [
            (dt.date(2026, 11, 22), "2026-11-22"),
            (dt.datetime(2026, 11, 22), "2026-11-22"),
            (dt.datetime(2026, 11, 22, 13, 5, 9), "2026-11-22T13:05:09"),
            (dt.time(7, 30), "07:30:00"),
            (True, True),
            (7, 7),
            (7.25, 7.25),
            ("  متن  ", "متن"),
            ("#N/A", "#N/A"),
            ("", None),
        ],
    )
    def test_gives_each_cell_as_a_person_reads_it(self, sheet, cell, read):
        (row,) = read_table(sheet([["id", "x"], [1, cell]]))

        assert row["x"] == read

    def test_that_comes_second_is_read_when_the_first_is_empty(self, sheet):
        assert read_table(sheet([], [[None, "  "]], [["id"], [7]], [["other"], [1]])) == [{"id": 7}]

    def test_of_no_lines_at_all_has_no_rows(self, sheet):
        assert read_table(sheet([], [])) == []

    def test_that_lies_about_its_size_is_read_whole(self, sheet, tmp_path):
        path = sheet([["a", "b"], *([i, i] for i in range(5))])
        with zipfile.ZipFile(path) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b'ref="A1:B6"', b'ref="A1:A2"')
        with zipfile.ZipFile(tmp_path / "lie.xlsx", "w") as packed:
            for part, content in parts.items():
                packed.writestr(part, content)

        assert b'ref="A1:A2"' in parts[name]
        assert len(read_table(tmp_path / "lie.xlsx")) == 5
        assert len(read_table(tmp_path / "lie.xlsx")[0]) == 2

    def test_that_would_unpack_to_a_whole_disk_is_not_unpacked(self, sheet, monkeypatch):
        monkeypatch.setattr(_read, "_LARGEST_SHEET", 1000)

        assert "2 GB" in refusal(sheet([["a"], ["x" * 5000]])).remedy

    @pytest.mark.parametrize("broken", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
    def test_of_which_a_part_is_broken_is_refused_by_name(self, sheet, tmp_path, broken):
        with zipfile.ZipFile(sheet([["a"], [1]])) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as packed:
            for name, content in parts.items():
                packed.writestr(name, b"<broken" if name == broken else content)

        fault = refusal(tmp_path / "b.xlsx")

        assert (fault.value, fault.field) == ("b.xlsx", "file")
        assert "no sound XLSX" in fault.remedy

    def test_told_as_text_loses_the_point_of_a_whole_number(self, sheet):
        rows = read_table(sheet([["id", "x"], [1, 912.0], [2, 0.5]]), kinds={"x": str})

        assert [row["x"] for row in rows] == ["912", "0.5"]


class TestParquet:
    @pytest.mark.parametrize(
        ("cells", "read"),
        [
            ([1, None], [1, None]),
            ([1.5, float("nan")], [1.5, None]),
            (["a", " "], ["a", None]),
            ([True, False], [True, False]),
            ([dt.date(2026, 11, 22), None], ["2026-11-22", None]),
            ([dt.datetime(2026, 11, 22, 7, 30), None], ["2026-11-22T07:30:00", None]),
            ([["a", "b"], []], ["a; b", None]),
            ([[1, None, 2], [3]], ["1; ; 2", "3"]),
            ([Decimal("12.50"), None], ["12.50", None]),
            ([None, None], [None, None]),
        ],
        ids=range(10),
    )
    def test_of_every_type_is_read_as_cells(self, parquet, cells, read):
        assert [row["x"] for row in read_table(parquet(id=[1, 2], x=pyarrow.array(cells)))] == read

    def test_numbers_its_rows_from_one(self, parquet):
        assert [row.number for row in read_table(parquet(a=[5, 6, 7]))] == [1, 2, 3]

    def test_with_one_name_twice_however_typed_is_refused(self, parquet):
        fault = refusal(parquet(**{"كد": [1], "کد": [2]}))

        assert (fault.field, fault.value) == ("columns", "کد")
