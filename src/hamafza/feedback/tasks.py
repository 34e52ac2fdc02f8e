"""What time does to surveys."""

from datetime import datetime

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick

CLOCK = System("tick")


@every_tick(order=30)
def questions(at: datetime) -> int:
    due = Survey.objects.filter(state=SurveyState.ASLEEP, due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.send(survey, by=CLOCK, at=at)
    return len(due)


@every_tick(order=31)
def silences(at: datetime) -> int:
    due = Survey.objects.filter(state=SurveyState.SENT, due_at__lte=at).order_by("due_at", "pk")
    for survey in due:
        feedback.accept_silence(survey, by=CLOCK, at=at)
    return len(due)
