"""How much lies open with a centre, and how it has answered in the last half year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from hamafza.network.models import Centre
from hamafza.referrals.models import Referral
from hamafza.referrals.states import OPEN, HopState

MEMORY = timedelta(days=180)  # older answers say little about today


@dataclass(frozen=True)
class Load:
    """Observed, not said: hops that are open now, and answers to those offered in the last half year."""

    accepted: int = 0
    declined: int = 0
    expired: int = 0
    open_load: int = 0
    waiting: int = 0  # those of the open ones that nobody has answered yet

    @property
    def asked(self) -> int:
        return self.accepted + self.declined + self.expired

    @property
    def acceptance(self) -> float | None:
        """The share that was accepted; None where nobody was asked."""
        return self.accepted / self.asked if self.asked else None


def loads_of(centres: Iterable[int], at: datetime) -> dict[int, Load]:
    """By the number of the centre, in one query; one that was never asked is not in it."""
    recent = Q(offered_at__gte=at - MEMORY)
    rows = (
        Referral.objects.filter(centre__in=centres)
        .order_by()
        .values("centre")
        .annotate(
            accepted=Count("pk", filter=recent & Q(answered_at__isnull=False) & ~Q(state=HopState.DECLINED)),
            declined=Count("pk", filter=recent & Q(state=HopState.DECLINED)),
            expired=Count("pk", filter=recent & Q(state=HopState.EXPIRED)),
            open_load=Count("pk", filter=Q(state__in=OPEN)),
            waiting=Count("pk", filter=Q(state=HopState.OFFERED)),
        )
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return {row.pop("centre"): Load(**row) for row in found}


def load_of(centre: Centre, at: datetime) -> Load:
    """Of one."""
    return loads_of([centre.pk], at).get(centre.pk, Load())
