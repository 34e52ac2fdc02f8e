"""Domains × places: how many centres serve each cell, how many have asked there, and where nobody serves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.network.models import Centre, CentreState, Domain
from hamafza.places.models import Kind, Place
from hamafza.places.paths import cut

LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Cell:
    """One domain in one place."""

    domain: Domain
    place: Place
    centres: int
    asked: int  # requests whose need was recognised in the last 90 days

    @property
    def is_gap(self) -> bool:
        return self.centres == 0


@dataclass(frozen=True)
class Line:
    """One domain over all places."""

    domain: Domain
    cells: list[Cell]
    asked: int


@dataclass(frozen=True)
class Matrix:
    """The whole: lines by what was asked and not served, places in the order of their need."""

    over: Place
    places: list[Place]
    lines: list[Line]
    centres_in: dict[str, int]  # by path: how many serve the place in any domain

    @property
    def gaps(self) -> list[Cell]:
        """Empty cells, the most asked-for first; those where nobody asked come last."""
        empty = [cell for line in self.lines for cell in line.cells if cell.is_gap]
        return sorted(empty, key=lambda cell: -cell.asked)


def matrix_of(over: Place, at: datetime) -> Matrix:
    """Of a province by its counties, or of the nation by its provinces. Five queries, whatever the size."""
    kind, level = (Kind.PROVINCE, 1) if over.kind == Kind.NATION else (Kind.COUNTY, 2)
    places = list(Place.objects.under(over.path).filter(kind=kind))
    served, anywhere = _served([place.path for place in places])
    asked = asked_in(over.path, level, at)
    places.sort(key=lambda place: -sum(n for (_key, path), n in asked.items() if path == place.path))
    lines = []
    for domain in Domain.objects.all():
        cells = [
            Cell(domain, place, len(served[domain.key, place.path]), asked.get((domain.key, place.path), 0))
            for place in places
        ]
        lines.append(Line(domain, cells, sum(cell.asked for cell in cells)))
    lines.sort(key=lambda line: (-sum(cell.asked for cell in line.cells if cell.is_gap), -line.asked))
    return Matrix(over, places, lines, {path: len(found) for path, found in anywhere.items()})


def _served(paths: list[str]) -> tuple[dict[tuple[str, str], set[int]], dict[str, set[int]]]:
    """Centres that take referrals, by (domain, path) and by path: the area holds the place or lies in it."""
    by_cell: dict[tuple[str, str], set[int]] = defaultdict(set)
    by_path: dict[str, set[int]] = {path: set() for path in paths}
    rows = Centre.objects.filter(state=CentreState.ACTIVE, takes_referrals=True)
    for pk, area, key in rows.values_list("pk", "area_path", "services__domain__key"):
        for path in paths:
            if path.startswith(area) or area.startswith(path):
                by_path[path].add(pk)
                if key:
                    by_cell[key, path].add(pk)
    return by_cell, by_path


def asked_in(under: str, level: int, at: datetime) -> dict[tuple[str, str], int]:
    """Lines of the journal, folded to the level of the columns."""
    since = local(at - LOOKS_BACK).date()
    lines = JournalLine.objects.filter(kind="request_triaged", place__startswith=under, day__gte=since, corrects=None)
    found: dict[tuple[str, str], int] = defaultdict(int)
    for domain, place, count in lines.values_list("domain", "place").annotate(count=Count("pk")).order_by():
        found[domain, cut(place, level)] += count
    return found
