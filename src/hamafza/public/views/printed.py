"""Stories that are in print: of a place, to look through, and each on its own page, to print."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from hamafza.journal.months import Month
from hamafza.kernel import paging
from hamafza.network.guards import open_to_all
from hamafza.people.answers import turn
from hamafza.public.forms import PrintedForm
from hamafza.public.queries import here as places
from hamafza.public.queries import stories as queries
from hamafza.public.views.here import place_or_404
from hamafza.ui import moments

WHY = "stories without names, with her word and a second reader's"


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
def stories(request: HttpRequest, code: str) -> HttpResponse:
    place, form = place_or_404(code), PrintedForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    found = queries.in_print(place=place, domain=said.get("domain") or "", words=said.get("q") or "")
    page = paging.paged(
        found, "published_at", down=True, size=12,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "place": place,
        "code": places.code_of(place.path),
        "stories": page.rows,
        "asked": urlencode({name: value for name, value in said.items() if value}),
        "next": turn(request, "after", page.after),
        "previous": turn(request, "before", page.before),
    }
    return _fresh(render(request, "public/printed.html", context, status=422 if form.errors else 200))


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
def story(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    place = place_or_404(code)
    found = get_object_or_404(queries.in_print(place=place), pk=pk)
    context = {
        "story": found,
        "place": place,
        "code": places.code_of(place.path),
        "month": moments.say(Month.from_code(found.month).first, "month"),
    }
    return _fresh(render(request, "public/printed_story.html", context))


def _fresh(answer: HttpResponse) -> HttpResponse:
    """Never from a store unasked: what she takes back is gone at once."""
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
