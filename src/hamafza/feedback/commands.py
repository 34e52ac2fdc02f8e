"""Asking, hearing, and accepting silence."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hamafza.feedback import sampling
from hamafza.feedback.models import Survey
from hamafza.feedback.states import Solved, SurveyState, Wave
from hamafza.intake import commands as intake
from hamafza.intake import deadlines, rules
from hamafza.intake.models import Request
from hamafza.intake.states import Ending, RequestState
from hamafza.journal import entries as journal
from hamafza.kernel import worktime
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move, subject_of
from hamafza.network import queries as network
from hamafza.notices import outbox

AFTER = {Wave.AFTER_WORK: deadlines.ASK_AFTER, Wave.STILL: deadlines.ASK_AGAIN_AFTER}
TEXT = {Wave.AFTER_WORK: "request_ask", Wave.STILL: "request_ask_again"}


class AnswerMissing(Refused):
    message = _("لطفاً بگویید آیا کار به نتیجه رسید: بله، تا اندازه‌ای، یا نه.")
    field = "solved"


@command(rule=None, keep=("wave",))
def plan(request: Request, *, wave: str, by: Actor, at: datetime) -> Survey:
    """Put the question on the calendar; until then the door officer keeps the request."""
    due_at = worktime.due(at, AFTER[Wave(wave)], lambda day: ())
    survey = Survey.objects.create(request=request, wave=wave, due_at=due_at)
    intake.hold(request, holder=network.door_officer(request.place, at), due_at=due_at, by=by, at=at)
    return survey


@command(rule=is_the_clock, lock="request")
def send(survey: Survey, *, by: Actor, at: datetime) -> Survey:
    """Ask her, by SMS if she can be reached so; her page shows the question in any case.

    Whoever was asked about another request within six months gets no message; her page still waits for her word.
    Does nothing when it was called off in the meantime.
    """
    if survey.state != SurveyState.ASLEEP:
        return survey
    request = survey.request
    due_at = worktime.due(at, deadlines.ANSWER_WITHIN, lambda day: ())
    spared = sampling.asked_lately(request, at)
    move(survey, to=SurveyState.SENT, by=by, at=at, sent_at=None if spared else at, due_at=due_at)
    intake.hold(request, holder=network.door_officer(request.place, at), due_at=due_at, by=by, at=at)
    if spared:
        return survey
    journal.record("satisfaction_asked", place=request.place.path, detail=survey.wave, at=at)
    if request.safe_to_contact:
        outbox.to_phone(
            request.phone,
            TEXT[Wave(survey.wave)],
            at=at,
            subject=subject_of(request),
            code=request.code,
            link=settings.TRACK_URL,
        )
    return survey


@command(
    rule=lambda by, survey, at: rules.may_confirm(by, survey.request, at),
    keep=("solved", "contacted", "useful"),
    lock="request",
)
def answer(
    survey: Survey,
    *,
    solved: str,
    by: Actor,
    at: datetime,
    contacted: bool | None = None,
    useful: bool | None = None,
    word: str = "",
    carry_on: bool = False,
) -> Survey:
    """Her word. "No" opens the request again; "half" does so if she wants it carried on.

    One that was opened again meanwhile goes on as it is, and her word is kept. Raises AnswerMissing, MoveRefused.
    """
    if solved not in Solved.values:
        raise AnswerMissing
    request, late = survey.request, survey.state == SurveyState.SILENT
    move(
        survey,
        to=SurveyState.ANSWERED,
        by=by,
        at=at,
        answered_at=at,
        due_at=None,
        solved=solved,
        contacted=contacted,
        useful=useful,
        word=word.strip()[:2_000],
    )
    journal.record("satisfaction", place=request.place.path, detail=solved, people=1, at=at)
    if not late:  # else her silence is counted already
        _rate(survey, "solved" if solved == Solved.YES else "not_yet", at)
    unsolved = solved == Solved.NO or (solved == Solved.HALF and carry_on)
    if unsolved and request.state not in {RequestState.TRIAGED, RequestState.IN_REFERRAL}:
        intake.reopen(request, by=by, at=at, reason=word.strip() or solved)
    elif request.state in {RequestState.RESOLVED, RequestState.PARTLY_RESOLVED}:
        intake.confirm(request, by=by, at=at)
        plan(request, wave=Wave.STILL, by=by, at=at)
    elif request.state == RequestState.CONFIRMED:
        intake.close(request, ending=Ending.CONFIRMED, by=by, at=at)
    return survey


@command(rule=is_the_clock, lock="request")
def accept_silence(survey: Survey, *, by: Actor, at: datetime) -> Survey:
    """No answer came. A confirmed request ends as confirmed, the other as unconfirmed; the two are counted apart.

    Does nothing when she answered in the meantime.
    """
    if survey.state != SurveyState.SENT:
        return survey
    request = survey.request
    move(survey, to=SurveyState.SILENT, by=by, at=at, due_at=None)
    journal.record("satisfaction", place=request.place.path, detail="silent", at=at)
    if survey.sent_at:
        _rate(survey, "silent", at)
    if request.state in {RequestState.RESOLVED, RequestState.PARTLY_RESOLVED}:
        intake.close(request, ending=Ending.UNCONFIRMED, by=by, at=at)
    elif request.state == RequestState.CONFIRMED:
        intake.close(request, ending=Ending.CONFIRMED, by=by, at=at)
    return survey


def _rate(survey: Survey, said: str, at: datetime) -> None:
    """A line for the figure beside the service: once a path, and once a year for one person."""
    if survey.wave != Wave.AFTER_WORK or sampling.rated_lately(survey.request, at):
        return
    survey.rated_at = at
    survey.save(update_fields=["rated_at"])
    centre, domain = sampling.service_of(survey.request)
    place = survey.request.place.path
    journal.record("service_rated", place=place, centre=centre, domain=domain, detail=said, people=1, at=at)


@command(rule=None)
def call_off(request: Request, *, by: Actor, at: datetime) -> Request:
    """The request opened again; asking whether it is solved would be absurd."""
    for survey in Survey.objects.filter(request=request, state__in=[SurveyState.ASLEEP, SurveyState.SENT]):
        move(survey, to=SurveyState.CALLED_OFF, by=by, at=at, due_at=None)
    return request
