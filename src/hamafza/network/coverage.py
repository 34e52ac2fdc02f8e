"""Which domains a working person can reach after an hour on a weekday, county by county, and where the gaps are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hamafza.kernel.clock import local
from hamafza.kernel.worktime import Interval
from hamafza.network.calendar import Calendar, iranian_weekday
from hamafza.network.matrix import asked_in
from hamafza.network.models import Centre, CentreState, Domain
from hamafza.network.week import holidays_of
from hamafza.places.models import Kind, Place

HOURS = tuple(range(13, 22))
AFTERNOON = 15


@dataclass(frozen=True)
class Cell:
    """One domain in one place: who serves it at all, and who is open then."""

    domain: Domain
    place: Place
    serving: frozenset[int]
    open: frozenset[int]
    asked: int  # in the last 90 days

    @property
    def is_gap(self) -> bool:
        return not self.open

    @property
    def could_open(self) -> bool:
        """Somebody serves here, but closes too early: a gap that needs no new centre."""
        return self.is_gap and bool(self.serving)


@dataclass(frozen=True)
class Line:
    """One domain over all places."""

    domain: Domain
    cells: list[Cell]

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells)


@dataclass(frozen=True)
class Coverage:
    """The whole, with the day it speaks of."""

    over: Place
    day: date
    hour: int
    places: list[Place]
    lines: list[Line]
    open_in: dict[str, int]  # by path: domains that can be reached there
    holiday: str = ""

    @property
    def gaps(self) -> list[Cell]:
        """The most asked-for first, then those that an existing centre could fill."""
        empty = [cell for line in self.lines for cell in line.cells if cell.is_gap]
        return sorted(empty, key=lambda cell: (-cell.asked, not cell.could_open))

    def cell(self, domain: str, place: str) -> Cell | None:
        return next(
            (c for line in self.lines for c in line.cells if c.domain.key == domain and c.place.path == place), None
        )


def next_day(weekday: int, at: datetime) -> date:
    """The coming day of this weekday, today among them."""
    today = local(at).date()
    return today + timedelta(days=(weekday - iranian_weekday(today)) % 7)


def coverage_of(over: Place, at: datetime, *, weekday: int, hour: int = AFTERNOON) -> Coverage:
    """Of a province by its counties, or of the nation by its provinces; holidays of that day count."""
    day = next_day(weekday, at)
    kind, level = (Kind.PROVINCE, 1) if over.kind == Kind.NATION else (Kind.COUNTY, 2)
    places = list(Place.objects.under(over.path).filter(kind=kind))
    serving, awake = _serving([place.path for place in places], day, hour)
    asked = asked_in(over.path, level, at)
    lines = [
        Line(
            domain,
            [
                Cell(
                    domain,
                    place,
                    frozenset(serving[domain.key, place.path]),
                    frozenset(serving[domain.key, place.path] & awake),
                    asked.get((domain.key, place.path), 0),
                )
                for place in places
            ],
        )
        for domain in Domain.objects.all()
    ]
    lines.sort(key=lambda line: (-sum(cell.asked for cell in line.cells if cell.is_gap), -line.gaps))
    reached = {place.path: sum(not line.cells[n].is_gap for line in lines) for n, place in enumerate(places)}
    return Coverage(over, day, hour, places, lines, reached, holidays_of(over, [day]).get(day, ""))


def open_after(intervals: list[Interval], hour: int) -> bool:
    """Is there some time left after this hour?"""
    return any(closes > time(hour) for _opens, closes in intervals)


def _serving(paths: list[str], day: date, hour: int) -> tuple[dict[tuple[str, str], set[int]], set[int]]:
    """Centres by (domain, path), and those that are open then. Three queries, whatever the size."""
    centres = list(Centre.objects.filter(state=CentreState.ACTIVE, takes_referrals=True).select_related("place"))
    calendar = Calendar([centre.pk for centre in centres])
    awake = {centre.pk for centre in centres if open_after(list(calendar.hours_of(centre)(day)), hour)}
    areas = {centre.pk: centre.area_path for centre in centres}
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    rows = Centre.objects.filter(state=CentreState.ACTIVE, takes_referrals=True, services__isnull=False)
    for pk, key in rows.values_list("pk", "services__domain__key"):
        for path in paths:
            if path.startswith(areas[pk]) or areas[pk].startswith(path):
                found[key, path].add(pk)
    return found, awake


def hours_on(centres: list[Centre], day: date) -> dict[int, list[Interval]]:
    """When each is open on that day, for the list behind a cell."""
    calendar = Calendar([centre.pk for centre in centres])
    return {centre.pk: list(calendar.hours_of(centre)(day)) for centre in centres}
