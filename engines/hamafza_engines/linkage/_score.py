"""Weights of many pairs at once: the same sums as Model's, with numpy."""

from dataclasses import replace
from typing import Any

from hamafza_engines.frame import need
from hamafza_engines.linkage._model import Model
from hamafza_engines.linkage._prepare import Columns

_ENOUGH = 50.0  # persons that must be found before anything is read from them
_ROUNDS = 6
# Where there are households, EM must not make kin of persons: one's own first name seldom differs altogether.
_AT_MOST = {"nid": 0.15, "first": 0.06, "birth": 0.06, "gender": 0.05}
_TRUST = 0.9  # how far the pairs are believed against what was known before


def refine(model: Model, left: Columns, places: Any, gammas: dict[str, Any], *, pairs: float) -> Model:
    """Return the model with same levels and priors found again by EM over all candidates, kin set apart.

    Splink's EM knows two classes, so that households with one ID or mobile colour its idea of one person.
    `pairs`: how many pairs of rows there are in all.
    """
    np = need("numpy", extra="linkage")
    usual = model.kin_prior
    start = model = replace(model, kin_prior=_kin_prior(model, gammas, pairs))
    households = model.kin_prior > 0.1 * usual
    for _ in range(_ROUNDS):
        weight, _ = weights(model, left, places, gammas)
        sure = 1 / (1 + np.exp2(-np.clip(weight, -60, 60)))
        same = {}
        for name, gamma in gammas.items():
            counts = np.bincount(gamma + 1, weights=sure, minlength=len(model.same[name]) + 1)[1:]
            told = _TRUST if counts.sum() >= _ENOUGH else 0.0
            mixed = told * counts / max(counts.sum(), 1e-9) + (1 - told) * np.array(start.same[name])
            if households and name in _AT_MOST and mixed[0] > _AT_MOST[name] * mixed.sum():
                mixed[1:] *= (1 - _AT_MOST[name]) / mixed[1:].sum()
                mixed[0] = _AT_MOST[name]
            same[name] = tuple(np.maximum(mixed / mixed.sum(), 1e-9).round(9).tolist())
        found = float(sure.sum())
        prior = min(0.5, found / pairs) if found >= _ENOUGH else model.prior
        model = replace(model, same=same, prior=round(prior, 12))
    return model


def _kin_prior(model: Model, gammas: dict[str, Any], pairs: float) -> float:
    """Return how often two rows are kin, told by pairs of one surname and one home but of other birthdays."""
    home = next((name for name in ("postcode", "mobile") if name in gammas), None)
    if home is None or not {"last", "birth"} <= gammas.keys():
        return model.kin_prior
    at_home = gammas[home] == len(model.same[home]) - 1
    namesakes = gammas["last"] >= 4
    seen = int((at_home & namesakes & (gammas["birth"] >= 0) & (gammas["birth"] <= 1)).sum())
    share = model.kin[home][-1] * sum(model.kin["last"][4:]) * sum(model.kin["birth"][:2])
    return float(min(4 * model.kin_prior, max(0.01 * model.kin_prior, seen / share / pairs)))


def weights(model: Model, left: Columns, places: Any, gammas: dict[str, Any]) -> tuple[Any, Any]:
    """Return the log2 odds of every pair, and its bits against kin; `places`: rows of the left register."""
    np = need("numpy", extra="linkage")
    bits, kin_bits = np.zeros(len(places)), np.zeros(len(places))
    for name, gamma in gammas.items():
        same, chance, kin = (np.log2([1.0, *of[name]]) for of in (model.same, model.chance, model.kin))
        same[0] = chance[0] = kin[0] = 0.0
        bits += (same - chance)[gamma + 1]
        kin_bits += (same - kin)[gamma + 1]
        if name in model.shares:
            top = len(model.chance[name]) - 1
            equal = np.flatnonzero(gamma == top)
            column = left[name]
            told = [model.chance_of(name, top, column[place]) for place in places[equal].tolist()]
            bits[equal] += chance[top + 1] - np.log2(told)
    strangers = bits + np.log2(model.prior / (1 - model.prior))
    kin = kin_bits + np.log2(model.prior / model.kin_prior)
    return -np.logaddexp2(-strangers, -kin), kin_bits
