"""Any cell in any format: what comes back is what was there, or what a person would call the same."""

import datetime as dt
import json
import math
from decimal import Decimal
from itertools import product

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import as_csv, as_text, read_table, write_table

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
HOSTILE = {
    "formula": "=1+1",
    "command": "=cmd|'/c calc'!A0",
    "plus": "+98 912",
    "minus": "-cmd",
    "at": "@SUM(A1)",
    "apostrophe": "'quoted'",
    "guarded already": "'=1+1",
    "guarded twice": "''=1+1",
    "negative number": "-5",
    "quotes": 'گفت: "سلام"',
    "separators": "a,b;c\td|e",
    "two lines": "یک\nدو",
    "a carriage return": "یک\r\nدو",
    "half-space": "می\u200cروم",
    "bidi marks": "\u202bمتن\u202c",
    "arabic letters": "كيف",
    "emoji": "👨‍👩‍👧",
    "noughts": "0012345678",
    "long number": "12345678901234567890",
    "exponent": "1e5",
    "percent": "۱۲٪",
    "truth": "TRUE",
    "none": "None",
    "nan": "nan",
    "date": "1404/09/01",
    "html": "<script>alert(1)</script>",
    "format": "{0} %s \\n",
    "long": "متن " * 2000 + "پایان",
}
ONE_LINE_END = ("xlsx", "a carriage return")  # XML knows no other than «\\n»
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=15)


@pytest.fixture
def back(tmp_path):
    """Write rows and read them again."""

    def _back(suffix, *rows, **more):
        write_table(tmp_path / f"t.{suffix}", rows)
        return [dict(row) for row in read_table(tmp_path / f"t.{suffix}", **more)]

    return _back


class TestAText:
    @pytest.mark.parametrize(
        ("suffix", "name"), [pair for pair in product(FORMATS, HOSTILE) if pair != ONE_LINE_END]
    )
    def test_comes_back_as_it_was(self, back, suffix, name):
        assert back(suffix, {"id": "x", "a": HOSTILE[name]}) == [{"id": "x", "a": HOSTILE[name]}]

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_that_is_empty_or_blank_is_nothing(self, back, suffix):
        assert back(suffix, {"id": "x", "a": "", "b": "  \t", "c": None}) == [
            {"id": "x", "a": None, "b": None, "c": None}
        ]

    @pytest.mark.parametrize("suffix", ["json", "xlsx", "parquet"])
    def test_without_what_nobody_sees_comes_back(self, back, suffix):
        assert back(suffix, {"id": "x", "a": "م\x00\x07ا\x1b"}) == [{"id": "x", "a": "ما"}]

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet"])
    def test_with_half_a_character_is_written_without_it(self, tmp_path, back, suffix):
        (tmp_path / "in.json").write_text('[{"id": "x", "a": "م\\ud83dا"}]', "utf-8")

        rows = read_table(tmp_path / "in.json")

        assert back(suffix, *rows) == [{"id": "x", "a": "ما"}]

    @pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cells=st.lists(TEXT, min_size=1, max_size=4))
    def test_of_any_kind_comes_back_but_for_spaces_around_it(self, back, suffix, cells):
        rows = [{"id": "x", "a": cell} for cell in cells]

        assert back(suffix, *rows) == [{"id": "x", "a": cell.strip() or None} for cell in cells]


class TestAName:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("name", ["=1+1", "نام خانوادگی", 'a"b', "a,b;c", "'=x", "مبلغ (ریال)"])
    def test_of_a_column_comes_back_as_it_was(self, back, suffix, name):
        assert back(suffix, {name: "x", "id": "y"}) == [{name: "x", "id": "y"}]

    @pytest.mark.parametrize("suffix", ["json", "xlsx", "parquet"])
    def test_of_a_column_loses_what_nobody_sees(self, back, suffix):
        assert back(suffix, {"na\x00me": "x", "id": "y"}) == [{"name": "x", "id": "y"}]

    def test_of_a_column_does_not_run_as_a_formula(self):
        assert as_csv([{"=1+1": "x"}]).startswith("'=1+1")


