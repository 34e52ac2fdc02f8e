"""Orders from downstream: who holds the request now, where its needs stand, who may see it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import rules
from hamafza.intake.events import RequestResolved
from hamafza.intake.models import Level, Need, Request, Share
from hamafza.intake.states import NEED_FINAL, NeedState, Outcome, RequestState
from hamafza.journal import entries as journal
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person


class MayNotTriage(Refused):
    message = _("کسی که برای درخواست‌ها برگزیده‌اید در آن جا نقشی ندارد. نقش‌ها را هم به او بسپارید.")


@command(rule=None)
def hold(request: Request, *, holder: Person, due_at: datetime, by: Actor, at: datetime) -> Request:
    """Who must act next, and until when. Called by the area that knows."""
    request.holder, request.due_at = holder, due_at
    rows.keep(request, ["holder", "due_at"])
    return request


@command(rule=lambda by, request, at: isinstance(by, System))
def hand_over(request: Request, *, by: Actor, at: datetime) -> Request:
    """Its holder is away or has left: whoever is at its door now keeps it, with the same deadline. Raises NobodyElse."""
    holder = network.door_officer(request.place, at)
    if not request.is_open or holder == request.holder:
        raise NobodyElse
    request.holder = holder
    request.save(update_fields=["holder"])
    return request


@command(rule=None)  # the rule of the handover covers it
def pass_on(request: Request, *, to: Person, by: Actor, at: datetime) -> Request:
    """Another officer has it, with the same deadline. Raises MayNotTriage."""
    if not rules.may_triage(to, request, at):
        raise MayNotTriage
    if request.is_open:
        request.holder = to
        request.save(update_fields=["holder"])
    return request


@command(rule=None)
def note_in_referral(request: Request, *, by: Actor, at: datetime) -> Request:
    """The first hop is under way."""
    if request.state == RequestState.TRIAGED:
        move(request, to=RequestState.IN_REFERRAL, by=by, at=at)
    return request


@command(rule=None, keep=("to",))
def need_moved(need: Need, *, to: str, by: Actor, at: datetime) -> Need:
    """A need changes its state as its hops do."""
    if need.state != to:
        need.outcome, need.outcome_at = "", None
        move(need, to=to, by=by, at=at, also=("outcome", "outcome_at"))
    return need


@command(rule=None, keep=("outcome",))
def finish_need(need: Need, *, outcome: str, by: Actor, at: datetime, centre: str = "") -> Need:
    """A need has its outcome; when it was the last one, so has the request."""
    move(need, to=NeedState.DONE, by=by, at=at, outcome=outcome, outcome_at=at)
    request = need.request
    journal.record(
        "need_finished",
        place=request.place.path,
        domain=need.domain.key,
        centre=centre,
        detail=outcome,
        people=1,
        at=at,
    )
    _resolve_if_all_done(request, by, at)
    return need


@command(rule=None)
def drop_need(need: Need, *, by: Actor, at: datetime) -> Need:
    """The need is no longer there, since its request ended otherwise."""
    if need.state not in NEED_FINAL:
        move(need, to=NeedState.DROPPED, by=by, at=at)
    return need


def _resolve_if_all_done(request: Request, by: Actor, at: datetime) -> None:
    needs = list(Need.objects.filter(request=request))
    if any(need.is_open for need in needs):
        return
    whole = all(need.outcome == Outcome.SOLVED for need in needs if need.state == NeedState.DONE)
    request.refresh_from_db()
    if request.state in {RequestState.TRIAGED, RequestState.IN_REFERRAL}:
        move(request, to=RequestState.RESOLVED if whole else RequestState.PARTLY_RESOLVED, by=by, at=at)
        announce(RequestResolved(request.pk, by, at))


@command(rule=None, keep=("level",))
def share(request: Request, *, centre: Centre, level: str, by: Actor, at: datetime) -> Request:
    """Let a centre see: the minimum while it is asked, all once it has accepted; never less than it already sees."""
    seen = Share.objects.filter(request=request, centre=centre).first()
    if seen is None:
        Share.objects.create(request=request, centre=centre, level=level, since=at)
    elif seen.ended_at is not None or level == Level.FULL:
        seen.level, seen.ended_at = level, None
        seen.save(update_fields=["level", "ended_at"])
    return request


@command(rule=None)
def unshare(request: Request, *, centre: Centre, until: datetime, by: Actor, at: datetime) -> Request:
    """The centre stops seeing it at `until`, which is now for one that did not accept."""
    Share.objects.filter(request=request, centre=centre).update(ended_at=until)
    return request
