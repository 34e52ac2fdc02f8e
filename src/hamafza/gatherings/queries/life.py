"""For the area that asks whether a centre is alive: what was held, and how many cycles in a row nothing was."""

from datetime import datetime

from django.db.models import Max

from hamafza.gatherings.models import Gathering, Occasion
from hamafza.gatherings.states import OccasionState
from hamafza.network.models import Centre


def held_since(centre: Centre, since: datetime, at: datetime) -> int:
    """Occasions of all its gatherings that were held from `since` until `at`."""
    held = Occasion.objects.filter(gathering__centre=centre, state=OccasionState.HELD)
    return held.filter(starts_at__gte=since, starts_at__lte=at).count()


def cycles_missed(centre: Centre, at: datetime) -> int | None:
    """How many cycles in a row nothing was held, over all its gatherings; None when it has none.

    A cycle is one meant occasion of the gathering that comes most often; whatever was held in any of them breaks the
    row. An occasion whose leader still has time to say what became of it is not counted yet.
    """
    gatherings = list(Gathering.objects.active().filter(centre=centre).values_list("pk", flat=True))
    if not gatherings:
        return None
    here = Occasion.objects.filter(gathering__centre=centre, starts_at__lte=at)
    last = here.filter(state=OccasionState.HELD).aggregate(last=Max("starts_at"))["last"]
    silent = here.filter(state__in=[OccasionState.MISSED, OccasionState.CANCELLED], gathering__in=gatherings)
    if last is not None:
        silent = silent.filter(starts_at__gt=last)
    rows = list(silent.values_list("gathering", flat=True))
    return max((rows.count(one) for one in set(rows)), default=0)
