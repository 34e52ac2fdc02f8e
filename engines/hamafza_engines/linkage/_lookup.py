"""One person against a register: an index in sorted arrays, and the weights of whole linkages."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamafza_engines.linkage._blocking import NARROW, key_parts, usable
from hamafza_engines.linkage._fields import Person
from hamafza_engines.linkage._model import Model, fixed_model, probability
from hamafza_engines.linkage._prepare import Columns, jalali_of, prepare
from hamafza_engines.linkage._types import Register

_RULES = (
    *NARROW,
    ("mobile",),
    ("postcode", "last"),
    ("nid_tail", "first"),
    ("last", "father", "year"),
    ("first", "last", "city"),
    ("first_head", "last_head", "birth"),
    ("first_head", "last", "year"),
    ("first", "last_head", "year"),
    ("first", "last"),
    ("birth",),
)
_ENOUGH = 300  # candidates; the narrow rules come first
_CROWD = 800  # a rule that names more people than this says nothing


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the register that may be the person: the weight, how sure, and the level of every field."""

    id: str
    weight: float
    probability: float
    levels: tuple[tuple[str, int], ...]


class Index:
    """A register made ready for look-ups: the prepared cells, and two whole numbers a row and rule."""

    def __init__(self, register: Register, *, jalali: bool | None = None) -> None:
        self.register = register
        self.jalali = jalali_of([register]) if jalali is None else jalali
        self.columns = prepare(register, jalali=self.jalali)
        parts = key_parts(self.columns)
        self._rules = usable(_RULES, set(parts))
        self._keys: list[array[int]] = []
        self._rows: list[array[int]] = []
        for rule in self._rules:
            keys = dict(_keys(parts, rule))
            rows = sorted(keys, key=keys.__getitem__)
            self._keys.append(array("q", map(keys.__getitem__, rows)))
            self._rows.append(array("l", rows))
        self._model: Model | None = None

    def model_for(self, asked: Columns) -> Model:
        """Return the fixed weights for the fields that the asked person has."""
        if self._model is None:
            self._model = fixed_model(self.columns, None, (1, len(self.register)))
        return self._model.only(asked)

    def candidates(self, parts: Columns, row: int = 0) -> list[int]:
        """Return the rows that share a key with the person, in the order of the register."""
        found: set[int] = set()
        for rule, keys, rows in zip(self._rules, self._keys, self._rows, strict=True):
            told = [parts[name][row] if name in parts else None for name in rule]
            if None in told:
                continue
            key = hash(tuple(told))
            start = bisect_left(keys, key)
            end = bisect_left(keys, key + 1, start)
            if end - start <= _CROWD and (len(found) < _ENOUGH or end - start <= 20):
                found.update(rows[start:end])
        return sorted(found)

    def person(self, row: int) -> Person:
        """Return the prepared cells of a row."""
        return {name: column[row] for name, column in self.columns.items()}


def _keys(parts: Columns, rule: Sequence[str]) -> Iterator[tuple[int, int]]:
    for row, told in enumerate(zip(*(parts[name] for name in rule), strict=True)):
        if None not in told:
            yield row, hash(told)


def look_up(
    register: Register | Index,
    person: Mapping[str, object],
    *,
    columns: Mapping[str, str] | None = None,
    model: Model | None = None,
    keep: int = 5,
) -> tuple[Found, ...]:
    """Return the rows that are most likely this person, the best first; the index is made once a register.

    `person` is a row under any header that guess_columns knows, or under the names of the fields.
    """
    index = register if isinstance(register, Index) else index_of(register)
    if not len(index.register):
        return ()
    asked = prepare(Register.of([person], columns=columns), jalali=index.jalali)
    model = model.only(asked) if model else index.model_for(asked)
    one: Person = {name: column[0] for name, column in asked.items()}
    found = []
    for row in index.candidates(key_parts(asked)):
        levels, weight = _weigh(model, one, index.person(row))
        named = tuple((name, level) for name, level in zip(model.fields, levels, strict=True) if level >= 0)
        found.append(Found(index.register.ids[row], weight, probability(weight), named))
    return tuple(sorted(found, key=lambda each: (-each.weight, each.id))[:keep])


def _weigh(model: Model, a: Person, b: Person) -> tuple[tuple[int, ...], float]:
    levels = model.levels(a, b)
    return levels, model.weight(sum(model.bits(levels, a)), model.kin_bits(levels))


def index_of(register: Register) -> Index:
    """Return the index of a register, made at the first call and kept with it."""
    kept = register.__dict__.get("_index")
    if kept is None:
        kept = Index(register)
        register.__dict__["_index"] = kept
    return kept
