"""Centres, asks and whole worlds of chance (the same seed gives the same world), and how refusals are caught."""

import random

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.routing import REASONS, Ask, CentreFacts, Params, Problem

HERE = "IR/11/1104/"
HEALTH = frozenset({"health"})
ASK = Ask("health", HERE, 29.5, 60.9)
PATHS = ("IR/", "IR/11/", "IR/11/1104/", "IR/11/1104/7/", "IR/11/1107/", "IR/29/", "IR/29/2901/", "")
DECLINES = (
    None, "capacity", "funds", "not_eligible", "out_of_area", "papers_missing", "wrong_domain", "other", "silence",
)  # fmt: skip


def centre(id_=1, **facts):
    """Return a centre of health on the spot with three free places, but for what is told."""
    usual = {
        "domains": HEALTH, "place_path": HERE, "area_path": HERE, "lat": 29.5, "lng": 60.9, "capacity_free": 3,
    }  # fmt: skip
    return CentreFacts(id_, **(usual | facts))


def point(chance, known=0.5, south=25, west=50, wide=10):
    """Return a point of a box of so many degrees, or none."""
    if chance.random() >= known:
        return None, None
    return south + wide * chance.random(), west + wide * chance.random()


def drawn(seed, count=30, *, tried=3, paths=PATHS, known=0.5, coarse=False):
    """Return a problem of chance; a coarse one has few values of each kind, so that many scores are equal."""
    chance = random.Random(seed)
    centres = tuple(
        CentreFacts(
            id_, frozenset(chance.sample(["health", "legal", "housing"], chance.randint(1, 3))), chance.choice(paths),
            chance.choice(paths), *point(chance, 0 if coarse else known), chance.choice([None, 0, 1, 5]),
            chance.choice([0.0, 7.0]) if coarse else 20 * chance.random(), chance.choice([0, 4, 30]),
            *(chance.randint(0, 1 if coarse else 9) for _ in range(3)), chance.randint(0, 1 if coarse else 20), chance.random() < 0.3,
        )
        for id_ in range(1, count + 1)
    )  # fmt: skip
    ask = Ask("health", chance.choice(paths), *point(chance), chance.randint(0, 2), 24 * chance.random())
    return Problem(
        ask,
        centres,
        frozenset(chance.sample(range(1, count + 1), min(tried, count))),
        chance.choice(DECLINES),
    )


def rules(seed, **more):
    """Return rules of chance: some weights nought, some heavy, every scale another."""
    chance = random.Random(seed)
    weights = {name: chance.choice([0.0, 0.5, 1.0, 3.0, 20.0]) for name in REASONS}
    weights["area"] = weights["area"] or 1.0  # one must count
    scales = {
        "half_km": chance.choice([0.5, 15.0, 4000.0]), "half_life_days": chance.choice([0.25, 7.0, 365.0]),
        "needed_hours": chance.choice([0.5, 8.0, 100.0]), "prior_accepted": chance.choice([0.5, 3.0, 50.0]),
        "prior_refused": chance.choice([0.5, 1.0, 50.0]), "load_scale": chance.choice([0.1, 10.0, 500.0]),
    }  # fmt: skip
    return Params(**weights, **scales, **more)


def county(seed, count=80, wide=0.5):
    """Return centres of one county, all of health, scattered over so many degrees."""
    chance = random.Random(seed)
    return tuple(
        centre(
            id_, lat=29.5 + wide * chance.random(), lng=60.9 + wide * chance.random(), open_load=chance.randint(0, 9),
            accepted=chance.randint(0, 9), declined=chance.randint(0, 9), capacity_free=chance.choice([None, 0, 1, 3]),
        )
        for id_ in range(1, count + 1)
    )  # fmt: skip


def refusal(read, *args):
    """Return the refusal of what cannot be read; it must have a remedy in Persian."""
    with pytest.raises(BadInput) as fault:
        read(*args)
    assert any("؀" <= letter <= "ۿ" for letter in fault.value.remedy_fa), "no remedy in Persian"
    return fault.value
