"""Learn from officers' corrections, never silently: what is not measurably better is refused."""

import math
import random
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hamafza_engines.triage._corpus import examples
from hamafza_engines.triage._features import features, keys, tokens, units
from hamafza_engines.triage._model import CLASSES, SCALE, WIDTH, Model, N, version_of
from hamafza_engines.triage._train import Example, descend, place_of, text_of, whole

_HELD = 3  # every third correction is held back
_FEW = 5  # held-back corrections below this prove nothing
_TWICE, _REPLAYED = (
    2,
    3,
)  # a correction counts twice; three remembered texts for each keep the old from being lost
_EPOCHS, _RATE = 6, 0.8


@dataclass(frozen=True, slots=True)
class Retrained:
    """A model that was right more often on held-back corrections, and how often each was."""

    model: Model
    old_right: int
    new_right: int
    held: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the current model stays, and how often each was right on the held-back corrections."""

    reason: str
    old_right: int
    new_right: int
    held: int


def retrain(corrections: Iterable[Example], current: Model, *, seed: int = 0) -> Retrained | Refused:
    """Return a model that beats the current one on corrections neither has seen, or a refusal.

    A correction is (text, the domain an officer chose, or 'none'); the last one of a text counts.
    """
    told = sorted({" ".join(keys(tokens(text))): (text, domain) for text, domain in corrections}.values())
    for _, domain in told:
        place_of(domain, CLASSES, "domain")
    told.sort(key=lambda one: zlib.crc32(one[0].encode("utf-8", "replace")))
    held, learnt = told[::_HELD], [one for place, one in enumerate(told) if place % _HELD]
    if len(held) < _FEW:
        return Refused(f"{len(told)} corrections are too few: {_FEW * _HELD} are needed", 0, 0, len(held))
    model = _taught(learnt, current, seed)
    old, new = _right(held, current), _right(held, model)
    if new <= old:
        return Refused("the new model is not right more often", old, new, len(held))
    if _loss(held, model) >= _loss(held, current):
        return Refused("the new model is right more often but surer of what is wrong", old, new, len(held))
    return Retrained(model, old, new, len(held))


def _taught(learnt: list[Example], current: Model, seed: int) -> Model:
    remembered = examples()
    replayed = random.Random(seed).sample(remembered, min(len(remembered), _REPLAYED * len(learnt)))
    lessons = [*learnt * _TWICE, *replayed]
    worded = [keys(tokens(text)) for text, _ in lessons]
    buckets = {bucket for words in worded for unit in units(words) for bucket, _ in features(unit)}
    start = {b: [w / SCALE for w in current.weights[b * WIDTH : b * WIDTH + N]] for b in buckets}
    texts = [text_of(words, current.rarity, {}) for words in worded]
    targets = [CLASSES.index(domain) for _, domain in lessons]
    head = (start, list(current.bias[:N]))
    rows, bias = descend(texts, targets, N, seed, head=head, epochs=_EPOCHS, rate=_RATE)
    weights = array("h", current.weights)
    for bucket, row in rows.items():
        weights[bucket * WIDTH : bucket * WIDTH + N] = array("h", (whole(w) for w in row))
    both = (*bias, *current.bias[N:])
    return Model(
        weights, current.rarity, both, current.temperature, version_of(weights, both, current.temperature)
    )


def _right(held: Sequence[Example], model: Model) -> int:
    shares = (model.probabilities(keys(tokens(text))) for text, _ in held)
    return sum(CLASSES[its.index(max(its))] == domain for its, (_, domain) in zip(shares, held, strict=True))


def _loss(held: Sequence[Example], model: Model) -> float:
    shares = (model.probabilities(keys(tokens(text))) for text, _ in held)
    pairs = zip(shares, held, strict=True)
    return sum(-math.log(max(its[CLASSES.index(domain)], 1e-12)) for its, (_, domain) in pairs)
