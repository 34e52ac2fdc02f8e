"""A step up: proposed by the system with its evidence, granted by the head, countersigned one level above."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.care import queries, rules
from hamafza.care.commands import _way as way
from hamafza.care.deadlines import AGAIN_AFTER, STEP_DAYS
from hamafza.care.models import Step
from hamafza.care.states import WAITING, StepState
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move, remember
from hamafza.network import days
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.people.models import Person
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState


class NotYet(Refused):
    message = _("هنوز همهٔ معیارهای این پله فراهم نیست؛ صفحه می‌گوید چه مانده است.")


@command(rule=is_the_clock)
def propose(volunteer: Volunteer, *, by: Actor, at: datetime) -> Step:
    """All is met: her head is asked. Raises NotYet, MoveRefused."""
    if volunteer.state != VolunteerState.ACCEPTED or _spoken_of(volunteer, at):
        raise MoveRefused
    rise = queries.rise_of(volunteer, at)
    if not rise.is_met or rise.rung is None:
        raise NotYet
    centre = volunteer.centre
    step = Step.objects.create(
        volunteer=volunteer, rung=rise.rung, proposed_at=at, due_at=days.within(centre.place, at, STEP_DAYS),
        evidence=[[str(one.measure), one.has, one.wants] for one in rise.lines], holder=_granter(volunteer, at),
    )  # fmt: skip
    remember(step, before="", after=StepState.PROPOSED, by=by, at=at)
    way.line("step_proposed", volunteer, at, detail=str(rise.rung))
    way.tell_holder(step, "step_proposed", at)
    return step


@command(rule=rules.may_grant, lock="volunteer")
def grant(step: Step, *, by: Person, at: datetime) -> Step:
    """«بالا برود»: then somebody one level above signs too. Raises MoveRefused."""
    volunteer = step.volunteer
    if volunteer.state != VolunteerState.ACCEPTED:
        raise MoveRefused
    level = rules.level_of(by, volunteer.centre, at)
    step.granted_by, step.granted_level = Person.objects.get(pk=by.pk), level
    due_at = days.within(volunteer.centre.place, at, STEP_DAYS)
    move(
        step, to=StepState.GRANTED, by=by, at=at, holder=_second(step, at), due_at=due_at,
        also=["granted_by", "granted_level"],
    )  # fmt: skip
    way.tell_holder(step, "step_granted", at)
    return step


@command(rule=rules.may_countersign, lock="volunteer")
def countersign(step: Step, *, by: Person, at: datetime) -> Step:
    """The second signature raises her. Raises MoveRefused."""
    move(step, to=StepState.RAISED, by=by, at=at, countersigned_by=Person.objects.get(pk=by.pk), **_ended(at))
    volunteers.raise_rung(step.volunteer, rung=step.rung, by=by, at=at)
    way.line("rung_raised", step.volunteer, at, detail=step.rung)
    way.tell_her(step.volunteer, "rung_raised", "ladder", at)
    return step


@command(rule=rules.may_refuse, lock="volunteer")
def refuse(step: Step, *, reason: str, by: Actor, at: datetime) -> Step:
    """«هنوز نه», with the reason, which she reads on her own page. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    step.reason = reason.strip()[:500]
    move(step, to=StepState.REFUSED, by=by, at=at, reason=step.reason, also=["reason"], **_ended(at))
    way.line("step_refused", step.volunteer, at, detail=step.rung)
    way.tell_her(step.volunteer, "step_refused", "ladder", at)
    return step


@command(rule=is_the_clock)
def lapse(step: Step, *, by: Actor, at: datetime) -> Step:
    """She no longer serves here; when she comes back, the ladder looks again."""
    if step.volunteer.state != VolunteerState.ACCEPTED:
        move(step, to=StepState.LAPSED, by=by, at=at, **_ended(at))
    return step


@command(rule=is_the_clock, lock="volunteer")
def step_late(step: Step, *, by: Actor, at: datetime) -> Step:
    """Nobody has said yes or no in time: whoever answers now is reminded, and the level above is told."""
    if step.state not in WAITING or step.due_at is None or step.due_at > at:
        raise MoveRefused
    place = step.volunteer.centre.place
    step.holder = _granter(step.volunteer, at) if step.state == StepState.PROPOSED else _second(step, at)
    step.due_at = days.within(place, at, STEP_DAYS)
    step.save(update_fields=["holder", "due_at"])
    way.tell_holder(step, "step_waits", at)
    above = network.coordinator_of(place, at)
    if above != step.holder and step.state == StepState.PROPOSED:
        way.tell_holder(step, "step_waits", at, to=above)
    return step


@command(rule=None, lock="volunteer")  # the clock, or the handover of everything that lies with somebody
def hand_over(step: Step, *, by: Actor, at: datetime, to: Person | None = None) -> Step:
    """Whoever held it is away or leaves: it goes to whoever answers now, or to a named successor. Raises NobodyElse."""
    found = to or (_granter(step.volunteer, at) if step.state == StepState.PROPOSED else _second(step, at))
    if found == step.holder:
        raise NobodyElse
    step.holder = found
    step.save(update_fields=["holder"])
    way.tell_holder(step, "step_proposed" if step.state == StepState.PROPOSED else "step_granted", at)
    return step


def _spoken_of(volunteer: Volunteer, at: datetime) -> bool:
    """A step waits already, or one was refused lately."""
    refused = Step.objects.filter(volunteer=volunteer, state=StepState.REFUSED, ended_at__gt=at - AGAIN_AFTER)
    return refused.exists() or Step.objects.waiting().filter(volunteer=volunteer).exists()


def _granter(volunteer: Volunteer, at: datetime) -> Person:
    """The head; when she herself is to be raised, the coordinator."""
    head = network.head_of(volunteer.centre, at)
    return head if head.pk != volunteer.person_id else network.coordinator_of(volunteer.centre.place, at)


def _second(step: Step, at: datetime) -> Person:
    """The nearest above who may countersign; an admin must appoint somebody where there is none."""
    place = step.volunteer.centre.place
    found = [network.coordinator_of(place, at), network.provincial_coordinator(place, at)]
    above = next((one for one in found if rules.may_countersign(one, step, at)), None)
    return above or next(iter(network.admins(at)))


def _ended(at: datetime) -> dict[str, Any]:
    return {"holder": None, "due_at": None, "ended_at": at}
