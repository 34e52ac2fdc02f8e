"""Whom a report reaches: an official is named, taken off the list, a link is taken back."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done
from hamafza.reports import commands as reports
from hamafza.reports import forms, queries
from hamafza.reports.models import Report
from hamafza.reports.views.acts import act


@guarded("report.accept")
@require_POST
def add(request: Signed, pk: int) -> HttpResponse:
    form = forms.OfficialForm(request.POST, prefix="official")
    return act(request, pk, "official", reports.add_official, _("افزوده شد و گزارش برایش رفت."), form)


@guarded("report.accept")
@require_POST
def remove(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    official = get_object_or_404(queries.officials_for(request.user, at), pk=pk)
    try:
        reports.remove_official(official, by=request.user, at=at)
    except NotAllowed:
        raise Http404 from None
    return done(request, _back(request, at), _("از فهرست برداشته شد و پیوندهایش بسته شد."))


@guarded("report.accept")
@require_POST
def revoke(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    receipt = get_object_or_404(queries.receipts_for(request.user, at), pk=pk)
    try:
        reports.revoke_receipt(receipt, by=request.user, at=at)
    except NotAllowed:
        raise Http404 from None
    return done(request, reverse("reports:report", args=[receipt.report_id]), _("پیوند باطل شد."))


def _back(request: Signed, at: datetime) -> str:
    """The report she came from, if it is one that she sees."""
    pk = request.POST.get("report", "")
    seen = Report.objects.visible_to(request.user, at).filter(pk=pk) if pk.isascii() and pk.isdigit() else None
    return reverse("reports:report", args=[pk]) if seen and seen.exists() else reverse("reports:list")
