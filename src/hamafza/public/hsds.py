"""The public directory in the shape of HSDS 3 (Open Referral): one service for each domain of each centre."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.core.paginator import Paginator

from hamafza.kernel.clock import local
from hamafza.network.api import BYDAY
from hamafza.network.models import Centre, CentreDomain
from hamafza.network.queries import public_centres

NAMES = UUID("6f1d0a52-3c5e-4d0b-9f0e-7a1c4b8d2e90")  # of our own; a centre keeps its ids for ever
SIZE = 100
TEHRAN_HOURS = 3.5


def page(number: int) -> dict[str, Any]:
    """One page of services, with the frame of HSDS 3's lists."""
    rows = CentreDomain.objects.filter(centre__in=public_centres()).order_by("centre__code", "domain__order", "pk")
    pages = Paginator(rows.select_related("domain").prefetch_related("centre__place", "centre__hours"), SIZE)
    here = pages.get_page(number)
    return {
        "total_items": pages.count,
        "total_pages": pages.num_pages,
        "page_number": here.number,
        "size": len(here.object_list),
        "first_page": not here.has_previous(),
        "last_page": not here.has_next(),
        "empty": not here.object_list,
        "contents": [service(row) for row in here.object_list],
    }


def service(row: CentreDomain) -> dict[str, Any]:
    """One domain of one centre."""
    centre, term = row.centre, row.domain
    found = {
        "id": _id("service", centre.code, term.key),
        "name": f"{term.name_fa}، {centre.name}",
        "alternate_name": f"{term.name_en}, {centre.name}",
        "status": "active",
        "organization": _organization(centre),
        "service_at_locations": [
            {
                "id": _id("at", centre.code, term.key),
                "location": _location(centre),
                "schedules": _schedules(centre),
            }
        ],
        "phones": _phones(centre),
        "attributes": [
            {
                "id": _id("attribute", centre.code, term.key),
                "link_id": _id("service", centre.code, term.key),
                "link_type": "taxonomy",
                "link_entity": "service",
                "value": term.taxonomy_term or term.name_en,
                "taxonomy_term": {
                    "id": _id("term", term.key),
                    "code": term.key,
                    "name": term.name_en,
                    "description": term.name_fa,
                    "taxonomy": "hamafza",
                    "language": "en",
                },
            }
        ],
    }
    if centre.confirmed_at:
        found["assured_date"] = _day(local(centre.confirmed_at).date())
        found["last_modified"] = centre.confirmed_at.isoformat()
    if centre.description:
        found["description"] = centre.description
    return found


def _organization(centre: Centre) -> dict[str, Any]:
    return {
        "id": _id("organization", centre.code),
        "name": centre.name,
        "description": centre.description or centre.name,
    }


def _location(centre: Centre) -> dict[str, Any]:
    province = centre.place.code if centre.place.path.count("/") < 3 else centre.place.path.split("/")[1]
    found: dict[str, Any] = {
        "id": _id("location", centre.code),
        "location_type": "physical",
        "name": centre.name,
        "external_identifier": centre.code,
        "external_identifier_type": "hamafza",
        "addresses": [
            {
                "id": _id("address", centre.code),
                "address_1": centre.address or centre.place.name_fa,
                "city": centre.place.name_fa,
                "state_province": f"IR-{province}",
                "postal_code": "",
                "country": "IR",
                "address_type": "physical",
            }
        ],
        "phones": _phones(centre),
    }
    if centre.latitude is not None and centre.longitude is not None:
        found |= {"latitude": centre.latitude, "longitude": centre.longitude}
    return found


def _phones(centre: Centre) -> list[dict[str, Any]]:
    if not centre.phone:
        return []
    return [{"id": _id("phone", centre.code), "number": f"+98{centre.phone[1:]}", "type": "voice"}]


def _schedules(centre: Centre) -> list[dict[str, Any]]:
    return [
        {
            "id": _id("schedule", centre.code, str(row.pk)),
            "freq": "WEEKLY",
            "wkst": "SA",
            "interval": 1,
            "byday": BYDAY[row.weekday],
            "opens_at": f"{row.opens:%H:%M}",
            "closes_at": f"{row.closes:%H:%M}",
            "timezone": TEHRAN_HOURS,
            "valid_from": _day(row.from_date),
            "dtstart": _day(row.from_date),
            **({"valid_to": _day(row.until_date)} if row.until_date else {}),
        }
        for row in centre.hours.all()
    ]


def _day(day: date) -> str:
    return day.isoformat()


def _id(*parts: str) -> str:
    return str(uuid5(NAMES, "/".join(parts)))
