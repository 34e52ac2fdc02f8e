"""Which licensed skill a centre is about to lose, and whether it is open when its people are free."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hamafza.kernel import clock
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, query, sheet
from hamafza.ui.digits import local
from hamafza.ui.moments import say
from hamafza.volunteers import captions
from hamafza.volunteers.queries import forecast
from hamafza.volunteers.states import Part
from hamafza_engines.persian import search_key

COLUMNS = [
    (gettext_lazy("کانون"), 36), (gettext_lazy("مهارت"), 20), (gettext_lazy("از چه روزی ندارد"), 24),
    (gettext_lazy("چند روز مانده"), 14), (gettext_lazy("آخرین دارنده"), 36),
]  # fmt: skip
SHOWN = 50


@guarded("volunteer.see")
@require_safe
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    centres, gaps = _gaps(request)
    one = next((centre for centre in centres if centre.code == request.GET.get("centre")), None)
    one = one or (centres[0] if len(centres) == 1 else None)
    context = {
        "words": request.GET.get("q", ""),
        "centre": one,
        "centres": centres[:300],
        "gaps": gaps[:SHOWN],
        "more": len(gaps) > SHOWN,
        "query": query(request),
        "parts": [str(label) for label in Part.labels],
        "week": _week(forecast.working_week(one, at)) if one else [],
    }
    return render(request, "volunteers/forecast.html", context)


@guarded("volunteer.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    context = {"columns": [str(heading) for heading, _width in COLUMNS], "lines": _lines(request)}
    return render(request, "volunteers/forecast_print.html", context)


@guarded("volunteer.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("skills-forecast", _("پیش‌بینی مهارت‌ها"), COLUMNS, _lines(request))


def _gaps(request: Signed) -> tuple[list[Any], list[forecast.Gap]]:
    at, asked = clock.now(), request.GET
    centres = forecast.centres_seen(request.user, at)
    code = asked.get("centre", "")
    gaps = forecast.gaps([centre for centre in centres if code in {"", centre.code}], at)
    words = search_key(asked.get("q", "")[:120]).split()
    return centres, [gap for gap in gaps if all(word in search_key(f"{gap.centre} {gap.skill}") for word in words)]


def _lines(request: Signed) -> list[list[str]]:
    _centres, gaps = _gaps(request)
    return [
        [
            gap.centre.name, gap.skill, local(say(gap.day, "day")), local(max(gap.left, 0)),
            _("، ").join(one.full_name for one in gap.last),
        ]
        for gap in gaps
    ]  # fmt: skip


def _week(lines: list[forecast.Line]) -> list[tuple[str, list[forecast.Cell]]]:
    names = captions.weekdays()
    return [(names[line.weekday], line.cells) for line in lines]
