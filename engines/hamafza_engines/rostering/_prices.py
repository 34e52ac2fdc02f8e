"""Prices on the hours of the month: where they bind, they give a nearer bound and better rosters.

The hours of a person are a knapsack, which no network holds. Lagrange's way (Fisher, 1981): each minute of a
person with too many gets a price, the flow is asked again, and its value plus the price of all allowed
minutes bounds every roster. The priced flow, pruned and refilled, is a roster too, and often the best so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from hamafza_engines.frame import Within, need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._flow import Room, cover_weight, flow
from hamafza_engines.rostering._rules import minutes_left, pruned, refilled
from hamafza_engines.rostering._types import Params
from hamafza_engines.rostering._worth import Worth, split, worth

_ROUNDS = 60
_HALVE_AFTER = 3
_SHORTEST = 0.02
_HALVINGS = 16
_QUANTILES = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """The best roster met, and the bound: (cover, quality), quality meant for rosters of that cover."""

    taken: Ints
    bound: Worth


def priced(
    arcs: Arcs, params: Params, knots: Ints, best: Found, *, stop: Within, flow_seconds: float
) -> Found:
    """Return a roster and a bound at least as good.

    First everybody's minute costs what a seat of one length is worth a minute, for a few lengths; from the
    best of these, each person's own price moves by subgradient steps towards the best roster (Polyak), every
    step keeping a part of the last one, against zigzag (Camerini, Fratta and Maffioli, 1975).
    """
    np = need("numpy", extra="rostering")
    dual = _Dual(arcs, params, knots, best)
    start = np.zeros(len(arcs.vol_cap))
    for same in _same_for_all(arcs, dual.seat):
        if stop.left() < 3 * flow_seconds:
            break
        before = dual.ceiling
        dual.ask(start * 0 + same)
        if dual.ceiling < before:
            start = start * 0 + same
    price, way, stride, idle = start, start * 0, 1.0, 0
    for _ in range(_ROUNDS):
        before = dual.ceiling
        if stop.left() < 3 * flow_seconds or before <= dual.floor or stride < _SHORTEST:
            break
        here, spare = dual.ask(price)
        idle = 0 if dual.ceiling < before else idle + 1
        if idle >= _HALVE_AFTER:
            stride, idle = stride / 2, 0
        way = 0.6 * way + 0.4 * np.where((spare > 0) & (price < 1), 0, -spare)
        steep = float((way**2).sum())
        if not steep:
            break
        price = np.maximum(0.0, price + stride * max(1, here - dual.floor) / steep * way)
    cover, quality = min(best.bound, split(dual.ceiling, dual.seat))
    quality = dual.quality(cover, quality, stop=stop, flow_seconds=flow_seconds)
    return Found(dual.taken, (cover, quality))


def _same_for_all(arcs: Arcs, seat: int) -> list[int]:
    np = need("numpy", extra="rostering")
    lengths = np.unique(arcs.slot_minutes)
    return [round(seat / minutes) for minutes in np.unique(np.quantile(lengths, _QUANTILES))]


class _Dual:
    """Asks the flow under prices; keeps the lowest bound (`ceiling`) and the best roster met."""

    def __init__(self, arcs: Arcs, params: Params, knots: Ints, best: Found) -> None:
        np = need("numpy", extra="rostering")
        self.arcs, self.params, self.knots = arcs, params, knots
        self.room = Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)
        self.seat = cover_weight(arcs, params, self.room)
        self.everything, self.minutes = np.arange(len(arcs.vol)), arcs.slot_minutes[arcs.slot]
        self.taken, self.ceiling = best.taken, self.points(best.bound)
        self.floor = self.points(worth(arcs, params, best.taken))
        self.price = np.zeros(len(arcs.vol_cap))

    def points(self, told: Worth) -> int:
        """Return cover and quality as one number."""
        return self.seat * told[0] + told[1]

    def ask(self, price: Ints) -> tuple[int, Ints]:
        """Return the bound under these prices, and the minutes each person has left."""
        arcs, params = self.arcs, self.params
        relaxed, left, spare = self._relaxed(price, self.seat)
        here = self.points(worth(arcs, params, relaxed)) + left
        if here < self.ceiling:
            self.ceiling, self.price = here, price
        taken = refilled(arcs, params, pruned(arcs, params, relaxed))
        if self.points(worth(arcs, params, taken)) > self.floor:
            self.taken, self.floor = taken, self.points(worth(arcs, params, taken))
        return here, spare

    def quality(self, cover: int, ceiling: int, *, stop: Within, flow_seconds: float) -> int:
        """Return a quality that no roster of so much cover exceeds: a seat more or less has its own price.

        That price is sought by halving its size; the one whose flow has just this cover is the best.
        """
        low, high = 1, self.seat
        for _ in range(_HALVINGS):
            if stop.left() < 3 * flow_seconds or low + 1 >= high:
                break
            seat = isqrt(low * high)
            relaxed, left, _ = self._relaxed(self.price * (seat / self.seat), seat)
            got, quality = worth(self.arcs, self.params, relaxed)
            ceiling = min(ceiling, seat * (got - cover) + quality + left)
            low, high = (low, seat) if got > cover else (seat, high)
        return ceiling

    def _relaxed(self, price: Ints, seat: int) -> tuple[Ints, int, Ints]:
        """Return the flow under these prices, what the minutes left are worth, and those of each person."""
        np = need("numpy", extra="rostering")
        arcs, whole = self.arcs, np.rint(price).astype(np.int64)
        paid = whole[arcs.vol] * self.minutes
        taken = flow(arcs, self.params, self.room, self.everything, self.knots, price=paid, seat=seat)
        spare = minutes_left(arcs, taken)
        return taken, int((whole * spare).sum()), spare
