"""Answers that many pages give: a sheet, a turn of the page, «see other»."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hamafza.ui.workbook import XLSX, workbook


def sheet(name: str, title: str, columns: Sequence[tuple[Any, int]], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    """An XLSX file."""
    answer = HttpResponse(workbook(title, columns, lines, frozen=1), content_type=XLSX)
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
    return urlencode({name: value for name, value in request.GET.items() if name not in {"after", "before"} and value})
