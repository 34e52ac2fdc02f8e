"""Shares by looking at every whole division; quotas by filling, the way a hand would do it. Small and slow on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from hamafza_engines.shares import Params, Place, Problem

Room = tuple[int, int]


def divisions(total: int, rooms: list[Room]) -> Iterator[tuple[int, ...]]:
    """Yield every list of whole numbers within the rooms that sums to the total."""
    if not rooms:
        if total == 0:
            yield ()
        return
    (low, high), rest = rooms[0], rooms[1:]
    for first in range(low, min(high, total) + 1):
        for others in divisions(total - first, rest):
            yield (first, *others)


def filled(total: int, weights: list[Fraction], rooms: list[Room]) -> list[Fraction]:
    """Return the bounded proportion: share by weight, set fast the worse side of what leaves its room, again."""
    fixed: dict[int, int] = {}
    while True:
        free = [k for k in range(len(weights)) if k not in fixed]
        left, heavy = total - sum(fixed.values()), sum(weights[k] for k in free)
        want = {k: left * weights[k] / heavy for k in free}
        low = {k: rooms[k][0] for k in free if want[k] < rooms[k][0]}
        high = {k: rooms[k][1] for k in free if want[k] > rooms[k][1]}
        if not low and not high:
            return [Fraction(fixed[k]) if k in fixed else want[k] for k in range(len(weights))]
        lacking = sum(low[k] - want[k] for k in low)
        beyond = sum(want[k] - high[k] for k in high)
        fixed |= low if lacking >= beyond else {}
        fixed |= high if beyond >= lacking else {}


def misfit(
    method: str, division: tuple[int, ...], weights: list[Fraction], quotas: list[Fraction]
) -> Fraction:
    """Return what a method makes least."""
    if method == "hamilton":
        return sum((abs(x - q) for x, q in zip(division, quotas, strict=True)), Fraction(0))
    return sum((x * x / w for x, w in zip(division, weights, strict=True)), Fraction(0))


def best(method: str, total: int, ids: list[str], weights: list[Fraction], rooms: list[Room]) -> list[int]:
    """Return the division of the least misfit; of equal ones that which gives most to the smaller ids."""
    order = sorted(range(len(ids)), key=ids.__getitem__)
    weights, rooms = [weights[k] for k in order], [rooms[k] for k in order]
    quotas = filled(total, weights, rooms) if weights else []
    chosen = min(
        divisions(total, rooms), key=lambda x: (misfit(method, x, weights, quotas), [-share for share in x])
    )
    return [chosen[order.index(k)] for k in range(len(ids))]


def family(method: str, total: int, ids: list[str], weights: list[Fraction], rooms: list[Room]) -> list[int]:
    """Return the shares of brothers: those without weight keep to their floors while others can take more."""
    heavy = [k for k, weight in enumerate(weights) if weight]
    idle = [k for k, weight in enumerate(weights) if not weight]
    taken = min(total - sum(rooms[k][0] for k in idle), sum(rooms[k][1] for k in heavy))
    shares = {}
    for group, amount in ((heavy, taken), (idle, total - taken)):
        equal = [weights[k] or Fraction(1) for k in group]
        found = best(method, amount, [ids[k] for k in group], equal, [rooms[k] for k in group])
        shares |= dict(zip(group, found, strict=True))
    return [shares[k] for k in range(len(ids))]


def tree(problem: Problem, params: Params) -> dict[str, int]:
    """Return the shares of all levels, for places whose need is told at every level or only at the lowest."""
    found: dict[str, int] = {}

    def children(of: str | None) -> list[Place]:
        return [place for place in problem.places if place.parent == of]

    def room(place: Place) -> Room:
        if place.accepted is not None:
            return place.accepted, place.accepted
        low, high = place.lower, problem.target if place.upper is None else place.upper
        below = [room(child) for child in children(place.id)]
        if below:
            low, high = max(low, sum(a for a, _ in below)), min(high, sum(b for _, b in below))
        return low, high

    def weight(place: Place) -> Fraction:
        factors = [place.factor(name) for name in ("need", "capacity", "past")]
        if factors == [None] * 3 and children(place.id):
            return sum((weight(child) for child in children(place.id)), Fraction(0))
        product = Fraction(1)
        for name, factor in zip(("need", "capacity", "past"), factors, strict=True):
            product *= Fraction(1) if factor is None else factor ** getattr(params, name)
        return product

    def cut(of: str | None, total: int) -> None:
        below = children(of)
        if below:
            ids = [place.id for place in below]
            got = family(params.method, total, ids, list(map(weight, below)), list(map(room, below)))
            found.update(zip(ids, got, strict=True))
            for place in below:
                cut(place.id, found[place.id])

    cut(None, problem.target)
    return found


def level(seed: int, *, most: int = 4, idle: bool = False) -> Problem:
    """Return one level with floors and ceilings and a target between their sums; needs are often equal."""
    chance = random.Random(seed)
    places = []
    for k in chance.sample(range(9), chance.randint(1, most)):
        lower = chance.choice([0, 0, 1, 2])
        need = chance.choice([0, 1, 1, 2, 3, 5] if idle else [1, 1, 2, 3, 5, "0.5"])
        places.append(Place(f"P{k}", need=need, lower=lower, upper=lower + chance.randint(0, 5)))
    low, high = sum(place.lower for place in places), sum(place.upper or 0 for place in places)
    return Problem(chance.randint(low, high), tuple(places))


def two_levels(seed: int) -> Problem:
    """Return provinces with counties under them, both with bounds, some accepted; always to be solved."""
    chance = random.Random(seed)
    told, places, low = chance.random() < 0.5, [], 0
    for p in range(chance.randint(1, 3)):
        province = Place(f"{p}", need=chance.randint(1, 4) if told else None)
        counties = [
            Place(f"{p}{c}", f"{p}", need=chance.randint(0 if told else 1, 4), lower=chance.randint(0, 2))
            for c in range(chance.randint(0 if told else 1, 3))
        ]
        low += sum(county.lower for county in counties)
        places += [province, *counties]
    return Problem(low + chance.randint(0, 7), tuple(places))
