"""The roster as a min-cost flow: volunteer -> (knot) -> slot, with one dearer arc for each further shift.

A knot bundles slots of one volunteer of which only one can be taken: those of one shift, and, when overlap or
rest is a rule, those that meet in one instant (a clique of intervals). Knots keep the network a network.
"""

from __future__ import annotations

from dataclasses import dataclass

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._types import Params

_SAFE = 1 << 60  # the solver multiplies costs by the number of nodes


@dataclass(frozen=True, slots=True)
class Room:
    """What is still free: seats of each slot, shifts of each volunteer and how many they have already."""

    seats: Ints
    cap: Ints
    load: Ints


def flow(
    arcs: Arcs,
    params: Params,
    room: Room,
    chosen: Ints,
    knot: Ints,
    *,
    price: Ints | None = None,
    seat: int | None = None,
) -> Ints:
    """Return those of the chosen arcs that carry a person: the most cover, then the least cost.

    `knot` numbers, for each chosen arc, the bundle it goes through (-1: straight to its slot). With a `price`
    of each chosen arc a seat is filled only if it is worth it: `seat` tells what for.
    """
    np = need("numpy", extra="rostering")
    if not len(chosen):
        return chosen
    network = need("ortools.graph.python.min_cost_flow", extra="rostering").SimpleMinCostFlow()
    who, who_at = _numbered(arcs.vol[chosen], len(arcs.vol_cap))
    what, what_at = _numbered(arcs.slot[chosen], len(arcs.slot_number))
    knots = int(knot.max()) + 1
    knot_vol = np.zeros(knots, dtype=np.int64)
    knot_vol[knot[knot >= 0]] = who_at[knot >= 0]
    first_knot, first_slot = 2 + len(who), 2 + len(who) + knots
    nodes = first_slot + len(what)

    rungs = np.minimum(room.cap[who], np.bincount(who_at))
    rung_vol = np.repeat(np.arange(len(who)), rungs)
    rung = np.arange(len(rung_vol)) - (np.cumsum(rungs) - rungs)[rung_vol] + room.load[who][rung_vol]
    rung_cost = params.fairness * (2 * rung + 1)
    weight = cover_weight(arcs, params, room) if seat is None else seat
    seat_cost = -min(weight, _SAFE // (10 * nodes)) * arcs.slot_priority[what]
    cost = arcs.cost[chosen] if price is None else arcs.cost[chosen] + price

    add = network.add_arcs_with_capacity_and_unit_cost
    ones = np.ones(len(chosen), dtype=np.int64)
    add(np.zeros(len(rung_vol), dtype=np.int64), rung_vol + 2, ones[:1].repeat(len(rung_vol)), rung_cost)
    add(
        knot_vol + 2,
        np.arange(knots) + first_knot,
        np.ones(knots, dtype=np.int64),
        np.zeros(knots, dtype=np.int64),
    )
    tail = np.where(knot >= 0, knot + first_knot, who_at + 2)
    carriers = add(tail, what_at + first_slot, ones, cost)
    add(np.arange(len(what)) + first_slot, np.ones(len(what), dtype=np.int64), room.seats[what], seat_cost)
    total = int(min(room.seats[what].sum(), rungs.sum()))
    if price is not None:
        network.add_arc_with_capacity_and_unit_cost(0, 1, total, 0)
    network.set_node_supply(0, total)
    network.set_node_supply(1, -total)
    status = network.solve_max_flow_with_min_cost()
    if status != network.OPTIMAL:
        raise ArithmeticError(f"the flow ended with {status}")
    return chosen[network.flows(carriers) > 0]


def _numbered(values: Ints, many: int) -> tuple[Ints, Ints]:
    """Return the values that occur, and the place of each value among them."""
    np = need("numpy", extra="rostering")
    present = np.bincount(values, minlength=many) > 0
    return np.flatnonzero(present), (np.cumsum(present) - 1)[values]


def knots_of(arcs: Arcs, params: Params) -> Ints:
    """Number the bundles of arcs of which one volunteer can take only one; -1 for arcs that stand alone."""
    np = need("numpy", extra="rostering")
    if params.rules & {"overlap", "rest"}:
        bundle = _cliques(arcs)
    else:
        shift = arcs.slot_shift[arcs.slot]
        bundle = np.unique(arcs.vol * np.int64(len(arcs.shifts)) + shift, return_inverse=True)[1]
    size = np.bincount(bundle, minlength=1)
    several = size > 1
    return np.where(several[bundle], (np.cumsum(several) - 1)[bundle], -1)


def _cliques(arcs: Arcs) -> Ints:
    """Walk through each person's slots by time; all that begin before the first end (and rest) meet there."""
    np = need("numpy", extra="rostering")
    start = arcs.slot_start[arcs.slot].tolist()
    free = (arcs.slot_end[arcs.slot] + arcs.vol_rest[arcs.vol]).tolist()
    bundle, at, until = [0] * len(start), -1, -(1 << 62)
    first = set(arcs.first.tolist())
    for k, begins in enumerate(start):
        if begins >= until or k in first:
            at, until = at + 1, free[k]
        elif free[k] < until:
            until = free[k]
        bundle[k] = at
    return np.array(bundle, dtype=np.int64)


def cover_weight(arcs: Arcs, params: Params, room: Room) -> int:
    """Return a weight of a seat that no second thoughts can outweigh.

    A path that exchanges a seat for a dearer one passes each slot and volunteer at most once, which bounds
    what it may cost; the second thoughts of a whole roster lie within half of this weight.
    """
    rung = 2 * int((room.load + room.cap).max(initial=0)) + 1
    dearest = int(abs(arcs.cost).max(initial=0)) + params.fairness * rung
    return 1 + 2 * dearest * int(min(room.seats.sum(), room.cap.sum()) + 1)
