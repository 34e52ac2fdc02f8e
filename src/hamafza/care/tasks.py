"""What time does: once a week the ladder is looked through; steps that wait are chased, and change hands."""

from datetime import datetime

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.models import Round, Step
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.network.models import Centre
from hamafza.network.standing_in import hand_on
from hamafza.volunteers.states import VolunteerState

CLOCK = System("tick")


@every_tick(order=54)
def laddered(at: datetime) -> int:
    """Saturday mornings; centres where nobody can have enough are not asked for."""
    due = Round.objects.order_by().values_list("due_at", flat=True).first()
    if due is not None and due > at:
        return 0
    care.come_again(by=CLOCK, at=at)
    before = Step.objects.count()
    for pk in queries.ripe_centres(at):
        care.look_through(Centre.objects.select_related("place").get(pk=pk), by=CLOCK, at=at)
    return Step.objects.count() - before


@every_tick(order=55)
def steps_handed_over(at: datetime) -> int:
    """What lies with someone who is away goes to whoever is there; what is about someone who left is put aside."""
    left = Step.objects.waiting().exclude(volunteer__state=VolunteerState.ACCEPTED).order_by("pk")
    lapsed = list(left.values_list("pk", flat=True))
    for pk in lapsed:
        care.lapse(Step.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(lapsed) + hand_on(Step.objects.waiting(), care.hand_over, at)


@every_tick(order=56, waiting=Step.objects.waiting)
def steps_chased(at: datetime) -> int:
    due = list(Step.objects.waiting().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        care.step_late(Step.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)
