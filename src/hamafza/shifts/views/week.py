"""A week of a centre: seven days, its drafts published at once, last week copied, and the sheet for the wall."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.clock import local as on_the_wall
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.network.guards import guarded
from hamafza.network.models import Centre
from hamafza.people.answers import Signed, done, not_done, see_other
from hamafza.shifts import captions, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Shift
from hamafza.shifts.views.planning import tell_of
from hamafza.ui.digits import local

WEEK = timedelta(days=7)


@guarded("shift.see")
@require_safe
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    centres = list(queries.centres_planned(request.user, at, "shift.see")[:300])
    if not centres:
        return render(request, "shifts/week.html", {"centres": []})
    centre, first = asked(request.GET, centres, at)
    context = {
        **_of(centre, first),
        "centres": centres,
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "drafts": queries.drafts_of(centre, at, first=first).count(),
        "may_plan": reach(request.user, "shift.plan", at).covers(centre),
    }
    return render(request, "shifts/week.html", context)


@guarded("shift.see")
@require_safe
def printed(request: Signed) -> HttpResponse:
    at = clock.now()
    centre, first = asked(request.GET, list(queries.centres_planned(request.user, at, "shift.see")), at)
    return render(request, "shifts/week_print.html", _of(centre, first))


@guarded("shift.plan")
@require_POST
def copy(request: Signed) -> HttpResponse:
    at = clock.now()
    centre, first = asked(request.POST, list(queries.centres_planned(request.user, at)), at)
    try:
        tell_of(request, shifts.copy_week(centre, first_on=first, by=request.user, at=at))
    except Refused as refused:
        return not_done(request, address(centre, first), refused.message)
    return see_other(address(centre, first))


@guarded("shift.plan")
@require_POST
def publish(request: Signed) -> HttpResponse:
    """All drafts of this week, or of all weeks that are planned."""
    at = clock.now()
    centre, first = asked(request.POST, list(queries.centres_planned(request.user, at)), at)
    drafts = list(queries.drafts_of(centre, at, first=None if request.POST.get("all") else first))
    published = sum(_published(one, request, at) for one in drafts)
    said = ngettext(
        "%(n)s نوبت منتشر شد؛ خادمیاران آن را در صفحهٔ خود می‌بینند.",
        "%(n)s نوبت منتشر شد؛ خادمیاران آن را در صفحهٔ خود می‌بینند.",
        published,
    )
    return (done if published else not_done)(request, address(centre, first), said % {"n": local(published)})


def _published(one: Shift, request: Signed, at: datetime) -> bool:
    """Another may have done it a moment ago: then nothing is to be said."""
    try:
        shifts.publish(one, by=request.user, at=at)
    except Refused:
        return False
    return True


def asked(said: Any, centres: list[Centre], at: datetime) -> tuple[Centre, date]:
    """Which centre and which week; the first one and this week when nothing is said. What is not hers is not there."""
    code = said.get("centre", "")
    centre = next((one for one in centres if not code or one.code == code), None)
    if centre is None:
        raise Http404
    try:
        day = date.fromisoformat(said.get("day", ""))
    except ValueError:
        day = on_the_wall(at).date()
    if not date(2000, 1, 8) <= day <= date(2100, 1, 1):
        raise Http404
    return centre, queries.week_start(day)


def address(centre: Centre, first: date, name: str = "shifts:week") -> str:
    return f"{reverse(name)}?centre={centre.code}&day={first.isoformat()}"


def _of(centre: Centre, first: date) -> dict[str, Any]:
    days = queries.week_of(centre, first)
    cells = [
        {
            "day": day,
            "shifts": [
                {
                    "shift": one,
                    "hours": captions.hours_of(one),
                    "seats": captions.seats_of(one),
                    "missing": captions.missing_of(one) if one.is_open else "",
                    "names": "، ".join(seat.volunteer.full_name for seat in one.bookings.all()),
                    "tone": captions.tone_of(one),
                }
                for one in day.shifts
            ],
        }
        for day in days
    ]
    return {
        "centre": centre,
        "first": first,
        "title": captions.week_of(first, first + 6 * timedelta(days=1)),
        "days": cells,
        "columns": [_("زمان"), _("مهارت لازم"), _("جاها"), _("چه کسی"), _("وضعیت")],
        "any": any(day.shifts for day in days),
    }
