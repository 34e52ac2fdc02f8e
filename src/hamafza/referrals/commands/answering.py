"""What the receiving centre says."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.states import NeedState
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


@command(rule=rules.may_answer, lock="need")
def accept(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """«می‌پذیرم». The first to accept keeps it; others who were asked are told at once. Raises MoveRefused."""
    move(hop, to=HopState.ACCEPTED, by=by, at=at, answered_at=at)
    _restart_ladder(hop, at)
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


@command(rule=rules.may_answer, keep=("reason",), lock="need")
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


@command(rule=rules.may_answer, lock="need")
def note(hop: Referral, *, text: str, by: Actor, at: datetime, for_applicant: bool = True) -> Note:
    """A sign of life: first contact or progress; the clock of silence starts anew. Raises NothingSaid, MoveRefused."""
    if not text.strip():
        raise NothingSaid
    if hop.state == HopState.ACCEPTED:
        move(hop, to=HopState.IN_PROGRESS, by=by, at=at)
    elif hop.state not in {HopState.IN_PROGRESS, HopState.ON_HOLD}:
        raise MoveRefused
    if hop.state == HopState.IN_PROGRESS:
        _restart_ladder(hop, at)
        way.settle(hop.need.request, by=by, at=at)
    return Note.objects.create(
        referral=hop, text=text.strip()[:5_000], by=by.ref, at=at, for_applicant=for_applicant
    )


def _own_and_fresh(by: Actor, note: Note, at: datetime) -> bool:
    return note.by == by.ref and at - note.at <= UNDO_WITHIN and rules.may_answer(by, note.referral, at)


@command(rule=_own_and_fresh)
def take_back_note(note: Note, *, by: Actor, at: datetime) -> Referral:
    """A slip of the pen, within ten minutes and by its writer; the audit still knows that it was there."""
    note.delete()
    return note.referral


@command(rule=rules.may_answer, keep=("reason",), lock="need")
def hold(hop: Referral, *, reason: str, until: datetime, by: Actor, at: datetime, note: str = "") -> Referral:
    """«مهلت با دلیل». It wakes by itself on the day that was said; said to an offer, it means: yes, but from that day on.

    Raises ReasonMissing, HoldTooLong, MoveRefused.
    """
    if reason not in Hold.values:
        raise ReasonMissing
    if not 0 < (until - at).total_seconds() <= 60 * 86400:
        raise HoldTooLong
    if hop.state == HopState.OFFERED:
        accept(hop, by=by, at=at)
    hop.reason = reason
    hop.save(update_fields=["reason"])
    move(
        hop,
        to=HopState.ON_HOLD,
        by=by,
        at=at,
        reason=reason,
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


@command(rule=rules.may_answer, lock="need")
def resume(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """Work goes on. Raises MoveRefused."""
    if hop.state != HopState.ON_HOLD:
        raise MoveRefused
    move(hop, to=HopState.IN_PROGRESS, by=by, at=at, hold_until=None)
    _restart_ladder(hop, at)
    way.settle(hop.need.request, by=by, at=at)
    return hop


def _restart_ladder(hop: Referral, at: datetime) -> None:
    """From now on silence is counted afresh, in the centre's own working time."""
    first = deadlines.step(
        hop.state, hop.need.request.urgency, at, 0, calendar_for(hop.centre).hours_of(hop.centre)
    )
    hop.since_at, hop.rung, hop.due_at, hop.answer_by = at, 0, first.at, first.at
    hop.save(update_fields=["since_at", "rung", "due_at", "answer_by"])
