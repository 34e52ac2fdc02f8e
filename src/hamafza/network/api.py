"""The public directory for machines: domains, places and centres, in the words of HSDS 3 (Open Referral)."""

from datetime import date, time
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from hamafza.kernel.api import PROBLEMS, Absent, At, Limit, Line, PageIn, Problem, page
from hamafza.network.models import Centre, Domain
from hamafza.network.queries import public_centres
from hamafza.places import queries as places
from hamafza.places.models import Kind

router = Router(tags=["directory"], throttle=[Limit(0.5)])
BYDAY = (
    "SA",
    "SU",
    "MO",
    "TU",
    "WE",
    "TH",
    "FR",
)  # as HSDS writes a weekday; our week begins on Saturday


class TermOut(Schema):
    """A domain of service as a taxonomy term."""

    id: str
    name: str
    name_en: str
    taxonomy_term: str


class FoundPlaceOut(Schema):
    path: str
    kind: Kind
    name: str
    latitude: float | None
    longitude: float | None


class PlacesOut(Schema):
    items: list[FoundPlaceOut]


class ServiceOut(Schema):
    id: str
    name: str
    status: str


class ScheduleOut(Schema):
    byday: str
    opens_at: time
    closes_at: time
    valid_from: date
    valid_to: date | None


class PhoneOut(Schema):
    number: str


class LocationOut(Schema):
    """A centre: an HSDS location with its services, schedules and phones."""

    id: str
    name: str
    location_type: str
    description: str
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    services: list[ServiceOut]
    schedules: list[ScheduleOut]
    phones: list[PhoneOut]
    assured_date: At | None


class LocationsOut(Schema):
    items: list[LocationOut]
    next: int | None


class LocationsIn(PageIn):
    domain: Annotated[str, Field(max_length=30, pattern="^[a-z0-9_]+$")] | Absent = None
    place: Annotated[str, Field(max_length=60, pattern="^IR/([0-9a-z-]{1,20}/){0,5}$")] | Absent = None


@router.get("/domains", response={200: list[TermOut], PROBLEMS: Problem}, operation_id="list_domains")
def list_domains(request: HttpRequest) -> Any:
    """The fields of service of this network, in their order."""
    return [
        {"id": one.key, "name": one.name_fa, "name_en": one.name_en, "taxonomy_term": one.taxonomy_term}
        for one in Domain.objects.all()
    ]


@router.get("/places", response={200: PlacesOut, PROBLEMS: Problem}, operation_id="find_places")
def find_places(request: HttpRequest, search: Annotated[Line, Query(min_length=2)]) -> Any:
    """What the beginning of a name may mean, in any spelling, the likeliest first."""
    return {"items": [_place(one) for one in places.typed(search)]}


@router.get("/centres", response={200: LocationsOut, PROBLEMS: Problem}, operation_id="list_centres")
def list_centres(request: HttpRequest, asked: Annotated[LocationsIn, Query()]) -> Any:
    """Public centres that are active; shelters and safe houses are not among them."""
    found = public_centres()
    if asked.domain:
        found = found.filter(services__domain__key=asked.domain)
    if asked.place:
        found = found.filter(place__path__startswith=asked.place)
    return page(found, asked, lambda rows: [_location(one) for one in rows])


@router.get("/centres/{code}", response={200: LocationOut, PROBLEMS: Problem}, operation_id="read_centre")
def read_centre(request: HttpRequest, code: Annotated[str, Path(max_length=20, pattern="^[0-9a-z_-]+$")]) -> Any:
    """One public centre."""
    return _location(get_object_or_404(public_centres(), code=code))


def _place(named: places.Named) -> dict[str, Any]:
    place = named.place
    return {
        "path": place.path,
        "kind": place.kind,
        "name": named.label,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _location(centre: Centre) -> dict[str, Any]:
    hours = sorted(centre.hours.all(), key=lambda one: (one.from_date, one.weekday, one.opens))
    return {
        "id": centre.code,
        "name": centre.name,
        "location_type": "physical",
        "description": centre.description,
        "place": centre.place.path,
        "address": centre.address,
        "latitude": centre.latitude,
        "longitude": centre.longitude,
        "services": [
            {"id": one.domain.key, "name": str(one.domain), "status": "active"} for one in centre.services.all()
        ],
        "schedules": [
            {
                "byday": BYDAY[one.weekday],
                "opens_at": one.opens,
                "closes_at": one.closes,
                "valid_from": one.from_date,
                "valid_to": one.until_date,
            }
            for one in hours
        ],
        "phones": [{"number": centre.phone}] if centre.phone else [],
        "assured_date": centre.confirmed_at,
    }
