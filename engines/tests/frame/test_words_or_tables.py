"""What the words of a command mean, which column is meant, and which row; and how faults are told."""

import io
import pickle
from math import nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.frame import (
    BadInput,
    Exit,
    MissingExtra,
    Row,
    fold,
    need,
    read_all,
    row_called,
    text_column,
    text_or_tables,
    write_table,
)


class TestTheWords:
    @pytest.mark.parametrize("words", [[], ["-"]])
    def test_of_nothing_are_what_comes_in(self, monkeypatch, words):
        monkeypatch.setattr("sys.stdin", io.StringIO("متن\nدو"))

        assert text_or_tables(words) == "متن\nدو"

    @pytest.mark.parametrize(
        ("words", "meant"),
        [
            (["a.csv"], [Path("a.csv")]),
            (["a.XLSX", "b.parquet"], [Path("a.XLSX"), Path("b.parquet")]),
            (["my file.json"], [Path("my file.json")]),
            (["notes", "b.csv"], [Path("notes"), Path("b.csv")]),
            (["سلام", "دنیا"], "سلام دنیا"),
            (["a.docx"], "a.docx"),
            (["--"], "--"),
            (["one line.\nand a.csv"], "one line.\nand a.csv"),
            (["a.csv", "two\nlines"], "a.csv two\nlines"),
            (["x" * 2000 + ".csv"], "x" * 2000 + ".csv"),
            ([""], ""),
        ],
        ids=range(11),
    )
    def test_are_tables_by_their_ending_or_else_a_text(self, words, meant):
        assert text_or_tables(words) == meant


class TestTheColumn:
    ROWS = (
        Row({"id": "1", "متن": "کوتاه", "note": None}, 2),
        Row({"id": "2", "متن": "متنی که بلندتر است", "note": "x"}, 3),
    )

    def test_is_the_one_of_the_longest_texts(self):
        assert text_column(self.ROWS) == "متن"

    @pytest.mark.parametrize("asked", ["note", " note ", "id", "متن"])
    def test_is_the_one_asked_for(self, asked):
        assert text_column(self.ROWS, asked) == asked.strip()

    def test_is_found_however_its_name_is_typed(self):
        rows = [Row({fold("كد  ملي"): "1"}, 1)]

        assert text_column(rows, "کد ملی") == text_column(rows, "كد ملي") == "کد ملی"

    def test_that_is_not_there_is_refused_with_those_that_are(self):
        with pytest.raises(BadInput) as fault:
            text_column(self.ROWS, "amount")

        assert (fault.value.field, fault.value.value) == ("column", "amount")
        assert "id, متن, note" in fault.value.remedy
        assert "id, متن, note" in fault.value.remedy_fa

    def test_of_no_rows_is_the_one_asked_for_or_any(self):
        assert (text_column([], "amount"), text_column([])) == ("amount", "text")


class TestTheRow:
    ROWS = (
        Row({"id": 7.0, "شناسه": "الف"}, 2),
        Row({"id": "2", "شناسه": "كد"}, 3),
        Row({"id": None, "شناسه": None}, 4),
    )

    @pytest.mark.parametrize(
        ("asked", "number"),
        [("7", 2), ("۷", 2), ("الف", 2), ("2", 3), ("کد", 3), ("3", 3), ("4", 4), ("۴", 4)],
    )
    def test_is_found_by_its_id_and_else_by_its_number(self, asked, number):
        assert row_called(self.ROWS, asked).number == number

    @pytest.mark.parametrize("asked", ["5", "", "None", "ب"])
    def test_that_is_not_there_is_refused(self, asked):
        with pytest.raises(BadInput) as fault:
            row_called(self.ROWS, asked)

        assert (fault.value.field, fault.value.value) == ("explain", asked)
        assert fault.value.remedy_fa

    def test_comes_from_every_table_in_turn(self, tmp_path):
        write_table(tmp_path / "a.csv", [{"id": 1}, {"id": 2}])
        write_table(tmp_path / "b.json", [{"id": 3}])

        rows = read_all([tmp_path / "a.csv", tmp_path / "b.json"])

        assert [(str(row["id"]), row.number) for row in rows] == [("1", 2), ("2", 3), ("3", 1)]


