"""A centre without a head: who was asked, and her yes or no."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hamafza.kernel import clock
from hamafza.kernel.errors import Refused
from hamafza.network.guards import signed_in
from hamafza.people.answers import Signed, done, not_done
from hamafza.succession import commands as succession
from hamafza.succession.models import Acting, Offer
from hamafza.succession.states import ActingState, Answer


@signed_in
@require_safe
def page(request: Signed, pk: int) -> HttpResponse:
    found = get_object_or_404(Acting.objects.visible_to(request.user, clock.now()).whole(), pk=pk)
    offers = list(found.offers.select_related("person"))
    open_to_her = found.state == ActingState.OFFERED
    mine = [one for one in offers if one.person == request.user and one.answer == Answer.WAITING and open_to_her]
    context = {"acting": found, "offers": offers, "mine": mine[0] if mine else None}
    return render(request, "succession/acting.html", context)


@signed_in
@require_POST
def yes(request: Signed, pk: int) -> HttpResponse:
    return _answer(request, pk, True, _("پذیرفتید؛ از همین حالا سرپرست موقت این کانون هستید. سپاس."))


@signed_in
@require_POST
def no(request: Signed, pk: int) -> HttpResponse:
    return _answer(request, pk, False, _("ثبت شد. سپاس که زود گفتید."))


def _answer(request: Signed, pk: int, said_yes: bool, said: str) -> HttpResponse:
    offer = Offer.objects.filter(pk=pk, person=request.user).select_related("acting__centre__place", "person").first()
    if offer is None:
        raise Http404
    address = reverse("succession:acting", args=[offer.acting_id])
    try:
        succession.answer(offer, yes=said_yes, by=request.user, at=clock.now())
    except Refused as refused:
        return not_done(request, address, refused.message)
    return done(request, address, said)
