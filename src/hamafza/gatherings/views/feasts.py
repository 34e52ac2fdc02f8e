"""The table of feasts, a year at a time; provincial coordinators correct it by the moon."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import queries
from hamafza.gatherings.forms import FeastForm, MoveFeastForm
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import year
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, done
from hamafza.ui.refusals import show

YEARS = range(1390, 1431)


@guarded("gathering.see")
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: Signed) -> HttpResponse:
    at = clock.now()
    form = FeastForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = gatherings.add_feast(by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(kept.first_on), _("روزهای این مناسبت در جدول نشست."))
        except Refused as refused:
            show(form, refused)
    return _show(request, form, at)


@guarded("gathering.keep_feasts")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    feast = get_object_or_404(queries.feasts(), pk=pk)
    form = MoveFeastForm(request.POST or None, initial=MoveFeastForm.of(feast))
    if request.method == "POST" and form.is_valid():
        try:
            gatherings.move_feast(feast, by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(feast.first_on), _("روزهای این مناسبت عوض شد."))
        except Refused as refused:
            show(form, refused)
    context = {
        "form": form, "title": _("روزهای مناسبت"), "lead": str(feast), "submit": _("ثبت روزهای تازه"),
        "explains": _("جلسه‌هایی که پیش از این در تقویم نشسته‌اند عوض نمی‌شوند؛ اگر باید، آن‌ها را لغو کنید."),
        "back": _address(feast.first_on), "danger": False,
    }  # fmt: skip
    return render(request, "gatherings/act.html", context, status=422 if form.errors else 200)


@guarded("gathering.keep_feasts")
@require_POST
def drop(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    feast = get_object_or_404(queries.feasts(), pk=pk)
    first_on = feast.first_on
    gatherings.drop_feast(feast, by=request.user, at=at)
    return done(request, _address(first_on), _("از جدول برداشته شد."))


def _show(request: Signed, form: FeastForm, at: datetime) -> HttpResponse:
    asked = request.GET.get("year", "")
    shown = (
        int(asked)
        if asked.isascii() and asked.isdigit() and int(asked) in YEARS
        else year.year_of(clock.local(at).date())
    )
    last = year.first_day(shown + 1) - timedelta(days=1)
    context = {
        "form": form,
        "year": shown,
        "feasts": queries.feasts_between(year.first_day(shown), last),
        "may_keep": reach(request.user, "gathering.keep_feasts", at) != NOTHING,
    }
    return render(request, "gatherings/feasts.html", context, status=422 if form.errors else 200)


def _address(day: object) -> str:
    return f"{reverse('gatherings:feasts')}?year={year.year_of(day)}"  # type: ignore[arg-type]
