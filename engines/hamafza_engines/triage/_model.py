"""A linear model over hashed features with two heads, domains and alarms; each word's part is exact."""

import math
import struct
import zlib
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from hamafza_engines.triage._features import BUCKETS, features, units
from hamafza_engines.triage._types import DANGERS, DOMAINS

CLASSES = (*DOMAINS, "none")
ALARMS = (*DANGERS, "emergency", "soon", "none")
N, WIDTH = len(CLASSES), len(CLASSES) + len(ALARMS)
SCALE = 1024  # weights are kept as 16-bit whole numbers of 1/1024
_MAGIC = b"HMFT2\n"
_REMEMBERED = 20_000  # units whose scores are kept; a text has about fifty

Said = tuple[Sequence[float], float]


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """Weights (BUCKETS x both heads, by row), rarity of each feature, biases, temperature, a version."""

    weights: "array[int]"
    rarity: "array[float]"
    bias: tuple[float, ...]
    temperature: float
    version: str
    _said: dict[str, Said] = field(default_factory=dict, repr=False)

    @staticmethod
    def load(path: str | Path | None = None) -> "Model":
        """Read a saved model; without a path, the one shipped with the package (kept in memory)."""
        return _shipped() if path is None else _read(Path(path))

    @staticmethod
    def train(
        examples: Iterable[tuple[str, str]],
        seed: int = 0,
        *,
        alarms: Iterable[tuple[str, str]] = (),
        strangers: Collection[str] = (),
    ) -> "Model":
        """Learn from (text, domain or 'none') and (text, alarm or 'none'); the same give the same model.

        Strangers are texts by other hands than the rest: how sure to be is learnt from them.
        """
        from hamafza_engines.triage._train import train

        return train(list(examples), list(alarms), seed, strangers)

    def save(self, path: str | Path) -> None:
        """Write the model as one small file."""
        head = struct.pack(f"<{WIDTH + 1}d", self.temperature, *self.bias)
        body = zlib.compress(self.rarity.tobytes() + self.weights.tobytes(), 9)
        Path(path).write_bytes(_MAGIC + head + body)

    def probabilities(self, words: Sequence[str]) -> list[float]:
        """Return the calibrated probability of each of CLASSES."""
        return calibrated(self.judge(words)[0], self.temperature)

    def judge(self, words: Sequence[str]) -> tuple[list[float], list[float]]:
        """Return the share of each of CLASSES and of each of ALARMS, before the temperature."""
        raw = self.scores(words)
        return softmax(raw[:N]), softmax(raw[N:])

    def scores(self, words: Sequence[str]) -> list[float]:
        """Return the raw score of each class: what the units say over their length, and the bias."""
        total, energy = [0.0] * WIDTH, 0.0
        for unit in units(words):
            row, its = self.says(unit)
            total = [a + b for a, b in zip(total, row, strict=True)]
            energy += its
        length = math.sqrt(energy) or 1.0
        return [b + t / length for b, t in zip(self.bias, total, strict=True)]

    def says(self, unit: str) -> Said:
        """Return what a unit adds to the score of each class, and its squared length."""
        said = self._said.get(unit)
        if said is None:
            said = self._of(unit)
            if len(self._said) < _REMEMBERED:
                self._said[unit] = said
        return said

    def _of(self, unit: str) -> Said:
        row, energy = [0.0] * WIDTH, 0.0
        for bucket, weight in features(unit):
            value = weight * self.rarity[bucket]
            energy += value * value
            of_bucket = self.weights[bucket * WIDTH : bucket * WIDTH + WIDTH]
            row = [s + value * w for s, w in zip(row, of_bucket, strict=True)]
        return [s / SCALE for s in row], energy


def softmax(scores: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Turn scores into probabilities."""
    top = max(scores)
    grown = [math.exp((score - top) / temperature) for score in scores]
    total = sum(grown)
    return [g / total for g in grown]


def calibrated(shares: Sequence[float], temperature: float) -> list[float]:
    """Sharpen or blunt shares so that what is called 80 % sure is right four times in five."""
    return softmax([math.log(max(share, 1e-12)) for share in shares], temperature)


def version_of(weights: "array[int]", bias: Sequence[float], temperature: float) -> str:
    """Return a short name that changes with the model."""
    return f"{zlib.crc32(weights.tobytes() + repr((list(bias), temperature)).encode()):08x}"


@cache
def _shipped() -> Model:
    with as_file(files(__package__).joinpath("model.bin")) as path:
        return _read(path)


def _read(path: Path) -> Model:
    data = path.read_bytes()
    start = len(_MAGIC)
    try:
        temperature, *bias = struct.unpack_from(f"<{WIDTH + 1}d", data, start)
        body = zlib.decompress(data[start + 8 * (WIDTH + 1) :])
    except (struct.error, zlib.error):
        body = b""
    if not data.startswith(_MAGIC) or len(body) != BUCKETS * (4 + 2 * WIDTH):
        raise ValueError(f"{path} is not a triage model")
    rarity, weights = array("f", body[: 4 * BUCKETS]), array("h", body[4 * BUCKETS :])
    return Model(weights, rarity, tuple(bias), temperature, version_of(weights, bias, temperature))
