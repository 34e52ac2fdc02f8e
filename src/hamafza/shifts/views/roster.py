"""A roster is proposed with its reasons; a named person accepts all of it or single rows. Nothing is booked before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done, not_done, see_other
from hamafza.shifts import advice, captions, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.views.week import address, asked
from hamafza.ui.digits import local


@guarded("shift.plan")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    said = request.POST if request.method == "POST" else request.GET
    centres = list(queries.centres_planned(request.user, at))
    if not centres and request.method != "POST":
        return render(request, "shifts/roster.html", {"centre": None})
    centre, first = asked(said, centres, at)
    proposal = advice.propose(centre, first, at=at)
    if request.method == "POST":
        chosen = set(request.POST.getlist("row"))
        return _accept(request, [one for one in proposal.rows if one.key in chosen], address(centre, first))
    fair = proposal.fairness
    context = {
        "centre": centre,
        "first": first,
        "title": captions.week_of(first, first + 6 * advice.DAY),
        "proposal": proposal,
        "rows": [{"row": one, "when": captions.when(one.shift)} for one in proposal.rows],
        "holes": [{"hole": one, "when": captions.when(one.shift)} for one in proposal.holes],
        "least": captions.length(fair.least),
        "middle": captions.length(fair.middle),
        "most": captions.length(fair.most),
        "gini": local(f"{fair.gini:.2f}").replace(".", "٫") if local("1") != "1" else f"{fair.gini:.2f}",
        "back": address(centre, first),
    }
    return render(request, "shifts/roster.html", context)


def _accept(request: Signed, rows: list[advice.Row], back: str) -> HttpResponse:
    """Each row by itself: what has changed in the meantime is said and keeps nobody else from her seat."""
    booked, refused = 0, []
    for one in rows:
        try:
            shifts.put_in(one.shift, volunteer=one.volunteer, by=request.user, at=clock.now())
            booked += 1
        except Refused as why:
            refused.append(f"{one.volunteer}، {captions.when(one.shift)}: {why.message}")
    if not rows:
        messages.warning(request, _("سطری برگزیده نشده بود؛ کسی نوبت نگرفت."))
        return see_other(back)
    if refused:
        messages.warning(request, _("این‌ها نشد: %(rows)s") % {"rows": " · ".join(refused)})
    said = ngettext("%(n)s نفر نوبت گرفت و خبر به او رسید.", "%(n)s نفر نوبت گرفتند و خبر به آنان رسید.", booked)
    return (done if booked else not_done)(request, back, said % {"n": local(booked)})
