"""Tiny months in which everything meets everything, one feature of the problem at a time or several together."""

from random import Random

from hamafza_engines.rostering import Problem, Shift, Volunteer

HOUR, DAY = 60, 1440
MONDAY = 29_000_160  # a midnight
AGES, SKILLS, CENTRES = (None, None, MONDAY + DAY, 10**8), ("nurse", "cook"), ("north", "south")

FEATURES = (
    "skills", "expiry", "windows", "places", "refusals", "ages", "nights", "wishes", "centres", "hours",
    "limits", "done", "rest", "seats", "priorities", "lengths",
)  # fmt: skip


def crowded(seed, features=FEATURES, *, people=4, shifts=5, days=2):
    """Return a problem of chance that has these features and no others; the same seed gives the same one."""
    chance = Random(f"{seed} {sorted(features)}")
    return Problem(
        tuple(_person(chance, f"v{k}", set(features)) for k in range(people)),
        tuple(_shift(chance, f"t{k}", set(features), days) for k in range(shifts)),
    )


def _person(chance, id_, features):
    more = {
        "windows": lambda: dict(windows=tuple(_windows(chance)) if chance.random() < 0.7 else None),
        "places": lambda: dict(_place(chance, 0.9), max_km=chance.choice((5.0, 15.0, 50.0))),
        "refusals": lambda: dict(refuses=_some(chance, ("t0", "t1", "t2", *CENTRES), 2)),
        "ages": lambda: dict(adult_at=chance.choice(AGES)),
        "wishes": lambda: dict(wishes=_some(chance, ("t0", "t1", "t2", *CENTRES), 2)),
        "centres": lambda: dict(centres=_some(chance, CENTRES, 1)),
        "hours": lambda: dict(max_hours=chance.choice((4.0, 7.0, 9.5, 12.0))),
        "limits": lambda: dict(max_shifts=chance.randint(0, 3)),
        "done": lambda: dict(shifts_done=chance.randint(0, 3), hours_done=chance.choice((0.0, 5.0, 16.0))),
        "rest": lambda: dict(rest_hours=chance.choice((0.0, 2.0, 8.0, 16.0))),
    }
    told = {"rest_hours": 0.0, "max_hours": 200.0}
    often = 1 if len(features) < 5 else 0.45  # where everything is limited nobody is left to plan
    for name, make in more.items():
        if name in features and chance.random() < often:
            told |= make()
    held = chance.sample(SKILLS, chance.randint(1, 2)) if "skills" in features else ["nurse"]
    until = (None, MONDAY + DAY) if "expiry" in features else (None,)
    return Volunteer(id_, {skill: chance.choice(until) for skill in held}, **told)


def _shift(chance, id_, features, days):
    hours = (6, 9, 12, 20, 23) if "nights" in features else (6, 8, 11, 14)
    lasts = (60, 150, 240, 300, 420) if "lengths" in features else (240,)
    start = MONDAY + chance.randrange(days) * DAY + chance.choice(hours) * HOUR
    seats = {"nurse": 1}
    if "skills" in features:
        seats = dict.fromkeys(chance.sample(SKILLS, chance.randint(1, 2)), 1)
    if "seats" in features:
        seats = {skill: chance.randint(0, 3) for skill in seats}
    place = _place(chance, 0.8) if "places" in features else {}
    return Shift(
        id_, start, start + chance.choice(lasts), seats,
        centre=chance.choice((*CENTRES, "")) if features & {"centres", "wishes", "refusals"} else "",
        priority=chance.choice((1, 1, 2, 5)) if "priorities" in features else 1,
        **place,
    )  # fmt: skip


def _windows(chance):
    for day in range(2):
        opens = MONDAY + day * DAY + chance.choice((0, 6, 8, 12)) * HOUR
        yield opens, opens + chance.choice((4, 8, 14, 30)) * HOUR


def _place(chance, known):
    if chance.random() > known:
        return {}
    return dict(lat=35.7 + chance.gauss(0, 0.1), lng=51.4 + chance.gauss(0, 0.1))


def _some(chance, names, most):
    return frozenset(chance.sample(names, chance.randint(0, most)))
