"""The problem and the plan of routing, as frozen data whose ranges are checked when made."""

from collections import Counter
from dataclasses import dataclass
from math import isfinite

from hamafza_engines.frame import BadInput

REASONS = ("domain", "area", "distance", "capacity", "hours", "acceptance", "fairness")
DECLINES = (
    "capacity", "funds", "not_eligible", "out_of_area", "papers_missing", "wrong_domain", "other", "silence",
)  # fmt: skip


def _require(holds: bool, field: str, value: object, remedy: str) -> None:
    if not holds:
        raise BadInput(field, value, remedy)


def _check_point(lat: float | None, lng: float | None) -> None:
    _require((lat is None) == (lng is None), "lat, lng", (lat, lng), "give both together or none")
    _require(lat is None or -90 <= lat <= 90, "lat", lat, "must lie between -90 and 90 degrees")
    _require(lng is None or -180 <= lng <= 180, "lng", lng, "must lie between -180 and 180 degrees")


def _check_path(name: str, path: str) -> None:
    _require(
        path == "" or path.endswith("/"), name, path, "must be empty or end with '/', like 'IR/11/1104/'"
    )


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
        _require(bool(self.domain), "domain", self.domain, "must not be empty")
        _check_path("place_path", self.place_path)
        _check_point(self.lat, self.lng)
        _require(self.urgency in (0, 1, 2), "urgency", self.urgency, "must be 0, 1 or 2")
        hours = self.deadline_hours
        _require(isfinite(hours), "deadline_hours", hours, "must be finite (0 or less: already past)")


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
        _require(free is None or free >= 0, "capacity_free", free, "must be 0 or more, or None")
        for name in ("capacity_age_days", "open_hours"):
            value = getattr(self, name)
            _require(isfinite(value) and value >= 0, name, value, "must be finite and 0 or more")
        for name in ("accepted", "declined", "expired", "open_load"):
            _require(getattr(self, name) >= 0, name, getattr(self, name), "must be 0 or more")


@dataclass(frozen=True, slots=True)
class Problem:
    """One ask, the centres that may take it, those already tried, and why the last one said no."""

    ask: Ask
    centres: tuple[CentreFacts, ...]
    excluded: frozenset[int] = frozenset()
    last_reason: str | None = None

    def __post_init__(self) -> None:
        _require(
            self.last_reason is None or self.last_reason in DECLINES,
            "last_reason",
            self.last_reason,
            f"must be None or one of {', '.join(DECLINES)}",
        )
        ids = Counter(centre.id for centre in self.centres)
        twice = [id_ for id_, times in ids.items() if times > 1]
        _require(not twice, "centre.id", twice[:3], "must be distinct")


@dataclass(frozen=True, slots=True)
class Params:
    """Weights of the reasons (0 or more, one above 0) and the scales of their values."""

    domain: float = 1.5
    area: float = 2.0
    distance: float = 1.5
    capacity: float = 2.0
    hours: float = 1.5
    acceptance: float = 1.5
    fairness: float = 1.0
    half_km: float = 15.0
    half_life_days: float = 7.0
    needed_hours: float = 8.0
    prior_accepted: float = 3.0
    prior_refused: float = 1.0
    load_scale: float = 10.0
    keep: int = 100

    def __post_init__(self) -> None:
        for name in REASONS:
            value = getattr(self, name)
            _require(isfinite(value) and value >= 0, name, value, "a weight must be finite and 0 or more")
        _require(any(getattr(self, name) for name in REASONS), "weights", 0, "one weight must be above 0")
        for name in (
            "half_km", "half_life_days", "needed_hours", "prior_accepted", "prior_refused", "load_scale",
        ):  # fmt: skip
            value = getattr(self, name)
            _require(isfinite(value) and value > 0, name, value, "must be finite and above 0")
        _require(self.keep >= 1, "keep", self.keep, "must be 1 or more")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a centre: its value (0-1) and its share of the score (0-1, all shares together 1)."""

    name: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A centre in the ranking, best first, with the reasons that weigh most first."""

    centre_id: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this centre stands where it does: its reasons, and by which of them it leads the next one."""

    centre_id: int
    place: int
    score: float
    reasons: tuple[Reason, ...]
    rival_id: int | None
    leads: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The ranking (at most Params.keep centres), and every centre left out with its why."""

    ranked: tuple[Ranked, ...]
    excluded: tuple[tuple[int, str], ...]
    beyond: int = 0

    @property
    def value(self) -> float:
        """Return the score of the first centre, 0 without one."""
        return self.ranked[0].score if self.ranked else 0.0

    @property
    def bound(self) -> float:
        """Return the best score any ranking could begin with; every centre was scored, so it is the value."""
        return self.value

    @property
    def gap(self) -> float:
        """Return how far the value may be below the bound."""
        return self.bound - self.value

    def explain(self, i: int) -> Explanation:
        """Say why centre number i stands there, against the one after it (the last: before it)."""
        if not 0 <= i < len(self.ranked):
            raise IndexError(f"i must lie between 0 and {len(self.ranked) - 1}")
        this = self.ranked[i]
        rival = self.ranked[i + 1] if i + 1 < len(self.ranked) else self.ranked[i - 1] if i else None
        theirs = {reason.name: reason.value for reason in rival.reasons} if rival else {}
        leads = [(r.name, r.value - theirs[r.name]) for r in this.reasons if r.name in theirs]
        leads.sort(key=lambda lead: (-lead[1], lead[0]))
        return Explanation(
            this.centre_id, i, this.score, this.reasons, rival.centre_id if rival else None, tuple(leads)
        )

    def summary(self) -> dict[str, object]:
        """Return the plan in a few numbers."""
        return {
            "ranked": len(self.ranked),
            "first": self.ranked[0].centre_id if self.ranked else None,
            "value": self.value,
            "gap": self.gap,
            "beyond": self.beyond,
            "excluded": dict(sorted(Counter(why for _, why in self.excluded).items())),
        }
