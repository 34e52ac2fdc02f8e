"""Side rules that no network can say: bundles, offers for one need only, least lots.

First by dives: solve the flow, close what breaks a rule, solve again. Then, where the part is small enough,
by a mixed-integer program whose yes-or-no answers are handed back to the flow, so that units stay whole.
"""

from typing import NamedTuple

import numpy as np

from hamafza_engines.allocation._fair import fair_units
from hamafza_engines.allocation._flow import NoFlow, dearest
from hamafza_engines.allocation._part import Part, served, total
from hamafza_engines.allocation._types import Ints, Params
from hamafza_engines.frame import MissingExtra, Within


class Answers(NamedTuple):
    """The yes-or-no of a plan: closed arcs and needs served whole; and what each group lacks under it."""

    closed: Ints
    whole: Ints
    lack: Ints | int = 0


def keep_rules(part: Part, flow: Ints, floor: Ints, params: Params, stop: Within) -> tuple[Ints, int]:
    """Return the best flow found that keeps the side rules, and how far its worth may be from the best."""
    aim = Aim(part, floor)
    best = dive(part, flow, floor, stop)
    if not broken(part, flow).any():
        return flow, 0
    bound = None
    if len(part.head) <= params.mip_arcs and not stop.over():
        best, bound = _by_mip(aim, best, params, stop)
    if bound is None:
        bound = total(part.worth, dearest(part)) if not stop.over() else None
    bound = bound if bound is not None else _sure(part)
    return best, max(0, bound - aim.of(best))


class Aim:
    """What the search maximises: worth, less a penalty for each unit that a group lacks to its floor."""

    def __init__(self, part: Part, floor: Ints) -> None:
        self.part, self.floor = part, floor
        self.penalty = 2 * part.dearest

    def of(self, flow: Ints) -> int:
        """Return the aim reached by a flow."""
        lacking = np.maximum(0, self.floor - served(self.part, flow)).sum()
        return total(self.part.worth, flow) - self.penalty * int(lacking)


def _sure(part: Part) -> int:
    best = np.zeros(len(part.demand), np.int64)
    np.maximum.at(best, part.head, part.worth)
    return total(best, part.demand)


def broken(part: Part, flow: Ints) -> Ints:
    """Return a mask of the arcs in a broken rule."""
    return _broken_single(part, flow) | _broken_lots(part, flow) | _broken_bundles(part, flow)[part.head]


def _broken_single(part: Part, flow: Ints) -> Ints:
    """Mark what a single offer gives to all but its dearest need."""
    used = np.flatnonzero((flow > 0) & (part.single[part.tail] > 0))
    order = used[np.lexsort((used, -(part.worth[used] * flow[used]), part.tail[used]))]
    chosen = np.full(len(part.supply), -1)
    chosen[part.tail[order[::-1]]] = part.head[order[::-1]]
    mask = np.zeros(len(flow), bool)
    mask[used[chosen[part.tail[used]] != part.head[used]]] = True
    return mask


def _broken_lots(part: Part, flow: Ints) -> Ints:
    mask: Ints = (flow > 0) & (flow < part.lot[part.tail])
    return mask


def _broken_bundles(part: Part, flow: Ints) -> Ints:
    """Mark the needs of bundles that are served in part."""
    got, asked, _ = _bundles(part, flow)
    partly = (got > 0) & (got < asked)
    return partly


def _bundles(part: Part, flow: Ints) -> tuple[Ints, Ints, Ints]:
    """Return, for each need, the units its bundle gets, the units it asks, and the bundle's number."""
    _, number = np.unique(part.bundle, return_inverse=True)
    got, asked = np.zeros(len(number), np.int64), np.zeros(len(number), np.int64)
    np.add.at(got, number[part.head], flow)
    np.add.at(asked, number, part.demand)
    bundled = part.bundle >= 0
    return np.where(bundled, got[number], 0), np.where(bundled, asked[number], 0), number


