"""Bases beside spopt with HiGHS on the same matrices: p-median on roads, covering on the map, large and hostile ones.

The OR-Library's instances are read from the folder in HAMAFZA_PMED (pmed1.txt and on), if there is one.
"""

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import radius as radius_model
from report.clock import in_turns

from hamafza_engines.frame import Within
from hamafza_engines.siting import Plan, Problem, check, read_pmed, solve

SEED, LIMIT = 1405, 120.0
RADIUS_UP_TO = 300  # places; beyond, its rows do not fit
Say = Callable[[str], object]
Rows = list[dict[str, Any]]
ROADS = {"small": ((100, 10), (200, 20), (300, 10), (300, 100)), "full": ((500, 5), (500, 50))}
COVERS = ((1_000, 100, 10, 80.0), (5_000, 500, 50, 60.0))
LARGE = ((20_000, 2_000, 200, None), (20_000, 2_000, 100, 60.0), (20_000, 2_000, 20, None))


def measure(sizes: str = "small", say: Say = print) -> dict[str, Any]:
    """Compare with spopt where it ends, show it as stopped where it does not, then what it cannot hold."""
    solve(Problem.from_matrix([[0.0, 1.0], [1.0, 0.0]], p=1))  # kernels are loaded: imports are outside the clock
    rows: Rows = []
    for n, p in ROADS["small"] + (ROADS["full"] if sizes == "full" else ()):
        say(f"siting: p-median on roads, {n} nodes, p = {p}")
        rows += _compared(f"p-median, p = {p}", n, Problem.from_matrix(roads(n, SEED + n), p=p))
    for n, m, p, radius in COVERS:
        say(f"siting: covering, {n} x {m}")
        rows += _compared("covering", n, _as_matrix(scattered(n, m, p, SEED, radius=radius)))
    for task, problem in hostile().items():
        say(f"siting: {task}")
        rows.append(_alone(f"hostile: {task}", problem, runs=5))
    if sizes == "full":
        for n, m, p, far in LARGE:
            say(f"siting: {n} x {m}, p = {p}")
            rows.append(
                _alone("covering" if far else f"p-median, p = {p}", scattered(n, m, p, SEED, radius=far), runs=1)
            )
        rows += [_published(path) for path in _pmed()]
    return {"rows": rows, "goal": "n = 300 at 50x less CPU than spopt + HiGHS; covering 5,000 x 500 at 10x less"}


