"""What the receiving centre says."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.states import NeedState
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.network.calendar import calendar_for
from hamafza.referrals import deadlines, rules
from hamafza.referrals.commands import _way as way
from hamafza.referrals.models import Note, Referral
from hamafza.referrals.states import Decline, Hold, HopState

UNDO_WITHIN = timedelta(minutes=10)


class HoldTooLong(Refused):
    message = _("تاریخ بازگشت باید در آینده و حداکثر ۶۰ روز دیگر باشد.")
    field = "until"


class NothingSaid(Refused):
    message = _("لطفاً بنویسید چه پیش رفته است.")
    field = "text"


@command(rule=rules.may_answer, lock="need.request")
def accept(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """«می‌پذیرم». The first to accept keeps it; others who were asked are told at once. Raises MoveRefused."""
    move(hop, to=HopState.ACCEPTED, by=by, at=at, answered_at=at, **_first_rung(hop, HopState.ACCEPTED, at))
    for other in Referral.objects.filter(need=hop.need, state=HopState.OFFERED).exclude(pk=hop.pk):
        way.end_hop(other, to=HopState.CLOSED_ELSEWHERE, by=by, at=at)
        way.tell_holder(other, "referral_taken", at)
    request = hop.need.request
    intake.need_moved(hop.need, to=NeedState.TAKING_CARE, by=by, at=at)
    intake.share(request, centre=hop.centre, level="full", by=by, at=at)
    way.line("referral_accepted", hop, at)
    way.tell_applicant(request, "request_accepted", at)
    way.settle(request, by=by, at=at)
    return hop


@command(rule=rules.may_answer, keep=("reason",), lock="need.request")
def decline(hop: Referral, *, reason: str, by: Actor, at: datetime, note: str = "") -> Referral:
    """«نمی‌توانم، با دلیل». The need is with the next centre, or at the last door, before this answer is saved.

    Raises ReasonMissing, MoveRefused.
    """
    if reason not in Decline.values or (reason == Decline.OTHER and not note.strip()):
        raise ReasonMissing
    way.end_hop(hop, to=HopState.DECLINED, by=by, at=at, reason=reason, note=note, answered_at=at)
    way.line("referral_declined", hop, at, detail=reason)
    way.next_hop(hop.need, by=by, at=at, last_reason=reason)
    way.settle(hop.need.request, by=by, at=at)
    return hop


@command(rule=rules.may_answer, lock="need.request")
def note(hop: Referral, *, text: str, by: Actor, at: datetime, for_applicant: bool = True) -> Note:
    """A sign of life: first contact or progress; the clock of silence starts anew. Raises NothingSaid, MoveRefused."""
    if not text.strip():
        raise NothingSaid
    if hop.state == HopState.ACCEPTED:
        _go_on(hop, by, at)
    elif hop.state == HopState.IN_PROGRESS:
        ladder = _first_rung(hop, HopState.IN_PROGRESS, at)
        for name, value in ladder.items():
            setattr(hop, name, value)
        rows.keep(hop, list(ladder))
        way.settle(hop.need.request, by=by, at=at)
    elif hop.state != HopState.ON_HOLD:
        raise MoveRefused
    return Note.objects.create(referral=hop, text=text.strip()[:5_000], by=by.ref, at=at, for_applicant=for_applicant)


def _own_and_fresh(by: Actor, note: Note, at: datetime) -> bool:
    return note.by == by.ref and at - note.at <= UNDO_WITHIN and rules.may_answer(by, note.referral, at)


@command(rule=_own_and_fresh)
def take_back_note(note: Note, *, by: Actor, at: datetime) -> Referral:
    """A slip of the pen, within ten minutes and by its writer; the audit still knows that it was there."""
    note.delete()
    return note.referral


@command(rule=rules.may_answer, keep=("reason",), lock="need.request")
def hold(hop: Referral, *, reason: str, until: datetime, by: Actor, at: datetime, note: str = "") -> Referral:
    """«مهلت با دلیل». It wakes by itself on the day that was said. Said to an offer, it means: yes, from that day on.

    Raises ReasonMissing, HoldTooLong, MoveRefused.
    """
    if reason not in Hold.values:
        raise ReasonMissing
    if not 0 < (until - at).total_seconds() <= 60 * 86400:
        raise HoldTooLong
    if hop.state == HopState.OFFERED:
        accept(hop, by=by, at=at)
    hop.reason = reason
    move(
        hop,
        to=HopState.ON_HOLD,
        by=by,
        at=at,
        reason=reason,
        also=("reason",),
        hold_until=until,
        due_at=until,
        answer_by=until,
        since_at=at,
        rung=0,
        note=note[:500],
    )
    way.line("referral_on_hold", hop, at, detail=reason)
    way.settle(hop.need.request, by=by, at=at)
    return hop


@command(rule=rules.may_answer, lock="need.request")
def resume(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """Work goes on. Raises MoveRefused."""
    if hop.state != HopState.ON_HOLD:
        raise MoveRefused
    _go_on(hop, by, at, hold_until=None)
    return hop


def _go_on(hop: Referral, by: Actor, at: datetime, **changes: Any) -> None:
    move(hop, to=HopState.IN_PROGRESS, by=by, at=at, **_first_rung(hop, HopState.IN_PROGRESS, at), **changes)
    way.settle(hop.need.request, by=by, at=at)


def _first_rung(hop: Referral, state: str, at: datetime) -> dict[str, Any]:
    """From now on silence is counted afresh, in the centre's own working time."""
    hours = calendar_for(hop.centre).hours_of(hop.centre)
    first = deadlines.step(state, hop.need.request.urgency, at, 0, hours)
    return {"since_at": at, "rung": first.rung, "due_at": first.at, "answer_by": first.at}
