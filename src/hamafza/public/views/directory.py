"""The directory, open to all, on the smallest phone, without JavaScript."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from hamafza.kernel import clock
from hamafza.network.finding import Filters
from hamafza.network.guards import open_to_all
from hamafza.public import hsds
from hamafza.public.looking import LookForm
from hamafza.public.queries import directory as queries
from hamafza.ui.digits import local

WHY = "which centres there are is public; hidden ones are not in it"


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
def directory(request: HttpRequest) -> HttpResponse:
    form = LookForm(request.GET)
    asked = Filters.of(form)
    found = queries.listing(
        asked, clock.now(), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "asked": asked,
        "next": _turn(request, "after", found.after),
        "previous": _turn(request, "before", found.before),
        "legend": [
            {"level": n, "label": words}
            for n, words in enumerate([_("هیچ"), local("1-2"), local("3-5"), local("6-9"), _("ده و بیشتر")])
        ],
    }
    return _kept(render(request, "public/directory.html", context, status=422 if form.errors else 200))


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
def centre(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.entry(code, clock.now())
    if found is None:
        raise Http404
    return _kept(render(request, "public/directory_centre.html", {"entry": found, "centre": found.centre}))


@open_to_all(WHY)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The whole directory in the words of HSDS 3, a page at a time."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return _kept(JsonResponse(hsds.page(max(1, number)), json_dumps_params={"ensure_ascii": False}))


def _kept(answer: HttpResponse) -> HttpResponse:
    """Five minutes in the reader's own browser; the frame is hers, so no shared cache keeps it."""
    patch_cache_control(answer, private=True, max_age=queries.KEPT)
    return answer


def _turn(request: HttpRequest, way: str, key: str) -> str:
    """The address of the next stretch of this list."""
    kept = {name: value for name, value in request.GET.items() if name not in {"after", "before"} and value}
    return f"?{urlencode({**kept, way: key})}" if key else ""
