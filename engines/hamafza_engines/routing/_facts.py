"""What is asked, and what is known of a centre: frozen data whose ranges are checked when made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from hamafza_engines.frame import BadInput


def require(holds: bool, field: str, value: object, remedy: str) -> None:
    if not holds:
        raise BadInput(field, value, remedy)


def _check_point(lat: float | None, lng: float | None) -> None:
    require((lat is None) == (lng is None), "lat, lng", (lat, lng), "give both together or none")
    require(lat is None or -90 <= lat <= 90, "lat", lat, "must lie between -90 and 90 degrees")
    require(lng is None or -180 <= lng <= 180, "lng", lng, "must lie between -180 and 180 degrees")


def _check_path(name: str, path: str) -> None:
    require(path == "" or path.endswith("/"), name, path, "must be empty or end with '/', like 'IR/11/1104/'")


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked, where, and how soon: urgency 0 ordinary, 1 within a day, 2 emergency."""

    domain: str
    place_path: str
    lat: float | None = None
    lng: float | None = None
    urgency: int = 0
    deadline_hours: float = 72.0

    def __post_init__(self) -> None:
        require(bool(self.domain), "domain", self.domain, "must not be empty")
        _check_path("place_path", self.place_path)
        _check_point(self.lat, self.lng)
        require(self.urgency in (0, 1, 2), "urgency", self.urgency, "must be 0, 1 or 2")
        hours = self.deadline_hours
        require(isfinite(hours), "deadline_hours", hours, "must be finite (0 or less: already past)")


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """What is known of a centre at this moment; area_path is what it serves, place_path where it stands."""

    id: int
    domains: frozenset[str]
    place_path: str
    area_path: str
    lat: float | None = None
    lng: float | None = None
    capacity_free: int | None = None
    capacity_age_days: float = 0.0
    open_hours: float = 8.0
    accepted: int = 0
    declined: int = 0
    expired: int = 0
    open_load: int = 0
    specialised: bool = False

    def __post_init__(self) -> None:
        _check_path("place_path", self.place_path)
        _check_path("area_path", self.area_path)
        _check_point(self.lat, self.lng)
        free = self.capacity_free
        require(free is None or free >= 0, "capacity_free", free, "must be 0 or more, or None")
        for name in ("capacity_age_days", "open_hours"):
            value = getattr(self, name)
            require(isfinite(value) and value >= 0, name, value, "must be finite and 0 or more")
        for name in ("accepted", "declined", "expired", "open_load"):
            require(getattr(self, name) >= 0, name, getattr(self, name), "must be 0 or more")


def check_distinct(centres: Iterable[CentreFacts]) -> None:
    """Refuse two centres of one id."""
    ids = Counter(centre.id for centre in centres)
    if len(ids) < sum(ids.values()):
        twice = sorted(id_ for id_, times in ids.items() if times > 1)
        raise BadInput("centre.id", twice[:3], "must be distinct", remedy_fa="باید یکتا باشد")
