"""The most worth that a part can carry, as a minimum-cost flow with a demand at each group."""

import numpy as np

from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._types import EXTRA, Ints
from hamafza_engines.frame import need


class NoFlow(Exception):
    """No flow keeps these bounds."""


def dearest(part: Part, low: Ints | None = None, high: Ints | None = None) -> Ints:
    """Return the flow of most worth by arc; low and high bound the units of each group.

    Nodes: needs, offers, groups, and a sink that takes what is over. Offers supply all they have; a group
    demands its low units and hands on up to high - low.
    """
    if not len(part.head):
        return np.zeros(0, np.int64)
    needs, offers, groups = len(part.demand), len(part.supply), len(part.weight)
    sink = needs + offers + groups
    solver = need("ortools.graph.python.min_cost_flow", extra=EXTRA).SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        part.tail + np.int32(needs), part.head, part.cap, -part.worth.astype(np.int64, copy=False)
    )
    _free(solver, np.arange(needs, needs + offers), np.full(offers, sink), part.supply)
    solver.set_nodes_supplies(np.arange(needs, needs + offers, dtype=np.int32), part.supply)
    kept = 0
    if low is None or high is None:
        _free(solver, np.arange(needs), np.full(needs, sink), part.demand)
    else:
        first = needs + offers
        _free(solver, np.arange(needs), first + part.group, part.demand)
        _free(solver, np.arange(first, sink), np.full(groups, sink), high - low)
        solver.set_nodes_supplies(np.arange(first, sink, dtype=np.int32), -low)
        kept = int(low.sum())
    solver.set_node_supply(sink, kept - int(part.supply.sum()))
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise NoFlow
    if status != solver.OPTIMAL:
        raise OverflowError(f"the flow solver refused: {status}")
    return np.asarray(solver.flows(np.arange(len(part.head), dtype=np.int32)), np.int64)


def _free(solver, tails: Ints, heads: Ints, caps: Ints) -> None:  # type: ignore[no-untyped-def]
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), caps, np.zeros(len(caps), np.int64)
    )
