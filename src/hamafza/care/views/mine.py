"""A volunteer's own parts, by her own link: hours, the next rung, how it was, letters. Nothing here needs an account."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.care import captions, queries
from hamafza.care import commands as care
from hamafza.care.commands.feelings import DOOR as FELT
from hamafza.care.commands.trust import DOOR as TRUST
from hamafza.care.deadlines import DUTY, PER_HOP
from hamafza.care.models import Letter
from hamafza.care.states import Feeling
from hamafza.care.views.thanks import file_of
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import open_to_all
from hamafza.people.answers import done, not_done
from hamafza.ui.digits import local
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import by_link

HERS = "her own page, by her own link"


@open_to_all(HERS)
@require_safe
def hours(request: Any, token: str) -> HttpResponse:
    at = clock.now()
    volunteer = _she(token, at)
    year = queries.year_of(volunteer, at)
    context = {
        "this_month": captions.hours(year.this_month), "whole": captions.hours(year.minutes), "duty": DUTY,
        "share": min(1.0, year.this_month / (DUTY * 60)), "bars": captions.bars(year),
        "duty_line": captions.duty_line(year), "estimate": captions.hours(PER_HOP),
        "kinds": [
            (
                caption,
                captions.hours(minutes),
                [{"day": one.day, "title": one.title, "hours": captions.hours(one.minutes)} for one in deeds],
            )
            for caption, minutes, deeds in queries.by_kind(year.deeds)
        ],
    }  # fmt: skip
    return _part(request, token, volunteer, "hours", context)


@open_to_all(HERS)
@require_safe
def ladder(request: Any, token: str) -> HttpResponse:
    at = clock.now()
    volunteer = _she(token, at)
    rise = queries.rise_of(volunteer, at)
    context = {
        "way": captions.way_to(rise), "rise": rise, "lines": [captions.line_of(one) for one in rise.lines],
        "step": queries.last_step(volunteer), "peers": queries.peers_of(volunteer),
        "unheard": queries.unheard_by(volunteer, at),
    }  # fmt: skip
    return _part(request, token, volunteer, "ladder", context)


@open_to_all(HERS)
@require_POST
def trust(request: Any, token: str, pk: int) -> HttpResponse:
    """Given, or taken back."""
    at = clock.now()
    volunteer = _she(token, at)
    peer = get_object_or_404(queries.beside(volunteer), pk=pk)
    give = request.POST.get("trust") == "yes"
    command: Callable[..., Any] = care.trust if give else care.take_trust_back
    said = _("رأی شما پوشیده ماند و شمرده شد.") if give else _("رأی شما پس گرفته شد.")
    address = reverse("care:mine_ladder", args=[token])
    try:
        command(voter=volunteer, volunteer=peer, by=TRUST, at=at)
    except Refused as refused:
        return not_done(request, address, refused.message)
    return done(request, address, said)


@open_to_all(HERS)
@require_http_methods(["GET", "HEAD", "POST"])
def felt(request: Any, token: str) -> HttpResponse:
    """One tap for each deed of the last thirty days."""
    at = clock.now()
    volunteer = _she(token, at)
    error, said = "", {}
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in ("key", "feeling", "words")}
        try:
            care.say_how_it_was(volunteer=volunteer, by=FELT, at=at, **said)
        except Refused as refused:
            error = str(refused.message)
        else:
            return done(request, reverse("care:mine_felt", args=[token]), _("سپاس؛ پاسخ شما بی‌نام شمرده شد."))
    deeds = queries.to_feel(volunteer, at)
    context = {
        "deeds": [(one, said.get("words", "") if one.key == said.get("key") else "") for one in deeds],
        "feelings": [(one.value, one.label) for one in Feeling], "error": error,
    }  # fmt: skip
    return _part(request, token, volunteer, "felt", context, status=422 if error else 200)


@open_to_all(HERS)
@require_safe
def letters(request: Any, token: str) -> HttpResponse:
    volunteer = _she(token, clock.now())
    found = Letter.objects.filter(volunteer=volunteer).whole().order_by("-at", "-pk")
    rows = [(one, local(one.number), captions.hours(one.minutes)) for one in found]
    return _part(request, token, volunteer, "letters", {"rows": rows})


@open_to_all(HERS)
@require_safe
def letter(request: Any, token: str, pk: int) -> HttpResponse:
    volunteer = _she(token, clock.now())
    return file_of([get_object_or_404(Letter.objects.filter(volunteer=volunteer).whole(), pk=pk)])


def _she(token: str, at: datetime) -> Volunteer:
    volunteer = by_link(token, at)
    if volunteer is None:
        raise Http404
    return volunteer


def _part(
    request: Any, token: str, volunteer: Volunteer, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Whole, or without its frame when her page asks for it."""
    frame = {
        "part": bool(request.htmx),
        "level": 3 if request.htmx else 2,
        "home": reverse("volunteers:own", args=[token]),
    }
    whole = {**context, **frame, "volunteer": volunteer, "token": token}
    template = {
        "hours": "care/mine_hours.html", "ladder": "care/mine_ladder.html", "felt": "care/mine_felt.html",
        "letters": "care/mine_letters.html",
    }[name]  # fmt: skip
    answer = render(request, f"{template}#part" if request.htmx else template, whole, status=status)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer
