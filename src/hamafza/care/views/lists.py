"""What the lists of care share: a stretch by key, paper, and a sheet."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from hamafza.kernel import paging
from hamafza.people.answers import Signed, query, turn

Columns = Sequence[tuple[Any, int]]


def stretch(request: Signed, things: QuerySet[Any], by: str, *, down: bool = False) -> paging.Page:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    return paging.paged(things, by, down=down, after=after, before=before)


def around(request: Signed, page: paging.Page) -> dict[str, Any]:
    """What a template needs to turn the page and to lead to the same on paper."""
    return {
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
        "query": query(request),
    }


def whole(
    things: QuerySet[Any], by: str, cells: Callable[[list[Any]], Iterable[list[str]]], *, down: bool = False
) -> list[list[str]]:
    """All lines of a list that a paper or a sheet can hold."""
    return list(cells(paging.paged(things, by, down=down, size=paging.WHOLE).rows))


def printed(request: Signed, title: Any, columns: Columns, lines: list[list[str]], back: str) -> HttpResponse:
    context = {"title": title, "columns": [str(heading) for heading, _width in columns], "lines": lines, "back": back}
    return render(request, "ui/list_print.html", context)
