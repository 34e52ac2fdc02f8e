"""Multinomial logistic regression over hashed features, by seeded SGD, with a class «none of these»."""

import math
import random
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from hamafza_engines.triage._features import BUCKETS, features, tokens
from hamafza_engines.triage._types import DOMAINS

CLASSES = (*DOMAINS, "none")
_N = len(CLASSES)
_MAGIC = b"HMFT1\n"
_SCALE = 1024  # weights are kept as 16-bit whole numbers of 1/1024
_FOLDS = 4
_EPOCHS, _RATE, _DECAY = 12, 1.2, 2e-5
# Each time a part of a text is unheard, so that no word alone decides and strangers are understood.
_HEARD = 0.8
_SLIGHT = 0.004  # a gradient below this is not worth the walk over the features

Vector = list[tuple[int, float]]


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """Weights (BUCKETS x classes, row by row), rarity of each feature, biases, temperature and a version."""

    weights: "array[int]"
    rarity: "array[float]"
    bias: tuple[float, ...]
    temperature: float
    version: str

    @staticmethod
    def load(path: str | Path | None = None) -> "Model":
        """Read a saved model; without a path, the one shipped with the package (kept in memory)."""
        return _shipped() if path is None else _read(Path(path))

    @staticmethod
    def train(examples: Iterable[tuple[str, str]], seed: int = 0) -> "Model":
        """Learn from (text, domain or 'none') pairs; the same pairs and seed give the same model."""
        return _train(list(examples), seed)

    def save(self, path: str | Path) -> None:
        """Write the model as one small file."""
        head = struct.pack(f"<{_N + 1}d", self.temperature, *self.bias)
        body = zlib.compress(self.rarity.tobytes() + self.weights.tobytes(), 9)
        Path(path).write_bytes(_MAGIC + head + body)

    def probabilities(self, words: Sequence[str]) -> list[float]:
        """Return the calibrated probability of each of CLASSES."""
        return softmax(self.logits(self.vector(words)), self.temperature)

    def vector(self, words: Sequence[str]) -> Vector:
        """Return the unit-length, rarity-weighted features of the words."""
        sums: dict[int, float] = {}
        for bucket, _, weight in features(list(words)):
            sums[bucket] = sums.get(bucket, 0.0) + weight
        rarity = self.rarity
        return _unit(
            [(bucket, (1 + math.log(s) if s > 1 else s) * rarity[bucket]) for bucket, s in sums.items()]
        )

    def logits(self, vector: Vector) -> list[float]:
        """Return the raw score of each class."""
        scaled = [b * _SCALE for b in self.bias]
        return [score / _SCALE for score in _scores(self.weights, scaled, vector)]


