"""Prices on the hours of the month: where they bind, they give a nearer bound and better rosters.

The hours of a person are a knapsack, which no network holds. Lagrange's way (Fisher, 1981): each minute of a
person with too many gets a price, the flow is asked again, and its value plus the price of all allowed
minutes bounds every roster. The priced flow, pruned and refilled, is a roster too, and often the best so far.
"""

from __future__ import annotations

from dataclasses import dataclass

from hamafza_engines.frame import Within, need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._flow import Room, cover_weight, flow
from hamafza_engines.rostering._rules import minutes_left, pruned, refilled
from hamafza_engines.rostering._types import Params
from hamafza_engines.rostering._worth import Worth, split, worth

_ROUNDS = 60
_HALVE_AFTER = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The best roster met, and the bound: (cover, quality), quality meant for rosters of that cover."""

    taken: Ints
    bound: Worth


def priced(
    arcs: Arcs, params: Params, knots: Ints, best: Found, *, stop: Within, flow_seconds: float
) -> Found:
    """Return a roster and a bound at least as good, by subgradient steps towards the best roster (Polyak)."""
    np = need("numpy", extra="rostering")
    empty = Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)
    seat = cover_weight(arcs, params, empty)
    everything, minutes = np.arange(len(arcs.vol)), arcs.slot_minutes[arcs.slot]
    price = np.zeros(len(arcs.vol_cap))
    ceiling, stride, idle = _points(best.bound, seat), 1.0, 0
    for _ in range(_ROUNDS):
        floor = _points(worth(arcs, params, best.taken), seat)
        if stop.left() < 3 * flow_seconds or ceiling <= floor or stride < 0.02:
            break
        whole = np.rint(price).astype(np.int64)
        relaxed = flow(arcs, params, empty, everything, knots, price=whole[arcs.vol] * minutes, seat=seat)
        spare = minutes_left(arcs, relaxed)
        ceiling_here = _points(worth(arcs, params, relaxed), seat) + int((whole * spare).sum())
        stride, idle = (stride, 0) if ceiling_here < ceiling else (stride, idle + 1)
        ceiling = min(ceiling, ceiling_here)
        if idle >= _HALVE_AFTER:
            stride, idle = stride / 2, 0
        taken = refilled(arcs, params, pruned(arcs, params, relaxed))
        if worth(arcs, params, taken) > worth(arcs, params, best.taken):
            best = Found(taken, best.bound)
        slope = np.where((spare > 0) & (whole == 0), 0, -spare)
        steep = float((slope.astype(float) ** 2).sum())
        if not steep:
            break
        price = np.maximum(0.0, price + stride * max(1, ceiling_here - floor) / steep * slope)
    return Found(best.taken, min(best.bound, split(ceiling, seat)))


def _points(told: Worth, seat: int) -> int:
    return seat * told[0] + told[1]
