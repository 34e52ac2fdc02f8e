"""«از تصمیم تا کار»: what became of the decisions of a series, counted and one by one."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from hamafza.kernel.clock import local
from hamafza.meetings.models import Action, Decision, Series
from hamafza.meetings.states import UNVERIFIED, ActionState, DecisionState


@dataclass(frozen=True)
class Part:
    """A piece of a bar: how many actions are so, from where to where in hundredths."""

    key: str
    count: int
    start: float
    length: float


@dataclass(frozen=True)
class Line:
    """One decision, its actions as a bar."""

    decision: Decision
    actions: list[Action]
    parts: list[Part]


@dataclass(frozen=True)
class Fate:
    """The whole page: counts, the bar of all, each decision."""

    lines: list[Line]
    counts: dict[str, int] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    days_to_verify: int | None = None

    @property
    def actions(self) -> int:
        return sum(len(line.actions) for line in self.lines)

    @property
    def verified_share(self) -> float:
        wanted = self.actions - self.counts["cancelled"]
        return self.counts["verified"] / wanted if wanted else 0.0


KEYS = ("verified", "claimed", "open", "late", "cancelled")


def fate_of(series: Series, at: datetime) -> Fate:
    """Adopted decisions, newest first; an action that is open and beyond its day is late."""
    actions = Action.objects.select_related("owner").order_by("due_on", "pk")
    decisions = (
        Decision.objects.filter(meeting__series=series, state=DecisionState.ADOPTED)
        .select_related("meeting")
        .prefetch_related(Prefetch("actions", actions))
        .order_by("-decided_at", "-pk")
    )
    lines = []
    for decision in decisions:
        decision.meeting.series = series
        held = list(decision.actions.all())
        lines.append(Line(decision, held, _parts([_key(one, at) for one in held])))
    every = [_key(action, at) for line in lines for action in line.actions]
    counts = {key: every.count(key) for key in KEYS} | {"decisions": len(lines)}
    return Fate(lines, counts, _parts(every), _usual_days([one for line in lines for one in line.actions]))


def _key(action: Action, at: datetime) -> str:
    if action.state in {ActionState.VERIFIED, ActionState.CANCELLED}:
        return str(action.state)
    if action.state == ActionState.DONE_CLAIMED:
        return "claimed"
    return "late" if action.state in UNVERIFIED and action.due_on < local(at).date() else "open"


def _parts(keys: list[str]) -> list[Part]:
    found, start = [], 0.0
    for key in KEYS:
        if count := keys.count(key):
            length = round(count * 100 / len(keys), 2)
            found.append(Part(key, count, round(start, 2), length))
            start += length
    return found


def _usual_days(actions: list[Action]) -> int | None:
    """From the decision to the verified end: the middle one of all."""
    spans = sorted((one.ended_at - one.created_at).days for one in actions if one.state == "verified" and one.ended_at)
    return spans[len(spans) // 2] if spans else None
