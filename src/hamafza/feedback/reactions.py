"""What the survey does at the news of the request."""

from hamafza.feedback import commands as feedback
from hamafza.feedback.states import Wave
from hamafza.intake.events import RequestReopened, RequestResolved
from hamafza.intake.models import Request
from hamafza.kernel.bus import on


@on(RequestResolved)
def ask_in_ten_days(news: RequestResolved) -> None:
    feedback.plan(Request.objects.get(pk=news.request_id), wave=Wave.AFTER_WORK, by=news.by, at=news.at)


@on(RequestReopened)
def ask_nothing_now(news: RequestReopened) -> None:
    feedback.call_off(Request.objects.get(pk=news.request_id), by=news.by, at=news.at)
