"""What time does to surveys."""

from datetime import datetime
from functools import partial

from django.db.models import Min

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick

CLOCK = System("tick")


def _due(state: str) -> datetime | None:
    return Survey.objects.filter(state=state).aggregate(due=Min("due_at"))["due"]


@every_tick(order=30, due=partial(_due, SurveyState.ASLEEP))
def questions(at: datetime) -> int:
    due = Survey.objects.filter(state=SurveyState.ASLEEP, due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.send(survey, by=CLOCK, at=at)
    return len(due)


@every_tick(order=31, due=partial(_due, SurveyState.SENT))
def silences(at: datetime) -> int:
    due = Survey.objects.filter(state=SurveyState.SENT, due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.accept_silence(survey, by=CLOCK, at=at)
    return len(due)