def roads(n: int, seed: int) -> np.ndarray:
    """Return shortest ways of a random graph as the OR-Library makes them: n squared / 50 edges of 1 to 100."""
    chance = np.random.default_rng(seed)
    ways = np.full((n, n), np.inf)
    np.fill_diagonal(ways, 0)
    ends = np.vstack(
        (np.column_stack((np.arange(n), np.roll(np.arange(n), 1))), chance.integers(n, size=(n * n // 50, 2)))
    )
    for a, b in ends:
        if a != b:
            ways[a, b] = ways[b, a] = chance.integers(1, 101)
    for via in range(n):
        ways = np.minimum(ways, ways[:, [via]] + ways[[via], :])
    return ways


def scattered(n: int, m: int, p: int, seed: int, *, radius: float | None = None) -> Problem:
    """Places over Iran's box with log-normal people, sites over the same box."""
    chance = np.random.default_rng(seed)
    places = np.column_stack((chance.uniform(26, 39, n), chance.uniform(45, 63, n)))
    sites = np.column_stack((chance.uniform(26, 39, m), chance.uniform(45, 63, m)))
    return Problem.from_places(places, sites, weights=np.round(chance.lognormal(5, 1, n)) + 1, p=p, radius=radius)


def hostile() -> dict[str, Problem]:
    """Return shapes made to hurt: tiny p, towns named often, all distances equal, one giant far away, dense towns."""
    chance = np.random.default_rng(SEED)
    towns = np.column_stack((chance.uniform(26, 39, 30), chance.uniform(45, 63, 30)))
    crowd = towns[chance.integers(30, size=4_000)]
    spread = np.vstack((chance.uniform(30, 31, (799, 2)), [[39.0, 63.0]]))
    return {
        "tiny p": Problem.from_matrix(roads(700, SEED), p=5),
        "towns named often": Problem.from_places(crowd, p=20),
        "dense towns": Problem.from_places(crowd + chance.normal(0, 0.2, crowd.shape), (crowd + 0.1)[:800], p=45),
        "all distances equal": Problem.from_matrix(np.full((600, 600), 7.0), p=9),
        "one far giant": Problem.from_places(spread, weights=[*np.ones(799), 1e9], p=8),
    }


def _compared(task: str, size: int, problem: Problem) -> Rows:
    plan = solve(problem, stop=Within(seconds=LIMIT))
    assert check(problem, plan) == []
    peer, first = _timed(lambda: spopt(problem))
    ways: dict[str, Callable[[], object]] = {"hamafza": lambda: solve(problem, stop=Within(seconds=LIMIT))}
    ended = peer is not None
    if ended and first <= 20:
        ways["spopt + HiGHS"] = lambda: spopt(problem)
    spent = in_turns(ways, runs=5 if first <= 4 else 1)
    if ended:
        spent.setdefault("spopt + HiGHS", first)
    rows = [
        {"engine": "siting", "task": task, "size": size, "who": "hamafza", "cpu_seconds": spent["hamafza"],
         "value": _told(plan), "ratio": 1.0},
        {"engine": "siting", "task": task, "size": size, "who": "spopt + HiGHS",
         "cpu_seconds": spent.get("spopt + HiGHS"), "value": peer if ended else "did not finish",
         "ratio": spent["spopt + HiGHS"] / spent["hamafza"] if ended else None},
    ]  # fmt: skip
    if not ended:
        rows[1]["limit"] = LIMIT
    if problem.radius is None and size <= RADIUS_UP_TO:
        rows.append(_by_radius(task, size, problem, spent["hamafza"]))
    return rows


def _by_radius(task: str, size: int, problem: Problem, ours: float) -> dict[str, Any]:
    """The model that was recommended to us for the last step, alone and once."""
    found, cpu = _timed(lambda: radius_model.solve(problem, limit=LIMIT))
    ended = found is not None and found[1]
    return {"engine": "siting", "task": task, "size": size, "who": "HiGHS, radius model",
            "cpu_seconds": cpu if ended else None, "value": f"{found[0]:,.0f}" if found else "did not finish",
            "ratio": cpu / ours if ended else None, **({} if ended else {"limit": LIMIT})}  # fmt: skip


def spopt(problem: Problem) -> str | None:
    """Solve by spopt and HiGHS on one thread; None when the limit passes first."""
    import pulp
    from spopt.locate import MCLP, PMedian

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if problem.radius is None:
            model = PMedian.from_cost_matrix(problem.distance, problem.weights, p_facilities=problem.p)
        else:
            model = MCLP.from_cost_matrix(problem.distance, problem.weights, problem.radius, p_facilities=problem.p)
        model.problem.solve(pulp.HiGHS(msg=False, threads=1, timeLimit=LIMIT, gapRel=1e-6))
    if model.problem.sol_status != 1:
        return None
    return f"{pulp.value(model.problem.objective):,.0f}"


def _alone(task: str, problem: Problem, *, runs: int) -> dict[str, Any]:
    plan, first = _timed(lambda: solve(problem, stop=Within(seconds=LIMIT)))
    cpu = first if runs == 1 else in_turns({"it": lambda: solve(problem, stop=Within(seconds=LIMIT))}, runs=runs)["it"]
    return {"engine": "siting", "task": task, "size": problem.n_demands, "who": "hamafza", "cpu_seconds": cpu,
            "value": _told(plan)}  # fmt: skip


def _published(path: Path) -> dict[str, Any]:
    problem = read_pmed(path)
    plan, cpu = _timed(lambda: solve(problem, stop=Within(seconds=LIMIT)))
    return {"engine": "siting", "task": path.stem, "size": problem.n_demands, "who": "hamafza", "cpu_seconds": cpu,
            "value": _told(plan)}  # fmt: skip


def _pmed() -> list[Path]:
    folder = Path(os.environ.get("HAMAFZA_PMED", "/nowhere"))
    return sorted(folder.glob("pmed*.txt"), key=lambda path: int(path.stem[4:] or 0))


def _told(plan: Plan) -> str:
    return (
        f"{plan.value:,.0f} {plan.status}"
        if plan.status == "proved"
        else f"{plan.value:,.0f}, gap {100 * plan.gap:.3f} %"
    )


def _as_matrix(problem: Problem) -> Problem:
    from hamafza_engines.siting._distances import columns

    km = columns(problem, np.arange(problem.n_sites))
    return Problem.from_matrix(km, weights=problem.weights, p=problem.p, radius=problem.radius)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    before = process_time()
    return work(), process_time() - before
