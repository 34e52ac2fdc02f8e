"""The problem and the plan of rostering, as frozen data whose ranges are checked when made.

All instants are whole minutes of local time since 1970-01-01 00:00; `minute()` makes them from a datetime.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from hamafza_engines.frame import BadInput

if TYPE_CHECKING:
    from hamafza_engines.rostering._arcs import Arcs, Ints

RULES = ("alone", "hours", "overlap", "rest")  # those that break the network; all others cut its arcs
SEAT_POINTS = 1000  # what a filled seat of priority 1 adds to the value

Window = tuple[int, int]
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (local time, as the clock on the wall shows it)
_LATEST = 10**9  # the year 3871; a slip beyond it would overflow nothing but is no shift


def minute(at: datetime) -> int:
    """Return an instant of the wall clock as whole minutes since 1970.

    >>> minute(datetime(1970, 1, 2, 8, 30))
    1950
    """
    return int((at.replace(tzinfo=None) - _EPOCH).total_seconds() // 60)


def moment(at: int) -> datetime:
    """Return the wall clock's reading at a minute since 1970."""
    return _EPOCH + timedelta(minutes=at)


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Who may serve: skills (each with the minute it expires, or None), when, how much, how far.

    `windows` None means always; `adult_at` is the minute of the eighteenth birthday, None for an adult. The
    month so far is `hours_done` and `shifts_done`. `centres` served before count for continuity; `wishes` and
    `refuses` name shifts or centres.
    """

    id: str
    skills: Mapping[str, int | None]
    windows: tuple[Window, ...] | None = None
    max_hours: float = 24.0
    max_shifts: int = 8
    rest_hours: float = 8.0
    hours_done: float = 0.0
    shifts_done: int = 0
    lat: float | None = None
    lng: float | None = None
    max_km: float = 50.0
    adult_at: int | None = None
    centres: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _named("volunteer", self.id)
        _mapping("skills", self.skills)
        for name in ("centres", "wishes", "refuses"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        for skill, until in self.skills.items():
            _named("skills", skill)
            if until is not None:
                _instant("skills", until)
        if self.windows is not None:
            object.__setattr__(self, "windows", _merged(self.windows))
        for name, top in _HOURS.items():
            _within(name, getattr(self, name), 0, top)
        for name in ("max_shifts", "shifts_done"):
            _whole(name, getattr(self, name), 0, 1000)
        _point(self.lat, self.lng)
        if self.adult_at is not None:
            _instant("adult_at", self.adult_at)


@dataclass(frozen=True, slots=True)
class Shift:
    """When and where hands are wanted: `seats` says how many of each skill; priority 1 (usual) to 9."""

    id: str
    start: int
    end: int
    seats: Mapping[str, int]
    centre: str = ""
    lat: float | None = None
    lng: float | None = None
    priority: int = 1

    def __post_init__(self) -> None:
        _named("shift", self.id)
        _instant("start", self.start)
        _instant("end", self.end)
        if self.end <= self.start:
            raise BadInput("end", self.end, "a shift must end after it starts")
        if self.end - self.start > 7 * 1440:
            raise BadInput("end", self.end, "a shift of over seven days is several shifts; divide it")
        _mapping("seats", self.seats)
        for skill, number in self.seats.items():
            _named("seats", skill)
            _whole("seats", number, 0, 100_000)
        _point(self.lat, self.lng)
        _whole("priority", self.priority, 1, 9)


@dataclass(frozen=True, slots=True)
class Problem:
    """Volunteers and shifts of one month; the order of either changes nothing."""

    volunteers: tuple[Volunteer, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in (("volunteers", Volunteer), ("shifts", Shift)):
            rows = _several(name, getattr(self, name), "give rows, one for each")
            object.__setattr__(self, name, rows)
            for stranger in (row for row in rows if not isinstance(row, kind)):
                raise BadInput(name, stranger, f"each must be a {kind.__name__}")
            ids = {row.id for row in rows}
            if len(ids) < len(rows):
                twice = Counter(row.id for row in rows).most_common(1)[0]
                raise BadInput(name, twice[0], f"it stands {twice[1]} times; keep one line for each")


@dataclass(frozen=True, slots=True)
class Params:
    """Points of the second thoughts (a filled seat has 1000), the rules kept, and how near is near enough.

    `fairness` is the step by which each further shift of one person costs more; `travel` is for a kilometre.
    """

    fairness: int = 20
    continuity: int = 50
    wish: int = 30
    travel: int = 1
    night: tuple[int, int] = (22, 6)
    rules: frozenset[str] = frozenset(RULES)
    gap: float = 0.0005

    def __post_init__(self) -> None:
        for name in ("fairness", "continuity", "wish", "travel"):
            _whole(name, getattr(self, name), 0, 1000)
        for hour in _pair("night", self.night, "two hours: (from, to)"):
            _whole("night", hour, 0, 24)
        object.__setattr__(self, "rules", _names("rules", self.rules))
        for rule in sorted(self.rules - set(RULES)):
            raise BadInput("rules", rule, f"choose among {', '.join(RULES)}")
        _within("gap", self.gap, 0, 1)


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One person on one seat of a shift."""

    shift: str
    skill: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Seats nobody fills, and how the crowd thins out on the way to them: (reason, people left after it)."""

    shift: str
    skill: str
    number: int
    reason: str  # skill, expired, time, distance, age, refused, limits, elsewhere, alone; free: none of these
    funnel: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a repair: a person leaves (`left`) or takes (`took`) a seat."""

    volunteer: str
    left: tuple[str, str] | None
    took: tuple[str, str] | None


