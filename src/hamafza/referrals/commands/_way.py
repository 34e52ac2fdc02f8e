"""The steps shared by all verbs: asking a centre, finding the next one, the last door, and who holds the request now.

Nothing here is a command: each function runs inside one. Together they keep the promise: as long as a need is open,
it has an open hop or an open last-door task, or waits with a named door officer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake import deadlines as intake_deadlines
from hamafza.intake.models import Need, Request
from hamafza.intake.states import NEED_FINAL, NeedState, Urgency
from hamafza.journal import entries as journal
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move, remember, subject_of
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar, calendar_for
from hamafza.network.models import Centre
from hamafza.notices import outbox
from hamafza.notices.moments import day_and_hour
from hamafza.people.models import Person
from hamafza.referrals import advice, deadlines
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import OPEN, REFUSALS_BEFORE_LAST_DOOR, DoorState, HopState, Mode, NotDone

REFUSED = (HopState.DECLINED, HopState.EXPIRED, HopState.NOT_DONE)


class CentreRests(Refused):
    message = _("این مرکز اکنون ارجاع نمی‌پذیرد؛ خاموش یا بسته شده است. لطفاً مرکز دیگری برگزینید.")
    field = "centre"


def ask(
    need: Need,
    centre: Centre,
    *,
    by: Actor,
    at: datetime,
    mode: str = Mode.RANKED,
    rank: int = 1,
    reasons: Sequence[dict[str, Any]] = (),
    runner_up: str = "",
    parent: Referral | None = None,
) -> Referral:
    """Offer the need to one centre: a new hop with its holder and its ladder. Raises CentreRests."""
    if not network.takes_referrals(centre):
        raise CentreRests
    request = need.request
    hours = calendar_for(centre).hours_of(centre)
    first = deadlines.step(HopState.OFFERED, request.urgency, at, 0, hours)
    hop = Referral.objects.create(
        need=need,
        centre=centre,
        parent=parent,
        mode=mode,
        rank=rank,
        reasons=list(reasons),
        runner_up=runner_up,
        sender=by.ref,
        holder=network.responsible_for_centre(centre, at),
        since_at=at,
        offered_at=at,
        answer_by=first.at,
        due_at=first.at,
    )
    remember(hop, before="", after=HopState.OFFERED, by=by, at=at)
    intake.need_moved(need, to=NeedState.OFFERED, by=by, at=at)
    intake.note_in_referral(request, by=by, at=at)
    intake.share(request, centre=centre, level="minimum", by=by, at=at)
    line("referral_offered", hop, at)
    tell_holder(hop, "referral_offered", at, until=day_and_hour(first.at))
    return hop


def next_hop(need: Need, *, by: Actor, at: datetime, last_reason: str | None = None) -> None:
    """The promise: whatever ended the last hop, the need is at once with another centre or at the last door."""
    hops = list(Referral.objects.filter(need=need))
    if any(hop.is_open for hop in hops):
        return
    refused = [hop for hop in hops if hop.state in REFUSED and hop.reason != NotDone.RELAYED]
    if len(refused) >= REFUSALS_BEFORE_LAST_DOOR:
        return open_last_door(need, why="refusals", by=by, at=at)
    tried = {hop.centre_id for hop in hops}
    ranked = advice.rank_centres(need, at=at, excluded=tried, last_reason=last_reason)
    if not ranked:
        return open_last_door(need, why="exhausted", by=by, at=at)
    best = ranked[0]
    hop = ask(
        need,
        best.centre,
        by=by,
        at=at,
        rank=len(tried) + 1,
        reasons=best.reasons,
        runner_up=ranked[1].centre.name if len(ranked) > 1 else "",
    )
    template = "request_moved_on" if hops else "request_referred"
    tell_applicant(need.request, template, at, until=day_and_hour(answer_by(hop)))


def open_last_door(need: Need, *, why: str, by: Actor, at: datetime, officer: Person | None = None) -> None:
    """No centre is left: a named officer of the province must find a way, within two working days."""
    request = need.request
    officer = officer or network.last_door_officer(request.place, at)
    due_at = Calendar([]).due(at, deadlines.LAST_DOOR)
    task = LastDoor.objects.create(need=need, officer=officer, why=why, opened_at=at, due_at=due_at)
    remember(task, before="", after=DoorState.OPEN, by=by, at=at, reason=why)
    intake.need_moved(need, to=NeedState.LAST_DOOR, by=by, at=at)
    intake.note_in_referral(request, by=by, at=at)
    journal.record("last_door", place=request.place.path, domain=need.domain.key, detail=why, people=1, at=at)
    outbox.to_person(
        officer,
        "last_door_opened",
        at=at,
        subject=subject_of(request),
        urgent=True,
        code=request.number,
        until=day_and_hour(due_at),
    )
    tell_applicant(request, "request_last_door", at, until=day_and_hour(due_at))


def settle(request: Request, *, by: Actor, at: datetime, search_due: datetime | None = None) -> None:
    """Write upstream who must act next: the open hop, last-door task or search whose clock runs out first.

    A need that waits for a centre in its turn keeps a deadline of its own, however busy its sisters are.
    """
    waiting = [(rows.instant(due_at), holder) for due_at, holder in _open_hops(request.pk) + _open_doors(request.pk)]
    if _waiting_in_turn(request):
        until = search_due or min(filter(None, [request.due_at, search_until(request, at)]))
        waiting.append((until, network.door_officer(request.place, at).pk))
    if not waiting:
        return
    due_at, holder = min(waiting)
    if (due_at, holder) != (request.due_at, request.holder_id):
        intake.hold(request, holder=rows.one(Person, holder), due_at=due_at, by=by, at=at)


_open_hops = rows.Prepared(
    lambda request: Referral.objects.filter(need__request=request, state__in=OPEN).values_list("due_at", "holder")
)
_open_doors = rows.Prepared(
    lambda request: LastDoor.objects.filter(need__request=request, state=DoorState.OPEN).values_list(
        "due_at", "officer"
    )
)


def start_next_needs(request: Request, *, by: Actor, at: datetime) -> None:
    """Begin the needs whose turn it is: the lowest order that is still open ("housing first, then job")."""
    for need in _waiting_in_turn(request):
        need.request = request  # the locked one, not a second reading of it
        next_hop(need, by=by, at=at)


def _waiting_in_turn(request: Request) -> list[Need]:
    needs = [(order, state, pk) for order, state, pk in _needs_of(request.pk) if state not in NEED_FINAL]
    turn = min((order for order, _, _ in needs), default=None)
    waiting = [pk for order, state, pk in needs if order == turn and state == NeedState.WAITING]
    return list(Need.objects.filter(pk__in=waiting).select_related("domain")) if waiting else []


_needs_of = rows.Prepared(lambda request: Need.objects.filter(request=request).values_list("order", "state", "pk"))


def search_until(request: Request, at: datetime) -> datetime:
    """How long a person has to choose a centre before the best one is asked by itself."""
    return Calendar([]).due(at, intake_deadlines.find_centre_span(request.urgency))


def end_hop(hop: Referral, *, to: str, by: Actor, at: datetime, reason: str = "", note: str = "", **more: Any) -> None:
    """Close a hop in one of its ends. A centre that did not bring it to an outcome sees the request no longer."""
    hop.reason = reason
    move(
        hop,
        to=to,
        by=by,
        at=at,
        reason=reason,
        also=("reason",),
        ended_at=at,
        due_at=None,
        note=note[:500],
        **more,
    )
    if to != HopState.DONE and not _still_works_on(hop.centre, hop.need.request):
        intake.unshare(hop.need.request, centre=hop.centre, until=at, by=by, at=at)


def _still_works_on(centre: Centre, request: Request) -> bool:
    """Has it another need of the same request in hand, or brought one to its outcome?"""
    return Referral.objects.filter(need__request=request, centre=centre, state__in=[*OPEN, HopState.DONE]).exists()


def end_without_outcome(hop: Referral, reason: str, by: Actor, at: datetime, note: str = "") -> None:
    """Give up a taken hop and find the next, all in the running command."""
    end_hop(hop, to=HopState.NOT_DONE, by=by, at=at, reason=reason, note=note)
    line("referral_not_done", hop, at, detail=reason)
    intake.need_moved(hop.need, to=NeedState.WAITING, by=by, at=at)
    next_hop(hop.need, by=by, at=at)
    settle(hop.need.request, by=by, at=at)


def answer_by(hop: Referral) -> datetime:
    assert hop.answer_by is not None  # an open hop has one, by constraint
    return hop.answer_by


def line(kind: str, hop: Referral, at: datetime, detail: str = "", people: int = 0) -> None:
    request = hop.need.request
    journal.record(
        kind,
        place=request.place.path,
        domain=hop.need.domain.key,
        centre=hop.centre.code,
        detail=detail,
        people=people,
        at=at,
    )


def tell_holder(hop: Referral, template: str, at: datetime, **facts: str) -> None:
    urgent = hop.need.request.urgency != Urgency.ORDINARY
    if hop.holder:
        _tell(hop.holder, hop.need.request, template, at, urgent, **facts)


def tell_officer(person: Person, request: Request, template: str, at: datetime, **facts: str) -> None:
    _tell(person, request, template, at, False, **facts)


def _tell(person: Person, request: Request, template: str, at: datetime, urgent: bool, **facts: str) -> None:
    facts = {"link": "", **facts}
    outbox.to_person(person, template, at=at, subject=subject_of(request), urgent=urgent, code=request.number, **facts)


def tell_applicant(request: Request, template: str, at: datetime, *, until: str = "") -> None:
    if request.safe_to_contact:
        outbox.to_phone(request.phone, template, at=at, subject=subject_of(request), code=request.code, until=until)
