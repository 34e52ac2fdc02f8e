"""An independent look at the shares: sums, bounds, acceptances, and that no unit has a better place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf, prod

from hamafza_engines.frame import Violation
from hamafza_engines.shares._types import FACTORS, Params, Place, Plan, Problem, Share


@dataclass(frozen=True)
class _Child:
    """A share beside what the problem itself says of its weight and of the room below and above it."""

    told: Share
    weight: Fraction
    lower: int
    upper: float


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the plan breaks; an empty list is a sound plan."""
    if [(share.id, share.parent) for share in plan.shares] != [(at.id, at.parent) for at in problem.places]:
        return [Violation("places", "", "the plan and the problem do not name the same places in one order")]
    broken = [
        Violation("whole", share.id, f"{share.share} is no whole number of 0 or more")
        for share in plan.shares
        if type(share.share) is not int or share.share < 0
    ]
    if broken:
        return broken
    given = {share.id: share.share for share in plan.shares}
    return _sums(problem, given) + _bounds(problem, given) or _proportion(problem, plan)


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
        if share < place.lower:
            found.append(Violation("lower", place.id, f"{share} < {place.lower}"))
        if place.upper is not None and share > place.upper:
            found.append(Violation("upper", place.id, f"{share} > {place.upper}"))
        if place.accepted is not None and share != place.accepted:
            found.append(Violation("accepted", place.id, f"{share} instead of {place.accepted}"))
    return found


def _proportion(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for family in _families(problem, plan).values():
        found += [
            Violation("weight_untrue", child.told.id, f"{child.told.weight}, counted {child.weight}")
            for child in family
            if child.told.weight != child.weight
        ]
        found += _quotas(family)
        found += _best(family, plan.params.method)
    return found


def _families(problem: Problem, plan: Plan) -> dict[str | None, list[_Child]]:
    """Weigh every place, and narrow its bounds by those of its children, from the leaves upwards."""
    below: dict[str | None, list[Place]] = defaultdict(list)
    for place in problem.places:
        below[place.parent].append(place)
    downwards = list(below[None])
    for place in downwards:
        downwards.extend(below.get(place.id, ()))
    seen: dict[str, _Child] = {}
    by_id = {share.id: share for share in plan.shares}
    for place in reversed(downwards):
        children = [seen[child.id] for child in below.get(place.id, ())]
        low, high = place.lower, inf if place.upper is None else place.upper
        if place.accepted is not None:
            low = high = place.accepted
        if children:
            low = max(low, sum(child.lower for child in children))
            high = min(high, sum(child.upper for child in children))
        seen[place.id] = _Child(by_id[place.id], _weight(place, children, plan.params), low, high)
    return {parent: [seen[place.id] for place in places] for parent, places in below.items()}


def _weight(place: Place, children: list[_Child], params: Params) -> Fraction:
    told = {field: place.factor(field) for field in FACTORS if place.factor(field) is not None}
    if children and not told:
        return sum((child.weight for child in children), Fraction(0))
    powers = (value ** getattr(params, field) for field, value in told.items() if value is not None)
    return Fraction(prod(powers))


def _quotas(family: list[_Child]) -> list[Violation]:
    """All quotas are the weights times one number, cut at the bounds; and they sum as the shares do."""
    told = [child.told for child in family]
    sound = sum(share.quota for share in told) == sum(share.share for share in told)
    sound = sound and all(child.lower <= child.told.quota <= child.upper for child in family)
    for group in _groups(family):
        raised = [share / weight for share, weight, low, _ in group if share > low]
        held = [share / weight for share, weight, _, high in group if share < high]
        sound = sound and max(raised, default=Fraction(0)) <= min(held, default=inf)
    if sound and _idle_before_busy(family, [share.quota for share in told]):
        sound = False
    return [] if sound else [Violation("quota_untrue", told[0].parent or "", "not in proportion")]


def _groups(family: list[_Child]) -> Iterator[list[tuple[Fraction, Fraction, int, float]]]:
    """Yield those with weight, and those without, among whom all weigh the same."""
    for heavy in (True, False):
        yield [
            (child.told.quota, child.weight or Fraction(1), child.lower, child.upper)
            for child in family
            if bool(child.weight) is heavy
        ]


def _idle_before_busy(family: list[_Child], got: list[Fraction]) -> bool:
    """Tell whether one without weight has more than its lower bound while one with weight could take it."""
    pairs = list(zip(family, got, strict=True))
    idle = any(not child.weight and amount > child.lower for child, amount in pairs)
    return idle and any(child.weight and amount < child.upper for child, amount in pairs)


def _best(family: list[_Child], method: str) -> list[Violation]:
    """No unit may be worth more with a brother; of two equal claims the smaller id has it."""
    rule = "quota" if method == "hamilton" else "divisor"
    if _idle_before_busy(family, [Fraction(child.told.share) for child in family]):
        return [
            Violation(rule, family[0].told.parent or "", "one without weight is served before the others")
        ]
    found = []
    for heavy in (True, False):
        group = [child for child in family if bool(child.weight) is heavy]
        givers = [(-_price(c, -1, method), c.told.id) for c in group if c.told.share > c.lower]
        takers = [(_price(c, +1, method), c.told.id) for c in group if c.told.share < c.upper]
        if givers and takers:
            (gain, giver), (price, taker) = max(givers), min(takers)
            if price < gain or (price == gain and taker < giver):
                found.append(Violation(rule, taker, f"has a better claim to the last unit of {giver}"))
    return found


def _price(child: _Child, step: int, method: str) -> Fraction:
    """Return by how much the rule's own sum grows when the share is a unit more (or less)."""
    share, weight = child.told.share, child.weight or Fraction(1)
    if method == "hamilton":
        return abs(share + step - child.told.quota) - abs(share - child.told.quota)
    return ((share + step) ** 2 - share**2) / weight
