"""Choosing by hand: which centre, and in which way. The engine's ranking stands beside, with its reasons."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hamafza.intake.models import Need, Request
from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import guarded
from hamafza.referrals import advice, forms, queries
from hamafza.referrals import commands as referrals
from hamafza.referrals.states import Mode
from hamafza.referrals.views.answers import see_other, where_next
from hamafza.ui.refusals import show

SHOWN = 12


@guarded("referral.offer")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Any, pk: int, need: int) -> HttpResponse:
    at = clock.now()
    wanted = _need(request, pk, need, at)
    words = request.GET.get("q", "") or request.POST.get("q", "")
    ranked = advice.rank_centres(wanted, at=at)[:SHOWN]
    centres = advice.found_centres(words) if words.strip() else [one.centre for one in ranked]
    form = forms.ChooseForm(request.POST or None, centres=centres, initial={"mode": Mode.ONE})
    if request.method == "POST" and form.is_valid():
        picked = {centre.pk for centre in form.cleaned_data["centres"]}
        chosen = [centre for centre in centres if centre.pk in picked]  # in the order of the ranking
        try:
            referrals.offer(wanted, centres=chosen, mode=form.cleaned_data["mode"], by=request.user, at=at)
            return _gone(request, wanted, at)
        except Refused as refused:
            show(form, refused)
    bars = {one.centre.pk: queries.bars(one.reasons) for one in ranked}
    context = {
        "need": wanted, "form": form, "words": words, "ranked": bool(ranked), "out": queries.out_now(wanted),
        "candidates": queries.candidates(wanted, centres, bars, _ticked(form), at),
        "text": queries.seen_by(wanted.request, queries.level_for(wanted.request, request.user, at)).text,
    }  # fmt: skip
    return render(request, "referrals/choose.html", context, status=422 if form.errors else 200)


def _need(request: HttpRequest, pk: int, need: int, at: datetime) -> Need:
    mine = Request.objects.visible_to(request.user, at, "referral.offer")  # type: ignore[arg-type]
    return get_object_or_404(
        Need.objects.select_related("request__place", "domain"), pk=need, request=pk, request__in=mine
    )


def _gone(request: HttpRequest, need: Need, at: datetime) -> HttpResponse:
    messages.success(request, _("پرسیده شد؛ پاسخ همین‌جا نشان داده می‌شود."))
    return see_other(where_next(request, need.request_id, at))


def _ticked(form: Any) -> set[int]:
    if not form.is_bound:
        return set()
    return {int(pk) for pk in form.data.getlist("centres") if pk.isascii() and pk.isdigit()}
