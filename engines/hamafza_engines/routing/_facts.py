"""What is asked, and what is known of a centre: frozen data whose ranges are checked when made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from hamafza_engines.frame import BadInput

_MOST = 10**12  # of anything counted; a longer number is a slip, and no float could hold it


def require(holds: bool, field: str, value: object, remedy: str, remedy_fa: str) -> None:
    if not holds:
        raise BadInput(field, value, remedy, remedy_fa=remedy_fa)


def _check_point(lat: float | None, lng: float | None) -> None:
    both = (lat is None) == (lng is None)
    require(both, "lat, lng", (lat, lng), "give both together or none", "هر دو را بدهید یا هیچ‌کدام را")
    for name, value, most in (("lat", lat, 90), ("lng", lng, 180)):
        require(
            value is None or -most <= value <= most, name, value,
            f"must lie between -{most} and {most} degrees", f"باید میان منفی {most} و {most} درجه باشد",
        )  # fmt: skip


def _check_path(name: str, path: str) -> None:
    require(
        path == "" or path.endswith("/"), name, path,
        "must be empty or end with '/', like 'IR/11/1104/'",
        "باید خالی باشد یا به «/» پایان یابد، مانند IR/11/1104/",
    )  # fmt: skip


def _check_count(name: str, value: int) -> None:
    holds = isinstance(value, int) and 0 <= value <= _MOST
    require(holds, name, value, "must be a whole number from 0 to 10^12", "باید عددی صحیح از 0 تا 10^12 باشد")


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
        require(bool(self.domain), "domain", self.domain, "must not be empty", "نباید خالی باشد")
        _check_path("place_path", self.place_path)
        _check_point(self.lat, self.lng)
        level = self.urgency
        require(
            isinstance(level, int) and 0 <= level <= 2,
            "urgency",
            level,
            "must be 0, 1 or 2",
            "باید 0، 1 یا 2 باشد",
        )
        hours = self.deadline_hours
        require(
            isfinite(hours), "deadline_hours", hours,
            "must be finite (0 or less: already past)", "باید عددی متناهی باشد (0 یا کمتر: گذشته است)",
        )  # fmt: skip


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
        require(isinstance(self.id, int), "id", self.id, "must be a whole number", "باید عددی صحیح باشد")
        _check_path("place_path", self.place_path)
        _check_path("area_path", self.area_path)
        _check_point(self.lat, self.lng)
        if self.capacity_free is not None:
            _check_count("capacity_free", self.capacity_free)
        for name in ("capacity_age_days", "open_hours"):
            value = getattr(self, name)
            holds = isfinite(value) and value >= 0
            require(holds, name, value, "must be finite and 0 or more", "باید متناهی و 0 یا بیشتر باشد")
        for name in ("accepted", "declined", "expired", "open_load"):
            _check_count(name, getattr(self, name))


def check_distinct(centres: Iterable[CentreFacts]) -> None:
    """Refuse two centres of one id."""
    ids = Counter(centre.id for centre in centres)
    if len(ids) < sum(ids.values()):
        twice = sorted(id_ for id_, times in ids.items() if times > 1)
        raise BadInput("centre.id", twice[:3], "must be distinct", remedy_fa="باید یکتا باشد")
