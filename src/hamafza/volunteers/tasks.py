"""What time does: an answer that is late, a silence, a leave that ends, a paper that runs out, a holder who is away."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import HasSkill, Volunteer

CLOCK = System("tick")


def _papers() -> QuerySet[HasSkill]:
    return HasSkill.objects.filter(due_at__isnull=False)


@every_tick(order=35)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there. Mostly nobody is."""
    return hand_on(Volunteer.objects.waiting(), volunteers.hand_over, at)


@every_tick(order=36, waiting=Volunteer.objects.timed)
def passed(at: datetime) -> int:
    due = list(Volunteer.objects.timed().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        volunteers.time_passes(Volunteer.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=37, waiting=_papers)
def papers_ended(at: datetime) -> int:
    due = list(_papers().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        has = HasSkill.objects.select_related("volunteer__centre__place", "skill").get(pk=pk)
        volunteers.paper_ends(has, by=CLOCK, at=at)
    return len(due)
