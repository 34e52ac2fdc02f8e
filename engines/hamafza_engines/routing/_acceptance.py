"""How likely a centre accepts, as far as its past tells: Beta-Binomial, with an interval."""

from dataclasses import dataclass
from math import exp, lgamma, log

from hamafza_engines.routing._facts import CentreFacts
from hamafza_engines.routing._types import Params

_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The expected share of accepted offers, the interval it lies in, and the offers it rests on."""

    mean: float
    low: float
    high: float
    offers: int


def acceptance(centre: CentreFacts, *, params: Params = Params(), level: float = 0.9) -> Acceptance:
    """Return the posterior mean and the central interval; a silent (expired) offer counts as refused."""
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    refused = centre.declined + centre.expired
    a, b = params.prior_accepted + centre.accepted, params.prior_refused + refused
    tail = (1 - level) / 2
    return Acceptance(
        a / (a + b), _quantile(tail, a, b), _quantile(1 - tail, a, b), centre.accepted + refused
    )


def _quantile(share: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def _below(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _below(1 - x, b, a)
    front = exp(a * log(x) + b * log(1 - x) + lgamma(a + b) - lgamma(a) - lgamma(b))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz (Press et al., Numerical Recipes, 3rd ed., 6.4)."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 400):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _away(1 + term * d), _away(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return value


def _away(x: float) -> float:
    return x if abs(x) > _TINY else _TINY
