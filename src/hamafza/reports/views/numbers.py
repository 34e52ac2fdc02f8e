"""Which numbers a province's units type besides what the journal knows."""

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
from hamafza.ui.refusals import show


@guarded("report.ask")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Signed) -> HttpResponse:
    at = clock.now()
    form = _form(request, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.ask_number(form.cleaned_data.pop("place"), by=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            return done(request, reverse("reports:numbers"), _("از گزارش‌های بعدی این رقم خواسته می‌شود."))
    context = {"form": form, "rows": queries.asked_by(request.user, at)}
    return render(request, "reports/numbers.html", context, status=422 if form.errors else 200)


@guarded("report.ask")
@require_POST
def retire(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    wanted = get_object_or_404(queries.asked_by(request.user, at), pk=pk)
    try:
        reports.retire_number(wanted, by=request.user, at=at)
    except NotAllowed:
        raise Http404 from None
    return done(request, reverse("reports:numbers"), _("دیگر خواسته نمی‌شود؛ آنچه نوشته‌اند می‌ماند."))


def _form(request: Signed, at: datetime, said: Any) -> forms.NumberForm:
    form = forms.NumberForm(said)
    places = queries.provinces_for(request.user, at)
    form.fields["place"].queryset = places  # type: ignore[attr-defined]
    if said is None:
        form.fields["place"].initial = places.first()
    return form