class TestACell:
    @pytest.mark.parametrize(
        ("low", "high", "cell", "remedy", "persian"),
        [
            (1, None, "0", "from 1", "از 1"),
            (None, 5, "6", "to 5", "تا 5"),
            (1, 5, "5.5", "from 1 to 5", "از 1 تا 5"),
            (0.5, 1, "۰٫۴", "from 0.5 to 1", "از 0.5 تا 1"),
        ],
    )
    def test_beyond_its_range_is_told_the_range(self, low, high, cell, remedy, persian):
        with pytest.raises(BadInput) as fault:
            Row({"n": cell}, 4).real("n", low=low, high=high)

        assert (fault.value.field, fault.value.value, fault.value.row) == ("n", cell, 4)
        assert (fault.value.remedy, fault.value.remedy_fa) == (remedy, persian)

    @pytest.mark.parametrize(("low", "high"), [(3, None), (None, 3), (3, 3), (2, 4)])
    def test_at_the_ends_of_its_range_is_taken(self, low, high):
        row = Row({"n": "3"}, 1)

        assert row.integer("n", low=low, high=high) == row.real("n", low=low, high=high) == 3

    def test_that_is_empty_is_its_default_even_beyond_the_range(self):
        """A default is the engine's own word; it may say «nobody asked»."""
        assert Row({"n": " "}, 1).integer("n", -1, low=0) == -1

    @pytest.mark.parametrize("cell", [nan, float("inf"), "∞", "1e999", "12a", "۱۲ نفر", [1]])
    def test_that_is_no_number_is_refused_with_itself(self, cell):
        with pytest.raises((BadInput, AttributeError)) as fault:
            Row({"n": cell if not isinstance(cell, list) else str(cell)}, 2).real("n")

        assert fault.value.row == 2
        assert fault.value.remedy == "write a number"

    @pytest.mark.parametrize(
        ("cell", "parts"),
        [
            ("a; b", ("a", "b")),
            ("a؛ب|c", ("a", "ب", "c")),
            ("الف، ب, ج", ("الف", "ب", "ج")),
            (";;a;;", ("a",)),
            ("12,500", ("12,500",)),
            ("1,200; 3", ("1,200", "3")),
            ("", ()),
            (None, ()),
            (5.0, ("5",)),
        ],
    )
    def test_of_many_parts_is_parted(self, cell, parts):
        assert Row({"x": cell}, 1).many("x") == parts

    @given(st.text(max_size=30))
    def test_folded_twice_is_folded_once(self, text):
        assert fold(fold(text)) == fold(text)

    @pytest.mark.parametrize(
        "name", ["کد ملی", "كد ملي", " کد  ملی ", "کد\tملی", "\ufeffکد ملی", "\u200fکد ملی\u200e", "کد\nملی"]
    )
    def test_that_names_a_column_is_one_however_typed(self, name):
        assert fold(name) == "کد ملی"


class TestAFault:
    @pytest.mark.parametrize(
        ("fault", "english", "persian"),
        [
            (BadInput("n", "x", "r"), "n: 'x' — r", "«n»: مقدار 'x' پذیرفته نشد — r"),
            (BadInput("n", 5, "r", 3), "row 3, n: 5 — r", "سطر 3، «n»: مقدار 5 پذیرفته نشد — r"),
            (BadInput("n", None, "r", 0, remedy_fa="چ"), "row 0, n: None — r", "سطر 0، «n»: مقدار None پذیرفته نشد — چ"),
            (BadInput("n", "متن", "r", remedy_fa="چ"), "n: 'متن' — r", "«n»: مقدار 'متن' پذیرفته نشد — چ"),
        ],
    )  # fmt: skip
    def test_is_one_line_in_either_language(self, fault, english, persian):
        assert (str(fault), fault.say("en"), fault.say("fa")) == (english, english, persian)

    @pytest.mark.parametrize(
        ("value", "shown"),
        [("x" * 40, repr("x" * 40)), ("x" * 41, repr("x" * 40 + "…")), (10**200, "1" + "0" * 159 + "…")],
    )
    def test_shows_a_value_of_forty_letters_and_the_beginning_of_a_longer_one(self, value, shown):
        assert BadInput("n", value, "r").say("en") == f"n: {shown} — r"

    @pytest.mark.parametrize("sign", ["\x1b[2J", "\u202e", "\r", "\x07", "\u2066"])
    def test_lets_no_sign_reach_the_terminal_that_would_steer_it(self, sign):
        told = BadInput("n", f"a{sign}b", "r")

        assert sign not in told.say("fa") + told.say("en")

    @pytest.mark.parametrize(
        "fault", [BadInput("n", (1, 2), "r", 3, remedy_fa="چ"), MissingExtra("m.x", "siting")]
    )
    def test_goes_between_processes_and_comes_back_the_same(self, fault):
        again = pickle.loads(pickle.dumps(fault))

        assert type(again) is type(fault)
        assert vars(again) == vars(fault)
        assert [again.say(language) for language in ("fa", "en")] == [
            fault.say(language) for language in ("fa", "en")
        ]

    def test_of_a_library_keeps_what_python_said(self):
        with pytest.raises(MissingExtra) as fault:
            need("json.no_such_part", extra="files")

        assert isinstance(fault.value.__cause__, ModuleNotFoundError)
        assert (fault.value.name, int(Exit.EXTRA_MISSING)) == ("json.no_such_part", 5)
