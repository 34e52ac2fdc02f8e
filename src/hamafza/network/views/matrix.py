"""Domains × places with their gaps: a table, a map beside it, a sheet and paper."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network import access, maps
from hamafza.network.guards import guarded
from hamafza.network.matrix import Cell, Matrix, matrix_of
from hamafza.people.answers import sheet
from hamafza.places import queries as places
from hamafza.places.models import Kind, Place
from hamafza.places.paths import cut
from hamafza.ui.digits import local

GAPS_SHOWN = 8


@guarded("network.see_matrix")
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    found = _matrix(request, clock.now())
    asked_for = [cell for cell in found.gaps if cell.asked]
    context: dict[str, Any] = {
        "matrix": found,
        "national": found.over.kind == Kind.NATION,
        "provinces": places.widest(),
        "gaps": asked_for[:GAPS_SHOWN],
        "more_gaps": max(0, len(asked_for) - GAPS_SHOWN),
        "empty": len(found.gaps),
        "picture": _picture(found),
        "legend": [
            {"level": n, "label": words}
            for n, words in enumerate([_("هیچ"), local("1-2"), local("3-5"), local("6-9"), _("ده و بیشتر")])
        ],
        "has_cells": found.over.code == "11",
    }
    return render(request, "network/matrix.html", context)


@guarded("network.see_matrix")
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    return render(request, "network/matrix_print.html", {"matrix": _matrix(request, clock.now())})


@guarded("network.see_matrix")
@require_safe
def exported(request: HttpRequest) -> HttpResponse:
    found = _matrix(request, clock.now())
    columns: list[tuple[Any, int]] = [(_("عرصه"), 28)]
    for place in found.places:
        columns += [
            (_("%(place)s، کانون") % {"place": place}, 14),
            (_("%(place)s، درخواست") % {"place": place}, 14),
        ]
    lines = (
        [str(line.domain), *(n for cell in line.cells for n in (cell.centres, cell.asked))] for line in found.lines
    )
    return sheet("matrix", _("پوشش عرصه‌ها"), columns, lines)


def list_address(cell: Cell) -> str:
    """The list of centres that serve this cell: as many as its number says."""
    asked = {"domain": cell.domain.key, "place": cell.place.path, "takes": "on"}
    return f"{reverse('network:centres')}?{urlencode(asked)}"


def _matrix(request: HttpRequest, at: datetime) -> Matrix:
    """Of the province asked for; else of one's own; «IR/» is the nation."""
    asked = request.GET.get("over", "") or own_province(request, at)
    over = places.by_path(asked)
    if over is None or over.kind not in {Kind.NATION, Kind.PROVINCE}:
        raise Http404
    return matrix_of(over, at)


def own_province(request: HttpRequest, at: datetime) -> str:
    scopes = (grant.scope for grant in access.grants_of(request.user, at))  # type: ignore[arg-type]
    paths = [scope.access_path for scope in scopes if scope]
    inside = [path for path in paths if path.count("/") > 1]
    return cut(inside[0], 1) if inside else "IR/"


def _picture(found: Matrix) -> maps.Picture:
    def label(place: Place) -> str:
        n = found.centres_in.get(place.path, 0)
        return f"{place}: " + ngettext("%(n)s کانون", "%(n)s کانون", n) % {"n": local(n)}

    def href(place: Place) -> str:
        if place.kind == Kind.PROVINCE:
            return f"?over={place.path}"
        return f"{reverse('network:centres')}?{urlencode({'place': place.path, 'takes': 'on'})}"

    return maps.cells(found.places, found.centres_in, label, href)
