"""The flow first; where its roster breaks a rule of more than one shift, small exact repairs around it."""

from __future__ import annotations

from time import monotonic
from typing import Literal

from hamafza_engines.frame import Within, need
from hamafza_engines.rostering._arcs import Arcs, Ints, arcs_of
from hamafza_engines.rostering._flow import Room, flow, knots_of
from hamafza_engines.rostering._greedy import greedy
from hamafza_engines.rostering._prices import Found, priced
from hamafza_engines.rostering._rules import minutes_left, pruned, refilled
from hamafza_engines.rostering._search import searched
from hamafza_engines.rostering._types import Assignment, Params, Plan, Problem
from hamafza_engines.rostering._worth import Worth, gap, worth

_FLOW_SECONDS = 1.5e-5  # what an arc of the flow costs on a slow machine: with less time left, be greedy


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=10), seed: int = 0
) -> Plan:
    """Fill the most seats (by priority), then share shifts fairly, then mind continuity, wishes and the way.

    Stops when the gap is at most `params.gap`, when time is over, or when nothing near helps any more.
    """
    stop = stop.started()
    arcs = arcs_of(problem, params)
    if stop.left() < _FLOW_SECONDS * len(arcs.vol):
        return _plan(problem, params, arcs, Found(greedy(arcs, params), _loose_bound(arcs)))
    return _plan(problem, params, arcs, _optimised(arcs, params, stop, seed))


def _optimised(arcs: Arcs, params: Params, stop: Within, seed: int) -> Found:
    np = need("numpy", extra="rostering")
    knots, began = knots_of(arcs, params), monotonic()
    room = Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)
    relaxed = flow(arcs, params, room, np.arange(len(arcs.vol)), knots)
    bound, taken = worth(arcs, params, relaxed), pruned(arcs, params, relaxed)
    if len(taken) == len(relaxed):
        return Found(taken, bound)
    flow_seconds = monotonic() - began
    found = Found(refilled(arcs, params, taken), bound)
    if "hours" in params.rules and _far(arcs, params, found) and (minutes_left(arcs, relaxed) < 0).any():
        found = priced(arcs, params, knots, found, stop=stop, flow_seconds=flow_seconds)
    return searched(arcs, params, found, stop=stop, seed=seed)


def _far(arcs: Arcs, params: Params, found: Found) -> bool:
    return gap(worth(arcs, params, found.taken), found.bound) > params.gap


def _loose_bound(arcs: Arcs) -> Worth:
    """Bound without a flow: each seat that anybody could take, at the least cost any arc of it has."""
    np = need("numpy", extra="rostering")
    seats = np.minimum(np.bincount(arcs.slot, minlength=len(arcs.slot_number)), arcs.slot_number)
    least = int(min(0, arcs.cost.min(initial=0)))
    return int((seats * arcs.slot_priority).sum()), -least * int(seats.sum())


def _plan(problem: Problem, params: Params, arcs: Arcs, found: Found) -> Plan:
    here = worth(arcs, params, found.taken)
    status: Literal["proved", "stopped"] = "proved" if here >= found.bound else "stopped"
    return Plan(
        problem,
        params,
        assignments_of(arcs, found.taken),
        *here,
        *found.bound,
        status=status,
        work=(arcs, found.taken),
    )


def assignments_of(arcs: Arcs, taken: Ints) -> tuple[Assignment, ...]:
    """Return the taken arcs in names, sorted by shift."""
    np = need("numpy", extra="rostering")
    taken = taken[np.lexsort((arcs.vol[taken], arcs.slot[taken]))]
    shift = [each.id for each in arcs.shifts]
    rows = zip(arcs.slot[taken].tolist(), arcs.vol[taken].tolist(), strict=True)
    return tuple(
        Assignment(shift[arcs.slot_shift[slot]], arcs.slot_skill[slot], arcs.volunteers[vol].id)
        for slot, vol in rows
    )
