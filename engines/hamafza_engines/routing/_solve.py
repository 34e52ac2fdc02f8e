"""Score every centre that may take the request and put the best first."""

from collections.abc import Sequence
from functools import cache
from heapq import nsmallest

from hamafza_engines.frame import Within
from hamafza_engines.routing._cells import candidates
from hamafza_engines.routing._directory import Directory, Shelf, label_of, labels_of
from hamafza_engines.routing._facts import CentreFacts
from hamafza_engines.routing._later import Later
from hamafza_engines.routing._types import REASONS, Params, Plan, Problem, Ranked, Reason
from hamafza_engines.routing._values import Values, values

_ASK = 0.5  # worth of a capacity nobody has told: a telephone call away
_PROVEN_ONLY = 0.2  # the same after a decline for want of capacity

# What the last «no» teaches: factors on the weights of the next hop.
_AFTER = {
    "capacity": {"capacity": 3.0, "fairness": 1.5},
    "funds": {"capacity": 2.0, "fairness": 1.5},
    "not_eligible": {"domain": 1.5, "acceptance": 2.0},
    "out_of_area": {"area": 3.0, "distance": 2.0},
    "papers_missing": {"acceptance": 1.5, "distance": 1.5},
    "wrong_domain": {"domain": 4.0},
    "silence": {"acceptance": 2.0, "hours": 2.0},
}
_URGENT = {"hours": 2.0, "distance": 1.5, "capacity": 1.5}


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=10), seed: int = 0
) -> Plan:
    """Rank the centres for the ask; equal scores go by id, so the seed changes nothing.

    It is exact and takes milliseconds, so that `stop` is never asked.
    """
    weights = _weights(problem, params)
    unknown = _PROVEN_ONLY if problem.last_reason == "capacity" else _ASK
    able, count, left_out = _sift(problem, params, weights, unknown)
    total, ask, excluded = sum(weights), problem.ask, problem.excluded
    scored = []
    for centre in able:
        if centre.id not in excluded:
            seven = values(ask, centre, params, unknown)
            scored.append((-sum(map(float.__mul__, weights, seven)) / total, centre.id, seven))
    best = nsmallest(params.keep, scored)
    ranked = Later(len(best), lambda i: _ranked(best[i][1], -best[i][0], best[i][2], weights))
    return Plan(ranked, left_out, count - len(best))


def _sift(
    problem: Problem, params: Params, weights: list[float], unknown: float
) -> tuple[list[CentreFacts], int, Sequence[tuple[int, str]]]:
    """Return centres among which the best are, how many may be asked in all, and who may not, with why."""
    tried, shelves, able = problem.excluded, _shelves(problem), []
    for shelf in shelves:
        lasting = isinstance(problem.centres, Directory)  # cells pay when they are used again
        able += candidates(shelf, problem.ask, params, weights, unknown, tried) if lasting else shelf
    count = sum(len(shelf) - len(tried & shelf.ids) for shelf in shelves)
    left_out = cache(lambda: _left_out(problem, set().union(*(shelf.ids for shelf in shelves))))
    return able, count, Later(len(problem.centres) - count, lambda i: left_out()[i])


def _shelves(problem: Problem) -> list[Shelf]:
    """Return the centres of the domain near the place, or all of them rather than nobody."""
    ask, centres = problem.ask, problem.centres
    if isinstance(centres, Directory):
        near = centres.near(ask.domain, ask.place_path)
        return near if _anyone(near, problem.excluded) else centres.serving(ask.domain)
    serving = Shelf(centre for centre in centres if ask.domain in centre.domains)
    labels = labels_of(ask.place_path)
    near = [Shelf(centre for centre in serving if label_of(centre) in labels)]
    return near if _anyone(near, problem.excluded) else [serving]


def _anyone(shelves: list[Shelf], tried: frozenset[int]) -> bool:
    return any(centre.id not in tried for shelf in shelves for centre in shelf)


def _left_out(problem: Problem, able: set[int]) -> list[tuple[int, str]]:
    found = []
    for centre in problem.centres:
        if centre.id in problem.excluded:
            found.append((centre.id, "already_tried"))
        elif problem.ask.domain not in centre.domains:
            found.append((centre.id, "domain"))
        elif centre.id not in able:
            found.append((centre.id, "area"))
    return sorted(found)


def _weights(problem: Problem, params: Params) -> list[float]:
    learnt = _AFTER.get(problem.last_reason or "", {})
    urgent = _URGENT if problem.ask.urgency else {}
    return [float(getattr(params, name)) * learnt.get(name, 1.0) * urgent.get(name, 1.0) for name in REASONS]


def _ranked(centre_id: int, score: float, seven: Values, weights: list[float]) -> Ranked:
    parts = [weight * value for weight, value in zip(weights, seven, strict=True)]
    total = sum(parts) or 1.0
    reasons = [
        Reason(name, value, part / total) for name, value, part in zip(REASONS, seven, parts, strict=True)
    ]
    return Ranked(centre_id, score, tuple(sorted(reasons, key=lambda reason: -reason.share)))
