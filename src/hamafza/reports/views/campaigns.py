"""A campaign is called, and taken back as long as nobody began its report."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done
from hamafza.reports import commands as reports
from hamafza.reports import forms, queries
from hamafza.reports.models import Report
from hamafza.reports.views.report import show_page
from hamafza.ui.refusals import show


@guarded("report.accept")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Signed) -> HttpResponse:
    at = clock.now()
    form = _form(request, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            reports.call_campaign(said.pop("place"), by=request.user, at=at, **said)
        except Refused as refused:
            show(form, refused)
        else:
            return done(
                request, f"{reverse('reports:list')}?view=all&kind=campaign", _("پویش نوشته شد و گزارش‌هایش خواسته شد.")
            )
    return render(request, "reports/campaign.html", {"form": form}, status=422 if form.errors else 200)


@guarded("report.accept")
@require_POST
def withdraw(request: Signed, pk: int) -> HttpResponse:
    """From the page of one of its reports, where a refusal is said."""
    at = clock.now()
    report = get_object_or_404(Report.objects.visible_to(request.user, at).whole(), pk=pk, campaign__isnull=False)
    assert report.campaign  # by the filter
    try:
        reports.withdraw_campaign(report.campaign, by=request.user, at=at)
    except NotAllowed:
        raise Http404 from None
    except Refused as refused:
        failed = forms.ReasonForm(request.POST)
        failed.is_valid()
        show(failed, refused)
        return show_page(request, report, at, {"withdraw": failed}, status=422)
    return done(
        request, f"{reverse('reports:list')}?view=all&kind=campaign", _("پویش برداشته شد؛ گزارشی از آن خواسته نیست.")
    )


def _form(request: Signed, at: datetime, said: Any) -> forms.CampaignForm:
    """With the centres of the place that is chosen; «show its centres» asks again and keeps what was typed."""
    typed = request.GET.dict()
    places = queries.campaign_places(request.user, at)
    chosen = str((said or typed).get("place") or "")
    place = places.filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    place = place or places.first()
    form = forms.CampaignForm(said, initial={**typed, "place": place and place.pk})
    form.fields["place"].queryset = places  # type: ignore[attr-defined]
    form.fields["centres"].queryset = queries.campaign_centres(request.user, at, place)  # type: ignore[attr-defined]
    return form
