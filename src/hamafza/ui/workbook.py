"""A list as an XLSX sheet, right to left in Persian; no cell can turn into a formula anywhere."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE = 31  # of a sheet, in every spreadsheet program
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def workbook(
    title: str, columns: Sequence[tuple[Any, int]], lines: Iterable[Sequence[Any]], *, frozen: int = 0
) -> bytes:
    """One sheet: columns are headings with their widths, `frozen` of them stay in sight; whole numbers stay numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(title[:LONGEST_TITLE])
    if get_language_bidi():
        page.right_to_left()
    bold = book.add_format({"bold": True})
    for column, (heading, width) in enumerate(columns):
        page.set_column(column, column, width)
        page.write_string(0, column, str(heading), bold)
    for row, cells in enumerate(lines, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(row, column, cell)
            else:
                page.write_string(row, column, harmless(str(cell)))
    page.freeze_panes(1, frozen)
    book.close()
    return out.getvalue()


def harmless(text: str) -> str:
    """Saved as CSV and opened again, the cell is still text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
