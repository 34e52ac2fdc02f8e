"""A long shelf as arrays: which of its centres can be among the best at all, found without a loop."""

from functools import lru_cache
from math import cos, radians, sin
from types import ModuleType
from typing import Any

from hamafza_engines.routing._directory import Shelf
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._types import REASONS, Params
from hamafza_engines.routing._values import EARTH_KM, area_value, shared_value, standing

_LONG = 300  # below, the loop is as fast
_KNOWN = 12  # rules and urgencies whose standings are kept
_SLACK = 1e-9  # arrays round otherwise than the loop; whoever is this near is weighed again
_STANDING = [REASONS.index(name) for name in ("domain", "capacity", "hours", "acceptance", "fairness")]
_AREA, _DISTANCE = REASONS.index("area"), REASONS.index("distance")


def candidates(
    shelf: Shelf, ask: Ask, params: Params, weights: list[float], unknown: float, keep: int
) -> list[CentreFacts]:
    """Return the centres of a shelf that may be among the `keep` best, or all when it is short."""
    if len(shelf) < max(_LONG, 2 * keep) or (np := _numpy()) is None:
        return shelf
    if shelf.arrays is None:
        shelf.arrays = Arrays(shelf, np)
    scores = shelf.arrays.scores(ask, params, weights, unknown)
    last = np.partition(scores, len(scores) - keep)[len(scores) - keep]
    return [shelf[place] for place in np.flatnonzero(scores >= last - _SLACK).tolist()]


class Arrays:
    """The facts of a shelf by column; standings are kept for the rules lately used."""

    def __init__(self, shelf: Shelf, np: ModuleType) -> None:
        self.np, self.shelf = np, shelf
        pairs = [(centre.area_path, centre.place_path) for centre in shelf]
        self.pairs = list(dict.fromkeys(pairs))
        code = {pair: place for place, pair in enumerate(self.pairs)}
        self.codes = np.array([code[pair] for pair in pairs])
        self.points = np.array([_on_sphere(centre.lat, centre.lng) for centre in shelf]).T.copy()
        self.unknown_points = np.isnan(self.points[0])
        self.all_known = not self.unknown_points.any()
        self.known: dict[tuple[Params, float, int], Any] = {}

    def scores(self, ask: Ask, params: Params, weights: list[float], unknown: float) -> Any:
        """Return the weighted sums of the seven values of every centre."""
        np = self.np
        area = np.array([area_value(ask.place_path, *pair) for pair in self.pairs]) * weights[_AREA]
        total = self._standings(ask.urgency, params, unknown) @ np.array([weights[i] for i in _STANDING])
        return total + area[self.codes] + self._distances(ask, params) * weights[_DISTANCE]

    def _standings(self, urgency: int, params: Params, unknown: float) -> Any:
        key = params, unknown, urgency
        if key not in self.known:
            if len(self.known) >= _KNOWN:
                self.known.pop(next(iter(self.known)))
            self.known[key] = self.np.array([standing(urgency, c, params, unknown) for c in self.shelf])
        return self.known[key]

    def _distances(self, ask: Ask, params: Params) -> Any:
        np = self.np
        if ask.lat is None:
            return self._shared(ask)
        apart = self.points - np.array(_on_sphere(ask.lat, ask.lng))[:, None]
        apart *= apart
        half_chord = np.minimum(1.0, np.sqrt(apart.sum(axis=0)) / 2)
        near = np.exp2(np.arcsin(half_chord) * (-2 * EARTH_KM / params.half_km))
        return near if self.all_known else np.where(self.unknown_points, self._shared(ask), near)

    def _shared(self, ask: Ask) -> Any:
        return self.np.array([shared_value(ask.place_path, place) for _, place in self.pairs])[self.codes]


def _on_sphere(lat: float | None, lng: float | None) -> tuple[float, float, float]:
    if lat is None or lng is None:
        return float("nan"), float("nan"), float("nan")
    north, east = radians(lat), radians(lng)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


@lru_cache(maxsize=1)
def _numpy() -> ModuleType | None:
    """Return numpy where it happens to be installed; the engine does not need it."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy
