"""The roster a hurried person makes: the scarcest seats first, each to whoever costs least just then.

It is the answer when there is no time for a flow, and the peer that shows what hurry costs.
"""

from __future__ import annotations

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._rules import fits, pruned
from hamafza_engines.rostering._types import Params


def greedy(arcs: Arcs, params: Params, *, fair: bool = True) -> Ints:
    """Return the arcs taken; unfair, it looks only at the cost of the arc, as a list by distance does."""
    np = need("numpy", extra="rostering")
    order = np.argsort(arcs.slot, kind="stable")
    first = np.searchsorted(arcs.slot[order], np.arange(len(arcs.slot_number) + 1))
    load, held = arcs.vol_done.tolist(), [[] for _ in arcs.volunteers]  # type: list[int], list[list[int]]
    scarce = np.diff(first) / np.maximum(arcs.slot_number, 1)
    step = 2 * params.fairness if fair else 0
    taken: list[int] = []
    for slot in np.lexsort((scarce, -arcs.slot_priority)).tolist():
        seats = int(arcs.slot_number[slot])
        theirs = order[first[slot] : first[slot + 1]]
        ranked = sorted((int(arcs.cost[a]) + step * load[arcs.vol[a]], a) for a in theirs.tolist())
        for _, arc in ranked:
            vol = int(arcs.vol[arc])
            if seats and len(held[vol]) < arcs.vol_cap[vol] and fits(arcs, params, held[vol], arc):
                held[vol].append(arc)
                load[vol] += 1
                seats -= 1
                taken.append(arc)
    return pruned(arcs, params, np.sort(np.array(taken, dtype=np.int64)))
