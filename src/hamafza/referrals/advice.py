"""Asks the routing engine: which centres for this need, in which order, and why. Proposes, never writes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from hamafza.intake.models import Need
from hamafza.kernel.worktime import due, open_hours_between
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre, CentreDomain
from hamafza.network.queries import centres_serving
from hamafza.referrals.deadlines import ACCEPT
from hamafza.referrals.models import Referral
from hamafza.referrals.states import OPEN, HopState
from hamafza_engines import routing
from hamafza_engines.persian import search_key

MEMORY = timedelta(days=180)  # older answers say little about today


@dataclass(frozen=True)
class Proposal:
    """One centre, its rank and the reasons, as the screen shows them."""

    centre: Centre
    rank: int
    score: float
    reasons: list[dict[str, Any]]


def rank_centres(
    need: Need, *, at: datetime, excluded: Iterable[int] = (), last_reason: str | None = None
) -> list[Proposal]:
    """Best centre first; empty when the network has none left."""
    centres = {centre.pk: centre for centre in centres_serving(need.domain, need.request.place)}
    if not centres:
        return []
    problem = routing.Problem(
        ask=_ask(need),
        centres=tuple(_facts(need, centres, at)),
        excluded=frozenset(excluded),
        last_reason=last_reason,
    )
    plan = routing.solve(problem)
    return [
        Proposal(centres[one.centre_id], rank, one.score, [asdict(reason) for reason in one.reasons])
        for rank, one in enumerate(plan.ranked, start=1)
    ]


def other_centres(hop: Referral, *, at: datetime, words: str = "", size: int = 8) -> list[Centre]:
    """Where it might go on to: the best ranked that have not been asked; or, when looked for, those found by name."""
    asked = set(Referral.objects.filter(need=hop.need).values_list("centre_id", flat=True))
    ranked = [one.centre for one in rank_centres(hop.need, at=at, excluded=asked)]
    return found_centres(words, but=asked)[:size] if words.strip() else ranked[:size]


def found_centres(words: str, *, but: Iterable[int] = ()) -> list[Centre]:
    """Active centres by name, whatever their domain: a person may know better than the list."""
    found = Centre.objects.filter(state="active", takes_referrals=True, search_key__contains=search_key(words))
    return list(found.exclude(pk__in=list(but)).select_related("place").order_by("name", "pk")[:20])


def _ask(need: Need) -> routing.Ask:
    request = need.request
    span = ACCEPT[request.urgency]  # type: ignore[index]
    return routing.Ask(
        domain=need.domain.key,
        place_path=request.place.path,
        lat=request.latitude or request.place.latitude,
        lng=request.longitude or request.place.longitude,
        urgency=int(request.urgency),
        deadline_hours=float(span.hours or span.days * 6),
    )


def _facts(need: Need, centres: dict[int, Centre], at: datetime) -> Iterable[routing.CentreFacts]:
    calendar = Calendar(centres)
    capacity = {row.centre_id: row for row in CentreDomain.objects.filter(centre__in=centres, domain=need.domain)}
    seen = _answers(centres, at)
    span = ACCEPT[need.request.urgency]  # type: ignore[index]
    end = due(at, span, calendar.hours_of(None))
    for centre in centres.values():
        said = capacity.get(centre.pk)
        yield routing.CentreFacts(
            id=centre.pk,
            domains=frozenset({need.domain.key}),
            place_path=centre.place.path,
            area_path=centre.area_path,
            lat=centre.latitude,
            lng=centre.longitude,
            capacity_free=said.capacity_free if said else None,
            capacity_age_days=max((at - said.capacity_at).total_seconds() / 86400, 0.0)
            if said and said.capacity_at
            else 365.0,
            open_hours=open_hours_between(at, end, calendar.hours_of(centre)),
            specialised=centre.kind == "specialised",
            **seen[centre.pk],
        )


def _answers(centres: dict[int, Centre], at: datetime) -> dict[int, dict[str, int]]:
    """How each centre has answered in the last half year, and how much lies open with it."""
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
        )
    )
    seen: dict[int, dict[str, int]] = defaultdict(lambda: {"accepted": 0, "declined": 0, "expired": 0, "open_load": 0})
    for row in rows:
        seen[row["centre"]] = {name: row[name] for name in ("accepted", "declined", "expired", "open_load")}
    return seen
