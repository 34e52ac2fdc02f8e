"""What becomes of a promise: begun, stuck, claimed done with evidence, seen by another and verified, or sent back."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move, remember
from hamafza.meetings import deadlines, rules
from hamafza.meetings.commands import _way as way
from hamafza.meetings.commands._promise import check_due
from hamafza.meetings.models import Action
from hamafza.meetings.states import DATES_BY_OWNER, UNVERIFIED, WORKING, ActionState
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person

LOCK = "decision.meeting.series"


class EvidenceMissing(Refused):
    message = _("بنویسید چه شد و چگونه می‌توان دید که شد؛ بی آن، انجام‌شده به شمار نمی‌آید.")
    field = "evidence"


class OnlyTheChair(Refused):
    message = _("مهلت این اقدام دو بار جابه‌جا شده است. از این پس تنها رئیس نشست می‌تواند آن را جابه‌جا کند.")
    field = "due_on"


class OnHerself(Refused):
    message = _("بگویید کار نزد چه کس دیگری گره خورده است.")
    field = "blocked_on"


def _ladder(action: Action, at: datetime) -> dict[str, Any]:
    """Where its due date puts it, with its owner (or her deputy) responsible."""
    rung, due_at = deadlines.first_rung(action.due_on, at)
    holder = way.on_duty(action.owner, action.series.place, at)
    return {"rung": rung, "due_at": due_at, "since_at": at, "holder": holder}


@command(rule=rules.may_work, lock=LOCK)
def start_action(action: Action, *, by: Actor, at: datetime) -> Action:
    """«شروع کردم»; also out of a knot. Raises MoveRefused."""
    action.reason = ""
    move(action, to=ActionState.IN_PROGRESS, by=by, at=at, also=("reason",), blocked_on=None, **_ladder(action, at))
    return action


@command(rule=rules.may_work, lock=LOCK)
def claim_done(
    action: Action,
    *,
    evidence: str,
    by: Actor,
    at: datetime,
    file_name: str = "",
    file_type: str = "",
    stored_as: str = "",
) -> Action:
    """«انجام شد», with what shows it; somebody else has three working days to look. Raises EvidenceMissing, MoveRefused."""
    if not evidence.strip():
        raise EvidenceMissing
    action.reason = ""
    if stored_as:
        action.file_name, action.file_type, action.stored_as = file_name[:120], file_type[:40], stored_as
    verifier = way.verifier_of(action, at)
    move(
        action, to=ActionState.DONE_CLAIMED, by=by, at=at, also=("reason", "file_name", "file_type", "stored_as"),
        evidence=evidence.strip()[:5_000], claimed_at=at, blocked_on=None, since_at=at, rung=0, holder=verifier,
        due_at=deadlines.to_verify(action.series.place, at),
    )  # fmt: skip
    way.tell_of_action([verifier], "action_to_verify", action, at)
    return action


@command(rule=rules.may_verify, lock=LOCK)
def verify(action: Action, *, by: Person, at: datetime) -> Action:
    """Another person has seen that it is done. Raises MoveRefused."""
    move(action, to=ActionState.VERIFIED, by=by, at=at, verified_by=by, due_at=None, ended_at=at)
    way.line("action_verified", action.meeting, at)
    way.tell_of_action([action.owner], "action_verified", action, at)
    way.close_if_done(action.meeting, by, at)
    return action


@command(rule=rules.may_verify, lock=LOCK)
def send_back(action: Action, *, reason: str, by: Actor, at: datetime) -> Action:
    """Not yet, because …; its owner goes on. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    action.reason = reason.strip()[:500]
    move(action, to=ActionState.RETURNED, by=by, at=at, reason=action.reason, also=("reason",), **_ladder(action, at))
    way.line("action_returned", action.meeting, at)
    way.tell_of_action([action.holder], "action_returned", action, at)  # type: ignore[list-item]
    return action


