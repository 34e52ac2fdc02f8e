"""Rosters of a county, a province and a nation beside CP-SAT on the same pairs and the greedy list; repairs; INRC-II.

The published instances are read from the folder in HAMAFZA_INRC (with n005w4 and its kin inside), if there is one.
"""

import importlib.util
import os
import random
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from report.clock import in_turns

from hamafza_engines.frame import Within
from hamafza_engines.rostering import Params, Plan, Problem, Shift, Volunteer, check, repair, solve
from hamafza_engines.rostering._arcs import Arcs, arcs_of
from hamafza_engines.rostering._greedy import greedy
from hamafza_engines.rostering._worth import worth

SEED, DAY, HOUR = 1405, 1440, 60
BASE = Params(rules=frozenset())
Say = Callable[[str], object]
Rows = list[dict[str, Any]]
SIZES = {"county": (200, 50, 1), "province": (2_000, 500, 1), "nation": (40_000, 10_000, 20)}


def measure(sizes: str = "small", say: Say = print) -> dict[str, Any]:
    """Base model, side rules, hard shapes, repairs, and the published nurses."""
    warm()
    rows: Rows = []
    for name in ("county", "province", "nation")[: 3 if sizes == "full" else 2]:
        people, shifts, provinces = SIZES[name]
        problem = ordinary(people, shifts, provinces)
        say(f"rostering: {name}, base model")
        rows += _base(problem, people, shifts, limit=120.0 if sizes == "full" else 60.0)
        say(f"rostering: {name}, side rules and repairs")
        rows += _ruled("all rules", problem, f"{people:,} x {shifts:,}", 120.0 if name == "nation" else 30.0)
        rows += _repairs(problem, people, shifts)
    for shape, problem in adversarial().items():
        say(f"rostering: {shape}")
        rows += _ruled(shape, problem, f"{len(problem.volunteers):,} x {len(problem.shifts):,}", 30.0)
    if folder := os.environ.get("HAMAFZA_INRC"):
        say("rostering: INRC-II")
        rows += _nurses(Path(folder), 30.0 if sizes == "full" else 10.0)
    return {
        "rows": rows,
        "goal": "province <= 0.5 CPU s, nation <= 15 CPU s and <= 0.5 GB; all rules: gap <= 0.5 % in 30 s / 120 s; "
        "base model >= 30x less CPU than CP-SAT; repair <= 200 ms, <= 3 changes",
    }


def warm() -> None:
    """Load the libraries outside of the clock."""
    one = Problem((Volunteer("a", {"s": None}),), (Shift("x", 0, 60, {"s": 2}), Shift("y", 30, 90, {"s": 2})))
    cp_sat(arcs_of(one, BASE), BASE, 1.0)
    solve(one)


def _base(problem: Problem, people: int, shifts: int, limit: float) -> Rows:
    arcs = arcs_of(problem, BASE)
    runs = 5 if people <= 2_000 else 1
    spent = in_turns(
        {
            "hamafza": lambda: solve(problem, params=BASE, stop=Within(None)),
            "greedy": lambda: greedy(arcs_of(problem, BASE), BASE),
            "greedy, nearest first": lambda: greedy(arcs_of(problem, BASE), BASE, fair=False),
        },
        runs=runs,
    )
    plan = solve(problem, params=BASE, stop=Within(None))
    values = {
        "hamafza": _told(plan),
        "greedy": _worth(arcs, greedy(arcs, BASE), plan),
        "greedy, nearest first": _worth(arcs, greedy(arcs, BASE, fair=False), plan),
    }
    before = process_time()
    taken, proved = cp_sat(arcs, BASE, limit)
    peer = process_time() - before
    spent["CP-SAT (pairs given)"] = peer if proved else None  # type: ignore[assignment]
    values["CP-SAT (pairs given)"] = _worth(arcs, taken, plan) if len(taken) else "no roster"
    return [
        {"engine": "rostering", "task": "base model", "size": f"{people:,} x {shifts:,}", "who": who,
         "cpu_seconds": cpu, "limit": round(peer, 1), "value": values[who]}
        for who, cpu in spent.items()
    ]  # fmt: skip


def _ruled(task: str, problem: Problem, size: str, limit: float) -> Rows:
    before = process_time()
    plan = solve(problem, stop=Within(limit))
    spent = process_time() - before
    assert not check(problem, plan), check(problem, plan)[:3]
    before = process_time()
    hurried = solve(problem, stop=Within(0))
    haste = process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    value = f"{_told(plan)}, gap {100 * plan.gap:.3f} %, {plan.status}, peak {peak:.2f} GB"
    row = {"engine": "rostering", "task": task, "size": size}
    return [
        {**row, "who": "hamafza", "cpu_seconds": spent, "value": value},
        {**row, "who": "greedy", "cpu_seconds": haste, "value": _told(hurried)},
    ]


