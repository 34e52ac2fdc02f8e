"""Handover in one page, its record, its paper, and the way back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network import holdings, staff
from hamafza.network.access import grants_of
from hamafza.network.guards import guarded, signed_in
from hamafza.people.answers import Signed, done, not_done, see_other
from hamafza.succession import commands as succession
from hamafza.succession import document, forms, queries, rules
from hamafza.succession.models import Handover
from hamafza.ui import paper as papers
from hamafza.ui.digits import local
from hamafza.ui.refusals import show


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Signed, pk: int) -> HttpResponse:
    """Everything that lies with her; whoever coordinates her chooses who takes it. She herself may look."""
    at = clock.now()
    giver = staff.known_to(request.user, at).filter(pk=pk).first()
    may = giver is not None and rules.may_hand_over(request.user, giver, at)
    if giver is None or (not may and (giver != request.user or request.method == "POST")):
        return _already(request, pk)
    shelves = queries.held_by(giver, at)
    form = forms.HandoverForm(request.POST or None, shelves=shelves, takers=queries.takers_for(giver, at))
    if request.method == "POST" and form.is_valid():
        try:
            made = succession.hand_over(
                giver, takers=form.takers(), note=form.cleaned_data["note"], by=request.user, at=at
            )
            return done(request, reverse("succession:done", args=[made.pk]), _("تحویل انجام شد؛ هر دو سو خبر دارند."))
        except Refused as refused:
            if refused.field not in form.fields:
                refused.field = None
            show(form, refused)
    context = {
        "giver": giver,
        "may": may,
        "shelves": shelves,
        "form": form,
        "total": sum(len(shelf.things) for shelf in shelves),
        "linked": _may_open(request),
        "earlier": Handover.objects.visible_to(request.user, at).filter(giver=giver).order_by("-pk")[:5],
    }
    return render(request, "succession/handover.html", context, status=422 if form.errors else 200)


def _already(request: Signed, pk: int) -> HttpResponse:
    """With her roles she has left whoever handed her work over: pressed again, the button leads to what was done."""
    made = Handover.objects.filter(giver=pk, done_by=request.user).order_by("-pk").first()
    if made is None:
        raise Http404
    return see_other(reverse("succession:done", args=[made.pk]))


def _may_open(request: Signed) -> bool:
    """Whoever only keeps the house moves the work without reading it: she sees what it is, and gets no way into it."""
    return bool(grants_of(request.user, clock.now()))


@signed_in
@require_safe
def record(request: Signed, pk: int) -> HttpResponse:
    at = clock.now()
    made = _seen(request, pk)
    context: dict[str, Any] = {
        "handover": made,
        "number": local(made.number),
        "parts": [(_caption(part.kind), part) for part in made.parts.all()],
        "linked": _may_open(request),
        "returned": getattr(made, "returned", None),
        "may_give_back": rules.may_give_back(request.user, made, at)
        and made.back_of_id is None
        and not hasattr(made, "returned"),
    }
    return render(request, "succession/done.html", context)


@signed_in
@require_safe
def paper(request: Signed, pk: int) -> HttpResponse:
    made = _seen(request, pk)
    answer = HttpResponse(document.pdf(made), content_type=papers.PDF)
    answer["Content-Disposition"] = f'inline; filename="handover-{made.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@guarded("succession.hand_over")
@require_POST
def back(request: Signed, pk: int) -> HttpResponse:
    made = _seen(request, pk)
    address = reverse("succession:done", args=[pk])
    try:
        returned = succession.give_back(made, by=request.user, at=clock.now())
    except Refused as refused:
        return not_done(request, address, refused.message)
    said = _("برگشت: آنچه هنوز نزد تحویل‌گیرندگان بود، دوباره با اوست.")
    return done(request, reverse("succession:done", args=[returned.pk]), said)


def _seen(request: Signed, pk: int) -> Handover:
    return get_object_or_404(Handover.objects.visible_to(request.user, clock.now()).whole(), pk=pk)


def _caption(key: str) -> str:
    kind = holdings.of(key)
    return str(kind.caption) if kind else key
