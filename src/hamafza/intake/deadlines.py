"""How long each stage may take, by urgency. Defaults of WORKFLOWS B; a centre's own calendar turns them into instants."""

from hamafza.intake.states import Urgency
from hamafza.kernel.worktime import Span

TRIAGE = {Urgency.ORDINARY: Span(hours=6), Urgency.URGENT: Span(hours=2), Urgency.EMERGENCY: Span(hours=1)}
FIND_CENTRE = {Urgency.ORDINARY: Span(hours=6), Urgency.URGENT: Span(hours=1), Urgency.EMERGENCY: Span(hours=1)}
ASK_AFTER = Span(days=10, calendar=True)  # then: were you contacted, was it useful, is it solved?
ANSWER_WITHIN = Span(days=14, calendar=True)  # then silence is counted apart
ASK_AGAIN_AFTER = Span(days=28, calendar=True)  # "still solved?"
ACCESS_AFTER_END = Span(days=30, calendar=True)


def triage_span(urgency: str) -> Span:
    return TRIAGE[Urgency(urgency)]


def find_centre_span(urgency: str) -> Span:
    return FIND_CENTRE[Urgency(urgency)]
