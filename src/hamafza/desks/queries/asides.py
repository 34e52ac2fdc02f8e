"""What stands beside the list: her centre this month, who is away, which centres are silent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from hamafza.desks.queries import month as months
from hamafza.network.models import Absence, Centre, CentreDomain, Grant, Role
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState

STALE = timedelta(days=14)  # what a centre said of its capacity counts as "ask" after two weeks
SILENT = timedelta(days=30)


@dataclass(frozen=True)
class Beside:
    """Each part is empty for those whom it does not concern."""

    month: months.CentreMonth | None = None
    capacity: list[CentreDomain] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)
    breaches: list[tuple[str, int]] = field(default_factory=list)
    silent: list[dict[str, Any]] = field(default_factory=list)
    coordinates: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.month or self.capacity or self.away or self.coordinates)


def beside(grants: list[Grant], at: datetime) -> Beside:
    centres = {held.centre_id: held.centre for held in grants if held.centre is not None}
    headed = [held.centre_id for held in grants if held.role == Role.HEAD]
    paths = {held.place.path for held in grants if held.place and held.role in {Role.COUNTY, Role.PROVINCE}}
    return Beside(
        month=months.of_centres([centre.code for centre in centres.values()], at) if centres else None,
        capacity=_capacity(centres, at) if centres else [],
        away=_away(headed, at) if headed else [],
        breaches=_named(months.breaches(paths, at)) if paths else [],
        silent=_silent(paths, at) if paths else [],
        coordinates=bool(paths),
    )


def _capacity(centres: Any, at: datetime) -> list[CentreDomain]:
    """What should be said anew: never said, or said long ago."""
    stale = Q(capacity_at=None) | Q(capacity_at__lt=at - STALE)
    rows = CentreDomain.objects.filter(stale, centre__in=list(centres), centre__state="active")
    return list(rows.select_related("domain", "centre").order_by("capacity_at", "pk")[:4])


def _away(centres: list[int | None], at: datetime) -> list[Absence]:
    officers = Grant.objects.valid(at).filter(centre__in=centres).values("person")
    away = Absence.objects.filter(person__in=officers, since__lte=at, until__gt=at)
    return list(away.select_related("person", "deputy").order_by("until", "pk")[:10])


def _named(breaches: list[tuple[str, int]]) -> list[tuple[str, int]]:
    names = dict(Centre.objects.filter(code__in=[code for code, _n in breaches]).values_list("code", "name"))
    return [(names.get(code, code), n) for code, n in breaches]


def _silent(paths: set[str], at: datetime) -> list[dict[str, Any]]:
    """Centres that let offers expire in the last month and answered none."""
    here = Q(pk=None)
    for path in paths:
        here |= Q(centre__place__path__startswith=path)
    answered = ~Q(state__in=[HopState.OFFERED, HopState.EXPIRED, HopState.WITHDRAWN, HopState.CLOSED_ELSEWHERE])
    rows = (
        Referral.objects.filter(here, offered_at__gte=at - SILENT)
        .order_by()
        .values("centre__name", "centre__code")
        .annotate(expired=Count("pk", filter=Q(state=HopState.EXPIRED)), answered=Count("pk", filter=answered))
        .filter(expired__gt=0, answered=0)
    )
    return [dict(row) for row in rows.order_by("-expired", "centre__code")[:5]]
