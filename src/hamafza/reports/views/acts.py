"""The verbs of a report; a refusal comes back on its page with everything typed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.network.guards import guarded
from hamafza.people.answers import Signed, done
from hamafza.reports import commands as reports
from hamafza.reports import forms, queries
from hamafza.reports.models import Report
from hamafza.reports.views.report import show_page
from hamafza.ui.refusals import show


def act(
    request: Signed, pk: int, verb: str, command: Callable[..., Any], said: Any, form: Any = None, **more: Any
) -> HttpResponse:
    at = clock.now()
    report = get_object_or_404(Report.objects.visible_to(request.user, at).whole(), pk=pk)
    if callable(form):
        form = form(request, report)
    if form is not None and not form.is_valid():
        return show_page(request, report, at, {verb: form}, status=422)
    try:
        command(report, by=request.user, at=at, **(form.cleaned_data if form else {}), **more)
    except NotAllowed:
        raise Http404 from None  # hers to see, not to do
    except Refused as refused:
        failed = form or forms.ReasonForm(request.POST)
        failed.is_valid()
        show(failed, refused)
        return show_page(request, report, at, {verb: failed}, status=422)
    return done(request, reverse("reports:report", args=[pk]), said)


def _typed_form(request: Signed, report: Report, nothing: bool = False) -> forms.SubmitForm:
    return forms.SubmitForm(request.POST, asked=queries.asked(report), nothing=nothing)


@guarded("report.write")
@require_POST
def submit(request: Signed, pk: int) -> HttpResponse:
    return act(request, pk, "submit", reports.submit, _("گزارش فرستاده شد. سپاس."), _typed_form)


@guarded("report.write")
@require_POST
def nothing(request: Signed, pk: int) -> HttpResponse:
    said = _("ثبت شد: فعالیتی نبود.")
    return act(request, pk, "submit", reports.submit, said, partial(_typed_form, nothing=True), nothing=True)


@guarded("report.accept")
@require_POST
def remark(request: Signed, pk: int) -> HttpResponse:
    return act(request, pk, "remark", reports.remark, _("یادداشت کنار رقم نشست."), forms.RemarkForm(request.POST))


@guarded("report.accept")
@require_POST
def accept(request: Signed, pk: int) -> HttpResponse:
    return act(request, pk, "accept", reports.accept, _("گزارش پذیرفته و بسته شد."))


@guarded("report.accept")
@require_POST
def back(request: Signed, pk: int) -> HttpResponse:
    said = _("گزارش برای اصلاح بازگشت؛ پنج روز فرصت دارند.")
    return act(request, pk, "back", reports.send_back, said, forms.ReasonForm(request.POST, prefix="back"))


@guarded("report.accept")
@require_POST
def unlock(request: Signed, pk: int) -> HttpResponse:
    said = _("قفل باز شد؛ ویرایش پیشین نگه داشته شد.")
    return act(request, pk, "unlock", reports.unlock, said, forms.ReasonForm(request.POST, prefix="unlock"))
