"""Multinomial logistic regression by seeded SGD; its temperature is fitted on texts of unheard hands."""

import math
import random
import zlib
from array import array
from collections import Counter
from collections.abc import Collection, Sequence

from hamafza_engines.triage._features import BUCKETS, features, keys, tokens, units
from hamafza_engines.triage._model import (
    ALARMS,
    CLASSES,
    SCALE,
    WIDTH,
    Model,
    N,
    calibrated,
    softmax,
    version_of,
)
from hamafza_engines.triage._parts import judged, mixed

_FOLDS = 4
_EPOCHS, _RATE, _DECAY = 12, 1.2, 2e-5
# Each time a part of a text is unheard, so that no word alone decides and strangers are understood.
_HEARD = 0.6
_SLIGHT = 0.004  # a gradient below this is not worth the walk over the features
_MANY = 40  # fewer examples than this cannot tell how sure to be

Example = tuple[str, str]
Unit = list[tuple[int, float]]
Text = list[Unit]
Rows = dict[int, list[float]]
Head = tuple[Rows, list[float]]


def train(examples: list[Example], alarms: list[Example], seed: int, strangers: Collection[str]) -> Model:
    """Learn both heads, then how sure to be of a domain: as often right as on strangers."""
    if not examples:
        raise ValueError("examples must not be empty")
    targets = [place_of(domain, CLASSES, "domain") for _, domain in examples]
    warned = [place_of(kind, ALARMS, "alarm") for _, kind in alarms]
    worded = [keys(tokens(text)) for text, _ in (*examples, *alarms)]
    rarity = _rarity(worded)
    seen: dict[str, Unit] = {}
    texts = [text_of(words, rarity, seen) for words in worded]
    told, warnings = texts[: len(examples)], texts[len(examples) :]
    kept = [text in strangers for text, _ in examples] if strangers else _kin(worded[: len(examples)])
    temperature = _temperature(examples, told, targets, rarity, kept, seed)
    heads = descend(told, targets, N, seed), descend(warnings, warned, len(ALARMS), seed)
    return _model(heads, rarity, temperature)


def _model(heads: tuple[Head, Head], rarity: "array[float]", temperature: float = 1.0) -> Model:
    weights = array("h", bytes(2 * BUCKETS * WIDTH))
    for (rows, bias), first in zip(heads, (0, N), strict=True):
        for bucket, row in rows.items():
            start = bucket * WIDTH + first
            weights[start : start + len(bias)] = array("h", (whole(w) for w in row))
    both = (*heads[0][1], *heads[1][1])
    return Model(weights, rarity, both, temperature, version_of(weights, both, temperature))


def place_of(name: str, names: Sequence[str], what: str) -> int:
    """Return the place of a domain or an alarm among the classes of its head."""
    if name not in names:
        raise ValueError(f"{what} must be one of {', '.join(names)}, not {name!r}")
    return names.index(name)


def whole(weight: float) -> int:
    """Return a weight as it is kept."""
    return max(-32767, min(32767, round(weight * SCALE)))


def text_of(words: list[str], rarity: Sequence[float], seen: dict[str, Unit]) -> Text:
    """Return the units of a text, weighed by rarity and scaled so that the whole has length one."""
    found = []
    for unit in units(words):
        if unit not in seen:
            seen[unit] = [(bucket, weight * rarity[bucket]) for bucket, weight in features(unit)]
        found.append(seen[unit])
    length = math.sqrt(sum(x * x for unit in found for _, x in unit)) or 1.0
    return [[(bucket, x / length) for bucket, x in unit] for unit in found]


def _rarity(worded: list[list[str]]) -> "array[float]":
    counts: Counter[int] = Counter()
    seen: dict[str, set[int]] = {}
    for words in worded:
        buckets: set[int] = set()
        for unit in units(words):
            if unit not in seen:
                seen[unit] = {bucket for bucket, _ in features(unit)}
            buckets |= seen[unit]
        counts.update(buckets)
    # A word no text has is as rare as can be: it says nothing, and makes what the others say weigh less.
    rarity = array("f", [1 + math.log(1 + len(worded))]) * BUCKETS
    for bucket, count in counts.items():
        rarity[bucket] = 1 + math.log((1 + len(worded)) / (1 + count))
    return rarity


def descend(
    texts: Sequence[Text],
    targets: Sequence[int],
    count: int,
    seed: int,
    *,
    head: Head | None = None,
    epochs: int = _EPOCHS,
    rate: float = _RATE,
) -> Head:
    """Walk the texts in a seeded order, each epoch anew, from a head or from nothing."""
    chance = random.Random(seed)
    rows, bias = head or ({}, [0.0] * count)
    order = list(range(len(texts)))
    steps = 0
    for _ in range(epochs):
        chance.shuffle(order)
        for i in order:
            steps += 1
            heard = [part for unit in texts[i] if chance.random() < _HEARD for part in unit]
            _step(rows, bias, heard, targets[i], rate / (1 + _DECAY * steps))
    return rows, bias


def scores(rows: Rows, bias: Sequence[float], heard: Unit) -> list[float]:
    """Return the raw score of each class."""
    found = list(bias)
    for bucket, x in heard:
        row = rows.get(bucket)
        if row:
            found = [s + x * w for s, w in zip(found, row, strict=True)]
    return found


def _step(rows: Rows, bias: list[float], heard: Unit, target: int, rate: float) -> None:
    errors = softmax(scores(rows, bias, heard))
    errors[target] -= 1
    changes = [(k, rate * error) for k, error in enumerate(errors) if abs(error) > _SLIGHT]
    for k, change in changes:
        bias[k] -= 0.02 * change
    for bucket, x in heard:
        row = rows.get(bucket)
        if row is None:
            row = rows[bucket] = [0.0] * len(bias)
        for k, change in changes:
            row[k] -= change * x


def _temperature(
    examples: list[Example],
    texts: list[Text],
    targets: list[int],
    rarity: "array[float]",
    kept: list[bool],
    seed: int,
) -> float:
    """Fit the temperature on the texts that are kept from the weights."""
    seen, unseen = ([i for i, its in enumerate(kept) if its is held] for held in (False, True))
    if len(texts) < _MANY or not unseen:
        return 1.0
    half = descend([texts[i] for i in seen], [targets[i] for i in seen], N, seed)
    model = _model((half, ({}, [0.0] * len(ALARMS))), rarity)
    told = [(mixed(*judged(model, examples[i][0], tokens(examples[i][0]))), targets[i]) for i in unseen]
    grid = [0.2 * 1.06**k for k in range(60)]
    return min(grid, key=lambda t: sum(-math.log(max(calibrated(s, t)[y], 1e-12)) for s, y in told))


def _kin(worded: list[list[str]]) -> list[bool]:
    """Keep a quarter of the texts; those that share their rarest common word stay on one side."""
    counts = Counter(word for words in worded for word in set(words))
    rarest = (
        min((w for w in words if counts[w] > 1), key=lambda w: (counts[w], w), default="") for words in worded
    )
    # A bare word or two is no request: it teaches, but says nothing about how sure to be of one.
    return [
        len(words) > 2 and zlib.crc32(word.encode("utf-8", "replace")) % _FOLDS == 0
        for word, words in zip(rarest, worded, strict=True)
    ]
