"""A small part of the roster solved exactly with all rules by CP-SAT; the rest stands still around it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import floor
from typing import Any

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._rules import compatible, minor, minutes_left, room_of
from hamafza_engines.rostering._types import Params
from hamafza_engines.rostering._worth import Worth, split


@dataclass(frozen=True, slots=True)
class Answer:
    """The arcs taken within the part, whether no others are better, and the bound of a part that is all."""

    arcs: Ints
    proved: bool
    bound: Worth | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How long one part may take: work in CP-SAT's own deterministic unit, and the clock's last word."""

    work: float
    seconds: float
    seed: int


def improved(arcs: Arcs, params: Params, taken: Ints, part: Ints, effort: Effort) -> Answer:
    """Return the best choice among the arcs of the part, everything taken outside of it being kept."""
    np = need("numpy", extra="rostering")
    cp = need("ortools.sat.python.cp_model", extra="rostering")
    kept = np.setdiff1d(taken, part, assume_unique=True)
    room = room_of(arcs, kept)
    part = part[(room.seats[arcs.slot[part]] > 0)]
    part = part[compatible(arcs, params, kept, part)]
    if not len(part):
        return Answer(part, True)
    model = cp.CpModel()
    take = dict(zip(part.tolist(), [model.new_bool_var("") for _ in range(len(part))], strict=True))
    by_vol, by_slot = _grouped(arcs.vol[part], part), _grouped(arcs.slot[part], part)
    left = minutes_left(arcs, kept)
    costs: list[tuple[Any, int]] = []
    steps = 0  # no roster of the part has more arcs
    for vol, mine in by_vol.items():
        _limit(model, arcs, params, take, mine, int(room.cap[vol]), int(left[vol]))
        rungs = [model.new_bool_var("") for _ in range(min(len(mine), int(room.cap[vol])))]
        model.add(sum(take[arc] for arc in mine) == sum(rungs))
        steps += len(rungs)
        costs += [
            (rung, params.fairness * (2 * (int(room.load[vol]) + k) + 1)) for k, rung in enumerate(rungs)
        ]
    for slot, theirs in by_slot.items():
        if len(theirs) > room.seats[slot]:
            model.add(sum(take[arc] for arc in theirs) <= int(room.seats[slot]))
    if "alone" in params.rules:
        _accompany(model, arcs, take, kept, part)
    costs += [(take[arc], int(arcs.cost[arc])) for arc in take]
    dearest = max(abs(cost) for _, cost in costs) + 1
    seat = 1 + 4 * dearest * int(min(steps, room.seats[list(by_slot)].sum()) + 1)
    gain = sum(seat * int(arcs.slot_priority[arcs.slot[arc]]) * var for arc, var in take.items())
    model.maximize(gain - sum(cost * var for var, cost in costs))
    held = set(taken.tolist())
    for arc, var in take.items():
        model.add_hint(var, arc in held)
    solver = cp.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.work
    solver.parameters.max_time_in_seconds = max(0.01, min(effort.seconds, 1e6))
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model)
    if status not in (cp.OPTIMAL, cp.FEASIBLE):
        return Answer(np.intersect1d(taken, part), False)
    chosen = [arc for arc, var in take.items() if solver.boolean_value(var)]
    bound = split(floor(solver.best_objective_bound + 1e-3), seat)
    return Answer(np.array(chosen, dtype=np.int64), status == cp.OPTIMAL, bound)


def _limit(
    model: Any, arcs: Arcs, params: Params, take: dict[int, Any], mine: list[int], cap: int, minutes: int
) -> None:
    """One person: not two at once, enough rest, not too many shifts nor hours."""
    slots = arcs.slot[mine]
    if len(mine) > cap:
        model.add(sum(take[arc] for arc in mine) <= cap)
    lasts = arcs.slot_minutes[slots].tolist()
    if "hours" in params.rules and sum(lasts) > minutes:
        model.add(sum(take[a] * m for a, m in zip(mine, lasts, strict=True)) <= minutes)
    by_shift = _grouped(arcs.slot_shift[slots], mine)
    if not params.rules & {"overlap", "rest"}:
        for same in by_shift.values():
            if len(same) > 1:
                model.add_at_most_one(take[arc] for arc in same)
        return
    start = arcs.slot_start[slots].tolist()
    free = (arcs.slot_end[slots] + arcs.vol_rest[arcs.vol[mine[0]]]).tolist()
    last: set[int] = set()
    for begins in sorted(set(start)):
        meet = {k for k in range(len(mine)) if start[k] <= begins < free[k]}
        if len(last) > 1 and not last <= meet:
            model.add_at_most_one(take[mine[k]] for k in sorted(last))
        last = meet
    if len(last) > 1:
        model.add_at_most_one(take[mine[k]] for k in sorted(last))


def _accompany(model: Any, arcs: Arcs, take: dict[int, Any], kept: Ints, part: Ints) -> None:
    """Whoever is under 18 has an adult on the same shift."""
    shift_of, young_kept = arcs.slot_shift, minor(arcs, kept)
    has_adult = set(shift_of[arcs.slot[kept[~young_kept]]].tolist())
    has_minor = set(shift_of[arcs.slot[kept[young_kept]]].tolist())
    young = minor(arcs, part)
    adults = _grouped(shift_of[arcs.slot[part[~young]]], part[~young])
    for arc in part[young].tolist():
        shift = int(shift_of[arcs.slot[arc]])
        if shift not in has_adult:
            model.add(take[arc] <= sum(take[other] for other in adults.get(shift, ())))
    for shift in has_minor - has_adult:
        model.add_bool_or([take[other] for other in adults.get(shift, ())])


def _grouped(keys: Any, values: Any) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, value in zip(map(int, keys), map(int, values), strict=True):
        groups[key].append(value)
    return groups
