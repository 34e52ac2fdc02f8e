"""A story brought to any point of its life by the commands."""

from datetime import datetime, timedelta

from hamafza.feedback.tests.asking import finished
from hamafza.intake.models import Need, Request
from hamafza.kernel.actors import Applicant
from hamafza.public import commands as public
from hamafza.public.models import Story
from tests.cast import HAND, SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLE = "دارو همان هفته رسید"
TEXT = "مادری داروی کمیاب می‌خواست و نمی‌یافت. کانون سلامت آن را از شهر دیگری رساند. اکنون هر ماه به‌موقع می‌رسد."


def need_of(request: Request) -> Need:
    return Need.objects.select_related("request__place", "domain").get(request=request)


def told(
    world: World,
    *,
    who: str = "reza",
    title: str = TITLE,
    text: str = TEXT,
    at: datetime = SATURDAY + HOUR,
    **more: object,
) -> Story:
    """A draft about a request whose need ended well."""
    need = need_of(finished(world, **more))
    return public.write(need, title=title, text=text, by=world.person[who], at=at)


def story_in(world: World, state: str, *, at: datetime = SATURDAY + HOUR, **more: object) -> Story:
    """One in this state."""
    story = told(world, at=at, **more)
    hers = Applicant(story.need.request_id)
    if state != "draft":
        public.ask(story, by=world.person["reza"], at=at)
    if state == "refused":
        public.answer(story, agrees=False, by=hers, at=at)
    if state in {"agreed", "published", "taken_back"}:
        public.answer(story, agrees=True, by=hers, at=at)
    if state in {"published", "taken_back"}:
        public.approve(story, seen=True, by=world.person["nader"], at=at)
    if state == "taken_back":
        public.take_back(story, reason="اشتباه بود", by=world.person["nader"], at=at)
    story = Story.objects.whole().get(pk=story.pk)
    assert story.state == state
    return story


__all__ = ["DAY", "HAND", "HOUR", "TEXT", "TITLE", "need_of", "story_in", "told"]
