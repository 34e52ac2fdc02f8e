"""The sign of life of gatherings: something was held in one of the last two cycles."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings.models import Gathering
from hamafza.gatherings.queries.life import cycles_missed
from hamafza.network import life
from hamafza.network.models import Centre

ASLEEP = 2  # cycles in a row


def _held(centres: Collection[int], at: datetime) -> dict[int, life.Sign]:
    """Whoever has no gathering of its own has none to miss: no opinion."""
    own = Gathering.objects.active().filter(centre__in=centres).values("centre")
    missed = {centre.pk: cycles_missed(centre, at) for centre in Centre.objects.filter(pk__in=own)}
    return {pk: life.Sign(n < ASLEEP) for pk, n in missed.items() if n is not None}


life.register("gathering", 5, _("گردهمایی برگزار کرد"), _held)
