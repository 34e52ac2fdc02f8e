from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hamafza.desks import addresses
from hamafza.desks.queries.today import Today, today
from hamafza.desks.sentence import sentence
from hamafza.kernel import clock
from hamafza.network.guards import open_to_all
from hamafza.public.queries import here


@open_to_all("the front door; a signed-in person sees her own day")
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "desks/today.html", day_of(request))
    told = here.latest(clock.local(clock.now()).date())
    figures = {"month": told[0].first, **told[1]} if told else {}
    return render(request, "desks/front.html", {"figures": figures, "to": addresses})


def day_of(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """The context of «امروز», as the whole page and as the answer to an act."""
    at = clock.now()
    day: Today = today(request.user, at)  # type: ignore[arg-type]
    count = len(day.mine)
    if request.session.get("waiting") != count:
        request.session["waiting"] = count
    return {
        "day": day,
        "sentence": sentence(day.mine, at, len(day.watch)),
        "to": addresses,
        "now": at,
        **more,
    }
