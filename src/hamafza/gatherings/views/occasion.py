"""One occasion: who came, why not, what is done about it, and the sheet for the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hamafza.gatherings import captions, forms, queries, rules, wall
from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Occasion
from hamafza.gatherings.views.paper import Desk, typed
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done
from hamafza.ui.paper import PDF
from hamafza.ui.refusals import show


@dataclass(frozen=True)
class Act:
    """A verb with a form: its words on the screen and its command."""

    form: type[django_forms.Form]
    command: Callable[..., Any]
    title: Any
    submit: Any
    said: Any
    explains: Any = ""
    danger: bool = False


ACTS = {
    "missed": Act(
        forms.WhyForm, gatherings.miss, gettext_lazy("برگزار نشد"), gettext_lazy("ثبت"),
        gettext_lazy("ثبت شد و همین امروز به مدیر کانون گفته می‌شود."),
        gettext_lazy("گفتنش سرزنش ندارد؛ زود که گفته شود، زود هم درست می‌شود."), True,
    ),
    "cancel": Act(
        forms.WhyForm, gatherings.cancel, gettext_lazy("برگزار نمی‌شود"), gettext_lazy("ثبت و خبر دادن"),
        gettext_lazy("ثبت شد؛ به داوطلبان کانون پیامک می‌رسد."),
        gettext_lazy("هر که نگفته نمی‌آید، پیامک می‌گیرد. پیامک دلیل را نمی‌گوید."), True,
    ),
    "follow": Act(
        forms.FollowForm, gatherings.follow, gettext_lazy("پیگیری"), gettext_lazy("ثبت پیگیری"),
        gettext_lazy("پیگیری شما ثبت شد."),
    ),
}  # fmt: skip


@guarded("gathering.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    occasion = get_object_or_404(queries.occasions(request.user, at), pk=pk)
    context = {
        "desk": queries.desk_of(occasion, request.user, at),
        "occasion": occasion,
        "tone": captions.TONES[occasion.state],
        "reason": captions.reason_of(occasion),
        "follows": captions.follows(occasion),
    }
    return render(request, "gatherings/occasion.html", context)


@guarded("gathering.see")
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: Signed, pk: int) -> HttpResponse:
    """Type the list of who came."""
    at = clock.now()
    occasion = _told_by_her(request, pk, at)
    return typed(request, Desk(occasion, request.user, _address(occasion)), at)


@guarded("gathering.see")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Signed, pk: int, name: str) -> HttpResponse:
    at, verb = clock.now(), ACTS[name]
    occasion = _told_by_her(request, pk, at)
    form = verb.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verb.command(occasion, by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(occasion), verb.said)
        except Refused as refused:
            show(form, refused)
    context = {
        "form": form, "title": verb.title, "lead": captions.name_of(occasion), "submit": verb.submit,
        "danger": verb.danger, "explains": verb.explains, "back": _address(occasion),
    }  # fmt: skip
    return render(request, "gatherings/act.html", context, status=422 if form.errors else 200)


@guarded("gathering.see")
@require_safe
def wall_sheet(request: Signed, pk: int) -> HttpResponse:
    """The sheet with the QR code as PDF; its file is named by number only."""
    at = clock.now()
    occasion = _told_by_her(request, pk, at)
    answer = HttpResponse(wall.pdf(occasion, at), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="gathering-{occasion.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _told_by_her(request: Signed, pk: int, at: datetime) -> Occasion:
    """Hers to tell of; else it is not there."""
    occasion: Occasion = get_object_or_404(queries.occasions(request.user, at), pk=pk)
    if not rules.may_tell(request.user, occasion, at):
        raise Http404
    return occasion


def _address(occasion: Occasion) -> str:
    return reverse("gatherings:occasion", args=[occasion.pk])
