"""What time does: every Saturday a new week is out; a story that waits takes its next step."""

from datetime import datetime

from hamafza.kernel.actors import System
from hamafza.kernel.clock import local
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.public import commands as public
from hamafza.public.models import Publication, Story
from hamafza.public.queries.here import week_of

CLOCK = System("tick")


@every_tick(order=97)
def figures(at: datetime) -> int:
    if Publication.objects.filter(week=week_of(local(at).date())).exists():
        return 0
    public.publish(by=CLOCK, at=at)
    return 1


@every_tick(order=98, waiting=Story.objects.waiting)
def stories(at: datetime) -> int:
    due = list(Story.objects.waiting().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        public.story_late(Story.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=99)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left."""
    return hand_on(Story.objects.waiting(), public.hand_over, at)
