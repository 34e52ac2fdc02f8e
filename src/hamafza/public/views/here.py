"""What was done here: a page for citizens, with a picture, to print and to follow."""

from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from hamafza.journal.months import Month
from hamafza.kernel import clock
from hamafza.network.guards import open_to_all
from hamafza.places.models import Place
from hamafza.public.measures import FINISHED, HEARD
from hamafza.public.queries import here as queries
from hamafza.public.queries import stories
from hamafza.ui import digits, moments

WHY = "published batches of people, five at least"
KEPT = 300  # seconds
BUILT = Path(__file__).stat().st_mtime_ns  # another release is another page
FED = 20  # stories in the feed


def seal(request: HttpRequest, **_asked: str) -> str:
    """Names this very page: what is out, which stories are in print, the day, the language and the reader's browser."""
    hers = sorted((name, value) for name, value in request.COOKIES.items() if name != settings.CSRF_COOKIE_NAME)
    today = clock.local(clock.now()).date()
    parts = (BUILT, request.get_full_path(), queries.stamp(), stories.stamp(), today, get_language(), hers)
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
@condition(etag_func=seal)
def here(request: HttpRequest, code: str = "IR") -> HttpResponse:
    place, today = place_or_404(code), clock.local(clock.now()).date()
    choices = queries.months(today)
    month = _month(request, choices)
    found = _kept(place, month)
    nth = choices.index(month)
    above = place.parent if place.parent and place.path != "IR/" else None
    context: dict[str, Any] = {
        "found": found,
        "place": place,
        "above": above,
        "above_code": queries.code_of(above.path) if above else "",
        "code": queries.code_of(place.path),
        "month": moments.say(month.first, "month"),
        "later": _named(choices[nth - 1]) if nth else None,
        "earlier": _named(choices[nth + 1]) if nth + 1 < len(choices) else None,
        "legend": _legend(),
        "stories": stories.newest(place),
    }
    return _fresh(render(request, "public/here.html", context))


@open_to_all(WHY)
@require_safe
@vary_on_headers("Cookie", "Accept-Language")
@condition(etag_func=seal)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Each month that is over, as a sentence."""
    place, today = place_or_404(code), clock.local(clock.now()).date()
    address = request.build_absolute_uri(reverse("public:here", args=[queries.code_of(place.path)]))
    made = Rss201rev2Feed(
        title=_("کارنامهٔ خدمت در %(place)s") % {"place": place},
        link=address,
        description=_("هر ماه، آنچه با هم انجام شد."),
        language=get_language(),
    )
    for month, totals in queries.year(place, today):
        words = _("در %(month)s در %(place)s %(heard)s درخواست شنیده شد و %(finished)s نیاز به نتیجه رسید.") % {
            "month": moments.say(month.first, "month"),
            "place": place,
            "heard": digits.grouped(totals.get(HEARD.key, 0)),
            "finished": digits.grouped(totals.get(FINISHED.key, 0)),
        }
        made.add_item(
            title=moments.say(month.first, "month"),
            link=f"{address}?month={month.code}",
            description=words,
            pubdate=datetime.combine(month.plus(1).first, time.min, clock.TEHRAN),
            unique_id=f"{queries.code_of(place.path)}-{month.code}",
            unique_id_is_permalink=False,
        )
    _add_stories(made, request, place)
    answer = HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    return _fresh(answer)


def _fresh(answer: HttpResponse) -> HttpResponse:
    """Asked for each time, and mostly answered with "as before": what is taken back is gone at once."""
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _add_stories(made: Rss201rev2Feed, request: HttpRequest, place: Place) -> None:
    code = queries.code_of(place.path)
    for one in stories.in_print(place=place).order_by("-published_at", "-pk")[:FED]:
        made.add_item(
            title=one.title,
            link=request.build_absolute_uri(reverse("public:printed_story", args=[code, one.pk])),
            description=one.text,
            pubdate=one.published_at,
            unique_id=f"story-{one.pk}",
            unique_id_is_permalink=False,
        )


def place_or_404(code: str) -> Place:
    place = queries.place_of(code)
    if place is None:
        raise Http404
    return place


def _month(request: HttpRequest, choices: list[Month]) -> Month:
    """The one asked for; else the last that is over, since it is the fullest."""
    asked = request.GET.get("month", "")
    by_code = {str(month.code): month for month in choices}
    if asked and asked not in by_code:
        raise Http404
    return by_code.get(asked, choices[1])


def _kept(place: Place, month: Month) -> queries.Here:
    """Put together once a week and language; a new publication begins a new one."""
    key = f"here:{place.path}:{month.code}:{queries.stamp()}:{get_language()}"
    kept = caches["local"]
    found: queries.Here | None = kept.get(key)
    if found is None:
        found = queries.here(place, month, clock.local(clock.now()).date())
        kept.set(key, found, KEPT)
    return found


def _named(month: Month) -> dict[str, object]:
    return {"code": month.code, "name": moments.say(month.first, "month")}


def _legend() -> list[dict[str, object]]:
    steps = [_("اندک یا هیچ"), *(_("از %(n)s") % {"n": digits.grouped(step)} for step in queries.LEVELS)]
    return [{"level": n, "label": words} for n, words in enumerate(steps)]
