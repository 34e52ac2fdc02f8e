"""One parent, its children: the exact quotas, and whole units by Hamilton or by Webster."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heapreplace
from math import lcm

_LAST = Fraction(10**99)  # the claim of a child that may not move


@dataclass(frozen=True)
class Child:
    """A place as its parent sees it: id for ties, weight, and bounds already narrowed by the levels below."""

    id: str
    weight: Fraction
    lower: int
    upper: int


def apportion(total: int, children: Sequence[Child], *, method: str) -> list[tuple[int, Fraction]]:
    """Return (share, quota) for each child; sum of lower <= total <= sum of upper must hold.

    A child without weight gets its lower bound, and more only when the others can take no more.
    """
    answer: list[tuple[int, Fraction]] = [(0, Fraction(0))] * len(children)
    weighty = [k for k, child in enumerate(children) if child.weight > 0]
    weightless = [k for k, child in enumerate(children) if child.weight == 0]
    held_back = sum(children[k].lower for k in weightless)
    taken = min(total - held_back, sum(children[k].upper for k in weighty))
    for group, amount in ((weighty, taken), (weightless, total - taken)):
        chosen = _integral([children[k] for k in group])
        quotas = _quotas(amount, chosen)
        rule = _largest_remainder if method == "hamilton" else _largest_average
        for k, share, quota in zip(group, rule(amount, chosen, quotas), quotas, strict=True):
            answer[k] = (share, quota)
    return answer


def _integral(children: list[Child]) -> list[tuple[int, int, int, str]]:
    """Return (weight, lower, upper, id) with weights scaled to whole numbers, which changes no proportion."""
    scale = lcm(*(child.weight.denominator for child in children))
    return [(int(child.weight * scale) or 1, child.lower, child.upper, child.id) for child in children]


def _quotas(total: int, children: list[tuple[int, int, int, str]]) -> list[Fraction]:
    """Return min(u, max(l, w x)) with the level x at which they sum to the total."""
    level = _level(total, children)
    return [min(Fraction(u), max(Fraction(lo), w * level)) for w, lo, u, _ in children]


def _level(total: int, children: list[tuple[int, int, int, str]]) -> Fraction:
    """Sweep over the bends, where a child leaves its lower bound or reaches its upper one."""
    bends = sorted(
        [(Fraction(lo, w), w, lo) for w, lo, u, _ in children if lo < u]
        + [(Fraction(u, w), -w, -u) for w, lo, u, _ in children if lo < u]
    )
    flat, slope, level = sum(lo for _, lo, _, _ in children), 0, Fraction(0)
    for at, weight, bound in bends:
        if slope and flat + slope * at >= total:
            break
        # From here on this child moves (its bound leaves the flat part), or has reached its upper bound.
        slope, flat, level = slope + weight, flat - bound, at
    return Fraction(total - flat, slope) if slope else level


def _largest_remainder(
    total: int, children: list[tuple[int, int, int, str]], quotas: list[Fraction]
) -> list[int]:
    shares = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda k: (shares[k] - quotas[k], children[k][3]))
    for k in order[: total - sum(shares)]:
        shares[k] += 1
    return shares


def _largest_average(
    total: int, children: list[tuple[int, int, int, str]], quotas: list[Fraction]
) -> list[int]:
    """Begin with all units worth more than the common divisor, then add or take the few that are missing."""
    level = _level(total, children)
    shares = [min(u, max(lo, _half_down(w * level))) for w, lo, u, _ in children]
    missing = total - sum(shares)
    ranks = {id_: rank for rank, id_ in enumerate(sorted(id_ for *_, id_ in children))}
    step = 1 if missing > 0 else -1

    def worth(k: int) -> tuple[Fraction, int, int]:
        """Return the key of the child's next unit to come (or to go): best first, ties to the smaller id."""
        w, lo, u, id_ = children[k]
        if shares[k] == (u if step > 0 else lo):
            return (_LAST, 0, k)
        return (-step * Fraction(w, 2 * shares[k] + step), step * ranks[id_], k)

    queue = [worth(k) for k in range(len(children))]
    heapify(queue)
    for _ in range(abs(missing)):
        k = queue[0][2]
        shares[k] += step
        heapreplace(queue, worth(k))
    return shares


def _half_down(number: Fraction) -> int:
    """Round to the nearest, one half down: such a unit is only as good as others, so ids decide on it."""
    return -((1 - 2 * number) // 2)
