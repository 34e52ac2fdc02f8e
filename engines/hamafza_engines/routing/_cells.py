"""A long shelf in cells of near neighbours, so that an ask weighs only those who can be among the best.

The threshold algorithm (Fagin, Lotem, Naor, 2001): cells are opened by the best that anyone in them could
reach, and their centres met by standing, until nobody left can matter.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush, heappushpop
from math import asin, cos, hypot, inf, radians, sin

from hamafza_engines.routing._directory import Shelf
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._types import REASONS, Params
from hamafza_engines.routing._values import EARTH_KM, Spot, area_value, nearness, shared_value, spot, standing

_LONG = 300  # below, weighing everyone is as fast
_SIZE = 128  # centres of a cell at most, where their points are known
_KNOWN = 12  # rules and urgencies whose standings are kept
_SLACK = 1e-9  # of all weights: a sum in another order rounds otherwise
_MARGIN = 1e-7  # radians (60 cm) that a box may seem farther than it is
_STANDING = [REASONS.index(name) for name in ("domain", "capacity", "hours", "acceptance", "fairness")]
_AREA, _DISTANCE = REASONS.index("area"), REASONS.index("distance")

Vector = tuple[float, float, float]
Placed = list[tuple[Vector, CentreFacts]]
Standings = list[tuple[list[float], list[int]]]  # of each cell: weighted, best first, and whose


def candidates(
    shelf: Shelf, ask: Ask, params: Params, weights: list[float], unknown: float, tried: frozenset[int]
) -> list[CentreFacts]:
    """Return the centres of a shelf that may be among the best to keep, or all when it is short."""
    if len(shelf) < max(_LONG, 2 * params.keep):
        return shelf
    if shelf.cells is None:
        shelf.cells = Cells(shelf)
    best: list[CentreFacts] = shelf.cells.best(ask, params, weights, unknown, tried)
    return best


class Cells:
    """The cells of a shelf; standings are kept for the rules lately used."""

    def __init__(self, shelf: Shelf) -> None:
        alike: dict[tuple[str, str, bool], list[CentreFacts]] = {}
        for centre in shelf:
            alike.setdefault(_kind(centre), []).append(centre)
        self.cells = [cell for members in alike.values() for cell in _cells_of(members)]
        self.known: dict[tuple[object, ...], Standings] = {}

    def best(
        self, ask: Ask, params: Params, weights: list[float], unknown: float, tried: frozenset[int]
    ) -> list[CentreFacts]:
        """Return whoever may be among the best to keep, those tried left out."""
        standings = self._standings(ask.urgency, params, weights, unknown)
        here = None if ask.lat is None or ask.lng is None else spot(ask.lat, ask.lng)
        bounds = []
        for place, (area, most) in enumerate(self._reach(ask, params, weights)):
            bounds.append((-standings[place][0][0] - most, place, area, most))
        heapify(bounds)
        top, found = _Top(params.keep, _SLACK * sum(weights)), []
        while bounds and -bounds[0][0] >= top.least:
            _, place, area, most = heappop(bounds)
            cell = self.cells[place]
            for total, member in zip(*standings[place], strict=True):
                if total + most < top.least:
                    break
                if cell.members[member].id in tried:
                    continue
                score = total + area + weights[_DISTANCE] * cell.near(member, ask, here, params.half_km)
                top.add(score)
                found.append((score, cell.members[member]))
        return [centre for score, centre in found if score >= top.least]

    def _standings(self, urgency: int, params: Params, weights: list[float], unknown: float) -> Standings:
        key = params, urgency, *weights, unknown
        if key not in self.known:
            if len(self.known) >= _KNOWN:
                self.known.pop(next(iter(self.known)))
            heavy = [weights[reason] for reason in _STANDING]
            self.known[key] = [_sorted(cell, urgency, params, heavy, unknown) for cell in self.cells]
        return self.known[key]

    def _reach(self, ask: Ask, params: Params, weights: list[float]) -> Iterator[tuple[float, float]]:
        """Yield of each cell the weighted area, and the most that area and distance can give anyone in it."""
        areas: dict[tuple[str, str], float] = {}
        at = None if ask.lat is None or ask.lng is None else _on_sphere(ask.lat, ask.lng)
        for cell in self.cells:
            if cell.serves not in areas:
                areas[cell.serves] = weights[_AREA] * area_value(ask.place_path, *cell.serves)
            area = areas[cell.serves]
            near = cell.nearest(at, params.half_km) if at and cell.box else cell.most_shared(ask.place_path)
            yield area, area + weights[_DISTANCE] * near


class _Cell:
    """Centres that serve one area, near each other; no box when their points are unknown."""

    def __init__(self, members: list[CentreFacts], points: list[Vector]) -> None:
        self.members, self.serves = members, _kind(members[0])[:2]
        self.places = {centre.place_path for centre in members}
        self.spots = [spot(c.lat, c.lng) for c in members if c.lat is not None and c.lng is not None]
        self.box = [(min(axis), max(axis)) for axis in zip(*points, strict=True)]

    def near(self, member: int, ask: Ask, here: Spot | None, half_km: float) -> float:
        """Return the value of the distance of one of them."""
        if here and self.spots:
            return nearness(here, self.spots[member], half_km)
        return shared_value(ask.place_path, self.members[member].place_path)

    def most_shared(self, place: str) -> float:
        return max(shared_value(place, stands) for stands in self.places)

    def nearest(self, at: Vector, half_km: float) -> float:
        """Return a nearness that nobody in the box exceeds."""
        (left, right), (front, back), (low, high) = self.box
        x, y, z = at
        chord = hypot(
            max(left - x, x - right, 0.0), max(front - y, y - back, 0.0), max(low - z, z - high, 0.0)
        )
        angle = max(0.0, 2 * asin(min(1.0, chord / 2)) - _MARGIN)
        return float(pow(2.0, -angle * EARTH_KM / half_km))


class _Top:
    """The highest scores, so many of them; whoever is below `least` cannot be among them any more."""

    def __init__(self, keep: int, slack: float) -> None:
        self.keep, self.slack, self.least = keep, slack, -inf
        self.scores: list[float] = []

    def add(self, score: float) -> None:
        if len(self.scores) < self.keep:
            heappush(self.scores, score)
        else:
            heappushpop(self.scores, score)
        if len(self.scores) == self.keep:
            self.least = self.scores[0] - self.slack


def _kind(centre: CentreFacts) -> tuple[str, str, bool]:
    """Return what the value of an area depends on, and whether there is a point."""
    lost = centre.lat is None
    return centre.area_path, centre.place_path if lost or not centre.area_path else "", lost


def _cells_of(members: list[CentreFacts]) -> list[_Cell]:
    points = [_on_sphere(c.lat, c.lng) for c in members if c.lat is not None and c.lng is not None]
    if not points:
        return [_Cell(members, [])]
    parts = _split(list(zip(points, members, strict=True)))
    return [_Cell([centre for _, centre in part], [point for point, _ in part]) for part in parts]


def _split(placed: Placed) -> Iterator[Placed]:
    """Halve along the widest axis until a cell is small."""
    if len(placed) <= _SIZE:
        yield placed
        return
    widths = [max(axis) - min(axis) for axis in zip(*(point for point, _ in placed), strict=True)]
    widest = widths.index(max(widths))
    placed.sort(key=lambda pair: pair[0][widest])
    middle = len(placed) // 2
    yield from _split(placed[:middle])
    yield from _split(placed[middle:])


def _sorted(
    cell: _Cell, urgency: int, params: Params, weights: list[float], unknown: float
) -> tuple[list[float], list[int]]:
    totals = [
        sum(map(float.__mul__, weights, standing(urgency, centre, params, unknown)))
        for centre in cell.members
    ]
    order = sorted(range(len(totals)), key=lambda member: -totals[member])
    return [totals[member] for member in order], order


def _on_sphere(lat: float, lng: float) -> Vector:
    north, east = radians(lat), radians(lng)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)
