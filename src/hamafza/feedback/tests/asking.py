"""A finished request and its survey, brought to any point of their lives by the commands."""

from datetime import datetime, timedelta

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState
from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.referrals.states import OPEN
from tests.cast import HAND, SATURDAY, World

DAY = timedelta(days=1)


def work(request: Request, *, outcome: str = "solved", at: datetime = SATURDAY) -> Request:
    """The centre that is asked accepts, and brings it to an outcome."""
    hop = Referral.objects.get(need__request=request, state__in=OPEN)
    referrals.accept(hop, by=HAND, at=at)
    referrals.finish(hop, outcome=outcome, evidence="دارو رسید", by=HAND, at=at)
    return again(request)


def finished(world: World, *, outcome: str = "solved", at: datetime = SATURDAY, **more: object) -> Request:
    """A request whose only need has its outcome; her word is awaited."""
    return work(world.triaged("health", at=at, **more), outcome=outcome, at=at)


def again(request: Request) -> Request:
    return Request.objects.get(pk=request.pk)


def survey_of(request: Request) -> Survey:
    """The latest one."""
    return Survey.objects.filter(request=request).latest("pk")


def survey_in(world: World, state: str, *, outcome: str = "solved") -> Survey:
    """The first survey of a finished request, in this state."""
    survey = survey_of(finished(world, outcome=outcome))
    if state in {SurveyState.SENT, SurveyState.SILENT}:
        feedback.send(survey, by=HAND, at=survey.due_at)
    if state == SurveyState.SILENT:
        feedback.accept_silence(survey, by=HAND, at=survey.due_at)
    if state == SurveyState.ANSWERED:
        say(survey, "yes")
    if state == SurveyState.CALLED_OFF:
        feedback.call_off(survey.request, by=HAND, at=SATURDAY)
    survey.refresh_from_db()
    assert survey.state == state
    return survey


def say(survey: Survey, solved: str, *, at: datetime | None = None, **more: object) -> Survey:
    """Her word."""
    at = at or survey.due_at or SATURDAY + 60 * DAY
    return feedback.answer(survey, solved=solved, by=Applicant(survey.request_id), at=at, **more)
