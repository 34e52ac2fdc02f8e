"""A pattern of the week becomes drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, see_other
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.forms import PatternForm
from hamafza.shifts.planned import Planned
from hamafza.ui.digits import local
from hamafza.ui.moments import say
from hamafza.ui.refusals import show


@guarded("shift.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed) -> HttpResponse:
    at = clock.now()
    centres = queries.centres_planned(request.user, at)[:300]
    form = PatternForm(
        request.POST if request.method == "POST" else None,
        centres=centres,
        at=at,
        initial={"centre": request.GET.get("centre", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        centre, said["officer"] = said.pop("centre"), said["officer"] or request.user
        try:
            planned = shifts.plan(centre, by=request.user, at=at, **said)
            tell_of(request, planned)
            first = min((one.day for one in planned.shifts), default=said["first_on"])
            return see_other(f"{reverse('shifts:week')}?centre={centre.code}&day={first.isoformat()}")
        except Refused as refused:
            show(form, refused)
    return render(request, "shifts/new.html", {"form": form}, status=422 if form.errors else 200)


def tell_of(request: Signed, planned: Planned) -> None:
    """What came of it, and every day that was left out with its reason."""
    n = len(planned.shifts)
    said = [
        ngettext(
            "%(n)s نوبت در پیش‌نویس نشست؛ ببینید و منتشر کنید.", "%(n)s نوبت در پیش‌نویس نشست؛ ببینید و منتشر کنید.", n
        )
        % {"n": local(n)}
    ]
    if planned.there:
        text = ngettext("%(n)s نوبت از پیش بود و همان ماند.", "%(n)s نوبت از پیش بود و همان ماند.", planned.there)
        said.append(text % {"n": local(planned.there)})
    if planned.skipped:
        days = "، ".join(f"{say(one.day, 'day')} ({one.because})" for one in planned.skipped)
        said.append(_("تعطیل و کنار گذاشته: %(days)s.") % {"days": days})
    (messages.success if planned.shifts else messages.warning)(request, " ".join(said))
