"""What happens by itself when a deadline passes. Called by `tick`, one row at a time."""

from datetime import datetime

from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.journal import entries as journal
from hamafza.kernel import rows
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.worktime import Span
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar, calendar_for
from hamafza.network.standing_in import NobodyElse
from hamafza.notices.moments import day_and_hour
from hamafza.referrals import deadlines
from hamafza.referrals.commands import _way as way
from hamafza.referrals.commands.answering import resume
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState, HopState, NotDone

AGAIN = Span(days=1)


@command(rule=is_the_clock, lock="need.request")
def late(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """One rung of the ladder: poke and tell the client; the head; the province and the next hop.

    Does nothing when the hop was answered in the meantime.
    """
    if not hop.is_open or hop.due_at is None or hop.due_at > at:
        return hop
    if hop.state == HopState.ON_HOLD:
        return resume(hop, by=by, at=at)
    request = hop.need.request
    way.line("deadline_missed", hop, at, detail=f"{hop.state}_{hop.rung}")
    if hop.rung == 0:
        way.tell_holder(hop, "referral_poke" if hop.state == HopState.OFFERED else "note_due", at)
        way.tell_applicant(request, "request_waiting", at)
    elif hop.rung == 1:
        way.tell_officer(network.head_of(hop.centre, at), request, "referral_late_head", at)
    else:
        way.tell_officer(network.provincial_coordinator(request.place, at), request, "referral_expired", at)
    if hop.rung >= deadlines.last_rung(hop.state):
        _send_on(hop, by, at)
    else:
        _climb(hop, at)
        way.settle(request, by=by, at=at)
    return hop


def _climb(hop: Referral, at: datetime) -> None:
    """The next rung's instant; whoever is present now (a deputy, say) becomes the holder."""
    hours = calendar_for(hop.centre).hours_of(hop.centre)
    up = deadlines.step(hop.state, hop.need.request.urgency, hop.since_at, hop.rung + 1, hours)
    hop.rung, hop.due_at = up.rung, max(up.at, at)
    hop.holder = network.responsible_for_centre(hop.centre, at)
    if hop.state != HopState.OFFERED and hop.rung == 3:
        hop.holder = network.coordinator_of(hop.centre.place, at)
    rows.keep(hop, ["rung", "due_at", "holder"])


def _send_on(hop: Referral, by: Actor, at: datetime) -> None:
    if hop.state != HopState.OFFERED:
        return way.end_without_outcome(hop, NotDone.SILENCE, by, at)
    way.end_hop(hop, to=HopState.EXPIRED, by=by, at=at, reason="silence")
    way.line("referral_expired", hop, at)
    way.tell_holder(hop, "referral_expired", at)
    way.next_hop(hop.need, by=by, at=at, last_reason="silence")
    way.settle(hop.need.request, by=by, at=at)


@command(rule=is_the_clock, lock="need.request")
def hand_over(hop: Referral, *, by: Actor, at: datetime) -> Referral:
    """Whoever must act is away or has left: the hop waits with the one who is there. Raises NobodyElse."""
    holder = network.responsible_for_centre(hop.centre, at)
    if not hop.is_open or holder == hop.holder:
        raise NobodyElse
    hop.holder = holder
    hop.save(update_fields=["holder"])
    way.tell_holder(hop, "referral_handed_over", at, until=day_and_hour(way.answer_by(hop)))
    way.settle(hop.need.request, by=by, at=at)
    return hop


@command(rule=is_the_clock, lock="need.request")
def hand_over_last_door(task: LastDoor, *, by: Actor, at: datetime) -> LastDoor:
    """The last door is never left unattended. Raises NobodyElse."""
    place = task.need.request.place
    officer = network.present(task.officer, at) if task.officer.is_active else network.last_door_officer(place, at)
    if task.state != DoorState.OPEN or officer == task.officer:
        raise NobodyElse
    task.officer = officer
    task.save(update_fields=["officer"])
    way.tell_officer(officer, task.need.request, "last_door_opened", at, until=day_and_hour(task.due_at))
    way.settle(task.need.request, by=by, at=at)
    return task


@command(rule=is_the_clock, lock="need.request")
def late_at_last_door(task: LastDoor, *, by: Actor, at: datetime) -> LastDoor:
    """The last door is late: the province hears of it each working day until it is opened."""
    if task.state != DoorState.OPEN or task.due_at > at:
        return task
    request = task.need.request
    journal.record("deadline_missed", place=request.place.path, domain=task.need.domain.key, detail="last_door", at=at)
    task.rung += 1
    task.officer = network.present(task.officer, at)
    task.due_at = Calendar([]).due(at, AGAIN)
    task.save(update_fields=["rung", "officer", "due_at"])
    for person in {task.officer, network.provincial_coordinator(request.place, at)}:
        way.tell_officer(person, request, "last_door_late", at)
    way.settle(request, by=by, at=at)
    return task


@command(rule=is_the_clock)
def late_in_search(request: Request, *, by: Actor, at: datetime) -> Request:
    """Nobody chose a centre in time: the engine's first choice is asked, so that the need does not lie."""
    waiting = request.state in {RequestState.TRIAGED, RequestState.IN_REFERRAL}
    if not waiting or request.due_at is None or request.due_at > at:
        return request
    journal.record("deadline_missed", place=request.place.path, detail="find_centre", at=at)
    way.start_next_needs(request, by=by, at=at)
    way.settle(request, by=by, at=at)
    return request
