"""Why a place got its share, and who would have gained or lost the next unit."""

from fractions import Fraction

from hamafza_engines.frame import BadInput
from hamafza_engines.shares._solve import Bounds, bounds_of
from hamafza_engines.shares._types import FACTORS, Explanation, Family, Plan, Share


def explain(plan: Plan, i: int | str) -> Explanation:
    """Explain the share of a place given by its id or by its number in the plan."""
    at = i if isinstance(i, int) else plan.numbers.get(i, -1)
    if not 0 <= at < len(plan.shares):
        raise BadInput(
            "explain", i, f"name one of the {len(plan.shares)} places by its id",
            remedy_fa=f"شناسهٔ یکی از {len(plan.shares)} جا را بدهید",
        )  # fmt: skip
    share, place = plan.shares[at], plan.problem.places[at]
    family = plan.families[share.parent]
    factors = ((field, place.factor(field)) for field in FACTORS if getattr(plan.params, field))
    return Explanation(
        share=share,
        name=place.name or place.id,
        of=family.share,
        weight_share=share.weight / family.weight if family.weight else Fraction(1, family.places),
        factors=tuple((field, value) for field, value in factors if value is not None),
        rounding=share.share - share.quota,
        next_gain=family.next_gain,
        next_loss=family.next_loss,
        method=plan.params.method,
    )


def families(plan: Plan) -> dict[str | None, Family]:
    """Return the siblings under each parent as sums, with those nearest to one unit more or less."""
    groups: dict[str | None, list[Share]] = {}
    for share in plan.shares:
        groups.setdefault(share.parent, []).append(share)
    bounds = bounds_of(plan.problem)
    return {
        parent: Family(
            places=len(group),
            share=sum(share.share for share in group),
            weight=sum((share.weight for share in group), Fraction(0)),
            next_gain=_first(plan, group, bounds, +1),
            next_loss=_first(plan, group, bounds, -1),
        )
        for parent, group in groups.items()
    }


def _first(plan: Plan, group: list[Share], bounds: Bounds, step: int) -> str | None:
    """Return who is nearest to one unit more (or less) by the plan's own rule; a bound holds who is at it."""
    free = [
        (_claim(plan, share, step), share.id)
        for share in group
        if share.weight > 0 and bounds[share.id][0] <= share.share + step <= bounds[share.id][1]
    ]
    return (min(free) if step > 0 else max(free))[1] if free else None  # of equals the smaller id has more


def _claim(plan: Plan, share: Share, step: int) -> Fraction:
    if plan.params.method == "webster":
        return -share.weight / (2 * share.share + step)
    return share.share - share.quota
