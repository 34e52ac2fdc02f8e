"""The ways a request ends, and how it opens again."""

from datetime import datetime

from hamafza.intake import deadlines, rules
from hamafza.intake.events import RequestEnded, RequestReopened
from hamafza.intake.models import Need, Request, Share
from hamafza.intake.states import NeedState, RequestState
from hamafza.journal import entries as journal
from hamafza.kernel import worktime
from hamafza.kernel.actors import Actor
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing
from hamafza.kernel.moves import move, subject_of
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar
from hamafza.notices import outbox


@command(rule=rules.may_withdraw)
def withdraw(request: Request, *, by: Actor, at: datetime, reason: str, tell: bool = True) -> Request:
    """She no longer wants it; whoever works on it is told at once. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    _end(request, RequestState.WITHDRAWN, by, at, reason)
    journal.record("request_withdrawn", place=request.place.path, at=at)
    if tell:
        _tell(request, "request_withdrawn", at)
    return request


@command(rule=rules.may_merge)
def merge(request: Request, *, original: Request, by: Actor, at: datetime) -> Request:
    """The same thing asked twice: its story goes on in `original`. Raises MoveRefused."""
    if original.pk == request.pk or not original.is_open or not rules.may_merge(by, original, at):
        raise MoveRefused
    request.duplicate_of = original
    _end(request, RequestState.DUPLICATE, by, at, f"duplicate of {original.pk}")
    journal.record("request_merged", place=request.place.path, at=at)
    return request


@command(rule=rules.may_confirm)
def confirm(request: Request, *, by: Actor, at: datetime) -> Request:
    """She says that it helped; in four weeks she is asked once more. Raises MoveRefused."""
    move(
        request,
        to=RequestState.CONFIRMED,
        by=by,
        at=at,
        due_at=worktime.due(at, deadlines.ASK_AGAIN_AFTER, lambda day: ()),
    )
    journal.record("request_confirmed", place=request.place.path, people=1, at=at)
    return request


@command(rule=rules.may_confirm, keep=("ending",))
def close(request: Request, *, ending: str, by: Actor, at: datetime) -> Request:
    """The end: with her word, or without an answer, counted apart. Raises MoveRefused."""
    move(request, to=RequestState.CLOSED, by=by, at=at, reason=ending, ending=ending, ended_at=at)
    journal.record("request_closed", place=request.place.path, detail=ending, people=1, at=at)
    _end_shares(request, at)
    _tell(request, "request_closed", at)
    return request


@command(rule=rules.may_confirm)
def reopen(request: Request, *, by: Actor, at: datetime, reason: str) -> Request:
    """It is not solved: the needs are open again, with a holder and a deadline. Raises MoveRefused."""
    if request.state not in {
        RequestState.RESOLVED,
        RequestState.PARTLY_RESOLVED,
        RequestState.CONFIRMED,
        RequestState.CLOSED,
    }:
        raise MoveRefused
    due_at = Calendar([]).due(at, deadlines.find_centre_span(request.urgency))
    holder = (
        network.door_officer(request.place, at) if request.reopened == 0 else network.coordinator_of(request.place, at)
    )
    move(
        request,
        to=RequestState.TRIAGED,
        by=by,
        at=at,
        reason=reason,
        holder=holder,
        due_at=due_at,
        ending="",
        ended_at=None,
        reopened=request.reopened + 1,
    )
    for need in Need.objects.filter(request=request, state=NeedState.DONE):
        move(need, to=NeedState.WAITING, by=by, at=at, outcome="", outcome_at=None)
    journal.record("request_reopened", place=request.place.path, people=1, at=at)
    announce(RequestReopened(request.pk, by, at))
    return request


def _end(request: Request, state: str, by: Actor, at: datetime, reason: str) -> None:
    move(request, to=state, by=by, at=at, reason=reason, ended_at=at, also=("duplicate_of",))
    announce(RequestEnded(request.pk, by, at, reason))
    for need in Need.objects.filter(request=request).exclude(state__in=[NeedState.DONE, NeedState.DROPPED]):
        move(need, to=NeedState.DROPPED, by=by, at=at)
    _end_shares(request, at)


def _end_shares(request: Request, at: datetime) -> None:
    """Those who worked on it can look back for thirty days, no longer."""
    until = worktime.due(at, deadlines.ACCESS_AFTER_END, lambda day: ())
    Share.objects.filter(request=request, ended_at=None).update(ended_at=until)


def _tell(request: Request, template: str, at: datetime) -> None:
    if request.safe_to_contact:
        outbox.to_phone(request.phone, template, at=at, subject=subject_of(request), code=request.code)
