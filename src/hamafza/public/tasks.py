"""What time does to public figures: every Saturday a new week is out."""

from datetime import datetime

from hamafza.kernel.actors import System
from hamafza.kernel.clock import local
from hamafza.kernel.ticking import every_tick
from hamafza.public import commands as public
from hamafza.public.models import Publication
from hamafza.public.queries.here import week_of

CLOCK = System("tick")


@every_tick(order=97)
def figures(at: datetime) -> int:
    if Publication.objects.filter(week=week_of(local(at).date())).exists():
        return 0
    public.publish(by=CLOCK, at=at)
    return 1
