"""A plan at once, when there is no time for the best one: each need asks its best offer, again and again."""

import numpy as np

from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._types import Ints


def greedy(part: Part, most: Ints | None = None) -> Ints:
    """Return a flow by rounds: every open need proposes to its dearest open arc, dearest first served.

    `most` holds each group to its fair units, so that what it may not take is left to the others.
    """
    room = part.demand.sum() + 0 * part.weight if most is None else most.copy()
    flow = np.zeros(len(part.head), np.int64)
    demand, supply = part.demand.copy(), part.supply.copy()
    order = np.lexsort((np.arange(len(part.head)), -part.worth.astype(np.int64), part.head))
    order = order[part.cap[order] > 0]
    while len(order):
        heads = part.head[order]
        first = np.ones(len(order), bool)
        first[1:] = heads[1:] != heads[:-1]
        asked = order[first]
        asked = asked[np.lexsort((asked, -part.worth[asked].astype(np.int64), part.tail[asked]))]
        units = _in_turn(part.tail[asked], np.minimum(part.cap[asked], demand[part.head[asked]]), supply)
        group = part.group[part.head[asked]]
        turn = np.lexsort((asked, -part.worth[asked].astype(np.int64), group))
        units[turn] = _in_turn(group[turn], units[turn], room)
        np.subtract.at(room, group, units)
        flow[asked] = units
        np.subtract.at(demand, part.head[asked], units)
        np.subtract.at(supply, part.tail[asked], units)
        order = order[~first]
        order = order[(demand[part.head[order]] > 0) & (supply[part.tail[order]] > 0)]
    return flow


def _in_turn(tails: Ints, wanted: Ints, supply: Ints) -> Ints:
    """Return what each of a queue gets, offer by offer: its wish, or what those before it left."""
    until = np.cumsum(wanted)
    start = np.ones(len(tails), bool)
    start[1:] = tails[1:] != tails[:-1]
    base = np.maximum.accumulate(np.where(start, until - wanted, 0))
    before = until - wanted - base
    got: Ints = np.clip(supply[tails] - before, 0, wanted)
    return got
