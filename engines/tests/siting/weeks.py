"""Small weeks of a mobile base and the best of all of them, by looking at every one."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from hamafza_engines.siting import Round, RoundPlan

from .towns import km


def week(n: int, seed: int, **limits: object) -> Round:
    """Return stops within some 150 km of the depot, with people and hours of service."""
    chance = np.random.default_rng(seed)
    stops = tuple((round(25 + lat, 4), round(60 + lng, 4)) for lat, lng in chance.uniform(0, 1, (n, 2)))
    fields = dict(
        depot=(25.3, 60.6), stops=stops, people=tuple(map(float, chance.integers(1, 400, n))),
        service_hours=tuple(chance.choice([0.5, 1.0, 2.0], n).tolist()), days=2, hours=5.0,
    )  # fmt: skip
    return Round(**(fields | limits))


def length(asked: Round, tour: tuple[int, ...]) -> float:
    """Return the km of a day by way of the straight line through the earth."""
    points = [asked.depot, *(asked.stops[i] for i in tour), asked.depot]
    return asked.detour * sum(km(a, b) for a, b in zip(points, points[1:], strict=False))


def hours(asked: Round, tour: tuple[int, ...]) -> float:
    """Return driving and service of a day."""
    return length(asked, tour) / asked.km_per_hour + sum(asked.service_hours[i] for i in tour)


def shortest(asked: Round, stops: tuple[int, ...]) -> tuple[int, ...]:
    """Return the order of some stops with the least km."""
    return min(permutations(stops), key=lambda tour: length(asked, tour))


def most_people(asked: Round) -> float:
    """Return how many a week can serve at most: every stop on every day or on none."""
    best = 0.0
    n = len(asked.stops)
    fits: dict[tuple[int, ...], bool] = {}
    for days in product(range(asked.days + 1), repeat=n):
        people = sum(asked.people[i] for i in range(n) if days[i])
        if people <= best:
            continue
        for day in range(1, asked.days + 1):
            some = tuple(i for i in range(n) if days[i] == day)
            if some not in fits:
                fits[some] = hours(asked, shortest(asked, some)) <= asked.hours
            if not fits[some]:
                break
        else:
            best = people
    return best


def by_hand(asked: Round, *tours: tuple[int, ...], **changes: float) -> RoundPlan:
    """Return the plan of any tours, which says the truth unless told otherwise."""
    value = sum(asked.people[i] for tour in tours for i in tour if 0 <= i < len(asked.people))
    return RoundPlan(asked, tours, **({"value": value, "bound": value} | changes))
