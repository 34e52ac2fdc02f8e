"""Saying what is needed, in which domain, how urgently. The engine has proposed; here a person decides."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import deadlines, rules
from hamafza.intake.events import RequestTriaged
from hamafza.intake.models import Need, Request, TriageProposal
from hamafza.intake.states import RequestState
from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.moves import move, subject_of
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar
from hamafza.network.models import Domain
from hamafza.notices import outbox


class NoDomain(Refused):
    message = _("دست‌کم یک عرصه را برگزینید تا بدانیم درخواست را به کدام مرکز بسپاریم.")
    field = "domains"


@command(rule=rules.may_triage, keep=("urgency",))
def triage(
    request: Request,
    *,
    domains: Sequence[Domain],
    urgency: str,
    by: Actor,
    at: datetime,
    orders: Sequence[int] | None = None,
    automatic: bool = True,
) -> Request:
    """Fix the needs of a request and their order; with `automatic`, each goes to its best centre the same minute.

    Raises NoDomain, MoveRefused.
    """
    if not domains:
        raise NoDomain
    if request.state != RequestState.RECEIVED:  # a colleague was faster; IN_REFERRAL moves back by other ways only
        raise MoveRefused
    request.urgency = urgency
    move(
        request,
        to=RequestState.TRIAGED,
        by=by,
        at=at,
        urgency=urgency,
        holder=network.door_officer(request.place, at),
        due_at=Calendar([]).due(at, deadlines.find_centre_span(urgency)),
    )
    for order, domain in zip(orders or [1] * len(domains), domains, strict=True):
        Need.objects.create(request=request, domain=domain, order=order)
        journal.record("request_triaged", place=request.place.path, domain=domain.key, at=at)
    _keep_decision(request, [domain.key for domain in domains], urgency, at)
    if automatic:
        announce(RequestTriaged(request.pk, by, at))
        request.refresh_from_db()
    return request


@command(rule=is_the_clock)
def late_in_triage(request: Request, *, by: Actor, at: datetime) -> Request:
    """Nobody has looked at it in time: it climbs to the county, then the province, each with a new deadline."""
    if request.state != RequestState.RECEIVED or request.due_at is None or request.due_at > at:
        return request
    journal.record("deadline_missed", place=request.place.path, detail="triage", at=at)
    door, county = network.door_officer(request.place, at), network.coordinator_of(request.place, at)
    above = network.provincial_coordinator(request.place, at)
    request.holder = county if request.holder == door and county != door else above
    request.due_at = Calendar([]).due(at, deadlines.triage_span(request.urgency))
    request.save(update_fields=["holder", "due_at"])
    for person in {door, request.holder}:
        outbox.to_person(person, "triage_late", at=at, subject=subject_of(request), code=request.number)
    return request


@command(rule=rules.may_triage)
def add_need(request: Request, *, domain: Domain, order: int, by: Actor, at: datetime) -> Need:
    """A further need found on the way. Raises MoveRefused when the request has ended."""
    if request.state not in {RequestState.TRIAGED, RequestState.IN_REFERRAL}:
        raise MoveRefused
    need, created = Need.objects.get_or_create(request=request, domain=domain, defaults={"order": order})
    if created:
        journal.record("request_triaged", place=request.place.path, domain=domain.key, at=at)
        announce(RequestTriaged(request.pk, by, at))
    return need


def _keep_decision(request: Request, keys: list[str], urgency: str, at: datetime) -> None:
    """What the person decided beside what was proposed; corrections teach the next model."""
    proposal = TriageProposal.objects.filter(request=request, decided_at=None).order_by("-pk").first()
    if proposal is None:
        return
    first = proposal.proposed["domains"][0]["domain"] if proposal.proposed["domains"] else None
    proposal.decided = {"domains": keys, "urgency": urgency}
    proposal.corrected = first != keys[0] or str(proposal.proposed["urgency"]) != urgency
    proposal.decided_at = at
    proposal.save(update_fields=["decided", "corrected", "decided_at"])
