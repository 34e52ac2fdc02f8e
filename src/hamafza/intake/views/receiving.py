"""The operator's and the desk's door: everything of a call in one page, by keyboard alone."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hamafza.intake import commands as intake
from hamafza.intake import proposals, queries, rules, slips
from hamafza.intake.forms import StaffForm, fresh_key
from hamafza.intake.models import Request
from hamafza.intake.states import Door, RequestState
from hamafza.intake.uploads import LIMIT
from hamafza.intake.views import taking
from hamafza.intake.views.taking import Signed
from hamafza.kernel import clock
from hamafza.kernel.actors import Actor
from hamafza.kernel.arriving import takes_files
from hamafza.kernel.errors import Refused
from hamafza.network.access import Reach, reach
from hamafza.network.guards import guarded
from hamafza.ui import refusals
from hamafza_engines.persian import parse_phone


@guarded("request.receive")
@never_cache
@takes_files(upto=LIMIT)
def new(request: Signed) -> HttpResponse:
    """Take in a request on behalf of someone; triage it in the same step, or leave that for later."""
    at = clock.now()
    if request.method != "POST":
        door = Door.DESK if request.GET.get("door") == Door.DESK else Door.PHONE
        form = StaffForm(**_for(request, at), initial={"door": door, "key": fresh_key()})
        return _page(request, form, at)
    proposal = proposals.fresh(request.POST.get("text", "")[:5_000])
    form = StaffForm(request.POST, request.FILES, **_for(request, at), proposal=proposal)
    if form.is_valid():
        try:
            received = taking.take_in(form, door=form.cleaned_data["door"], by=request.user, at=at)
        except Refused as refused:
            taking.new_key_after(form, refused, fresh_key())
            refusals.show(form, refused)
        else:
            taking.remember(request, received.pk)
            _triage_too(request, received, form, at)
            return taking.see_other(reverse("intake:received"))
    return _page(request, form, at, proposal, status=422)


@guarded("request.receive")
@never_cache
@require_safe
def received(request: Signed) -> HttpResponse:
    """The code to read aloud, the slip, and the next call."""
    found = queries.received_lately(taking.latest(request)[-1:])
    if not found:
        return taking.see_other(reverse("intake:new"))
    context = {"received": found[0], "slip": slips.of(found[0])}
    return render(request, "intake/received.html", context)


@guarded("request.receive")
@never_cache
@require_safe
def slips_of_session(request: Signed) -> HttpResponse:
    """The slips of what was just taken in: the last one, or the last `n`."""
    count = request.GET.get("n", "1")
    last = int(count) if count.isascii() and count.isdigit() and 0 < int(count) <= taking.KEPT else 1
    found = queries.received_lately(taking.latest(request)[-last:])
    return render(request, "intake/slips.html", {"slips": slips.of_all(found), "back": reverse("intake:list")})


@guarded("request.receive")
@require_POST
def suggest(request: Signed) -> HttpResponse:
    """What the engine thinks of the words so far; what the operator has chosen stays chosen."""
    at = clock.now()
    proposal = proposals.fresh(request.POST.get("text", "")[:5_000])
    chosen = {name: request.POST.get(name, "") for name in ("first", "second", "order")}
    form = StaffForm(**_for(request, at), proposal=proposal, initial=chosen)
    return render(request, "intake/suggestion.html", {"form": form, "proposal": proposal, **_rights(request, at)})


@guarded("request.receive")
@require_POST
def same_phone(request: Signed) -> HttpResponse:
    """Open requests of this telephone: perhaps nothing new has to be written."""
    phone = parse_phone(request.POST.get("phone", "")[:40]) or ""
    return render(request, "intake/_same_phone.html", {"same": queries.same_phone(phone, request.user, clock.now())})


def _page(
    request: Signed,
    form: StaffForm,
    at: datetime,
    proposal: proposals.Proposal | None = None,
    status: int = 200,
) -> HttpResponse:
    phone = form.cleaned_data.get("phone", "") if form.is_bound else ""
    context = {"form": form, "proposal": proposal, "same": queries.same_phone(phone, request.user, at)}
    return render(request, "intake/new.html", context | _rights(request, at), status=status)


def _for(request: Signed, at: datetime) -> dict[str, Any]:
    within = reach(request.user, "request.receive", at)
    return {"within": None if within.everything else within.paths, "undecided": _("بعداً تشخیص داده می‌شود")}


def _rights(request: Signed, at: datetime) -> dict[str, bool]:
    return {"triages": reach(request.user, "request.triage", at) != Reach()}


def _triage_too(request: Signed, received: Request, form: StaffForm, at: datetime) -> None:
    """If she chose a domain and may. The request stands in any case; a refusal is told, not hidden."""
    by: Actor = request.user
    decided = form.decision()
    if not decided["domains"] or received.state != RequestState.RECEIVED or not rules.may_triage(by, received, at):
        return
    try:
        intake.triage(received, **decided, by=by, at=at)
    except Refused as refused:
        messages.warning(request, str(refused.message))