@command(rule=rules.may_work, lock=LOCK)
def block(action: Action, *, blocked_on: Person, reason: str, by: Actor, at: datetime) -> Action:
    """Stuck with somebody, and why; she is told, and the clock goes on. Raises ReasonMissing, OnHerself, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    if blocked_on == action.owner:
        raise OnHerself
    action.reason = reason.strip()[:500]
    move(
        action, to=ActionState.BLOCKED, by=by, at=at, reason=action.reason, also=("reason",), blocked_on=blocked_on,
        **_ladder(action, at),
    )  # fmt: skip
    way.line("action_blocked", action.meeting, at)
    way.tell_of_action([blocked_on], "action_waits_for_you", action, at)
    return action


@command(rule=rules.may_cancel, lock=LOCK)
def cancel_action(action: Action, *, reason: str, by: Actor, at: datetime) -> Action:
    """The chair lets it go, with a reason. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    action.reason = reason.strip()[:500]
    move(
        action, to=ActionState.CANCELLED, by=by, at=at, reason=action.reason, also=("reason",), due_at=None, ended_at=at,
        blocked_on=None,
    )  # fmt: skip
    way.line("action_cancelled", action.meeting, at)
    way.tell_of_action([action.owner], "action_cancelled", action, at)
    way.close_if_done(action.meeting, by, at)
    return action


@command(rule=rules.may_move_date, lock=LOCK)
def postpone(action: Action, *, due_on: date, reason: str, by: Actor, at: datetime) -> Action:
    """Another day, with a reason: twice by whoever does it, after that by the chair alone.

    Raises ReasonMissing, BadDue, OnlyTheChair, MoveRefused.
    """
    if not reason.strip():
        raise ReasonMissing
    if action.state not in WORKING:
        raise MoveRefused
    if action.times_moved >= DATES_BY_OWNER and not rules.leads(by, action.series, at):
        raise OnlyTheChair
    action.due_on = check_due(due_on, at)
    action.times_moved += 1
    for name, value in _ladder(action, at).items():
        setattr(action, name, value)
    action.save(update_fields=["due_on", "times_moved", "rung", "due_at", "since_at", "holder"])
    remember(action, before=action.state, after=action.state, by=by, at=at, reason=reason)
    return action


@command(rule=is_the_clock, lock=LOCK)
def action_late(action: Action, *, by: Actor, at: datetime) -> Action:
    """One rung up: the eve, the day itself, the coordinator after three days, the chair after seven, then weekly."""
    if action.state == ActionState.DONE_CLAIMED:
        return _late_to_verify(action, at)
    series = action.series
    people = [way.on_duty(action.owner, series.place, at)]
    template = "action_eve" if action.rung == 0 else "action_late"
    if action.rung >= 2:
        people.append(network.coordinator_of(series.place, at))
    if action.rung >= 3:
        people += [way.chair_of(series, at), way.secretary_of(series, at)]
    if action.blocked_on and action.rung >= 1:
        people.append(way.on_duty(action.blocked_on, series.place, at))
    if action.rung == 1:
        way.line("action_late", action.meeting, at)
    way.tell_of_action(people, template, action, at)
    action.rung = min(action.rung + 1, 99)
    return _look_again(action, max(deadlines.rung_at(action.due_on, action.rung, at), at + deadlines.days.DAY / 24))


def _late_to_verify(action: Action, at: datetime) -> Action:
    """Nobody has looked: again to whoever should, then to the chair and the coordinator too; every week."""
    action.holder = way.verifier_of(action, at)
    people = [action.holder]
    if action.rung:
        people += [way.chair_of(action.series, at), network.coordinator_of(action.series.place, at)]
    others = [one for one in people if one != action.owner]
    way.tell_of_action(others, "action_to_verify", action, at)
    action.rung = min(action.rung + 1, 99)
    return _look_again(action, at + deadlines.WEEK)


def _look_again(action: Action, due_at: datetime) -> Action:
    action.due_at = due_at
    action.save(update_fields=["rung", "due_at", "holder"])
    return action


@command(rule=is_the_clock, lock=LOCK)
def hand_over_action(action: Action, *, by: Actor, at: datetime) -> Action:
    """Its holder is away or has left: her deputy or the coordinator has it now. Raises MoveRefused, NobodyElse."""
    if action.state not in UNVERIFIED:
        raise MoveRefused
    waits = action.state == ActionState.DONE_CLAIMED
    holder = way.verifier_of(action, at) if waits else way.on_duty(action.owner, action.series.place, at)
    if holder == action.holder:
        raise NobodyElse
    action.holder = holder
    action.save(update_fields=["holder"])
    way.tell_of_action([holder], "action_to_verify" if waits else "action_given", action, at)
    return action
