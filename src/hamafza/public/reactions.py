"""What print does at the news of a request."""

from hamafza.intake.events import RequestReopened
from hamafza.intake.models import Request
from hamafza.kernel.bus import on
from hamafza.public.commands.stories import drop_all


@on(RequestReopened)
def drop_its_stories(news: RequestReopened) -> None:
    """It is not solved after all."""
    drop_all(Request.objects.get(pk=news.request_id), by=news.by, at=news.at)
