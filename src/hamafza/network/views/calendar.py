"""The table of holidays, a year at a glance, and the answer to «until when would it be?»."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.kernel.worktime import Span
from hamafza.network import commands as network
from hamafza.network import finding, queries, year
from hamafza.network.access import reach
from hamafza.network.calendar import calendar_for
from hamafza.network.forms import DeadlineForm, HolidayForm
from hamafza.network.guards import NOTHING, guarded
from hamafza.network.models import Centre
from hamafza.network.week import holidays_of
from hamafza.people.answers import done
from hamafza.ui.refusals import show

YEARS = range(1390, 1431)


@dataclass(frozen=True)
class Answer:
    """«If it came now, the deadline would be …», with the days of rest on the way."""

    centre: Centre
    days: int
    due: datetime
    skipped: list[Any]


@guarded("centre.see")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            network.add_holiday(said["place"], date=said["date"], name=said["name"], by=request.user, at=at)
            return done(request, _year_address(said["date"]), _("این روز در تقویم نشست؛ مهلت‌های تازه آن را می‌شناسند."))
        except Refused as refused:
            show(form, refused)
    return _show(request, form, at)


@guarded("network.keep_calendar")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    at = clock.now()
    found = get_object_or_404(queries.holidays_kept_by(request.user, at), pk=pk)  # type: ignore[arg-type]
    day = found.date
    network.drop_holiday(found, by=request.user, at=at)
    return done(request, _year_address(day), _("از تقویم برداشته شد."))


def _show(request: HttpRequest, form: HolidayForm, at: datetime) -> HttpResponse:
    today = clock.local(at).date()
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in YEARS else year.year_of(today)
    keeps = reach(request.user, "network.keep_calendar", at)  # type: ignore[arg-type]
    holidays = queries.holidays_between(year.first_day(shown), year.first_day(shown + 1) - timedelta(days=1))
    context = {
        "form": form,
        "year": shown,
        "months": year.months_of(shown, holidays, today),
        "holidays": [(one, keeps.everything or bool(one.place and keeps.covers(one.place))) for one in holidays],
        "may_keep": keeps != NOTHING,
        **_deadline(request, at),
    }
    return render(request, "network/calendar.html", context, status=422 if form.errors else 200)


def _deadline(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The answer of the small box; its form alone when nothing was asked."""
    asked = DeadlineForm(request.GET if "centre" in request.GET else None)
    if not asked.is_bound or not asked.is_valid():
        return {"asked": asked}
    found = finding.one_by_words(finding.visible(request.user, at), asked.cleaned_data["centre"])  # type: ignore[arg-type]
    if len(found) != 1:
        several = " · ".join(one.name for one in found)
        asked.add_error("centre", _("کدام یک؟ %(names)s") % {"names": several} if found else _("چنین کانونی نیافتیم."))
        return {"asked": asked}
    return {"asked": asked, "answer": _answer(found[0], asked.cleaned_data["days"], at)}


def _answer(centre: Centre, days: int, at: datetime) -> Answer:
    calendar = calendar_for(centre)
    due = calendar.due(at, Span(days=days), centre)
    first, last = clock.local(at).date(), clock.local(due).date()
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    names = holidays_of(centre.place, passed)
    hours_on = calendar.hours_of(centre)
    skipped = [(day, names.get(day) or _("این کانون بسته است")) for day in passed if not hours_on(day)]
    return Answer(centre, days, due, skipped)


def _year_address(day: date) -> str:
    return f"{reverse('network:calendar')}?year={year.year_of(day)}"
