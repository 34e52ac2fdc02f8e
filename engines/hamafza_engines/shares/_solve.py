"""From the target down the tree: narrow the bounds from below, weigh, then apportion parent by parent."""

from fractions import Fraction

from hamafza_engines.frame import BadInput, Within
from hamafza_engines.shares._apportion import Child, apportion
from hamafza_engines.shares._types import FACTORS, Binding, Infeasible, Params, Place, Plan, Problem, Share

_ONE = Fraction(1)
Bounds = dict[str | None, tuple[int, int]]


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=10), seed: int = 0
) -> Plan:
    """Cut the target into shares; equal claims go by id, so that neither seed nor time changes anything.

    Raises Infeasible when bounds and accepted shares cannot hold together, naming the place and the remedy.
    """
    children = _children(problem)
    order = _downwards(children)
    bounds = bounds_of(problem)
    weights = _weights(children, order, params)
    shares: dict[str | None, Share] = {}
    for parent in order:
        below = children.get(parent)
        if below:
            total = shares[parent].share if parent is not None else problem.target
            asked = [Child(place.id, weights[place.id], *bounds[place.id]) for place in below]
            for place, (share, quota) in zip(
                below, apportion(total, asked, method=params.method), strict=True
            ):
                held = _binding(place, quota, bounds[place.id])
                shares[place.id] = Share(place.id, parent, share, quota, weights[place.id], held)
    return Plan(problem, params, tuple(shares[place.id] for place in problem.places))


def _children(problem: Problem) -> dict[str | None, list[Place]]:
    children: dict[str | None, list[Place]] = {}
    for place in problem.places:
        children.setdefault(place.parent, []).append(place)
    return children


def _downwards(children: dict[str | None, list[Place]]) -> list[str | None]:
    order: list[str | None] = [None]
    for parent in order:
        order.extend(place.id for place in children.get(parent, ()))
    return order


def bounds_of(problem: Problem) -> Bounds:
    """Return the least and the most of each place that all places below it can keep."""
    children = _children(problem)
    if problem.target and not problem.places:
        raise Infeasible("target", problem.target, "add places to cut it among", remedy_fa="جایی بیفزایید")
    own: Bounds = {None: (problem.target, problem.target)}
    free = 1 + problem.target + sum(place.lower + (place.accepted or 0) for place in problem.places)
    for place in problem.places:
        top = free if place.upper is None else place.upper
        own[place.id] = (place.lower, top) if place.accepted is None else (place.accepted, place.accepted)
    accepted = {place.id for place in problem.places if place.accepted is not None}
    bounds: Bounds = {}
    for at in reversed(_downwards(children)):
        lower, upper = own[at]
        below = [bounds[place.id] for place in children.get(at, ())]
        if below:
            least, most = sum(lo for lo, _ in below), sum(up for _, up in below)
            _refuse_crossing(at, (lower, upper), (least, most), accepted=at in accepted)
            lower, upper = max(lower, least), min(upper, most)
        bounds[at] = (lower, upper)
    return bounds


def _refuse_crossing(at: str | None, own: tuple[int, int], below: tuple[int, int], *, accepted: bool) -> None:
    (lower, upper), (least, most) = own, below
    here, here_fa = ("the target", "هدف") if at is None else (f"place {at}", f"جای {at}")
    field = "target" if at is None else "accepted" if accepted else ""
    if least > upper:
        raise Infeasible(
            field or "upper",
            upper,
            f"the lower bounds and accepted shares under {here} sum to {least}: "
            f"lower them by {least - upper}, or raise {here} to {least} or more",
            remedy_fa=f"جمع کف‌ها و سهم‌های پذیرفته در {here_fa}، {least} است: {least - upper} از آن‌ها بکاهید، "
            f"یا {here_fa} را به {least} برسانید",
        )
    if most < lower:
        raise Infeasible(
            field or "lower",
            lower,
            f"the upper bounds and accepted shares under {here} sum to {most}: "
            f"raise them by {lower - most}, or lower {here} to {most} or less",
            remedy_fa=f"جمع سقف‌ها و سهم‌های پذیرفته در {here_fa}، {most} است: {lower - most} بیفزایید، "
            f"یا {here_fa} را به {most} برسانید",
        )


def _weights(
    children: dict[str | None, list[Place]], order: list[str | None], params: Params
) -> dict[str, Fraction]:
    weights: dict[str, Fraction] = {}
    measured: set[str | None] = set()
    for parent in reversed(order):
        below = children.get(parent)
        if not below:
            continue
        told = [field for field in FACTORS if _is_told(field, below)]
        if told or any(place.id in measured for place in below):
            measured.add(parent)
        used = [field for field in told if getattr(params, field)]
        for place in below:
            if not told and place.id in children:
                weights[place.id] = sum((weights[child.id] for child in children[place.id]), Fraction(0))
            elif not told and parent in measured:
                raise BadInput(
                    "need", None, f"{place.id} has none, nor has anything below it; give it one",
                    remedy_fa=f"نه {place.id} نیاز دارد و نه جایی زیر آن؛ برایش بنویسید",
                )  # fmt: skip
            else:
                weights[place.id] = _product(place, used, params)
    return weights


def _product(place: Place, fields: list[str], params: Params) -> Fraction:
    weight = _ONE
    for field in fields:
        weight *= (place.factor(field) or Fraction(0)) ** int(getattr(params, field))
    return weight


def _is_told(field: str, places: list[Place]) -> bool:
    """Tell whether siblings have this factor; one that lacks it would be weighed on another scale."""
    blank = [place for place in places if place.factor(field) is None]
    if blank and len(blank) < len(places):
        raise BadInput(
            field, None, f"{blank[0].id} has none but its neighbours do; give it to all or to none",
            remedy_fa=f"{blank[0].id} آن را ندارد و هم‌ردیف‌هایش دارند؛ به همه بدهید یا به هیچ‌یک",
        )  # fmt: skip
    return not blank


def _binding(place: Place, quota: Fraction, bounds: tuple[int, int]) -> Binding:
    """Tell which bound held the exact quota, if any."""
    if place.accepted is not None:
        return "accepted"
    if quota == bounds[1]:
        return "upper"
    return "lower" if quota == bounds[0] > 0 else ""
