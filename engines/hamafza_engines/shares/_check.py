"""An independent look at the shares: sums, bounds, acceptances, and closeness to proportion."""

from collections import defaultdict
from fractions import Fraction

from hamafza_engines.frame import Violation
from hamafza_engines.shares._types import Plan, Problem


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the plan breaks; an empty list is a sound plan."""
    given = {share.id: share.share for share in plan.shares}
    if sorted(given) != sorted(place.id for place in problem.places) or len(given) != len(plan.shares):
        return [Violation("places", "", "the plan and the problem do not name the same places, each once")]
    return _sums(problem, given) + _bounds(problem, given) + _proportion(problem, plan)


def _sums(problem: Problem, given: dict[str, int]) -> list[Violation]:
    sums: dict[str | None, int] = defaultdict(int)
    for place in problem.places:
        sums[place.parent] += given[place.id]
    whole = {parent: problem.target if parent is None else given[parent] for parent in sums}
    return [
        Violation("sum", parent or "", f"children have {total} of {whole[parent]}")
        for parent, total in sums.items()
        if total != whole[parent]
    ]


def _bounds(problem: Problem, given: dict[str, int]) -> list[Violation]:
    found = []
    for place in problem.places:
        share = given[place.id]
        if type(share) is not int or share < 0:
            found.append(Violation("whole", place.id, f"{share} is no whole number of 0 or more"))
        if share < place.lower:
            found.append(Violation("lower", place.id, f"{share} < {place.lower}"))
        if place.upper is not None and share > place.upper:
            found.append(Violation("upper", place.id, f"{share} > {place.upper}"))
        if place.accepted is not None and share != place.accepted:
            found.append(Violation("accepted", place.id, f"{share} instead of {place.accepted}"))
    return found


def _proportion(problem: Problem, plan: Plan) -> list[Violation]:
    """No unbound child may be more than a unit off (Hamilton), nor envy a unit of another (Webster)."""
    found = []
    if plan.params.method == "hamilton":
        for share in plan.shares:
            if abs(share.share - share.quota) >= 1:
                found.append(Violation("quota", share.id, f"{share.share} for a quota of {share.quota}"))
        return found
    families: dict[str | None, list[tuple[str, int, Fraction]]] = defaultdict(list)
    inner = {place.parent for place in problem.places}
    for place, share in zip(problem.places, plan.shares, strict=True):
        free = place.lower == 0 and place.upper is None and place.accepted is None and place.id not in inner
        if free and share.weight > 0:
            families[place.parent].append((share.id, share.share, share.weight))
    for family in families.values():
        poor = max((weight / (2 * x + 1), id_) for id_, x, weight in family)
        rich = min(((weight / (2 * x - 1), id_) for id_, x, weight in family if x), default=poor)
        if rich[0] < poor[0]:
            found.append(Violation("divisor", poor[1], f"has a better claim to the last unit of {rich[1]}"))
    return found
