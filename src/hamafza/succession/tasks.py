"""What time does: officers are asked about a next stage, centres without a head find one, signs of life are looked for."""

from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from hamafza.kernel.actors import System
from hamafza.kernel.clock import local
from hamafza.kernel.ticking import every_tick
from hamafza.network.models import Centre
from hamafza.network.standing_in import hand_on
from hamafza.succession import commands as succession
from hamafza.succession import queries
from hamafza.succession.models import Acting, Check, Round, Successor

CLOCK = System("tick")
MORNING = time(7)


def _due(things: QuerySet[Any], at: datetime) -> list[int]:
    return list(things.filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))


@every_tick(order=60)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there."""
    moved = hand_on(Check.objects.open(), succession.hand_over_check, at)
    return moved + hand_on(Acting.objects.open(), succession.hand_over_acting, at)


@every_tick(order=61, waiting=Successor.objects.learning)
def asked(at: datetime) -> int:
    due = _due(Successor.objects.learning(), at)
    for pk in due:
        succession.ask(Successor.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=62)
def led(at: datetime) -> int:
    """Searches whose centre has its head end first, so that no centre is searched for twice."""
    ended = queries.led_again(at)
    for pk in ended:
        succession.end_acting(Acting.objects.whole().get(pk=pk), by=CLOCK, at=at)
    lost = queries.leaderless(at)
    for pk in lost:
        succession.open_acting(Centre.objects.select_related("place").get(pk=pk), by=CLOCK, at=at)
    return len(ended) + len(lost)


@every_tick(order=63, waiting=Acting.objects.open)
def unled(at: datetime) -> int:
    due = _due(Acting.objects.open(), at)
    for pk in due:
        succession.acting_late(Acting.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=64)
def looked_at(at: datetime) -> int:
    """Once a day, in the morning."""
    here = local(at)
    if here.time() < MORNING or Round.objects.filter(day=here.date()).exists():
        return 0
    succession.begin_round(day=here.date(), by=CLOCK, at=at)
    done = queries.settled(at)
    for pk in done:
        succession.settle(Check.objects.whole().get(pk=pk), by=CLOCK, at=at)
    found = queries.seemingly(at)
    for pk, kind, evidence in found:
        centre = Centre.objects.select_related("place").get(pk=pk)
        succession.open_check(centre, kind=kind, evidence=evidence, by=CLOCK, at=at)
    return len(done) + len(found)


@every_tick(order=65, waiting=Check.objects.open)
def checks(at: datetime) -> int:
    due = _due(Check.objects.open(), at)
    for pk in due:
        succession.late(Check.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)
