"""Hops for machines: what is asked of my centre, and the answers to it."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from hamafza.intake import disclosure
from hamafza.intake.models import Level
from hamafza.intake.states import Outcome, Urgency
from hamafza.kernel import clock
from hamafza.kernel.api import (
    PROBLEMS,
    Absent,
    At,
    Clean,
    Instant,
    Key,
    Limit,
    Number,
    PageIn,
    Problem,
    Text,
    once,
    page,
)
from hamafza.network.models import Centre
from hamafza.people.api import SIGNED_IN
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.seeing import scrub
from hamafza.referrals.states import Decline, Hold, HopState, Mode

router = Router(tags=["referrals"], auth=SIGNED_IN, throttle=[Limit()])
WRITES = Limit(0.2)
CentreCode = Annotated[str, Field(max_length=20, pattern="^[0-9a-z_-]+$")]


class HopOut(Schema):
    """One hop of one need. While it is only offered, the request's person is not named."""

    id: int
    request: int
    number: str
    domain: str
    centre: str
    state: HopState
    mode: Mode
    rank: int
    urgency: Urgency
    title: str
    text: str | None
    applicant_name: str | None
    phone: str | None
    holder: str | None
    offered_at: At
    answer_by: At | None
    ended_at: At | None
    reason: str
    outcome: Outcome | None


class HopsOut(Schema):
    items: list[HopOut]
    next: int | None


class HopsIn(PageIn):
    state: HopState | Absent = None
    centre: CentreCode | Absent = None


class DeclineIn(Schema):
    """With reason "other" a note is needed."""

    reason: Decline
    note: Annotated[str, Field(max_length=500), Clean] = ""


class NoteIn(Schema):
    text: Text
    for_applicant: bool = True


class NoteOut(Schema):
    id: int
    text: str
    at: At


class FinishIn(Schema):
    """`not_possible` is not a centre's to say; it gives the request back, and the network seeks on."""

    outcome: Outcome
    evidence: Text


class HoldIn(Schema):
    """Said of an offer, it means: yes, from that day on."""

    reason: Hold
    until: Instant = Field(description="In the future, sixty days ahead at most; then it wakes by itself.")
    note: Annotated[str, Field(max_length=500), Clean] = ""


class RelayIn(Schema):
    """`centre` by its code, as in the directory."""

    centre: CentreCode
    note: Annotated[str, Field(max_length=500), Clean] = ""


@router.get("", response={200: HopsOut, PROBLEMS: Problem}, operation_id="list_referrals")
def list_referrals(request: HttpRequest, asked: Annotated[HopsIn, Query()]) -> Any:
    """Hops of your centre or your place, the newest first."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = _all(by, at)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.centre:
        found = found.filter(centre__code=asked.centre)
    return page(found, asked, lambda rows: _shown_all(rows, by, at))


@router.get("/{number}", response={200: HopOut, PROBLEMS: Problem}, operation_id="read_referral")
def read_referral(request: HttpRequest, number: Number) -> Any:
    """One hop."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    return _shown(_visible(number, by, at), by, at)


@router.post(
    "/{number}/accept",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="accept_referral",
)
def accept_referral(request: HttpRequest, number: Number, key: Key = None) -> Any:
    """«می‌پذیرم»: the first to accept keeps it; 409 when it is no longer offered."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = referrals.accept(_visible(number, by, at), by=by, at=at, once=once(key, by, number))
    return _shown(hop, by, at)


@router.post(
    "/{number}/decline",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="decline_referral",
)
def decline_referral(request: HttpRequest, number: Number, body: DeclineIn, key: Key = None) -> Any:
    """«نمی‌توانم»: with a coded reason; the next centre is asked in the same moment."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = _visible(number, by, at)
    hop = referrals.decline(hop, by=by, at=at, once=once(key, by, number, body.dict()), **body.dict())
    return _shown(hop, by, at)


@router.post(
    "/{number}/notes",
    response={201: NoteOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="note_referral",
)
def note_referral(request: HttpRequest, number: Number, body: NoteIn, key: Key = None) -> Any:
    """First contact or progress."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = _visible(number, by, at)
    note = referrals.note(hop, by=by, at=at, once=once(key, by, number, body.dict()), **body.dict())
    return Status(201, {"id": note.pk, "text": note.text, "at": note.at})


@router.post(
    "/{number}/finish",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="finish_referral",
)
def finish_referral(request: HttpRequest, number: Number, body: FinishIn, key: Key = None) -> Any:
    """The outcome, with a sentence that shows it."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = _visible(number, by, at)
    hop = referrals.finish(hop, by=by, at=at, once=once(key, by, number, body.dict()), **body.dict())
    return _shown(hop, by, at)


@router.post(
    "/{number}/hold",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="hold_referral",
)
def hold_referral(request: HttpRequest, number: Number, body: HoldIn, key: Key = None) -> Any:
    """«مهلت با دلیل»: it stays with you and comes back on the day you say."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = _visible(number, by, at)
    hop = referrals.hold(hop, by=by, at=at, once=once(key, by, number, body.dict()), **body.dict())
    return _shown(hop, by, at)


@router.post(
    "/{number}/resume",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="resume_referral",
)
def resume_referral(request: HttpRequest, number: Number, key: Key = None) -> Any:
    """Work goes on before that day; 409 when it does not rest."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = referrals.resume(_visible(number, by, at), by=by, at=at, once=once(key, by, number))
    return _shown(hop, by, at)


@router.post(
    "/{number}/relay",
    response={200: HopOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="relay_referral",
)
def relay_referral(request: HttpRequest, number: Number, body: RelayIn, key: Key = None) -> Any:
    """Hand an accepted hop on to a centre that is better placed; yours ends, and the story stays one."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    hop = _visible(number, by, at)
    centre = Centre.objects.filter(code=body.centre).first()
    if centre is None:
        raise referrals.CentreRests
    referrals.relay(hop, centre=centre, note=body.note, by=by, at=at, once=once(key, by, number, body.dict()))
    return _shown(_visible(number, by, at), by, at)


def _all(by: Any, at: datetime) -> Any:
    return Referral.objects.visible_to(by, at).select_related(
        "need__request__place", "need__domain", "centre", "holder"
    )


def _visible(number: int, by: Any, at: datetime) -> Referral:
    return get_object_or_404(_all(by, at), pk=number)


def _shown(hop: Referral, by: Any, at: datetime) -> dict[str, Any]:
    return _shown_all([hop], by, at)[0]


def _shown_all(hops: list[Referral], by: Any, at: datetime) -> list[dict[str, Any]]:
    levels = disclosure.levels({hop.need.request for hop in hops}, by, at)
    return [_as_seen(hop, levels[hop.need.request_id] == Level.FULL) for hop in hops]


def _as_seen(hop: Referral, full: bool) -> dict[str, Any]:
    request = hop.need.request
    return {
        "id": hop.pk,
        "request": request.pk,
        "number": request.number,
        "domain": hop.need.domain.key,
        "centre": hop.centre.code,
        "state": hop.state,
        "mode": hop.mode,
        "rank": hop.rank,
        "urgency": request.urgency,
        "title": request.title if full else scrub(request.title, request.applicant_name),
        "text": request.text if full else None,
        "applicant_name": request.applicant_name if full else None,
        "phone": request.phone if full else None,
        "holder": str(hop.holder) if hop.holder else None,
        "offered_at": hop.offered_at,
        "answer_by": hop.answer_by,
        "ended_at": hop.ended_at,
        "reason": hop.reason,
        "outcome": hop.outcome or None,
    }
