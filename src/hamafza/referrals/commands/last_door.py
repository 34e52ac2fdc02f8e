"""The last-door officer finds a way; "nothing" is not among them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.states import Outcome
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move
from hamafza.network.models import Centre, Domain
from hamafza.notices.moments import day_and_hour
from hamafza.referrals import rules
from hamafza.referrals.commands import _way as way
from hamafza.referrals.models import LastDoor
from hamafza.referrals.states import DoorAction, DoorState, Mode

OUTCOME_OF = {DoorAction.OUTSIDE: Outcome.REFERRED_ON, DoorAction.GUIDANCE: Outcome.GUIDED}


class WayMissing(Refused):
    message = _("لطفاً بنویسید چه راهی یافتید؛ نام نهاد، عرصه‌های تازه یا شرح راهنمایی.")
    field = "note"


@command(rule=rules.may_open_the_last_door, keep=("action",), lock="need.request")
def act_at_last_door(
    task: LastDoor,
    *,
    action: str,
    note: str,
    by: Actor,
    at: datetime,
    centre: Centre | None = None,
    domains: Sequence[Domain] = (),
    not_possible: bool = False,
) -> LastDoor:
    """A new hop, a body outside the network, a split into smaller needs, or guidance in person.

    `not_possible` with guidance says honestly that it could not be solved. Raises WayMissing, CentreRests, MoveRefused.
    """
    missing = (
        action not in DoorAction.values
        or not note.strip()
        or (action == DoorAction.NEW_HOP and centre is None)
        or (action == DoorAction.SPLIT and not domains)
    )
    if missing:
        raise WayMissing
    move(task, to=DoorState.DONE, by=by, at=at, reason=action, action=action, note=note.strip(), ended_at=at)
    need, request = task.need, task.need.request
    if action == DoorAction.NEW_HOP:
        assert centre is not None
        hop = way.ask(need, centre, by=by, at=at, mode=Mode.ONE)
        way.tell_applicant(request, "request_moved_on", at, until=day_and_hour(way.answer_by(hop)))
    else:
        outcome = OUTCOME_OF.get(DoorAction(action), Outcome.GUIDED)
        if action == DoorAction.SPLIT:
            _split(task, domains, by, at)
            outcome = Outcome.REFERRED_ON
        intake.finish_need(need, outcome=Outcome.NOT_POSSIBLE if not_possible else outcome, by=by, at=at)
    way.start_next_needs(request, by=by, at=at)
    way.settle(request, by=by, at=at)
    return task


def _split(task: LastDoor, domains: Sequence[Domain], by: Actor, at: datetime) -> None:
    """Smaller needs take the place of the one that no centre could meet; they are sought at once."""
    for domain in domains:
        intake.add_need(task.need.request, domain=domain, order=task.need.order, by=by, at=at)
