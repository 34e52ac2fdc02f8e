"""The ladder of a hop, in the receiving centre's working time. Pure: facts and a calendar in, instants out."""

from dataclasses import dataclass
from datetime import datetime

from hamafza.intake.states import Urgency
from hamafza.kernel.worktime import HoursOn, Span, due
from hamafza.referrals.states import HopState

ACCEPT = {Urgency.ORDINARY: Span(days=3), Urgency.URGENT: Span(hours=4), Urgency.EMERGENCY: Span(hours=1)}
FIRST_CONTACT = {Urgency.ORDINARY: Span(days=7), Urgency.URGENT: Span(days=1), Urgency.EMERGENCY: Span(hours=3)}
PROGRESS_NOTE = Span(days=14)
LAST_DOOR = Span(days=2)
LINK_LIFE = Span(days=8, calendar=True)

# How far past the span each rung stands: poke, head told, provincial told (and for an offer: the next hop).
RUNGS = (1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True)
class Step:
    """The next instant at which something happens by itself, and which rung that is."""

    at: datetime
    rung: int


def span_of(state: str, urgency: str) -> Span:
    """How long a hop may stay in a state without a sign of life."""
    if state == HopState.OFFERED:
        return ACCEPT[Urgency(urgency)]
    if state == HopState.ACCEPTED:
        return FIRST_CONTACT[Urgency(urgency)]
    return PROGRESS_NOTE


def step(state: str, urgency: str, since: datetime, rung: int, hours_on: HoursOn) -> Step:
    """The instant of rung `rung` (0-based) for a hop that has been silent since `since`."""
    return Step(at=due(since, span_of(state, urgency).times(RUNGS[rung]), hours_on), rung=rung)


def last_rung(state: str) -> int:
    """An offer expires at 200 %; an accepted hop without any sign of life is taken back at 300 %."""
    return 2 if state == HopState.OFFERED else 3
