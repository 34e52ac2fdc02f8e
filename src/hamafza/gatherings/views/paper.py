"""Type the list, look at how it was read, keep it: two steps of one address, and nothing is kept before the second."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from hamafza.gatherings import captions, forms, queries, reading
from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Occasion
from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import Refused
from hamafza.people.answers import done
from hamafza.ui.digits import local


@dataclass(frozen=True)
class Desk:
    """Who types the list of which occasion, where the page stands, and where it goes back to."""

    occasion: Occasion
    by: Actor
    back: str
    frame: str = "ui/base.html"


def typed(request: HttpRequest, desk: Desk, at: datetime) -> HttpResponse:
    occasion = desk.occasion
    paper = forms.PaperForm(
        request.POST if request.method == "POST" else None, initial={"others": occasion.others or None}
    )
    if request.method != "POST" or not paper.is_valid() or "again" in request.POST:
        return _typing(request, desk, paper)
    lines = reading.read(paper.cleaned_data["text"], reading.Known(occasion.gathering.centre))
    keeps = "keep" in request.POST
    read = forms.ReadForm(request.POST if keeps else None, lines=lines, there=_there(occasion, lines))
    if keeps and read.is_valid():
        try:
            kept = _keep(desk, paper, read, at)
            said = ngettext("ثبت شد: %(n)s نفر بودند. سپاس.", "ثبت شد: %(n)s نفر بودند. سپاس.", kept.people)
            return done(request, desk.back, said % {"n": local(kept.people)})
        except Refused as refused:
            paper.add_error(None, str(refused.message))
            return _typing(request, desk, paper)
    context = {"desk": desk, "name": captions.name_of(occasion), "paper": paper, "read": read}
    return render(request, "gatherings/read.html", context, status=422 if read.errors else 200)


def _typing(request: HttpRequest, desk: Desk, paper: forms.PaperForm) -> HttpResponse:
    occasion = desk.occasion
    context = {
        "desk": desk, "name": captions.name_of(occasion), "form": paper, "there": occasion.presences.count(),
    }  # fmt: skip
    return render(request, "gatherings/paper.html", context, status=422 if paper.errors else 200)


def _keep(desk: Desk, paper: forms.PaperForm, read: forms.ReadForm, at: datetime) -> Occasion:
    volunteers, guests = queries.by_numbers(read.chosen)
    kept: Occasion = gatherings.keep_list(
        desk.occasion, volunteers=volunteers, guests=guests, newcomers=read.newcomers,
        others=paper.cleaned_data["others"], by=desk.by, at=at,
    )  # fmt: skip
    return kept


def _there(occasion: Occasion, lines: list[reading.Line]) -> list[tuple[str, str]]:
    """Who stands on the list already and is not among the lines that can mean her only."""
    typed_now = {line.candidates[0].key for line in lines if line.kind == "one"}
    rows = occasion.presences.select_related("volunteer", "guest").order_by("pk")
    keyed = [(f"v{row.volunteer_id}" if row.volunteer_id else f"g{row.guest_id}", row.name) for row in rows]
    return [(key, name) for key, name in keyed if key not in typed_now]