@dataclass(frozen=True)
class Plan:
    """The roster. `value` is 1000 points for each filled seat x priority, less the second thoughts.

    No roster covers more than `cover_bound`, and none that covers as much has a quality above
    `quality_bound`: cover comes first, always. `bound` joins the two, so that `gap` shows what may be lost.
    """

    problem: Problem
    params: Params
    assignments: tuple[Assignment, ...]
    cover: int
    quality: int
    cover_bound: int
    quality_bound: int
    status: Literal["proved", "stopped"]
    changes: tuple[Change, ...] = ()
    work: tuple[Arcs, Ints] | None = field(default=None, repr=False, compare=False)

    @property
    def value(self) -> float:
        """Return the points of the roster."""
        return float(SEAT_POINTS * self.cover + self.quality)

    @property
    def bound(self) -> float:
        """Return what no roster can exceed in cover, nor one of that cover in quality."""
        quality = self.quality if self.cover < self.cover_bound else max(self.quality, self.quality_bound)
        return float(SEAT_POINTS * self.cover_bound + quality)

    @property
    def gap(self) -> float:
        """Return how far the value may lie below the bound, as a share of all seats' points."""
        return (self.bound - self.value) / max(1, SEAT_POINTS * self.cover_bound)

    @cached_property
    def loads(self) -> Mapping[str, int]:
        """Return how many shifts each volunteer has in this roster."""
        return Counter(each.volunteer for each in self.assignments)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Return the seats nobody fills, each with its reason."""
        from hamafza_engines.rostering._missing import missing

        return missing(self)

    def explain(self, id_: str) -> Explanation:
        """Say why a volunteer serves where they do (or why not), or why a shift stands as it does."""
        from hamafza_engines.rostering._explain import explain

        return explain(self, id_)

    def summary(self, language: str = "fa") -> str:
        """Return the roster in a few lines."""
        from hamafza_engines.rostering._words import summary

        return summary(self, language)


@dataclass(frozen=True, slots=True)
class Because:
    """A seat that is taken, missed or passed by, and the reason in a word with its numbers."""

    shift: str
    skill: str
    volunteer: str
    reason: str
    points: int = 0
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one volunteer or one shift stands as it does: what is, what is not, and what is missing."""

    id: str
    kind: Literal["volunteer", "shift"]
    taken: tuple[Because, ...]
    passed: tuple[Because, ...]
    missing: tuple[Missing, ...] = ()

    def words(self, language: str = "fa") -> str:
        """Say it in short sentences."""
        from hamafza_engines.rostering._words import in_words

        return in_words(self, language)


_HOURS = {"max_hours": 744, "rest_hours": 744, "hours_done": 744, "max_km": 20_040}


def _named(name: str, value: object) -> None:
    if not isinstance(value, str) or not any(letter.isprintable() and letter != " " for letter in value):
        raise BadInput(name, value, "give a name or code", remedy_fa="نام یا کد بنویسید")


def _mapping(name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        raise BadInput(name, value, "a mapping: {skill: expiry or None}, or {skill: number of seats}")


def _names(name: str, value: object) -> frozenset[str]:
    told = _several(name, value, "a set of ids, not one text")
    for each in told:
        _named(name, each)
    return frozenset(told)


def _several(name: str, value: object, remedy: str) -> tuple[Any, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise BadInput(name, value, remedy)
    return tuple(value)


def _pair(name: str, value: object, remedy: str) -> tuple[object, object]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise BadInput(name, value, remedy)
    return value[0], value[1]


def _whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadInput(
            name, value, f"a whole number from {low} to {high}", remedy_fa=f"عدد صحیح از {low} تا {high}"
        )


def _within(name: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadInput(name, value, f"a number from {low} to {high}", remedy_fa=f"عددی از {low} تا {high}")


def _instant(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not -_LATEST <= value <= _LATEST:
        raise BadInput(
            name, value, "an instant in whole minutes; see minute()", remedy_fa="زمان را درست بنویسید"
        )


def _point(lat: float | None, lng: float | None) -> None:
    if (lat is None) != (lng is None):
        raise BadInput("lat", lat, "give lat and lng together or not at all")
    for name, value, top in (("lat", lat, 90), ("lng", lng, 180)):
        if value is not None:
            _within(name, value, -top, top)


def _merged(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Join windows that touch, so that a shift over their seam fits."""
    windows = _several("windows", windows, "several windows: ((from, to), ...), or None for always")
    for window in windows:
        start, end = _pair("windows", window, "two instants: (from, to)")
        _instant("windows", start)
        _instant("windows", end)
        if window[1] <= window[0]:
            raise BadInput("windows", window, "a window must end after it starts")
    merged: list[Window] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
