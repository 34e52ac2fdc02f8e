"""For the area that asks whether a centre is alive: what was held, and how many cycles in a row nothing was."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q

from hamafza.gatherings.models import Gathering, Occasion
from hamafza.gatherings.states import OccasionState
from hamafza.network.models import Centre


def held_since(centre: Centre, since: datetime, at: datetime) -> int:
    """Occasions of all its gatherings that were held from `since` until `at`."""
    held = Occasion.objects.filter(gathering__centre=centre, state=OccasionState.HELD)
    return held.filter(starts_at__gte=since, starts_at__lte=at).count()


def cycles_missed(centre: Centre, at: datetime) -> int | None:
    """How many cycles in a row nothing was held, over all its gatherings; None when it has none."""
    return cycles_missed_by([centre.pk], at).get(centre.pk)


def cycles_missed_by(centres: Collection[int], at: datetime) -> dict[int, int]:
    """The same of many centres, in three queries; a centre without a gathering is not in it.

    A cycle is one meant occasion of the gathering that comes most often; whatever was held in any of them breaks the
    row. An occasion whose leader still has time to say what became of it is not counted yet.
    """
    own = dict(Gathering.objects.active().filter(centre__in=centres).order_by().values_list("pk", "centre"))
    been = Occasion.objects.filter(gathering__centre__in=set(own.values()), starts_at__lte=at).order_by()
    held = been.filter(state=OccasionState.HELD).values_list("gathering__centre")
    last = dict(held.annotate(last=Max("starts_at")))
    silent = been.filter(state__in=[OccasionState.MISSED, OccasionState.CANCELLED], gathering__in=own)
    if last:
        silent = silent.filter(Q(starts_at__gt=min(last.values())) | ~Q(gathering__centre__in=last))
    missed: Counter[int] = Counter()
    for gathering, starts_at in silent.values_list("gathering", "starts_at"):
        missed[gathering] += own[gathering] not in last or starts_at > last[own[gathering]]
    found = dict.fromkeys(own.values(), 0)
    for gathering, centre in own.items():
        found[centre] = max(found[centre], missed[gathering])
    return found
