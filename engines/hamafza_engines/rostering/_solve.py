"""The flow first; where its roster breaks a rule of more than one shift, small exact repairs around it."""

from __future__ import annotations

from random import Random
from typing import Literal

from hamafza_engines.frame import Within, need
from hamafza_engines.rostering._arcs import Arcs, Ints, arcs_of
from hamafza_engines.rostering._flow import Room, flow, knots_of
from hamafza_engines.rostering._greedy import greedy
from hamafza_engines.rostering._neighbourhood import Effort, improved
from hamafza_engines.rostering._rules import pruned, refilled
from hamafza_engines.rostering._types import SEAT_POINTS, Assignment, Params, Plan, Problem

_WHOLE = 12_000  # arcs up to which the whole roster is one neighbourhood, so that it can be proved
_PART = 2_500  # arcs of a neighbourhood in a larger one
_PATIENCE = 40  # neighbourhoods in a row without any gain
_FLOW_SECONDS = (
    1.5e-5  # an arc's worth of flow on a slow machine: with less time left, the greedy roster it is
)


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=10), seed: int = 0
) -> Plan:
    """Fill the most seats (by priority), then share shifts fairly, then mind continuity, wishes and the way.

    Stops when the gap is at most `params.gap`, when time is over, or when nothing near helps any more.
    """
    np = need("numpy", extra="rostering")
    stop = stop.started()
    arcs = arcs_of(problem, params)
    everything = np.arange(len(arcs.vol))
    if stop.left() < _FLOW_SECONDS * len(arcs.vol):
        taken = greedy(arcs, params)
        bound = _loose_bound(arcs)
        return _plan(problem, params, arcs, taken, bound, proved=worth(arcs, params, taken) >= bound)
    empty = Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)
    relaxed = flow(arcs, params, empty, everything, knots_of(arcs, params))
    bound = worth(arcs, params, relaxed)
    taken = pruned(arcs, params, relaxed)
    if len(taken) < len(relaxed):
        taken = refilled(arcs, params, taken)
        taken, proved = _search(arcs, params, taken, bound, stop, seed)
        if proved:
            bound = worth(arcs, params, taken)
    return _plan(problem, params, arcs, taken, bound, proved=worth(arcs, params, taken) == bound)


def worth(arcs: Arcs, params: Params, taken: Ints) -> tuple[int, int]:
    """Return (cover, quality): seats filled by priority, and the points of all second thoughts (mostly < 0)."""
    np = need("numpy", extra="rostering")
    cover = int(arcs.slot_priority[arcs.slot[taken]].sum())
    load = np.bincount(arcs.vol[taken], minlength=len(arcs.vol_cap))
    squares = (arcs.vol_done + load) ** 2 - arcs.vol_done**2  # the sum of the rungs 1, 3, 5 ...
    return cover, -int(arcs.cost[taken].sum() + params.fairness * squares.sum())


def _search(
    arcs: Arcs, params: Params, taken: Ints, bound: tuple[int, int], stop: Within, seed: int
) -> tuple[Ints, bool]:
    """Improve part after part until near enough to the bound; tell also whether the whole was proved."""
    np = need("numpy", extra="rostering")
    if len(arcs.vol) <= _WHOLE and not stop.over():
        effort = Effort(work=20.0, seconds=stop.left(), seed=seed)
        answer = improved(arcs, params, taken, np.arange(len(arcs.vol)), effort)
        if worth(arcs, params, answer.arcs) >= worth(arcs, params, taken):
            taken = np.sort(answer.arcs)
        if answer.proved:
            return taken, True
    chance, idle = Random(seed), 0  # noqa: S311
    order = np.argsort(arcs.slot, kind="stable")
    first = np.searchsorted(arcs.slot[order], np.arange(len(arcs.slot_number) + 1))
    while not stop.over() and idle < _PATIENCE and _gap(arcs, params, taken, bound) > params.gap:
        part = _part(arcs, taken, order, first, chance)
        effort = Effort(work=1.0, seconds=stop.left(), seed=seed)
        answer = improved(arcs, params, taken, part, effort)
        after = np.sort(np.concatenate((np.setdiff1d(taken, part, assume_unique=True), answer.arcs)))
        if worth(arcs, params, after) > worth(arcs, params, taken):
            taken, idle = after, 0
        else:
            idle += 1
    return taken, False


def _part(arcs: Arcs, taken: Ints, order: Ints, first: Ints, chance: Random) -> Ints:
    """Return the arcs around a seat nobody fills (else around a tired person): people, their seats, their peers."""
    np = need("numpy", extra="rostering")
    open_slots = np.flatnonzero(
        arcs.slot_number > np.bincount(arcs.slot[taken], minlength=len(arcs.slot_number))
    )
    open_slots = open_slots[np.diff(first)[open_slots] > 0]
    if len(open_slots) and chance.random() < 0.7:
        slots = {int(open_slots[chance.randrange(len(open_slots))])}
    else:
        load = np.bincount(arcs.vol[taken], minlength=len(arcs.vol_cap))
        tired = np.flatnonzero(load >= max(1, load.max(initial=0) - 1))
        mine = taken[arcs.vol[taken] == tired[chance.randrange(len(tired))]]
        slots = set(arcs.slot[mine].tolist())
    people: set[int] = set()
    size = 0
    while size < _PART and slots:
        grown = len(people)
        for slot in sorted(slots):
            theirs = arcs.vol[order[first[slot] : first[slot + 1]]].tolist()
            people.update(chance.sample(theirs, min(len(theirs), 40)))
        if len(people) == grown:
            break
        arcs_of_people = np.concatenate([np.arange(arcs.first[p], arcs.first[p + 1]) for p in sorted(people)])
        size = len(arcs_of_people)
        held = set(arcs.slot[np.intersect1d(arcs_of_people, taken, assume_unique=True)].tolist())
        slots |= set(chance.sample(sorted(held), min(len(held), 30)))
    chosen, count = [], 0
    for person in chance.sample(sorted(people), len(people)):
        if count > 2 * _PART:
            break
        chosen.append(np.arange(arcs.first[person], arcs.first[person + 1]))
        count += len(chosen[-1])
    return np.sort(np.concatenate(chosen))


def _gap(arcs: Arcs, params: Params, taken: Ints, bound: tuple[int, int]) -> float:
    cover, quality = worth(arcs, params, taken)
    lost = SEAT_POINTS * (bound[0] - cover) + max(0, bound[1] - quality)
    return float(lost / max(1, SEAT_POINTS * bound[0]))


def _loose_bound(arcs: Arcs) -> tuple[int, int]:
    """Bound without a flow: each seat that anybody could take, at the least cost any arc of it has."""
    np = need("numpy", extra="rostering")
    seats = np.minimum(np.bincount(arcs.slot, minlength=len(arcs.slot_number)), arcs.slot_number)
    least = int(min(0, arcs.cost.min(initial=0)))
    return int((seats * arcs.slot_priority).sum()), -least * int(seats.sum())


def _plan(
    problem: Problem, params: Params, arcs: Arcs, taken: Ints, bound: tuple[int, int], *, proved: bool
) -> Plan:
    cover, quality = worth(arcs, params, taken)
    status: Literal["proved", "stopped"] = "proved" if proved else "stopped"
    return Plan(
        problem,
        params,
        assignments_of(arcs, taken),
        cover,
        quality,
        *bound,
        status=status,
        work=(arcs, taken),
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