def dive(part: Part, flow: Ints, floor: Ints, stop: Within) -> Ints:
    """Close what breaks a rule, the least served half of it first, until nothing is broken."""
    closed = (part.cap < part.lot[part.tail]) | (part.cap == 0)
    while broken(part, flow).any():
        if stop.over():
            return _dropped(part, flow)
        closed = closed | _to_close(part, flow)
        flow = _relaxed(part.without(closed), floor)
    return flow


def _relaxed(part: Part, floor: Ints) -> Ints:
    if not floor.any():
        return dearest(part)
    units, _ = fair_units(part)
    return dearest(part, np.minimum(units - part.given, floor), part.weight - part.given)


def _to_close(part: Part, flow: Ints) -> Ints:
    single = _broken_single(part, flow)
    kept = np.zeros(len(part.supply), bool)
    kept[part.tail[single]] = True
    chosen = kept[part.tail] & ~single & (flow > 0)
    home = np.full(len(part.supply), -1)
    home[part.tail[chosen]] = part.head[chosen]
    closed: Ints = kept[part.tail] & (home[part.tail] != part.head)
    lots = np.flatnonzero(_broken_lots(part, flow))
    closed[_lower_half(lots, flow[lots] / part.lot[part.tail[lots]])] = True
    needs = np.flatnonzero(_broken_bundles(part, flow))
    if len(needs):
        got, asked, number = _bundles(part, flow)
        bundles, first = np.unique(number[needs], return_index=True)
        worst = _lower_half(bundles, (got / np.maximum(asked, 1))[needs[first]])
        closed |= np.isin(number, worst)[part.head]
    return closed


def _lower_half(places: Ints, share: Ints) -> Ints:
    order = np.lexsort((places, share))
    return places[order[: (len(places) + 1) // 2]]


def _dropped(part: Part, flow: Ints) -> Ints:
    """Take away what is broken: poor, but it keeps the rules when time is up."""
    flow = flow.copy()
    while (mask := broken(part, flow)).any():
        flow[mask] = 0
    return flow


def _by_mip(aim: Aim, best: Ints, params: Params, stop: Within) -> tuple[Ints, int | None]:
    from hamafza_engines.allocation._mip import answers

    try:
        found, bound = answers(aim.part, aim.floor, aim.penalty, best, params, stop)
    except MissingExtra:
        return best, None  # the dive stands, with its honest gap
    if found is not None:
        flow = decided(aim.part, found, aim.floor)
        if flow is not None and not broken(aim.part, flow).any() and aim.of(flow) > aim.of(best):
            best = flow
    return best, bound


def decided(part: Part, found: Answers, floor: Ints) -> Ints | None:
    """Return the best whole flow under given answers: whole needs form a group that must get everything."""
    least = np.where(found.closed, 0, np.where(part.lot > 1, part.lot, 0)[part.tail])
    fixed = part._replace(
        cap=np.where(found.closed, 0, part.cap - least),
        demand=part.demand - _by(part.head, least, len(part.demand)),
        supply=part.supply - _by(part.tail, least, len(part.supply)),
        group=np.where(found.whole, len(part.weight), part.group).astype(np.int32),
        weight=np.append(part.weight, 0),
    )
    if (fixed.demand < 0).any() or (fixed.supply < 0).any():
        return None
    must = int(fixed.demand[found.whole].sum())
    promised = _by(
        part.group, np.where(found.whole, part.demand, part.demand - fixed.demand), len(part.weight)
    )
    for sure in (floor - found.lack, 0 * floor):
        low = np.append(np.maximum(0, sure - promised), must)
        high = np.append(np.maximum(part.weight, low[:-1]), must)
        try:
            return dearest(fixed, low, high) + least
        except NoFlow:
            continue
    return None


def _by(places: Ints, units: Ints, count: int) -> Ints:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, places, units)
    return sums