class TestANumber:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("number", [0, -7, 10**15, 2**62, 0.1, -2.5e-8, 1e15, 123456789.25])
    def test_comes_back_to_the_last_digit(self, back, suffix, number):
        kind = type(number)

        ((found),) = back(suffix, {"id": "x", "n": number}, kinds={"n": kind})

        assert (found["n"], type(found["n"])) == (number, kind)

    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
    def test_that_is_none_leaves_its_cell_empty(self, back, suffix, number):
        assert back(suffix, {"id": "x", "n": number}, {"id": "y", "n": 1.5}, kinds={"n": float}) == [
            {"id": "x", "n": None}, {"id": "y", "n": 1.5},
        ]  # fmt: skip

    def test_that_is_none_leaves_json_that_everyone_reads(self, tmp_path):
        write_table(tmp_path / "t.json", [{"n": math.nan}])

        assert json.loads((tmp_path / "t.json").read_text("utf-8"), parse_constant=pytest.fail) == [
            {"n": None}
        ]

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_beside_a_word_comes_back(self, back, suffix):
        rows = back(suffix, {"id": "x", "a": 5}, {"id": "y", "a": "پنج"}, {"id": "z", "a": None})

        assert [as_text(row["a"]) for row in rows] == ["5", "پنج", None]

    @pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
    def test_of_more_than_64_bits_comes_back(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "n": 10**20}, kinds={"n": int})

        assert row["n"] == 10**20

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_a_decimal_comes_back(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "n": Decimal("12.50")}, kinds={"n": float})

        assert row["n"] == 12.5

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_truth_is_one_or_a_word_for_it(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "yes": True, "no": False})

        assert (as_text(row["yes"]).lower(), as_text(row["no"]).lower()) == ("true", "false")


class TestANumberOfNumpy:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize(
        ("make", "number"),
        [("int64", 7), ("int8", -7), ("float64", 0.5), ("float32", 0.25), ("float32", math.nan)],
    )
    def test_comes_back_as_one_of_python_s(self, back, suffix, make, number):
        numpy = pytest.importorskip("numpy", reason="an engine of arrays brings numpy")
        kind = int if isinstance(number, int) else float

        (row,) = back(suffix, {"id": "x", "n": getattr(numpy, make)(number)}, kinds={"n": kind})

        assert row["n"] == (None if number != number else number)

    def test_is_a_number_in_a_sheet_and_in_json(self, tmp_path):
        numpy = pytest.importorskip("numpy", reason="an engine of arrays brings numpy")
        for suffix in ("xlsx", "json"):
            write_table(tmp_path / f"t.{suffix}", [{"n": numpy.int64(7)}])

            assert read_table(tmp_path / f"t.{suffix}")[0]["n"] == 7


class TestADay:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_comes_back_as_iso(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "day": dt.date(2026, 11, 22)})

        assert row["day"] == "2026-11-22"

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet"])
    def test_with_an_hour_keeps_it(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "at": dt.datetime(2026, 11, 22, 7, 30)})

        assert row["at"].replace(" ", "T") == "2026-11-22T07:30:00"


class TestAList:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
    def test_of_any_kind_is_one_cell_in_order(self, back, suffix, kind):
        (row,) = back(suffix, {"id": "x", "skills": kind(["ب", "الف"])})

        parts = ["ب", "الف"] if kind in (list, tuple) else ["الف", "ب"]
        assert row["skills"] == "; ".join(parts)

    @pytest.mark.parametrize("kind", [list, set])
    def test_stays_a_list_in_json(self, tmp_path, kind):
        write_table(tmp_path / "t.json", [{"skills": kind(["الف", "ب"])}])

        assert json.loads((tmp_path / "t.json").read_text("utf-8")) == [{"skills": ["الف", "ب"]}]

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_nothing_is_an_empty_cell(self, back, suffix):
        (row,) = back(suffix, {"id": "x", "skills": []})

        assert row["skills"] is None


def test_a_sheet_reads_from_right_to_left_and_runs_nothing(tmp_path):
    write_table(tmp_path / "t.xlsx", [{"=1": text} for text in HOSTILE.values()])

    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active

    assert sheet.sheet_view.rightToLeft
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
