"""What another person would see, as numbers and places: no name, no word and no telephone is read on the way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.network.finding import visible as centres_of
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState
from hamafza.ui.digits import local

SHOWN = 10


@dataclass(frozen=True)
class Sight:
    """How many, by state, and the newest few: number, place, state."""

    total: int
    by_state: list[tuple[str, int]]
    rows: list[tuple[str, str, str]]


def person(pk: str) -> Person | None:
    return Person.objects.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 15 else None


def requests(who: Person, at: datetime) -> Sight:
    seen = Request.objects.visible_to(who, at)
    newest = seen.select_related("place").only("pk", "state", "place").order_by("-pk")[:SHOWN]
    rows = [(local(one.number), str(one.place), str(RequestState(one.state).label)) for one in newest]
    return _sight(seen, RequestState, rows)


def hops(who: Person, at: datetime) -> Sight:
    seen = Referral.objects.visible_to(who, at)
    newest = seen.select_related("need__request", "centre").order_by("-pk")[:SHOWN]
    rows = [(local(one.need.request.number), one.centre.name, str(HopState(one.state).label)) for one in newest]
    return _sight(seen, HopState, rows)


def centres(who: Person, at: datetime) -> Sight:
    seen = centres_of(who, at)
    newest = seen.select_related("place").order_by("code")[:SHOWN]
    rows = [(one.name, str(one.place), str(one.get_state_display())) for one in newest]
    return Sight(seen.count(), [], rows)


def _sight(seen: QuerySet[Any], states: Any, rows: list[tuple[str, str, str]]) -> Sight:
    counted = seen.order_by().values_list("state").annotate(n=Count("pk")).order_by("-n")
    by_state = [(str(states(state).label), n) for state, n in counted]
    return Sight(sum(n for _state, n in by_state), by_state, rows)
