"""Flat tables joined into one entry for each place where help is given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError

from hamafza.kernel.cleaning import clean
from hamafza.kernel.worktime import Interval
from hamafza.network.hsds.tables import Row, Tables
from hamafza.ui.fields import HourField

DAYS = {"sa": 0, "su": 1, "mo": 2, "tu": 3, "we": 4, "th": 5, "fr": 6}


@dataclass
class Entry:
    """What a directory says of one place: as it stands there, nothing guessed yet."""

    source_id: str
    name: str = ""
    description: str = ""
    address: str = ""
    towns: list[str] = field(default_factory=list)  # the likeliest first
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    terms: list[tuple[str, str]] = field(default_factory=list)  # (code in our own taxonomy or "", name)
    services: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # what is told of the services
    week: dict[int, list[Interval]] = field(default_factory=dict)
    is_active: bool = True


def entries_of(tables: Tables) -> list[Entry]:
    """Each location; each organisation that has none."""
    joined = _Joined(tables)
    found = [joined.at_location(row) for row in joined.locations.values()]
    return found + [
        joined.without_location(row) for key, row in joined.organizations.items() if key not in joined.housed
    ]


class _Joined:
    """The tables by their links."""

    def __init__(self, tables: Tables) -> None:
        self.organizations = _by_id(tables.get("organizations", []))
        self.locations = _by_id(tables.get("locations", []))
        self.services = _by_id(tables.get("services", []))
        self.terms = {_id(row) or _text(row, "taxonomy_id"): row for row in tables.get("taxonomy_terms", [])}
        self.phones, self.addresses, self.schedules = (
            _by_link(tables.get(name, [])) for name in ("phones", "addresses", "schedules")
        )
        self.attributes: dict[str, list[Row]] = defaultdict(list)
        for row in tables.get("attributes", []):
            self.attributes[_text(row, "link_id") or _text(row, "service_id")].append(row)
        self.services_at: dict[str, list[Row]] = defaultdict(list)
        placed = set()
        for row in [*tables.get("service_at_locations", []), *tables.get("services", [])]:
            service = _text(row, "service_id") or _id(row)
            if (location := _text(row, "location_id")) and service in self.services:
                self.services_at[location].append(self.services[service])
                placed.add(service)
        self.loose: dict[str, list[Row]] = defaultdict(list)  # services that name no location, by organisation
        for key, row in self.services.items():
            if key not in placed:
                self.loose[_text(row, "organization_id")].append(row)
        self.housed = {self.organization_of(row) for row in self.locations.values()}

    def organization_of(self, location: Row) -> str:
        """The location's own organisation, or that of a service given there."""
        own = _text(location, "organization_id")
        if own in self.organizations:
            return own
        held = (_text(row, "organization_id") for row in self.services_at[_id(location)])
        return next((key for key in held if key in self.organizations), own or "?")

    def at_location(self, row: Row) -> Entry:
        organization = self.organizations.get(self.organization_of(row), {})
        services = self.services_at[_id(row)] or self.loose[_id(organization)]
        keys = [
            ("location_id", _id(row)),
            *(("service_id", _id(one)) for one in services),
            ("organization_id", _id(organization)),
        ]
        return self._entry(row, organization, services, keys)

    def without_location(self, row: Row) -> Entry:
        services = self.loose[_id(row)]
        keys = [("organization_id", _id(row)), *(("service_id", _id(one)) for one in services)]
        return self._entry(row, row, services, keys)

    def _entry(self, row: Row, organization: Row, services: list[Row], keys: list[tuple[str, str]]) -> Entry:
        addresses = [address for key in keys for address in self.addresses[key]]
        address = addresses[0] if addresses else {}
        states = [_text(service, "status").lower() for service in services]
        return Entry(
            source_id=_id(row),
            name=(_text(row, "name") or _text(organization, "name"))[:120],
            description=_text(row, "description") or _text(organization, "description"),
            address=", ".join(part for part in (_text(address, "address_1"), _text(address, "address_2")) if part)[
                :200
            ],
            towns=[
                town for town in (_text(address, "address_2"), _text(address, "city"), _text(address, "region")) if town
            ],
            region=_text(address, "state_province"),
            latitude=_degree(row.get("latitude")),
            longitude=_degree(row.get("longitude")),
            phone=next((_text(phone, "number") for key in keys for phone in self.phones[key] if _is_voice(phone)), ""),
            terms=[term for service in services for term in self._terms_of(service)],
            services=[_text(service, "name") for service in services],
            texts=[f"{_text(one, 'keywords')} {_text(one, 'description')}"[:500] for one in [*services, row]],
            week=_week(schedule for key in keys for schedule in self.schedules[key]),
            is_active=not states or any(state in {"", "active"} for state in states),
        )

    def _terms_of(self, service: Row) -> Iterator[tuple[str, str]]:
        for row in self.attributes[_id(service)]:
            term = self.terms.get(_text(row, "taxonomy_term_id") or _text(row, "taxonomy_id"), row)
            ours = _text(row, "taxonomy") == "hamafza" or _text(term, "taxonomy") == "hamafza"
            code = _text(row, "term_code") or _text(term, "code")
            yield code if ours else "", _text(row, "term_name") or _text(term, "name") or _text(row, "value")
        for key in _text(service, "taxonomy_ids").split(","):
            if found := self.terms.get(key.strip()):
                yield "", _text(found, "name")


def _week(schedules: Iterable[Row]) -> dict[int, list[Interval]]:
    """Weekly hours; monthly rules and broken hours are left out. Overlaps are joined."""
    week: dict[int, list[Interval]] = defaultdict(list)
    for row in schedules:
        opens, closes = _hour(row.get("opens_at")), _hour(row.get("closes_at"))
        if not opens or not closes or closes <= opens or _text(row, "freq").upper() not in {"", "WEEKLY"}:
            continue
        for name in (_text(row, "byday") or _text(row, "weekday")).split(","):
            if (day := DAYS.get(name.strip().lower()[:2])) is not None:
                week[day].append((opens, closes))
    return {day: _joined(intervals) for day, intervals in sorted(week.items())}


def _joined(intervals: list[Interval]) -> list[Interval]:
    out: list[Interval] = []
    for opens, closes in sorted(intervals):
        if out and opens <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], closes))
        else:
            out.append((opens, closes))
    return out


def _hour(value: Any) -> time | None:
    text = str(value or "").strip()[:5].rstrip(":")
    try:
        return HourField(required=False).to_python(text)
    except ValidationError:
        return None


def _is_voice(phone: Row) -> bool:
    return (_text(phone, "type") or _text(phone, "number_type") or "voice").lower() in {
        "voice",
        "hotline",
        "cell",
    }


def _degree(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _by_id(rows: list[Row]) -> dict[str, Row]:
    """The first row of each id; a nested object may come many times."""
    found: dict[str, Row] = {}
    for number, row in enumerate(rows):
        found.setdefault(_id(row) or f"?{number}", row)
    return found


def _by_link(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for link in ("location_id", "service_id", "organization_id"):
            if key := _text(row, link):
                found[link, key].append(row)
    return found


def _id(row: Row) -> str:
    return _text(row, "id")


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return clean(str(value)).strip() if value is not None else ""
