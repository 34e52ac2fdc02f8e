"""Actions as lists and pages show them: whose turn, until when, and the one thing to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.clock import local
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.meetings import captions, rules
from hamafza.meetings.models import Action, in_her_name
from hamafza.meetings.states import ACTION_FINAL, UNVERIFIED, WORKING, ActionState
from hamafza.network import days
from hamafza.network.access import Reach, reach
from hamafza.people.models import Person
from hamafza.ui.deadline import Deadline, deadline
from hamafza.ui.moments import say
from hamafza_engines.persian import search_key

VIEWS = {
    "mine": gettext_lazy("با من"),
    "verify": gettext_lazy("در انتظار تأیید من"),
    "late": gettext_lazy("از مهلت گذشته"),
    "open": gettext_lazy("همهٔ باز"),
    "ended": gettext_lazy("پایان‌یافته"),
}
# What each state is usually answered with, and by whom.
FIRST = {
    ActionState.OPEN: ("start", gettext_lazy("شروع کردم")),
    ActionState.RETURNED: ("claim", gettext_lazy("دوباره انجام شد")),
    ActionState.IN_PROGRESS: ("claim", gettext_lazy("انجام شد")),
    ActionState.BLOCKED: ("start", gettext_lazy("مانع برطرف شد")),
}


@dataclass(frozen=True)
class Move:
    """A button: `at_once`, or a form that opens."""

    name: str
    label: Any
    at_once: bool = False
    kind: str = "secondary"


@dataclass(frozen=True)
class ActionRow:
    """One line of the list."""

    action: Action
    note: str
    tone: str
    ring: Deadline | None
    move: Move | None

    @property
    def pk(self) -> int:
        return self.action.pk


@dataclass(frozen=True)
class _Eyes:
    """Whose hand is hers, read once for a whole list."""

    names: frozenset[int]
    verifies: Reach

    def may_verify(self, action: Action) -> bool:
        series = action.series
        led = {series.chair_id, series.secretary_id} & self.names
        return action.owner_id not in self.names and bool(led or self.verifies.covers(action))


def actions_of(
    person: Person, at: datetime, *, view: str = "mine", words: str = "", series: int | None = None
) -> QuerySet[Action]:
    """What the view shows: mine is what she must do or has stuck with her, verify what she may verify."""
    found = Action.objects.visible_to(person, at).whole()
    me = in_her_name(person, at)
    if view == "mine":
        found = found.filter(Q(owner__in=me, state__in=WORKING) | Q(blocked_on__in=me, state=ActionState.BLOCKED))
    elif view == "verify":
        found = found.filter(state=ActionState.DONE_CLAIMED).filter(_verifiable(person, at)).exclude(owner__in=me)
    elif view == "late":
        found = found.filter(state__in=WORKING, due_on__lt=local(at).date())
    elif view == "open":
        found = found.filter(state__in=UNVERIFIED)
    else:
        found = found.filter(state__in=ACTION_FINAL)
    if series:
        found = found.filter(decision__meeting__series=series)
    for word in search_key(words[:120]).split():
        found = found.filter(Q(search_key__contains=word) | Q(owner__search_key__contains=word))
    return found


def _verifiable(person: Person, at: datetime) -> Q:
    meeting, me = "decision__meeting__", in_her_name(person, at)
    led = Q(**{f"{meeting}series__chair__in": me}) | Q(**{f"{meeting}series__secretary__in": me})
    return led | reach(person, "meeting.verify", at).q(path=f"{meeting}series__place__path")


def rows_of(actions: list[Action], person: Person, at: datetime) -> list[ActionRow]:
    """Lines of a list; what she may do is asked in two queries for all."""
    names = frozenset(in_her_name(person, at).values_list("pk", flat=True))
    eyes = _Eyes(names, reach(person, "meeting.verify", at))
    return [_row(action, eyes, at) for action in actions]


def row_of(action: Action, person: Person, at: datetime) -> ActionRow:
    return rows_of([action], person, at)[0]


def _row(action: Action, eyes: _Eyes, at: datetime) -> ActionRow:
    if action.state == ActionState.DONE_CLAIMED:
        move = Move("verify", _("تأیید می‌کنم"), at_once=True, kind="primary") if eyes.may_verify(action) else None
    elif action.state in FIRST and action.owner_id in eyes.names:
        name, label = FIRST[ActionState(action.state)]
        move = Move(name, label, at_once=name == "start", kind="primary")
    else:
        move = None
    return ActionRow(action, _note(action), captions.tone_of(action), _ring(action, at), move)


def _note(action: Action) -> str:
    who = action.owner.full_name
    if action.state == ActionState.BLOCKED and action.blocked_on:
        who = _("%(owner)s؛ گره خورده نزد %(person)s") % {"owner": who, "person": action.blocked_on.full_name}
    return " · ".join([who, _("مهلت: %(day)s") % {"day": say(action.due_on, "day")}, captions.name_of(action.meeting)])


def _ring(action: Action, at: datetime) -> Deadline | None:
    if not action.is_open:
        return None
    if action.state == ActionState.DONE_CLAIMED and action.due_at:
        return deadline(action.since_at, max(action.due_at, action.since_at), at)
    return deadline(action.created_at, days.end_of(action.due_on), at)


def moves_of(action: Action, person: Person, at: datetime) -> list[Move]:
    """Every button of its page, what is usually done first."""
    found: list[Move] = []
    state = ActionState(action.state)
    if state == ActionState.DONE_CLAIMED and rules.may_verify(person, action, at):
        found += [
            Move("verify", _("تأیید می‌کنم"), at_once=True, kind="primary"),
            Move("return", _("بازگرداندن، با دلیل"), kind="danger"),
        ]
    if state in WORKING and rules.may_work(person, action, at):
        if state != ActionState.IN_PROGRESS:
            found.append(
                Move("start", _("شروع کردم") if state != ActionState.BLOCKED else _("مانع برطرف شد"), at_once=True)
            )
        found.append(Move("claim", _("انجام شد"), kind="primary"))
        if state != ActionState.BLOCKED:
            found.append(Move("block", _("گره خورده است")))
    if state in WORKING and rules.may_move_date(person, action, at):
        found.append(Move("postpone", _("جابه‌جایی مهلت"), kind="quiet"))
    if state in WORKING and rules.may_cancel(person, action, at):
        found.append(Move("cancel-action", _("لغو، با دلیل"), kind="danger"))
    return found


@dataclass(frozen=True)
class Step:
    """A line of its history, told for people."""

    said: str
    who: str
    at: datetime
    reason: str
    tone: str


def history_of(action: Action) -> list[Step]:
    """Every move, oldest first, with the name of whoever made it."""
    changes = list(StateChange.objects.filter(subject=subject_of(action)).order_by("pk"))
    names = _names([change.by for change in changes])
    return [
        Step(_told(change), names.get(change.by, _("سامانه")), change.at, change.reason, _tone(change))
        for change in changes
    ]


def _told(change: StateChange) -> str:
    if change.before == change.after:
        return _("مهلت جابه‌جا شد")
    if not change.before:
        return _("سپرده شد")
    return str(ActionState(change.after).label)


def _tone(change: StateChange) -> str:
    if change.before == change.after:  # another day only
        return "noted"
    return {"verified": "done", "returned": "refused", "cancelled": "refused", "done_claimed": "waiting"}.get(
        change.after, "noted"
    )


def _names(refs: list[str]) -> dict[str, str]:
    numbers = {int(ref.partition(":")[2]) for ref in refs if ref.startswith("person:")}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=numbers).values_list("pk", "full_name")}
