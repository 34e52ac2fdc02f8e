"""Afternoon coverage: a table with its gaps first, a map, the centres behind a cell, paper and a sheet."""

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
from hamafza.network import finding, maps
from hamafza.network.calendar import iranian_weekday
from hamafza.network.coverage import AFTERNOON, Cell, Coverage, coverage_of, hours_on
from hamafza.network.forms.coverage import AfternoonForm
from hamafza.network.guards import guarded
from hamafza.network.views.matrix import own_province
from hamafza.people.answers import query, sheet
from hamafza.places import queries as places
from hamafza.places.models import Kind, Place
from hamafza.ui.digits import local

GAPS_SHOWN = 10


@guarded("network.see_matrix")
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    found, form = _asked(request, at)
    chosen = found.cell(request.GET.get("domain", ""), request.GET.get("place", ""))
    context: dict[str, Any] = {
        "coverage": found,
        "form": form,
        "national": found.over.kind == Kind.NATION,
        "provinces": places.widest(),
        "gaps": [(cell, _address(request, cell)) for cell in found.gaps[:GAPS_SHOWN]],
        "empty": len(found.gaps),
        "could_open": sum(cell.could_open for cell in found.gaps),
        "rows": [(line, [(cell, _address(request, cell)) for cell in line.cells]) for line in found.lines],
        "picture": _picture(found, request) if found.places else None,
        "legend": [
            {"level": n, "label": words}
            for n, words in enumerate([_("هیچ"), local("1-2"), local("3-5"), local("6-9"), _("ده و بیشتر")])
        ],
        "has_cells": found.over.code == "11",
        "chosen": chosen,
        "behind": _behind(request, found, chosen, at) if chosen else [],
        "query": query(request),
    }
    return render(request, "network/coverage.html", context)


@guarded("network.see_matrix")
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    found, _form = _asked(request, clock.now())
    rows = [(line, [(cell, "") for cell in line.cells]) for line in found.lines]
    return render(request, "network/coverage_print.html", {"coverage": found, "rows": rows, "query": query(request)})


@guarded("network.see_matrix")
@require_safe
def exported(request: HttpRequest) -> HttpResponse:
    found, _form = _asked(request, clock.now())
    columns: list[tuple[Any, int]] = [(_("عرصه"), 28)]
    for place in found.places:
        columns += [(_("%(place)s، باز") % {"place": place}, 14), (_("%(place)s، کانون") % {"place": place}, 14)]
    lines = (
        [str(line.domain), *(n for cell in line.cells for n in (len(cell.open), len(cell.serving)))]
        for line in found.lines
    )
    return sheet("afternoon", _("پوشش بعدازظهر"), columns, lines)


def _asked(request: HttpRequest, at: datetime) -> tuple[Coverage, AfternoonForm]:
    """Of the province asked for, else of one's own; today and after 15:00 unless said otherwise."""
    over = places.by_path(request.GET.get("over", "") or own_province(request, at))
    if over is None or over.kind not in {Kind.NATION, Kind.PROVINCE}:
        raise Http404
    form = AfternoonForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    weekday = said.get("weekday")
    hour = said.get("hour") or AFTERNOON
    if weekday is None:
        weekday = iranian_weekday(clock.local(at).date())
    shown = AfternoonForm({"hour": hour, "weekday": weekday})
    return coverage_of(over, at, weekday=weekday, hour=hour), shown


def _address(request: HttpRequest, cell: Cell) -> str:
    kept = {name: value for name, value in request.GET.items() if name in {"over", "hour", "weekday"} and value}
    return f"?{urlencode({**kept, 'domain': cell.domain.key, 'place': cell.place.path})}#cell"


def _behind(request: HttpRequest, found: Coverage, cell: Cell, at: datetime) -> list[dict[str, Any]]:
    """The centres of a cell that she may see; those open then come first."""
    seen = finding.visible(request.user, at).filter(pk__in=cell.serving).select_related("place")  # type: ignore[arg-type]
    centres = list(seen.order_by("search_key", "pk"))
    hours = hours_on(centres, found.day)
    rows = [{"centre": one, "open": one.pk in cell.open, "hours": hours[one.pk]} for one in centres]
    return sorted(rows, key=lambda row: not row["open"])


def _picture(found: Coverage, request: HttpRequest) -> maps.Picture:
    def label(place: Place) -> str:
        n = found.open_in.get(place.path, 0)
        return f"{place}: " + ngettext("%(n)s عرصه باز", "%(n)s عرصه باز", n) % {"n": local(n)}

    def href(place: Place) -> str:
        if place.kind == Kind.PROVINCE:
            return f"?over={place.path}&hour={found.hour}&weekday={iranian_weekday(found.day)}"
        return f"{reverse('network:centres')}?{urlencode({'place': place.path, 'takes': 'on'})}"

    return maps.cells(found.places, found.open_in, label, href)
