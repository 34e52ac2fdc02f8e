"""A sheet that any spreadsheet program opens, and in which nothing is a formula."""

import io

import openpyxl
import pytest
from django.utils import translation

from hamafza.ui.workbook import harmless, workbook

COLUMNS = [("نام", 20), ("شمار", 8)]


def opened(lines, **more):
    return openpyxl.load_workbook(io.BytesIO(workbook("فهرست", COLUMNS, lines, **more))).active


def test_holds_its_headings_and_lines():
    sheet = opened([["چابهار", 3], ["کنارک", 0]], frozen=1)

    assert [*sheet.iter_rows(values_only=True)] == [("نام", "شمار"), ("چابهار", 3), ("کنارک", 0)]
    assert sheet.freeze_panes == "B2" and sheet["A1"].font.bold


@pytest.mark.parametrize(("language", "from_the_right"), [("fa", True), ("en", False)])
def test_reads_in_the_direction_of_the_page(language, from_the_right):
    with translation.override(language):
        assert bool(opened([]).sheet_view.rightToLeft) is from_the_right


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "＠x"])
def test_nothing_becomes_a_formula(text):
    cell = opened([[text, 1]])["A2"]

    assert cell.data_type == "s" and cell.value == harmless(text) == f"'{text}"


def test_a_long_title_is_cut_and_an_address_is_no_link():
    sheet = openpyxl.load_workbook(io.BytesIO(workbook("ک" * 60, COLUMNS, [["https://x.ir", 1]]))).active
    assert len(sheet.title) == 31 and sheet["A2"].hyperlink is None
