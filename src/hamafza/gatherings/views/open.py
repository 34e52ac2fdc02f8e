"""Without an account: «آمدم» by the sheet on the wall, «می‌آیم» on a volunteer's own page."""

from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import queries
from hamafza.gatherings.forms import DigitsForm
from hamafza.gatherings.models import Occasion
from hamafza.kernel import clock, limits
from hamafza.kernel.errors import Refused
from hamafza.network.guards import View, open_to_all
from hamafza.people.answers import done, not_done
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import Volunteer

SALT = "gatherings.tap"
COOKIE = "hamafza-v"  # her own link, kept on her own phone, read at the sheet's address only
KEPT = 180 * 24 * 60 * 60
CHOOSE_WITHIN = 15 * 60
MINUTES = 60
SHOWN = 6  # of those that she leads
OPENS, TRIES = 240, 120  # each ten minutes: a hall of people shares one address; all four digits would take half a day


def quietly(view: View) -> View:
    """The address is the key: no cache keeps it, no other page hears of it, and one may not knock endlessly."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limits.wait("gatherings", limits.caller(request), limit=OPENS, seconds=10 * MINUTES):
            answer = _sorry(request, _("کمی شلوغ شده است؛ چند دقیقهٔ دیگر دوباره باز کنید."), 429)
        else:
            answer = view(request, *args, **kwargs)
        answer["Referrer-Policy"] = "same-origin"  # other hosts hear nothing; with less, browsers hide who posts
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return inner


@open_to_all(
    "a volunteer says that she is here: a signed code of one occasion, valid on its day, and four digits of her phone"
)
@require_http_methods(["GET", "HEAD", "POST"])
@quietly
def tap(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    occasion = queries.by_code(code)
    if occasion is None:
        return _sorry(request, _("این پیوند کامل نیست. دوباره نقش روی برگه را بگیرید."), 404)
    if not occasion.takes_taps(at):
        return _sorry(request, gatherings.NotToday.message, 410)
    if request.method != "POST":
        return _greet(request, occasion, at)
    if "me" in request.POST:
        return _came(request, occasion, at)
    return _find(request, occasion)


def _greet(request: HttpRequest, occasion: Occasion, at: datetime) -> HttpResponse:
    she = _known(request, occasion, at)
    if she and queries.is_there(occasion, she):
        return _thanks(request, occasion)
    context = {"occasion": occasion, "she": she, "me": _sealed(occasion, she) if she else "", "form": DigitsForm()}
    return render(request, "gatherings/tap.html", context)


def _find(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """By four digits; names are shown only in part."""
    form = DigitsForm(request.POST)
    found: list[Volunteer] = []
    if form.is_valid():
        if _too_many(request, occasion):
            return _sorry(
                request, _("چند بار پیاپی نوشته شد؛ ده دقیقهٔ دیگر دوباره بکوشید یا نامتان را روی کاغذ بنویسید."), 429
            )
        found = queries.ending_in(occasion, form.cleaned_data["digits"])
        if not found:
            form.add_error(
                "digits", _("با این چهار رقم کسی را نیافتیم. دوباره بنویسید، یا نامتان را روی کاغذ بنویسید.")
            )
    choices = [(_sealed(occasion, one), _in_part(one.full_name)) for one in found]
    context = {"occasion": occasion, "form": form, "choices": choices}
    return render(request, "gatherings/tap.html", context, status=422 if form.errors else 200)


def _came(request: HttpRequest, occasion: Occasion, at: datetime) -> HttpResponse:
    she = _unsealed(request.POST["me"], occasion)
    if she is None:
        return _sorry(request, _("زمان زیادی گذشت. دوباره نقش روی برگه را بگیرید."), 422)
    try:
        gatherings.tap(occasion, by=she, at=at)
    except Refused as refused:
        return _sorry(request, refused.message, 422)
    answer = _thanks(request, occasion)
    remember(answer, volunteers.link_of(she))
    return answer


def _thanks(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    return render(request, "gatherings/tapped.html", {"occasion": occasion})


def _sorry(request: HttpRequest, said: Any, status: int) -> HttpResponse:
    return render(request, "gatherings/tap_not.html", {"said": said}, status=status)


def _too_many(request: HttpRequest, occasion: Occasion) -> bool:
    """Four digits are few: neither one phone nor all together may try them all."""
    asked = (limits.caller(request), f"occasion-{occasion.pk}")
    return any(limits.wait("gathering-digits", who, limit=TRIES, seconds=10 * MINUTES, shared=True) for who in asked)


def _sealed(occasion: Occasion, she: Volunteer) -> str:
    return signing.dumps([occasion.pk, she.pk], salt=SALT)


def _unsealed(me: str, occasion: Occasion) -> Volunteer | None:
    try:
        for_occasion, pk = signing.loads(me, salt=SALT, max_age=CHOOSE_WITHIN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if for_occasion != occasion.pk or not isinstance(pk, int):
        return None
    return queries.serving(occasion.gathering.centre).filter(pk=pk).first()


def _known(request: HttpRequest, occasion: Occasion, at: datetime) -> Volunteer | None:
    """Whose phone this is, if she tapped here before or opened her own page, and serves at this centre."""
    she = volunteers.by_link(request.COOKIES.get(COOKIE, ""), at)
    return she if she and queries.serving(occasion.gathering.centre).filter(pk=she.pk).exists() else None


def _in_part(name: str) -> str:
    """«گلنار ر.»: enough for her, little for others."""
    words = name.split()
    return " ".join([words[0], *(f"{word[0]}." for word in words[1:])]) if words else ""


def remember(answer: HttpResponse, token: str) -> None:
    """So that next time it is one tap."""
    answer.set_cookie(
        COOKIE, token, max_age=KEPT, path="/g/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


@open_to_all("a volunteer's own page, by her own signed link")
@require_http_methods(["GET", "HEAD", "POST"])
@quietly
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The next gatherings of her centre; a page by itself, and a part of her own page when htmx asks."""
    at = clock.now()
    she = volunteers.by_link(token, at)
    if she is None:
        raise Http404
    if request.method == "POST":
        return _say(request, she, token, at)
    context = _own(she, token, at)
    template = "gatherings/mine.html#part" if request.htmx else "gatherings/mine.html"  # type: ignore[attr-defined]
    answer = render(request, template, context)
    remember(answer, token)
    return answer


def _say(request: HttpRequest, she: Volunteer, token: str, at: datetime) -> HttpResponse:
    pk, address = request.POST.get("occasion", ""), reverse("gatherings:mine", args=[token])
    shown = {str(one.pk): one for one, _said in queries.coming_to(she, at)}
    if pk not in shown:
        raise Http404
    comes = request.POST.get("comes") == "yes"
    try:
        gatherings.say_whether_coming(shown[pk], comes=comes, by=she, at=at)
    except Refused as refused:
        return not_done(request, address, refused.message)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "gatherings/mine.html#part", _own(she, token, at))
    return done(request, address, _("سپاس؛ نوشته شد که می‌آیید.") if comes else _("نوشته شد که نمی‌آیید."))


def _own(she: Volunteer, token: str, at: datetime) -> dict[str, Any]:
    """What stands there: where she may come, and whose list is hers to type."""
    led = queries.led_by(she, at).order_by("-starts_at", "pk")[:SHOWN]
    return {"token": token, "she": she, "coming": queries.coming_to(she, at), "led": led}
