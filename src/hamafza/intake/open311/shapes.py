"""Which requests may be published, and how little of each.

A tracking code and four digits open the applicant's page, so lists show `h<number>` in its stead; the code is
answered to whoever holds it already. Words, names and phones are never published. Requests in a sensitive
domain, in danger or not yet triaged are in no list; asked for by code, they show no service.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from hamafza.intake.models import Need, Request
from hamafza.intake.states import FINAL, RequestState
from hamafza.kernel.codes import is_code
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.network.models import Domain
from hamafza.places.models import Kind, Place

ANY = "any"  # "I do not know; you decide"
CLOSED = {*FINAL, RequestState.RESOLVED, RequestState.PARTLY_RESOLVED, RequestState.CONFIRMED}
SMALL = {Kind.VILLAGE, Kind.NEIGHBOURHOOD, Kind.DISTRICT}
_PUBLIC_ID = re.compile("h([1-9][0-9]{0,17})")


def published() -> QuerySet[Request]:
    """Requests that may stand in a public list."""
    sensitive = Need.objects.filter(domain__is_sensitive=True).values("request")
    return (
        Request.objects.filter(danger="", needs__isnull=False)
        .exclude(pk__in=sensitive)
        .select_related("place")
        .prefetch_related("needs__domain")
        .distinct()
        .order_by("-received_at", "-pk")
    )


def by_ids(ids: Iterable[str]) -> list[tuple[str, Request]]:
    """Requests by what the caller holds: a tracking code (any request) or a public id (published ones)."""
    ids = list(dict.fromkeys(ids))
    codes = [one for one in ids if is_code(one)]
    numbers = [int(found[1]) for one in ids if (found := _PUBLIC_ID.fullmatch(one))]
    held = Request.objects.filter(code__in=codes).select_related("place").prefetch_related("needs__domain")
    known = {one.code: one for one in held} | {public_id(one): one for one in published().filter(pk__in=numbers)}
    return [(one, known[one]) for one in ids if one in known]


def public_id(request: Request) -> str:
    return f"h{request.pk}"


def services(domains: Iterable[Domain], any_name: str, any_description: str) -> list[dict[str, Any]]:
    """The domains as GeoReport services, after the one for those who do not know."""
    first = _service(ANY, any_name, any_description, "")
    return [first, *(_service(one.key, str(one), "", one.taxonomy_term) for one in domains)]


def _service(code: str, name: str, description: str, keywords: str) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "description": description or name,
        "metadata": False,
        "type": "realtime",
        "keywords": keywords,
        "group": "",
    }


def requests(found: list[tuple[str, Request]], any_name: str) -> list[dict[str, Any]]:
    """Each request under the id by which it was asked for; three more queries for all of them together."""
    moved = dict(
        StateChange.objects.filter(subject__in=[subject_of(one) for _, one in found])
        .values_list("subject")
        .annotate(Max("at"))
    )
    counties = {one.path: one for one in Place.objects.filter(path__in={_wide(one.place) for _, one in found})}
    return [
        _request(
            shown_id,
            one,
            moved.get(subject_of(one), one.received_at),
            counties.get(_wide(one.place)),
            any_name,
        )
        for shown_id, one in found
    ]


def _request(shown_id: str, request: Request, moved_at: datetime, place: Place | None, any_name: str) -> dict[str, Any]:
    domain = _domain(request)
    closed = request.state in CLOSED
    return {
        "service_request_id": shown_id,
        "status": "closed" if closed else "open",
        "status_notes": str(RequestState(request.state).label),
        "service_name": str(domain) if domain else any_name,
        "service_code": domain.key if domain else ANY,
        "description": None,
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": request.received_at,
        "updated_datetime": moved_at,
        "expected_datetime": None if closed else request.due_at,
        "address": str(place) if place else None,
        "address_id": place.path if place else None,
        "zipcode": None,
        "lat": round(place.latitude, 2) if place and place.latitude is not None else None,
        "long": round(place.longitude, 2) if place and place.longitude is not None else None,
        "media_url": None,
    }


def _domain(request: Request) -> Domain | None:
    needs = list(request.needs.all())
    if not needs or request.danger or any(need.domain.is_sensitive for need in needs):
        return None
    return needs[0].domain


def _wide(place: Place) -> str:
    """In a village everybody knows who asked: there, the county is named."""
    return place.county_path if place.kind in SMALL else place.path
