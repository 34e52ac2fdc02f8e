"""The sign of life of gatherings: something was held in one of the last two cycles."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings.queries.life import cycles_missed_by
from hamafza.network import life

ASLEEP = 2  # cycles in a row


def _held(centres: Collection[int], at: datetime) -> dict[int, life.Sign]:
    """Whoever has no gathering of its own has none to miss: no opinion."""
    return {pk: life.Sign(n < ASLEEP) for pk, n in cycles_missed_by(centres, at).items()}


life.register("gathering", 5, _("گردهمایی برگزار کرد"), _held)
