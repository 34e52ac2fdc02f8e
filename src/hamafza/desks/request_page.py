"""The page of one request: it composes intake, referrals and feedback, and asks for the cards of none."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hamafza.desks.queries import page as pages
from hamafza.desks.queries.way import way_of
from hamafza.intake import commands as intake
from hamafza.intake import rules
from hamafza.intake.models import Request
from hamafza.intake.queries import office_of
from hamafza.intake.states import NeedState
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.network.guards import NOTHING, guarded
from hamafza.ui.refusals import show

PURPOSE = "page"


class WordForm(forms.Form):
    """A further word: for the applicant too, or among those who help."""

    text = forms.CharField(label=_("چه می‌خواهید بیفزایید؟"), max_length=5_000, widget=forms.Textarea({"rows": 2}))
    for_applicant = forms.BooleanField(label=_("متقاضی هم این را بخواند"), required=False)


@guarded("request.see")
@require_http_methods(["GET", "HEAD"])
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Each opening is written down; the applicant may ask who has read her file."""
    return _page(request, _mine(request, pk), WordForm())


@guarded("request.add_word")
@require_POST
def add_word(request: Any, pk: int) -> HttpResponse:
    found, form = _mine(request, pk), WordForm(request.POST)
    if form.is_valid():
        try:
            intake.add_word(found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show(form, refused)
        else:
            return _see_other(f"/requests/{found.pk}/#way")
    return _page(request, found, form)


def _mine(request: Any, pk: int) -> Request:
    return get_object_or_404(pages.requests_for(request.user, clock.now()), pk=pk)


def _page(request: Any, found: Request, form: WordForm) -> HttpResponse:
    at = clock.now()
    intake.note_reading(found, reader_name=office_of(request.user, at)[:160], purpose=PURPOSE, by=request.user, at=at)
    page = pages.page_of(found, request.user, at)
    context = {
        "page": page, "asked": found, "way": way_of(page, request.user.ref, at), "form": form,
        "may_add": page.seen.is_full and rules.may_add_word(request.user, found, at),
        "tells": reach(request.user, "story.see", at) != NOTHING
        and any(need.state == NeedState.DONE for need in page.story.needs),
    }  # fmt: skip
    answer = render(request, "desks/request.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _see_other(url: str) -> HttpResponse:
    answer = HttpResponseRedirect(url)
    answer.status_code = 303
    return answer
