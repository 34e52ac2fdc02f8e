"""Score every centre that may take the request and put the best first."""

from heapq import nsmallest

from hamafza_engines.routing._types import REASONS, CentreFacts, Params, Plan, Problem, Ranked, Reason
from hamafza_engines.routing._values import Values, covers, values

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


def solve(problem: Problem, *, params: Params = Params(), seed: int = 0) -> Plan:
    """Rank the centres for the ask; equal scores go by id, so that the seed changes nothing."""
    able, left_out = _sift(problem)
    weights = _weights(problem, params)
    total = sum(weights)
    unknown = _PROVEN_ONLY if problem.last_reason == "capacity" else _ASK
    scored = []
    for centre in able:
        seven = values(problem.ask, centre, params, unknown)
        scored.append((-sum(map(float.__mul__, weights, seven)) / total, centre.id, seven))
    best = nsmallest(params.keep, scored)
    ranked = tuple(_ranked(id_, -score, seven, weights) for score, id_, seven in best)
    return Plan(ranked, tuple(left_out), len(scored) - len(ranked))


def _sift(problem: Problem) -> tuple[list[CentreFacts], list[tuple[int, str]]]:
    domain, place = problem.ask.domain, problem.ask.place_path
    left_out, serving = [], []
    for centre in problem.centres:
        if centre.id in problem.excluded:
            left_out.append((centre.id, "already_tried"))
        elif domain not in centre.domains:
            left_out.append((centre.id, "domain"))
        else:
            serving.append(centre)
    province = "/".join(place.split("/")[:2]) + "/"
    near = [
        c for c in serving if covers(c.area_path, place) or (c.area_path or c.place_path).startswith(province)
    ]
    if not near:
        return serving, sorted(left_out)  # nobody goes away hopeless: better a far centre than none
    if len(near) < len(serving):
        kept = {centre.id for centre in near}
        left_out.extend((centre.id, "area") for centre in serving if centre.id not in kept)
    return near, sorted(left_out)


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
