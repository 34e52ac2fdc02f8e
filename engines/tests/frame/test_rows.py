"""Cells as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput, Row, as_number, as_text


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12), ("۱۲", 12), ("١٢", 12), (" ۱۲ ", 12), ("+5", 5), ("-5", -5), ("−۵", -5), ("1.5", 1.5), ("۱٫۵", 1.5),
        ("1,200", 1200), ("۱٬۲۰۰٬۰۰۰", 1_200_000), ("1,200.5", 1200.5), ("5.0", 5), (".5", 0.5), ("1e3", 1000.0),
        ("\u200f۱۲\u200e", 12), ("0012", 12), (7, 7), (7.5, 7.5), (True, 1),
        (None, None), ("", None), ("abc", None), ("1 2", None), ("1,2", None), ("12,34,567", None), ("0x10", None),
        ("nan", None), ("inf", None), ("1e999", None), (float("nan"), None), (float("inf"), None), ("½", None), ("²", None),
        ("9" * 31, None), ("1" * 1_000_000, None), ("1_000", None), ("--1", None), ("१२", None),
    ],
)  # fmt: skip
def test_a_number_is_read_or_refused(cell, number):
    found = as_number(cell)

    assert found == number
    assert type(found) is type(number)


@given(st.integers(-(10**15), 10**15))
def test_every_whole_number_is_read_in_three_alphabets(number):
    for digits in ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"):
        told = str(number).translate(str.maketrans("0123456789", digits))
        assert as_number(told) == number
    assert as_number(f"{number:,}") == number


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_every_real_number_is_read_as_written(number):
    found = as_number(repr(number))

    assert found is None or found == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text):
    assert as_number(text) is None or as_number(text) == as_number(text.strip())


@pytest.mark.parametrize(
    ("cell", "text"),
    [(5.0, "5"), (5.5, "5.5"), (5, "5"), (" x ", "x"), ("", None), ("  ", None), (None, None)],
)
def test_text_of_a_cell(cell, text):
    assert as_text(cell) == text


class TestRow:
    ROW = Row(
        {"name": " علی ", "count": "۳", "share": "0.25", "empty": None, "skills": "نجاری؛ آموزش, a|b"}, 9
    )

    def test_reads_its_cells(self):
        assert self.ROW.text("name") == "علی"
        assert self.ROW.integer("count", low=0, high=3) == 3
        assert self.ROW.real("share") == 0.25
        assert self.ROW.many("skills") == ("نجاری", "آموزش", "a", "b")
        assert self.ROW.many("empty") == self.ROW.many("absent") == ()

    def test_an_empty_cell_is_the_default(self):
        assert self.ROW.text("empty", "-") == "-"
        assert self.ROW.integer("absent", 4) == 4
        assert self.ROW.real("empty", 0.5) == 0.5

    @pytest.mark.parametrize(
        ("read", "words"),
        [
            (lambda row: row.text("empty"), ("empty", "must be filled")),
            (lambda row: row.integer("absent"), ("absent", "must be filled")),
            (lambda row: row.integer("name"), ("name", "write a number", "علی")),
            (lambda row: row.integer("share"), ("share", "whole")),
            (lambda row: row.integer("count", low=4), ("count", "from 4")),
            (lambda row: row.real("count", low=0, high=1), ("count", "from 0 to 1")),
        ],
    )
    def test_a_bad_cell_is_named_with_its_row(self, read, words):
        with pytest.raises(BadInput) as fault:
            read(self.ROW)

        assert fault.value.row == 9
        assert all(word in str(fault.value) for word in words)
        assert "سطر 9" in fault.value.say("fa")
