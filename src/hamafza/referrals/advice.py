"""Asks the routing engine: which centres for this need, in which order, and why. Proposes, never writes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hamafza.intake.models import Need
from hamafza.kernel.alphabet import by_alphabet
from hamafza.kernel.worktime import due, open_hours_between
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre, CentreDomain
from hamafza.network.queries import centres_serving, taking_referrals
from hamafza.referrals.deadlines import ACCEPT
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.load import Load, loads_of
from hamafza_engines import routing
from hamafza_engines.persian import search_key


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
    found = taking_referrals().filter(search_key__contains=search_key(words))
    return list(found.exclude(pk__in=list(but)).select_related("place").order_by(by_alphabet("name"), "pk")[:20])


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
    seen = loads_of(centres, at)
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
            **_facts_of(seen.get(centre.pk, Load())),
        )


def _facts_of(load: Load) -> dict[str, int]:
    return {
        "accepted": load.accepted,
        "declined": load.declined,
        "expired": load.expired,
        "open_load": load.open_load,
    }
