"""A target cut over a nation: Hamilton and Webster exactly, beside naive rounding, whose sum is wrong."""

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from report.clock import in_turns

from hamafza_engines.shares import Params, Place, Plan, Problem, check, solve

SEED = 1405
SIZES = {"counties": (31, 15), "districts": (31, 90), "villages": (31, 900)}


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Cut people and rial over provinces and what lies below them; then a hostile tree."""
    rows = []
    for name in ("counties", "districts", "villages")[: 3 if sizes == "full" else 2]:
        say(f"shares: {name}")
        provinces, below = SIZES[name]
        rows += _compared("a nation", Problem(1_000_000, nation(provinces, below)))
        rows += _compared("a nation, money", Problem(87_654_321_987_654_321, nation(provinces, below)))
    say("shares: hostile")
    rows += _compared("huge and tiny weights, bounds everywhere", Problem(50_000, hostile(2_000)))
    return {"rows": rows, "goal": "sums exact at every level; naive rounding beside it"}


def _compared(task: str, problem: Problem) -> list[dict[str, Any]]:
    webster = Params(method="webster")
    ways: dict[str, Callable[[], object]] = {
        "hamafza: hamilton": lambda: solve(problem),
        "hamafza: webster": lambda: solve(problem, params=webster),
        "naive rounding": lambda: naive(problem),
    }
    hamilton = solve(problem)
    told = {
        "hamafza: hamilton": _sums(problem, hamilton),
        "hamafza: webster": _sums(problem, solve(problem, params=webster)),
        "naive rounding": _error(problem, naive(problem)),
    }
    return [
        {"engine": "shares", "task": task, "size": len(problem.places), "who": who, "cpu_seconds": cpu, "value": told[who]}
        for who, cpu in in_turns(ways, runs=5).items()
    ]  # fmt: skip


def naive(problem: Problem) -> dict[str, int]:
    """Return what a spreadsheet does: the parent's share times the weight, rounded, then cut to the bounds."""
    below: dict[str | None, list[Place]] = defaultdict(list)
    for place in problem.places:
        below[place.parent].append(place)
    shares: dict[str | None, int] = {None: problem.target}
    for parent in (None, *(place.id for place in problem.places)):
        weights = [float(p.need or 0) * float(p.capacity or 1) * float(p.past or 1) for p in below[parent]]
        for place, weight in zip(below[parent], weights, strict=True):
            share = round(shares[parent] * weight / sum(weights))
            top = share if place.upper is None else place.upper
            shares[place.id] = max(place.lower, min(top, share))
    return {id_: share for id_, share in shares.items() if id_ is not None}


def _sums(problem: Problem, plan: Plan) -> str:
    assert not check(problem, plan)
    worst = max(abs(share.share - share.quota) for share in plan.shares)
    return f"every sum exact; farthest from its quota {float(worst):.3f} units"


def _error(problem: Problem, shares: dict[str, int]) -> str:
    sums: dict[str | None, int] = defaultdict(int)
    for place in problem.places:
        sums[place.parent] += shares[place.id]
    wrong = [abs(total - (problem.target if at is None else shares[at])) for at, total in sums.items()]
    return f"{sum(w > 0 for w in wrong)} of {len(wrong)} sums wrong, together by {sum(wrong):,} units"


def nation(provinces: int, below: int, seed: int = SEED) -> tuple[Place, ...]:
    """Return provinces and places below them: need in people, capacity and past as factors about 1."""
    chance, places = random.Random(seed), []
    for province in range(provinces):
        places.append(_place(f"{province:02}", None, chance))
        places += [_place(f"{province:02}-{k:03}", f"{province:02}", chance) for k in range(below)]
    return tuple(places)


def _place(id_: str, parent: str | None, chance: random.Random) -> Place:
    need = int(chance.lognormvariate(9, 1.2)) + 1
    return Place(
        id_, parent, need=need, capacity=round(chance.uniform(0.5, 1.5), 2), past=round(chance.uniform(0.7, 1.2), 2)
    )


def hostile(places: int, seed: int = SEED) -> tuple[Place, ...]:
    """Return one level of weights from 1 to a billion, half of them zero or equal, with bounds that bind."""
    chance = random.Random(seed)
    return tuple(
        Place(
            f"{k:05}", need=chance.choice((0, 1, 7, 7, 7, 10**9, chance.randrange(1, 10**6))),
            lower=chance.choice((0, 0, 3)), upper=chance.choice((10, 40, 100)),
        )
        for k in range(places)
    )  # fmt: skip