def _repairs(problem: Problem, people: int, shifts: int) -> Rows:
    plan = solve(problem, stop=Within(60))
    chance, spent, changed = random.Random(SEED), [], []
    for gone in chance.sample(sorted(plan.loads), min(40, len(plan.loads))):
        before = process_time()
        after = repair(plan, gone)
        spent.append(process_time() - before)
        changed.append(sum(1 for change in after.changes if change.took))
    value = f"worst {1000 * max(spent):.0f} ms, changes {median(changed):g}, at most {max(changed)}"
    return [
        {"engine": "rostering", "task": "repair after a drop-out", "size": f"{people:,} x {shifts:,}",
         "who": "hamafza", "cpu_seconds": median(spent), "value": value}
    ]  # fmt: skip


def _nurses(folder: Path, seconds: float) -> Rows:
    inrc2, rows = _adapter(), []
    for solution in sorted(folder.rglob("n0*/Solution_H_0-*")):
        history, weeks = solution.name.removeprefix("Solution_H_").split("-WD_")
        weeks = [int(week) for week in weeks.split("-")]
        instance = inrc2.Instance(solution.parent, int(history), weeks)
        name = solution.parent.name
        files = [solution / f"Sol-{name}-{demand}-{week}.json" for week, demand in enumerate(weeks)]
        if not all(file.is_file() for file in files):
            continue
        before = process_time()
        plan = solve(instance.problem(), stop=Within(5))
        middle = process_time()
        roster = instance.roster(plan)
        ways = {
            "published solution": (None, instance.read_solution(files)),
            "hamafza": (middle - before, roster),
            "with patterns of days": (seconds, inrc2.patterned(instance, roster, seconds=seconds)),
        }
        for who, (spent, found) in ways.items():
            value = f"cost {sum(instance.cost(found).values())}, {instance.broken(found)} hard rules broken"
            rows.append(
                {
                    "engine": "rostering",
                    "task": "INRC-II",
                    "size": name,
                    "who": who,
                    "cpu_seconds": spent,
                    "value": value,
                }
            )
    return rows


def _adapter() -> Any:
    path = Path(__file__).resolve().parents[2] / "engines" / "tests" / "rostering" / "inrc2.py"
    spec = importlib.util.spec_from_file_location("inrc2", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["inrc2"] = module
    spec.loader.exec_module(module)
    return module


def _told(plan: Plan) -> str:
    most = max(plan.loads.values(), default=0)
    return f"cover {plan.cover:,}, quality {plan.quality:,}, at most {most} each"


def _worth(arcs: Arcs, taken: Any, plan: Plan) -> str:
    cover, quality = worth(arcs, BASE, taken)
    most = max((arcs.vol[taken] == v).sum() for v in set(arcs.vol[taken].tolist())) if len(taken) < 10_000 else "?"
    short = 100 * (plan.value - 1000 * cover - quality) / plan.value
    return f"cover {cover:,}, quality {quality:,}, at most {most} each, {short:.2f} % below"


def cp_sat(arcs: Arcs, params: Params, seconds: float) -> tuple[Any, bool]:
    """Return what OR-Tools CP-SAT takes on the same pairs and costs, as one writes the model straight down."""
    import numpy as np
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in range(len(arcs.vol))]
    by_vol, by_slot, by_shift = {}, {}, {}  # type: dict[int, Any], dict[int, Any], dict[Any, Any]
    for at, (vol, slot) in enumerate(zip(arcs.vol.tolist(), arcs.slot.tolist(), strict=True)):
        by_vol.setdefault(vol, []).append(take[at])
        by_slot.setdefault(slot, []).append(take[at])
        by_shift.setdefault((vol, int(arcs.slot_shift[slot])), []).append(take[at])
    terms = [int(cost) for cost in arcs.cost]
    rungs, prices = [], []
    for vol, mine in by_vol.items():
        steps = [model.new_bool_var("") for _ in range(int(arcs.vol_cap[vol]))]
        model.add(sum(mine) == sum(steps))
        rungs += steps
        prices += [params.fairness * (2 * (int(arcs.vol_done[vol]) + k) + 1) for k in range(len(steps))]
    for slot, theirs in by_slot.items():
        model.add(sum(theirs) <= int(arcs.slot_number[slot]))
    for several in by_shift.values():
        if len(several) > 1:
            model.add_at_most_one(several)
    seat = 100_000  # beyond all second thoughts that a few people could have together
    gains = [seat * int(arcs.slot_priority[slot]) - cost for slot, cost in zip(arcs.slot, terms, strict=True)]
    model.maximize(cp_model.LinearExpr.weighted_sum(take, gains) - cp_model.LinearExpr.weighted_sum(rungs, prices))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return np.zeros(0, dtype=np.int64), False
    taken = np.array([at for at, var in enumerate(take) if solver.boolean_value(var)], dtype=np.int64)
    return taken, status == cp_model.OPTIMAL