def softmax(scores: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Turn scores into probabilities."""
    top = max(scores)
    grown = [math.exp((score - top) / temperature) for score in scores]
    total = sum(grown)
    return [g / total for g in grown]


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(x * x for _, x in vector)) or 1.0
    return [(bucket, x / length) for bucket, x in vector if x]


@cache
def _shipped() -> Model:
    with as_file(files(__package__).joinpath("model.bin")) as path:
        return _read(path)


def _read(path: Path) -> Model:
    data = path.read_bytes()
    start = len(_MAGIC)
    try:
        temperature, *bias = struct.unpack_from(f"<{_N + 1}d", data, start)
        body = zlib.decompress(data[start + 8 * (_N + 1) :])
    except (struct.error, zlib.error):
        body = b""
    if not data.startswith(_MAGIC) or len(body) != BUCKETS * (4 + 2 * _N):
        raise ValueError(f"{path} is not a triage model")
    rarity, weights = array("f", body[: 4 * BUCKETS]), array("h", body[4 * BUCKETS :])
    return Model(weights, rarity, tuple(bias), temperature, _version(weights, bias, temperature))


def _version(weights: "array[int]", bias: Sequence[float], temperature: float) -> str:
    return f"{zlib.crc32(weights.tobytes() + repr((list(bias), temperature)).encode()):08x}"


def _train(examples: list[tuple[str, str]], seed: int) -> Model:
    if not examples:
        raise ValueError("examples must not be empty")
    targets = [_class_of(domain) for _, domain in examples]
    worded = [[word for word, _, _ in tokens(text)] for text, _ in examples]
    rarity = _rarity(worded)
    blank = Model(array("h"), rarity, (), 1.0, "")
    vectors = [blank.vector(words) for words in worded]
    temperature = _temperature(vectors, targets, _kin(worded), seed)
    weights, bias = _descend(vectors, targets, seed)
    whole = array("h", (max(-32767, min(32767, round(w * _SCALE))) for w in weights))
    return Model(whole, rarity, tuple(bias), temperature, _version(whole, bias, temperature))


def _class_of(domain: str) -> int:
    if domain not in CLASSES:
        raise ValueError(f"domain must be one of DOMAINS or 'none', not {domain!r}")
    return CLASSES.index(domain)


def _rarity(worded: list[list[str]]) -> "array[float]":
    counts: dict[int, int] = {}
    for words in worded:
        for bucket in {bucket for bucket, _, _ in features(words)}:
            counts[bucket] = counts.get(bucket, 0) + 1
    rarity = array("f", bytes(4 * BUCKETS))
    for bucket, count in counts.items():
        rarity[bucket] = math.sqrt(1 + math.log((1 + len(worded)) / (1 + count)))
    return rarity


def _descend(vectors: list[Vector], targets: list[int], seed: int) -> tuple[list[float], list[float]]:
    chance = random.Random(seed)
    weights, bias = [0.0] * (BUCKETS * _N), [0.0] * _N
    order = list(range(len(vectors)))
    steps = 0
    for _ in range(_EPOCHS):
        chance.shuffle(order)
        for i in order:
            steps += 1
            heard = [part for part in vectors[i] if chance.random() < _HEARD]
            _step(weights, bias, heard, targets[i], _RATE / (1 + _DECAY * steps))
    return weights, bias


def _scores(weights: Sequence[float], bias: Sequence[float], vector: Vector) -> list[float]:
    scores = list(bias)
    for bucket, x in vector:
        row = bucket * _N
        scores = [s + x * w for s, w in zip(scores, weights[row : row + _N], strict=True)]
    return scores


def _step(weights: list[float], bias: list[float], vector: Vector, target: int, rate: float) -> None:
    errors = softmax(_scores(weights, bias, vector))
    errors[target] -= 1
    for k, error in enumerate(errors):
        if abs(error) > _SLIGHT:
            change = rate * error
            bias[k] -= 0.02 * change
            for bucket, x in vector:
                weights[bucket * _N + k] -= change * x


def _temperature(vectors: list[Vector], targets: list[int], folds: list[int], seed: int) -> float:
    """Fit the temperature on texts whose kin the weights have not seen."""
    if len(vectors) < 40:
        return 1.0
    held: list[tuple[list[float], int]] = []
    for fold in range(_FOLDS):
        seen = [i for i, its in enumerate(folds) if its != fold]
        weights, bias = _descend([vectors[i] for i in seen], [targets[i] for i in seen], seed)
        unseen = [i for i, its in enumerate(folds) if its == fold]
        held.extend((_scores(weights, bias, vectors[i]), targets[i]) for i in unseen)
    grid = [0.2 * 1.06**k for k in range(60)]
    return min(grid, key=lambda t: sum(-math.log(max(softmax(s, t)[y], 1e-12)) for s, y in held))


def _kin(worded: list[list[str]]) -> list[int]:
    """Give texts that share their rarest common word one fold: paraphrases stay on one side."""
    counts = Counter(word for words in worded for word in set(words))
    rarest = (
        min((w for w in words if counts[w] > 1), key=lambda w: (counts[w], w), default="") for words in worded
    )
    # A bare word or two is no request: it teaches, but says nothing about how sure to be of one.
    return [
        zlib.crc32(word.encode()) % _FOLDS if len(words) > 2 else _FOLDS
        for word, words in zip(rarest, worded, strict=True)
    ]
