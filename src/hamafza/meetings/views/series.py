"""A series: founded, changed, ended, with its days ahead and what became of its decisions."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.meetings import captions, queries, rules
from hamafza.meetings import commands as meetings
from hamafza.meetings.forms import ChangeSeriesForm, SeriesForm
from hamafza.meetings.models import Series
from hamafza.network.guards import guarded, signed_in
from hamafza.network.models import Role
from hamafza.people.answers import Signed, done, not_done, sheet
from hamafza.ui.digits import local
from hamafza.ui.moments import say
from hamafza.ui.refusals import show


@guarded("meeting.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed) -> HttpResponse:
    at = clock.now()
    form = SeriesForm(request.POST or None, actor=request.user, at=at)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            series = meetings.start_series(said.pop("place"), by=request.user, at=at, **said)
            return done(request, _address(series), _("سلسله نشست برپا شد و نخستین روز آن در تقویم نشست."))
        except Refused as refused:
            show(form, refused)
    return render(request, "meetings/series_form.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    series = _kept(request, pk, at)
    form = ChangeSeriesForm(request.POST or None, actor=request.user, at=at, initial=ChangeSeriesForm.of(series))
    if request.method == "POST" and form.is_valid():
        try:
            meetings.change_series(series, by=request.user, at=at, **form.cleaned_data)
            return done(request, _address(series), _("تغییرها ثبت شد."))
        except Refused as refused:
            show(form, refused)
    context = {"form": form, "series": series}
    return render(request, "meetings/series_form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    series = _kept(request, pk, at)
    try:
        meetings.end_series(series, by=request.user, at=at)
    except Refused as refused:
        return not_done(request, _address(series), refused.message)
    return done(request, _address(series), _("این سلسله نشست پایان یافت. اقدام‌های سپرده سر جای خود است."))


@signed_in
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    series = get_object_or_404(queries.thing("series", request.user, at), pk=pk)
    context = {
        "series": series,
        "rule": captions.rule_of(series),
        "plan": queries.plan_of(series, at),
        "fate": queries.fate_of(series, at),
        "roles": [Role(one.role).label for one in series.roles.all()],
        "hosts": [one.centre.name for one in series.hosts.select_related("centre")],
        "may_keep": rules.may_keep_series(request.user, series, at),
    }
    return render(request, "meetings/series.html", context)


@signed_in
@require_safe
def became(request: Signed, pk: int) -> HttpResponse:
    """«از تصمیم تا کار»."""
    at = clock.now()
    series = get_object_or_404(queries.thing("series", request.user, at), pk=pk)
    return render(request, "meetings/became.html", {"series": series, "fate": queries.fate_of(series, at)})


@signed_in
@require_safe
def became_sheet(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    series = get_object_or_404(queries.thing("series", request.user, at), pk=pk)
    columns = [(_("نشست"), 10), (_("مصوبه"), 60), (_("اقدام"), 50), (_("مسئول"), 24), (_("مهلت"), 20), (_("وضعیت"), 20)]
    return sheet("decisions", _("از تصمیم تا کار"), columns, list(_cells(queries.fate_of(series, at))))


def _cells(fate: Any) -> Any:
    for line in fate.lines:
        decision = line.decision
        bare = [local(decision.meeting.number), decision.text]
        for action in line.actions:
            yield [*bare, action.text, action.owner.full_name, say(action.due_on, "day"), action.get_state_display()]
        if not line.actions:
            yield [*bare, decision.no_action_because, "", "", ""]


def _kept(request: Signed, pk: int, at: datetime) -> Series:
    """A series that is hers to keep; else it is not there."""
    series: Series = get_object_or_404(queries.thing("series", request.user, at), pk=pk)
    if not rules.may_keep_series(request.user, series, at):
        raise Http404
    return series


def _address(series: Series) -> str:
    return reverse("meetings:series", args=[series.pk])
