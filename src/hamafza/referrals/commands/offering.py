"""Sending a need to centres, calling it back, and starting over."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.intake.states import NeedState
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.notices.moments import day_and_hour
from hamafza.referrals import advice, rules
from hamafza.referrals.commands import _way as way
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import CENTRE_RESTS, OPEN, DoorState, HopState, Mode


class NoCentre(Refused):
    message = _("لطفاً دست‌کم یک مرکز را برگزینید.")
    field = "centres"


class AlreadyAsked(Refused):
    message = _("این درخواست اکنون نزد مرکزی است. اگر می‌خواهید جای دیگری برود، نخست آن را پس بگیرید.")
    field = "centres"


@command(rule=rules.may_offer, keep=("mode",))
def offer(need: Need, *, centres: Sequence[Centre], by: Actor, at: datetime, mode: str = Mode.ONE) -> Need:
    """A person's own choice: one centre, or several at once of which the first to accept keeps it.

    Raises NoCentre, AlreadyAsked, CentreRests, MoveRefused.
    """
    if not centres:
        raise NoCentre
    if need.state not in {NeedState.WAITING, NeedState.LAST_DOOR}:
        raise AlreadyAsked
    if not all(map(network.takes_referrals, centres)):
        raise way.CentreRests(field="centres")
    for task in LastDoor.objects.filter(need=need, state=DoorState.OPEN):
        move(task, to=DoorState.CALLED_BACK, by=by, at=at, reason="offered", ended_at=at)
    reasons = {one.centre.pk: one.reasons for one in advice.rank_centres(need, at=at)}
    hops = [
        way.ask(need, centre, by=by, at=at, mode=mode, rank=rank, reasons=reasons.get(centre.pk, []))
        for rank, centre in enumerate(centres if mode == Mode.POOL else centres[:1], start=1)
    ]
    way.tell_applicant(need.request, "request_referred", at, until=day_and_hour(way.answer_by(hops[0])))
    way.settle(need.request, by=by, at=at)
    return need


@command(rule=rules.may_offer)
def refer(request: Request, *, by: Actor, at: datetime) -> Request:
    """Each need whose turn it is goes to its best centre."""
    way.start_next_needs(request, by=by, at=at)
    way.settle(request, by=by, at=at)
    return request


@command(rule=None)
def refer_again(request: Request, *, by: Actor, at: datetime) -> Request:
    """She says it is not solved: first back to the centre that did it, the second time one level up."""
    for need in Need.objects.filter(request=request, state=NeedState.WAITING).select_related(
        "domain", "request__place"
    ):
        last = Referral.objects.filter(need=need, state=HopState.DONE).order_by("-ended_at", "-pk").first()
        if request.reopened > 1:
            up = network.coordinator_of if request.reopened == 2 else network.provincial_coordinator
            way.open_last_door(need, why="reopened", by=by, at=at, officer=up(request.place, at))
        elif last and network.takes_referrals(last.centre):
            hop = way.ask(need, last.centre, by=by, at=at, rank=last.rank, reasons=last.reasons, parent=last)
            until = day_and_hour(way.answer_by(hop))
            way.tell_holder(hop, "request_back", at, until=until)
            way.tell_applicant(request, "request_reopened", at, until=until)
        else:
            way.next_hop(need, by=by, at=at)
    way.settle(request, by=by, at=at)
    return request


@command(rule=rules.may_withdraw, keep=("reason",), lock="need.request")
def withdraw(hop: Referral, *, by: Actor, at: datetime, reason: str) -> Referral:
    """The sender takes an offer back, to send it elsewhere; the need waits with the door officer. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    _take_back(hop, by, at, reason)
    need, request = hop.need, hop.need.request
    if not Referral.objects.filter(need=need, state__in=OPEN).exists():
        intake.need_moved(need, to=NeedState.WAITING, by=by, at=at)
    way.settle(request, by=by, at=at, search_due=way.search_until(request, at))
    return hop


@command(rule=None)
def call_back(request: Request, *, by: Actor, at: datetime, reason: str) -> Request:
    """The request ended otherwise (withdrawn, merged): nobody works on it in vain."""
    for hop in Referral.objects.filter(need__request=request, state__in=OPEN):
        _take_back(hop, by, at, "ended")
    for door in LastDoor.objects.filter(need__request=request, state=DoorState.OPEN):
        move(door, to=DoorState.CALLED_BACK, by=by, at=at, reason=reason, ended_at=at)
    return request


@command(rule=None)
def vacate(centre: Centre, *, by: Actor, at: datetime) -> Centre:
    """It rests or is closed: each hop that lies with it goes on at once, so that nobody waits at a shut door."""
    for hop in Referral.objects.open().filter(centre=centre).whole().order_by("need__request", "pk"):
        send_on(hop, by=by, at=at)
    return centre


@command(rule=None, lock="need.request")
def send_on(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """The next centre is asked, or the last door, unless another was asked with it. Nothing when it ended meanwhile."""
    if not hop.is_open:
        return hop
    _take_back(hop, by, at, reason=CENTRE_RESTS)
    need, request = hop.need, hop.need.request
    if not Referral.objects.open().filter(need=need).exists():
        intake.need_moved(need, to=NeedState.WAITING, by=by, at=at)
        way.next_hop(need, by=by, at=at)
    way.settle(request, by=by, at=at)
    return hop


def _take_back(hop: Referral, by: Actor, at: datetime, note: str = "", *, reason: str = "withdrawn") -> None:
    if not hop.is_open:
        raise MoveRefused
    way.end_hop(hop, to=HopState.WITHDRAWN, by=by, at=at, reason=reason, note=note)
    way.tell_holder(hop, "referral_withdrawn", at)
    way.line("referral_withdrawn", hop, at)
