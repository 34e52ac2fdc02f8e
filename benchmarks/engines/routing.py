"""Routing one ask over many centres, and a month of asks; the peer scores everyone by a plain loop each time."""

import random
from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt
from typing import Any

from report.clock import in_turns

from hamafza_engines import routing

SEED = 1405
DOMAINS = [f"d{number}" for number in range(20)]


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Rank over a nation, and over one county where everyone does the same; then simulate a month."""
    rows = []
    for size in (100, 1_000, 10_000, 100_000) if sizes == "full" else (100, 1_000, 10_000):
        for task, centres in (("one ask, a nation", nation(size)), ("one ask, all in one county", county(size))):
            say(f"routing: {task}, {size}")
            rows += _one_ask(task, size, centres)
    centres, after = nation(10_000), routing.Params(fairness=3.0)
    for size in (100, 1_000) if sizes == "full" else (50, 200):
        asks = month(size)
        say(f"routing: {size} asks under two rules")
        ways = {"hamafza": lambda asks=asks: routing.simulate(asks, centres, routing.Params(), after)}
        cpu = in_turns(ways, runs=3)["hamafza"]
        rows.append({"engine": "routing", "task": "a month of asks under two rules, 10,000 centres", "size": size,
                     "who": "hamafza", "cpu_seconds": cpu, "value": f"{1000 * cpu / size:.2f} ms an ask"})  # fmt: skip
    return {"rows": rows, "goal": "under 1 ms for 10,000 centres"}


def _one_ask(task: str, size: int, centres: list[routing.CentreFacts]) -> list[dict[str, Any]]:
    ask = routing.Ask(DOMAINS[0], "IR/10/1/", 30.0, 50.0)
    shelved, told = routing.Problem(ask, routing.Directory(centres)), routing.Problem(ask, tuple(centres))
    first = routing.solve(shelved).ranked[0].centre_id
    ways: dict[str, Callable[[], object]] = {
        "hamafza: directory": lambda: routing.solve(shelved).ranked[0],
        "hamafza without one": lambda: routing.solve(told).ranked[0],
        "plain loop": lambda: loop(ask, centres),
    }
    assert loop(ask, centres) == first, "the peer must do the same work"
    spent = in_turns(ways, runs=9)
    return [
        {"engine": "routing", "task": task, "size": size, "who": who, "cpu_seconds": cpu, "value": f"{1000 * cpu:.3f} ms"}
        for who, cpu in spent.items()
    ]  # fmt: skip


def loop(ask: routing.Ask, centres: list[routing.CentreFacts]) -> int:
    """Return the best centre as most programs find it: every centre weighed, the list sorted."""
    serving = [c for c in centres if ask.domain in c.domains]
    near = [c for c in serving if (c.area_path or c.place_path).startswith("IR/10/") or c.area_path == "IR/"]
    scored = sorted((-_score(ask, c), c.id) for c in near or serving)
    return scored[0][1]


def _score(ask: routing.Ask, c: routing.CentreFacts) -> float:
    p = routing.Params()
    depth = ask.place_path.count("/") - c.area_path.count("/")
    area = 1 - 0.15 * min(3, depth) if c.area_path and ask.place_path.startswith(c.area_path) else 0.15
    north, other = radians(ask.lat or 0), radians(c.lat or 0)
    half = (
        sin((other - north) / 2) ** 2 + cos(north) * cos(other) * sin(radians((c.lng or 0) - (ask.lng or 0)) / 2) ** 2
    )
    distance = 0.5 ** (2 * 6371.0088 * asin(sqrt(half)) / p.half_km)
    trust = 0.5 ** (c.capacity_age_days / p.half_life_days)
    capacity = trust * (1 - 0.5 ** (c.capacity_free or 0)) + (1 - trust) * 0.5
    tries = c.accepted + c.declined + c.expired
    return (
        p.domain * (0.6 + 0.4 / len(c.domains)) + p.area * area + p.distance * distance + p.capacity * capacity
        + p.hours * min(1, c.open_hours / 8) + p.acceptance * (3 + c.accepted) / (4 + tries)
        + p.fairness * 10 / (10 + c.open_load)
    )  # fmt: skip


def nation(size: int, seed: int = SEED) -> list[routing.CentreFacts]:
    """Return centres over 31 provinces, three of twenty domains each."""
    chance = random.Random(seed)
    return [
        _centre(i, chance, f"IR/{10 + chance.randrange(31)}/", frozenset(chance.sample(DOMAINS, 3)))
        for i in range(size)
    ]


def county(size: int, seed: int = SEED) -> list[routing.CentreFacts]:
    """Return the hardest case: one province, one domain, so that no index helps."""
    chance = random.Random(seed)
    return [_centre(i, chance, "IR/10/", frozenset(DOMAINS[:1])) for i in range(size)]


def month(size: int, seed: int = SEED) -> list[routing.Ask]:
    """Return a month of asks over the nation."""
    chance = random.Random(seed)
    return [
        routing.Ask(chance.choice(DOMAINS), f"IR/{10 + chance.randrange(31)}/{chance.randrange(10)}/",
                    25 + 10 * chance.random(), 45 + 15 * chance.random(), chance.choice((0, 0, 0, 1, 2)))
        for _ in range(size)
    ]  # fmt: skip


def _centre(id_: int, chance: random.Random, area: str, domains: frozenset[str]) -> routing.CentreFacts:
    return routing.CentreFacts(
        id_, domains, f"{area}{chance.randrange(10)}/", area, 25 + 10 * chance.random(), 45 + 15 * chance.random(),
        chance.randrange(5), 20 * chance.random(), 8.0,
        chance.randrange(20), chance.randrange(9), chance.randrange(3), chance.randrange(15),
    )  # fmt: skip
