"""A gathering: founded, changed, ended, with its index, its picture and its days."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hamafza.gatherings import captions, queries, rules
from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import ics as calendars
from hamafza.gatherings.forms import ChangeForm, EndForm, GatheringForm
from hamafza.gatherings.models import Gathering
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import finding
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done
from hamafza.ui.moments import jalali_digits
from hamafza.ui.refusals import show


@guarded("gathering.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed) -> HttpResponse:
    at = clock.now()
    form = GatheringForm(request.POST or None, actor=request.user, at=at, initial=_beginning(request, at))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            gathering = gatherings.found(said.pop("centre"), by=request.user, at=at, **said)
            return done(request, _address(gathering), _("گردهمایی برپا شد و چهار هفتهٔ پیش رو در تقویمش نشست."))
        except Refused as refused:
            show(form, refused)
    return render(request, "gatherings/form.html", {"form": form}, status=422 if form.errors else 200)


def _beginning(request: Signed, at: datetime) -> dict[str, object]:
    """Her only centre, and today."""
    hers = list(finding.visible(request.user, at, "gathering.keep")[:2])
    named = {"centre": hers[0].name} if len(hers) == 1 else {}
    return {**named, "first_on": jalali_digits(clock.local(at).date())}


@guarded("gathering.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    gathering = get_object_or_404(queries.gatherings(request.user, at), pk=pk)
    context = {
        "gathering": gathering,
        "sight": queries.sight_of(gathering, request.user, at, rtl=get_language_bidi()),
        "rule": captions.rule_of(gathering),
        "tone": captions.tone_of(gathering),
        "ending": captions.ending_of(gathering),
        "by_rule": calendars.is_by_rule(gathering),
    }
    return render(request, "gatherings/gathering.html", context)


@guarded("gathering.see")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    gathering = _kept(request, pk, at)
    form = ChangeForm(
        request.POST or None, actor=request.user, at=at, centre=gathering.centre, initial=ChangeForm.of(gathering)
    )
    if request.method == "POST" and form.is_valid():
        try:
            gatherings.change(gathering, by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(gathering), _("تغییرها ثبت شد؛ جلسه‌های پیش رو هم عوض شدند."))
        except Refused as refused:
            show(form, refused)
    context = {"form": form, "gathering": gathering}
    return render(request, "gatherings/form.html", context, status=422 if form.errors else 200)


@guarded("gathering.see")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    gathering = _kept(request, pk, at)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            gatherings.end(gathering, by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(gathering), _("این گردهمایی پایان یافت؛ گذشته‌اش سر جای خود است."))
        except Refused as refused:
            show(form, refused)
    context = {
        "form": form, "title": _("پایان گردهمایی"), "lead": gathering.title, "submit": _("پایان می‌یابد"), "danger": True,
        "explains": _("جلسه‌های پیش رو برداشته می‌شود و به داوطلبان کانون پیامک می‌رسد."), "back": _address(gathering),
    }  # fmt: skip
    return render(request, "gatherings/act.html", context, status=422 if form.errors else 200)


@guarded("gathering.see")
@require_safe
def ics(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    gathering = get_object_or_404(queries.gatherings(request.user, at), pk=pk)
    answer = HttpResponse(calendars.calendar(gathering, at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="gathering-{gathering.pk}.ics"'
    return answer


def _kept(request: Signed, pk: int, at: datetime) -> Gathering:
    """Hers to keep, and not ended; else it is not there."""
    gathering: Gathering = get_object_or_404(queries.gatherings(request.user, at).active(), pk=pk)
    if not rules.may_keep(request.user, gathering, at):
        raise Http404
    return gathering


def _address(gathering: Gathering) -> str:
    return reverse("gatherings:gathering", args=[gathering.pk])
