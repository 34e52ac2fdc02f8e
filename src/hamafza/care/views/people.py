"""Those who serve: the list by centre and month, and one of them with her deeds, her ladder and what to do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.care import captions, queries, rules
from hamafza.care import commands as care
from hamafza.care.deadlines import DUTY
from hamafza.care.forms import FindForm, ReasonForm
from hamafza.care.models import Letter, Step
from hamafza.care.views import lists
from hamafza.journal.months import Month
from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.people.answers import Signed, done, not_done, sheet
from hamafza.ui.moments import say
from hamafza.ui.refusals import show
from hamafza.volunteers.models import Volunteer

TITLE = gettext_lazy("ساعت‌ها و حال داوطلبان")
COLUMNS = [
    (gettext_lazy("نام"), 30), (gettext_lazy("کانون"), 36), (gettext_lazy("پله"), 14), (gettext_lazy("ماه"), 16),
    (gettext_lazy("ساعت خدمت"), 20), (gettext_lazy("آخرین خدمت"), 18),
]  # fmt: skip


@guarded("care.see")
@require_safe
def listing(request: Signed) -> HttpResponse:
    at, view = clock.now(), _view(request)
    form = _form(request, at)
    month = form.asked_month or queries.months(at)[-1]
    page = lists.stretch(request, _found(request, form, at), "search_key")
    minutes = queries.minutes_in(month, [one.pk for one in page.rows])
    context = {
        "form": form, "view": view, "title": queries.VIEWS[view], "month": month.first, "duty": DUTY,
        "tabs": [{"label": label, "href": f"?view={name}", "current": name == view} for name, label in queries.VIEWS.items()],
        "rows": [_row(one, minutes.get(one.pk, 0)) for one in page.rows],
        "may_set": reach(request.user, "care.set_criteria", at) != NOTHING,
        "may_feel": reach(request.user, "care.see_feelings", at) != NOTHING,
        **lists.around(request, page),
    }  # fmt: skip
    return render(request, "care/people.html", context, status=422 if form.errors else 200)


@guarded("care.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    return lists.printed(request, TITLE, COLUMNS, _lines(request), "care:people")


@guarded("care.see")
@require_safe
def exported(request: Signed) -> HttpResponse:
    return sheet("hours", str(TITLE), COLUMNS, _lines(request))


@guarded("care.see")
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    volunteer = _volunteer(request, pk, at)
    return _show(request, volunteer, at)


@guarded("care.see")
@require_POST
def contact(request: Signed, pk: int) -> HttpResponse:
    """«با او صحبت کردم»."""
    at = clock.now()
    volunteer = _volunteer(request, pk, at)
    care.note_contact(volunteer, by=request.user, at=at)
    return done(request, _address(pk), _("نوشته شد که امروز با او صحبت کردید."))


@guarded("care.grant")
@require_POST
def grant(request: Signed, pk: int) -> HttpResponse:
    return _signed(
        request, pk, "care.grant", care.grant, _("امضای شما نوشته شد؛ اکنون امضای دوم از یک پله بالاتر می‌آید.")
    )


@guarded("care.countersign")
@require_POST
def countersign(request: Signed, pk: int) -> HttpResponse:
    return _signed(request, pk, "care.countersign", care.countersign, _("بالا رفت؛ به خودش هم خبر رسید."))


@guarded("care.grant")
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Signed, pk: int) -> HttpResponse:
    """«هنوز نه», with the reason."""
    at = clock.now()
    step = get_object_or_404(Step.objects.visible_to(request.user, at, "care.grant").whole(), pk=pk)
    form = ReasonForm(request.POST or None)
    address = _address(step.volunteer_id)
    if request.method == "POST" and form.is_valid():
        try:
            care.refuse(step, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except Refused as refused:
            show(form, refused)
        else:
            return done(request, address, _("با دلیل شما نوشته شد و به خودش خبر رسید."))
    context = {"form": form, "step": step, "back": address}
    return render(request, "care/refuse.html", context, status=422 if form.errors else 200)


def _signed(request: Signed, pk: int, action: str, command: Callable[..., Any], said: str) -> HttpResponse:
    at = clock.now()
    step = get_object_or_404(Step.objects.visible_to(request.user, at, action).whole(), pk=pk)
    try:
        command(step, by=request.user, at=at)
    except Refused as refused:
        return not_done(request, _address(step.volunteer_id), refused.message)
    return done(request, _address(step.volunteer_id), said)


def _show(request: Signed, volunteer: Volunteer, at: datetime) -> HttpResponse:
    year, rise = queries.year_of(volunteer, at), queries.rise_of(volunteer, at)
    step = Step.objects.visible_to(request.user, at).filter(volunteer=volunteer).whole().order_by("-pk").first()
    limit = queries.limit(volunteer.centre.place.path)
    context = {
        "volunteer": volunteer, "year": year, "this_month": captions.hours(year.this_month), "duty": DUTY,
        "whole": captions.hours(year.minutes), "duty_line": captions.duty_line(year),
        "heavy": year.this_month > limit * 60, "bars": captions.bars(year),
        "kinds": [(caption, captions.hours(minutes), _told(deeds)) for caption, minutes, deeds in queries.by_kind(year.deeds)],
        "rise": rise, "way": captions.way_to(rise), "lines": [captions.line_of(one) for one in rise.lines], "step": step,
        "steps": [(line[0], line[1], line[2]) for line in (step.evidence if step else [])],
        "may_grant": bool(step and step.state == "proposed" and rules.may_grant(request.user, step, at)),
        "may_countersign": bool(step and step.state == "granted" and rules.may_countersign(request.user, step, at)),
        "may_refuse": bool(step and step.state in {"proposed", "granted"} and rules.may_refuse(request.user, step, at)),
        "letters": Letter.objects.visible_to(request.user, at).filter(volunteer=volunteer).whole().order_by("-at", "-pk")[:12],
        "spoken": queries.spoken_with(volunteer),
        "may_thank": rules.may_thank(request.user, volunteer, at) and volunteer.person_id != request.user.pk,
    }  # fmt: skip
    return render(request, "care/volunteer.html", context)


def _told(deeds: list[Any]) -> list[dict[str, Any]]:
    return [{"day": one.day, "title": one.title, "hours": captions.hours(one.minutes)} for one in deeds]


def _volunteer(request: Signed, pk: int, at: datetime) -> Volunteer:
    found: Volunteer = get_object_or_404(queries.seen(request.user, at), pk=pk)
    return found


def _address(pk: int) -> str:
    return reverse("care:volunteer", args=[pk])


def _view(request: Signed) -> str:
    view = request.GET.get("view", "")
    return view if view in queries.VIEWS else "all"


def _form(request: Signed, at: datetime) -> FindForm:
    form = FindForm(request.GET, by=request.user, at=at, without=("kind", "all"))
    return form


def _found(request: Signed, form: FindForm, at: datetime) -> Any:
    return queries.serving(request.user, at, view=_view(request), month=form.asked_month, **form.asked)


def _row(one: Volunteer, minutes: int) -> dict[str, Any]:
    return {
        "volunteer": one, "hours": captions.hours(minutes), "share": min(1.0, minutes / (DUTY * 60)),
        "tone": "good" if minutes >= DUTY * 60 else "plain",
    }  # fmt: skip


def _lines(request: Signed) -> list[list[str]]:
    at = clock.now()
    form = _form(request, at)
    month = form.asked_month or Month.of(local(at).date())

    def cells(rows: list[Volunteer]) -> list[list[str]]:
        minutes = queries.minutes_in(month, [one.pk for one in rows])
        return [
            [
                one.full_name, one.centre.name, one.get_rung_display(), say(month.first, "month"),
                captions.hours(minutes.get(one.pk, 0)), say(one.active_on, "short") if one.active_on else "",
            ]
            for one in rows
        ]  # fmt: skip

    return lists.whole(_found(request, form, at), "search_key", cells)
