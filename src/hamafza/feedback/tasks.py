"""What time does to surveys."""

from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick

CLOCK = System("tick")


def _in(state: str) -> QuerySet[Survey]:
    return Survey.objects.filter(state=state)


@every_tick(order=30, waiting=partial(_in, SurveyState.ASLEEP))
def questions(at: datetime) -> int:
    due = _in(SurveyState.ASLEEP).filter(due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.send(survey, by=CLOCK, at=at)
    return len(due)


@every_tick(order=31, waiting=partial(_in, SurveyState.SENT))
def silences(at: datetime) -> int:
    due = _in(SurveyState.SENT).filter(due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.accept_silence(survey, by=CLOCK, at=at)
    return len(due)
