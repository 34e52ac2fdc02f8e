"""Answers that pages of many areas give."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hamafza.people.models import Person
from hamafza.ui.workbook import XLSX, workbook


class Signed(HttpRequest):
    """A request behind a guard: whoever sends it has an account."""

    user: Person
    htmx: Any


def see_other(address: str) -> HttpResponse:
    """After a POST: go and look there."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def done(request: HttpRequest, address: str, said: Any) -> HttpResponse:
    messages.success(request, str(said))
    return see_other(address)


def not_done(request: HttpRequest, address: str, why: Any) -> HttpResponse:
    """A button without a form could not do it; the page it stood on says why."""
    messages.warning(request, str(why))
    return see_other(address)


def sheet(name: str, title: str, columns: Sequence[tuple[Any, int]], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    answer = HttpResponse(workbook(title, columns, lines, frozen=1), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def turn(request: HttpRequest, way: str, key: str) -> str:
    """The address of the next stretch of this list."""
    return f"?{urlencode({**_kept(request), way: key})}" if key else ""


def query(request: HttpRequest) -> str:
    """The filters of this page, for a link to the same elsewhere."""
    return urlencode(_kept(request))


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if name not in {"after", "before"} and value}
