"""What a hop does at the news of the door and of the network."""

from hamafza.intake.events import RequestEnded, RequestReopened, RequestTriaged
from hamafza.intake.models import Request
from hamafza.kernel.bus import on
from hamafza.network.events import CentreStopped
from hamafza.network.models import Centre
from hamafza.referrals import commands as referrals


@on(RequestTriaged)
def find_centres(news: RequestTriaged) -> None:
    referrals.refer(Request.objects.select_related("place").get(pk=news.request_id), by=news.by, at=news.at)


@on(RequestEnded)
def call_everyone_back(news: RequestEnded) -> None:
    referrals.call_back(Request.objects.get(pk=news.request_id), by=news.by, at=news.at, reason=news.reason)


@on(RequestReopened)
def start_over(news: RequestReopened) -> None:
    referrals.refer_again(Request.objects.get(pk=news.request_id), by=news.by, at=news.at)


@on(CentreStopped)
def leave_nobody_at_a_shut_door(news: CentreStopped) -> None:
    referrals.vacate(Centre.objects.get(pk=news.centre_id), by=news.by, at=news.at)