def ordinary(people: int, shifts: int, provinces: int, seed: int = SEED) -> Problem:
    """Return a month: shifts of 2 to 6 hours, a few days a week each, skills of twelve, places around a capital."""
    chance = random.Random(seed)
    skills = [f"skill{k:02}" for k in range(12)]
    capitals = [(chance.uniform(27, 38), chance.uniform(46, 60)) for _ in range(provinces)]

    def near(province: int) -> dict[str, float]:
        lat, lng = capitals[province]
        return {"lat": lat + chance.gauss(0, 0.25), "lng": lng + chance.gauss(0, 0.25)}

    def windows() -> tuple[tuple[int, int], ...]:
        week = chance.sample(range(7), chance.randint(1, 4))
        opens, hours = chance.choice((6, 8, 12, 14)), chance.choice((6, 8, 10))
        return tuple((DAY * d + HOUR * opens, DAY * d + HOUR * (opens + hours)) for d in range(30) if d % 7 in week)

    volunteers = tuple(
        Volunteer(
            f"v{k:05}", dict.fromkeys(chance.sample(skills, chance.randint(1, 3))),
            None if chance.random() < 0.05 else windows(), max_shifts=6, max_km=chance.choice((20.0, 40.0, 60.0)),
            adult_at=10**8 if chance.random() < 0.08 else None, shifts_done=chance.choice((0, 0, 0, 1)),
            centres=frozenset({f"c{k % provinces:02}-{chance.randrange(20):02}"}), **near(k % provinces),
        )
        for k in range(people)
    )  # fmt: skip
    made = []
    for k in range(shifts):
        start = DAY * chance.randrange(30) + HOUR * chance.choice((8, 9, 10, 12, 14, 16, 18))
        seats = {skill: chance.randint(1, 3) for skill in chance.sample(skills, chance.randint(1, 3))}
        centre = f"c{k % provinces:02}-{chance.randrange(20):02}"
        made.append(
            Shift(f"t{k:05}", start, start + HOUR * chance.choice((2, 3, 4, 6)), seats, centre, **near(k % provinces))
        )
    return Problem(volunteers, tuple(made))


def adversarial(seed: int = SEED) -> dict[str, Problem]:
    """Return shapes that are hard: scarce skills, one day for all, one huge shift, all equal, hours that bind."""
    chance = random.Random(seed)

    def shift(k: int, seats: dict[str, int], hours: int = 4, day: int | None = None) -> Shift:
        start = DAY * (chance.randrange(28) if day is None else day) + HOUR * chance.choice((6, 9, 12, 15, 18))
        return Shift(f"t{k:04}", start, start + HOUR * hours, seats)

    crowd = [Volunteer(f"v{k:04}", {"any": None}) for k in range(1_000)]
    rare = [Volunteer(f"r{k:02}", {"any": None, f"rare{k % 5}": None}, max_shifts=3) for k in range(20)]
    friday = [Volunteer(f"v{k:04}", {"any": None}, ((4 * DAY, 5 * DAY),)) for k in range(1_000)]
    tight = [
        Volunteer(f"v{k:04}", {"any": None, f"s{k % 4}": None}, max_hours=chance.choice((8, 12, 24)))
        for k in range(150)
    ]
    return {
        "rare skills": Problem((*crowd, *rare), tuple(shift(k, {"any": 3, f"rare{k % 5}": 1}) for k in range(200))),
        "everybody on Friday": Problem(tuple(friday), tuple(shift(k, {"any": 3}, day=k % 7) for k in range(200))),
        "one huge shift": Problem(tuple(crowd), (shift(0, {"any": 900}),)),
        "all equal": Problem(tuple(crowd[:300]), tuple(shift(k, {"any": 5}) for k in range(200))),
        "hours bind all": Problem(
            tuple(tight),
            tuple(shift(k, {"any": 1, f"s{k % 4}": 2}, hours=chance.choice((2, 3, 5, 7))) for k in range(200)),
        ),
    }
