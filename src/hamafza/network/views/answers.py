"""Answers that many pages give: a sheet, a turn of the page, «see other»."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_bidi

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(
    name: str, title: str, columns: Sequence[tuple[Any, int]], lines: Iterable[Sequence[Any]]
) -> HttpResponse:
    """An XLSX file; text is written as text, so that no cell can turn into a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(title[:31])
    if get_language_bidi():
        page.right_to_left()
    bold = book.add_format({"bold": True})
    for column, (heading, width) in enumerate(columns):
        page.set_column(column, column, width)
        page.write_string(0, column, str(heading), bold)
    for row, cells in enumerate(lines, start=1):
        for column, cell in enumerate(cells):
            (page.write_number if isinstance(cell, int) else page.write_string)(row, column, cell)
    page.freeze_panes(1, 1)
    book.close()
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def see_other(address: str) -> HttpResponse:
    """After a POST: go and look there."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def done(request: HttpRequest, address: str, said: Any) -> HttpResponse:
    """It is done; the next page says so."""
    messages.success(request, str(said))
    return see_other(address)


def turn(request: HttpRequest, way: str, key: str) -> str:
    """The address of the next stretch of this list."""
    if not key:
        return ""
    kept = {name: value for name, value in request.GET.items() if name not in {"after", "before"} and value}
    return f"?{urlencode({**kept, way: key})}"


def query(request: HttpRequest) -> str:
    """The filters of this page, for a link to the same elsewhere."""
    return urlencode(
        {name: value for name, value in request.GET.items() if name not in {"after", "before"} and value}
    )
