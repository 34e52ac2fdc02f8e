"""The weights: what each level says for one person, against strangers and against kin."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2

from hamafza_engines.linkage._fields import BY_NAME, FIELDS, Person
from hamafza_engines.linkage._prepare import Columns

_RAREST = 2e-5  # a value seen once says no more than this: it may be a slip of the pen
_KIN_A_PERSON = 2.0  # others of one's household in the other register
_EXPECTED = 0.3  # share of the smaller register thought to be in the other one, before anything is learnt

Levels = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Probabilities of every level under the three explanations, and how frequent the values are."""

    same: Mapping[str, Levels]
    chance: Mapping[str, Levels]
    kin: Mapping[str, Levels]
    shares: Mapping[str, Mapping[str, float]]
    prior: float
    kin_prior: float

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the compared fields."""
        return tuple(self.same)

    def only(self, columns: Columns) -> "Model":
        """Return the model of the fields that are among the columns."""
        same, chance, kin = (
            {name: of[name] for name in of if name in columns} for of in (self.same, self.chance, self.kin)
        )
        return Model(same, chance, kin, self.shares, self.prior, self.kin_prior)

    def levels(self, a: Person, b: Person) -> tuple[int, ...]:
        """Compare two persons, field by field."""
        return tuple(BY_NAME[name].level(a, b) for name in self.same)

    def chance_of(self, name: str, level: int, value: str | None) -> float:
        """Return how often strangers reach a level; of equal values, how frequent this value is."""
        chance = self.chance[name]
        if level == len(chance) - 1 and value is not None and name in self.shares:
            return max(self.shares[name].get(value, 0.0), _RAREST)
        return chance[level]

    def bits(self, levels: Iterable[int], a: Person) -> tuple[float, ...]:
        """Return the weight of every field in bits: the same person against strangers."""
        return tuple(
            log2(self.same[name][level] / self.chance_of(name, level, a[name])) if level >= 0 else 0.0
            for name, level in zip(self.same, levels, strict=True)
        )

    def kin_bits(self, levels: Iterable[int]) -> float:
        """Return the weight of the whole likeness in bits: the same person against two of one household."""
        return sum(
            log2(self.same[name][level] / self.kin[name][level])
            for name, level in zip(self.same, levels, strict=True)
            if level >= 0
        )

    def weight(self, bits: float, kin_bits: float) -> float:
        """Return the log2 odds of one person against both other explanations."""
        strangers = bits + log2(self.prior / (1 - self.prior))
        kin = kin_bits + log2(self.prior / self.kin_prior)
        low, high = sorted((strangers, kin))
        return low - log2(1 + 2.0 ** max(low - high, -1000.0))


def fixed_model(left: Columns, right: Columns | None, sizes: tuple[int, int], matches: int = 0) -> Model:
    """Return the documented weights for the fields that both registers have."""
    fields = [field for field in FIELDS if field.name in left and (right is None or field.name in right)]
    prior = prior_of(sizes, alone=right is None and sizes[0] > 1, matches=matches)
    return Model(
        {field.name: field.same for field in fields},
        {field.name: field.chance for field in fields},
        {field.name: field.kin for field in fields},
        {field.name: shares_of(field.name, left, right) for field in fields if field.by_frequency},
        prior,
        min(0.5, _KIN_A_PERSON / max(*sizes, 2)),
    )


def prior_of(sizes: tuple[int, int], *, alone: bool, matches: int = 0) -> float:
    """Return the probability that two rows drawn at random are one person."""
    expected = max(matches / 0.8, _EXPECTED * min(sizes) if not matches else 1.0, 1.0)
    pairs = sizes[0] * (sizes[0] - 1) / 2 if alone else sizes[0] * sizes[1]
    return min(0.5, expected / max(pairs, 1))


def shares_of(name: str, left: Columns, right: Columns | None) -> dict[str, float]:
    """Return how frequent each value of a field is in both registers together."""
    counts = Counter(left[name])
    if right is not None:
        counts.update(right[name])
    counts.pop(None, None)
    total = counts.total()
    return {value: count / total for value, count in counts.items() if value is not None}


def probability(weight: float) -> float:
    """Return the probability that belongs to log2 odds."""
    return 1 / (1 + 2.0**-weight) if weight > -500 else 0.0
