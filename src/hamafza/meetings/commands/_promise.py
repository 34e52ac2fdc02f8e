"""An action is given: to whom, until when."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import remember
from hamafza.meetings import deadlines
from hamafza.meetings.commands import _way as way
from hamafza.meetings.models import Action, Decision
from hamafza.meetings.states import ActionState
from hamafza.people.models import Person
from hamafza_engines.persian import search_key

FARTHEST = timedelta(days=730)


class BadDue(Refused):
    message = _("مهلت اقدام باید روزی از امروز تا دو سال دیگر باشد.")
    field = "due_on"


class NothingToDo(Refused):
    message = _("بنویسید چه کاری باید بشود.")
    field = "task"


class HasLeft(Refused):
    message = _("این همکار دیگر در شبکه نیست. مسئول دیگری بنویسید.")
    field = "owner"


def check_due(due_on: date | None, at: datetime) -> date:
    """A day from today on. Raises BadDue."""
    today = local(at).date()
    if due_on is None or not today <= due_on <= today + FARTHEST:
        raise BadDue
    return due_on


def give(decision: Decision, *, text: str, owner: Person, due_on: date | None, by: Actor, at: datetime) -> Action:
    """Raises NothingToDo, BadDue, HasLeft."""
    if not text.strip():
        raise NothingToDo
    if not owner.is_active:
        raise HasLeft
    day = check_due(due_on, at)
    rung, due_at = deadlines.first_rung(day, at)
    action = Action.objects.create(
        decision=decision, text=text.strip()[:500], search_key=search_key(text)[:600], owner=owner,
        holder=way.on_duty(owner, decision.meeting.series.place, at), due_on=day, since_at=at, due_at=due_at, rung=rung,
        created_at=at,
    )  # fmt: skip
    remember(action, before="", after=ActionState.OPEN, by=by, at=at)
    way.line("action_given", decision.meeting, at)
    way.tell_of_action([action.holder], "action_given", action, at)  # type: ignore[list-item]
    return action
