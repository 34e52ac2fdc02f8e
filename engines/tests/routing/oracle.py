"""Routing written again from its documentation alone, slowly and without its code."""

import math

from hamafza_engines.routing import Params

LEARNT = {
    "capacity": {"capacity": 3, "fairness": 1.5}, "funds": {"capacity": 2, "fairness": 1.5},
    "not_eligible": {"domain": 1.5, "acceptance": 2}, "out_of_area": {"area": 3, "distance": 2},
    "papers_missing": {"acceptance": 1.5, "distance": 1.5}, "wrong_domain": {"domain": 4},
    "silence": {"acceptance": 2, "hours": 2},
}  # fmt: skip
URGENT = {"hours": 2, "distance": 1.5, "capacity": 1.5}
NAMES = ("domain", "area", "distance", "capacity", "hours", "acceptance", "fairness")


def ranking(problem, params=Params()):
    """Return (id, score) of everyone who may be asked, best first, equal ones by id."""
    scores = slow_scores(problem, params)
    return sorted(scores.items(), key=lambda item: (-round(item[1], 12), item[0]))


def left_out(problem):
    """Return (id, why) of everyone who may not be asked."""
    may = {c.id for c in who_may(problem)}
    why = {
        c.id: "already_tried" if c.id in problem.excluded else "domain" if problem.ask.domain not in c.domains else "area"
        for c in problem.centres
    }  # fmt: skip
    return sorted((id_, reason) for id_, reason in why.items() if id_ not in may)


def who_may(problem):
    """Return centres of the domain that serve the place or lie in its province; without any, all of the domain."""
    ask = problem.ask
    able = [c for c in problem.centres if ask.domain in c.domains and c.id not in problem.excluded]
    province = ask.place_path.split("/")[:2]
    near = [
        c
        for c in able
        if (c.area_path and ask.place_path.startswith(c.area_path))
        or (
            (c.area_path or c.place_path).split("/")[:2] == province
            and len((c.area_path or c.place_path).split("/")) > 2
        )
    ]
    return near or able


def slow_scores(problem, params=Params()):
    """Return the score of everyone who may be asked."""
    weights = slow_weights(problem, params)
    unknown = 0.2 if problem.last_reason == "capacity" else 0.5
    return {
        c.id: math.fsum(weights[n] * v for n, v in slow_values(problem.ask, c, unknown, params).items())
        / math.fsum(weights.values())
        for c in who_may(problem)
    }


def slow_weights(problem, params=Params()):
    weights = {name: getattr(params, name) for name in NAMES}
    for factors in (LEARNT.get(problem.last_reason, {}), URGENT if problem.ask.urgency else {}):
        for name, factor in factors.items():
            weights[name] *= factor
    return weights


def slow_values(ask, c, unknown, params=Params()):
    mine = [part for part in ask.place_path.split("/") if part]
    area = [part for part in c.area_path.split("/") if part]
    where = [part for part in c.place_path.split("/") if part]
    if c.area_path and mine[: len(area)] == area:
        area_value = 1 - 0.15 * min(3, len(mine) - len(area))
    else:
        area_value = {0: 0, 1: 0, 2: 0.15}.get(shared(mine, area or where), 0.25)
    if ask.lat is None or c.lat is None:
        distance = (0, 0.05, 0.25, 0.6, 0.8, 0.9)[min(5, shared(mine, where))]
    else:
        distance = 0.5 ** (great_circle_km(ask, c) / params.half_km)
    trust = 0.5 ** (c.capacity_age_days / params.half_life_days)
    capacity = (
        unknown if c.capacity_free is None else trust * (1 - 0.5**c.capacity_free) + (1 - trust) * unknown
    )
    tries = c.accepted + c.declined + c.expired
    return {
        "domain": 1 if c.specialised else 0.6 + 0.4 / len(c.domains),
        "area": area_value,
        "distance": distance,
        "capacity": capacity,
        "hours": min(1, c.open_hours / (params.needed_hours * {0: 1, 1: 0.5, 2: 0.125}[ask.urgency])),
        "acceptance": (params.prior_accepted + c.accepted)
        / (params.prior_accepted + params.prior_refused + tries),
        "fairness": params.load_scale / (params.load_scale + c.open_load),
    }


def shared(one, other):
    """Return how many levels two places share from the top."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def great_circle_km(ask, c):
    """By the arc tangent of the cross and the dot product of unit vectors, not by the haversine."""
    (x, y, z), (u, v, w) = unit(ask.lat, ask.lng), unit(c.lat, c.lng)
    across = math.hypot(y * w - z * v, z * u - x * w, x * v - y * u)
    return 6371.0088 * math.atan2(across, x * u + y * v + z * w)


def unit(lat, lng):
    north, east = math.radians(lat), math.radians(lng)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
