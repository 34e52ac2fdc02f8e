"""Makers of volunteers, shifts and whole months for the tests of rostering."""

from random import Random

import ortools.graph.python.min_cost_flow  # noqa: F401 (loading it is nobody's test time)
import ortools.sat.python.cp_model  # noqa: F401
import pytest

from hamafza_engines.frame import write_table
from hamafza_engines.rostering import Problem, Shift, Volunteer
from hamafza_engines.rostering._files import read_problem

HOUR, DAY = 60, 1440
MONDAY = 29_000_160  # a midnight in 2025


def person(id_="ali", skills="nurse", **more):
    """Return a volunteer who has the skills of a sentence."""
    return Volunteer(id_, dict.fromkeys(skills.split()), **more)


def shift(id_="s1", day=0, hour=8, hours=4, seats=1, skill="nurse", **more):
    """Return a shift on a day of the month."""
    start = MONDAY + day * DAY + hour * HOUR
    wanted = seats if isinstance(seats, dict) else {skill: seats}
    return Shift(id_, start, start + hours * HOUR, wanted, **more)


def month(seed, people, shifts, *, busy=1.0):
    """Return a month of chance: skills, windows, ages, limits, wishes and centres all mixed."""
    chance = Random(seed)
    skills, centres = ("nurse", "driver", "cook"), ("north", "south")
    volunteers = tuple(
        Volunteer(
            f"v{k:04}",
            {
                s: chance.choice((None, MONDAY + 20 * DAY))
                for s in chance.sample(skills, chance.randint(1, 2))
            },
            None if chance.random() < 0.3 else tuple(_windows(chance)),
            max_hours=chance.choice((8, 12, 24)),
            max_shifts=chance.randint(1, 5),
            rest_hours=chance.choice((0, 8, 11)),
            shifts_done=chance.choice((0, 0, 1)),
            lat=35.7 + chance.gauss(0, 0.2),
            lng=51.4 + chance.gauss(0, 0.2),
            adult_at=MONDAY + 10 * DAY if chance.random() < 0.2 else None,
            centres=frozenset(chance.sample(centres, chance.randint(0, 1))),
            wishes=frozenset(chance.sample(centres, chance.randint(0, 1))),
            refuses=frozenset({"south"} if chance.random() < 0.1 else ()),
        )
        for k in range(people)
    )
    made = tuple(
        shift(
            f"t{k:04}",
            chance.randrange(28),
            chance.choice((0, 8, 12, 16, 20)),
            chance.choice((2, 4, 6)),
            {
                s: chance.randint(1, max(1, round(2 * busy)))
                for s in chance.sample(skills, chance.randint(1, 2))
            },
            centre=chance.choice(centres),
            lat=35.7 + chance.gauss(0, 0.2),
            lng=51.4 + chance.gauss(0, 0.2),
            priority=chance.choice((1, 1, 1, 3)),
        )
        for k in range(shifts)
    )
    return Problem(volunteers, made)


def _windows(chance):
    for day in range(28):
        if chance.random() < 0.5:
            opens = MONDAY + day * DAY + chance.choice((0, 8, 14)) * HOUR
            yield opens, opens + chance.choice((6, 10, 16)) * HOUR


CELLS = (
    {"id": "a", "skills": "nurse"},
    {"id": "s", "start": "2026-11-22 08:00", "end": "2026-11-22 12:00", "seats": "nurse"},
)


@pytest.fixture
def read(tmp_path):
    """Return a reader of two tables, whose rows have the cells that are given and else those of CELLS."""

    def read_(people=(), shifts=()):
        paths = tmp_path / "people.csv", tmp_path / "shifts.csv"
        for path, usual, rows in zip(paths, CELLS, (people, shifts), strict=True):
            write_table(path, [dict(usual, **told) for told in rows or [{}]])
        return read_problem(*paths)

    return read_


@pytest.fixture(scope="session")
def make():
    """Return the makers."""
    from types import SimpleNamespace

    return SimpleNamespace(person=person, shift=shift, month=month, midnight=MONDAY, hour=HOUR, day=DAY)
