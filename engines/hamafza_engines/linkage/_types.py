"""The registers, the question and the answer of linkage, as frozen data checked when made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage._columns import FIELD_NAMES, chosen_columns

Backend = Literal["duckdb", "spark"]
Method = Literal["auto", "learnt", "fixed"]
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Register:
    """One agency's register, column by column: field (see FIELD_NAMES) -> one cell a person."""

    ids: tuple[str, ...]
    cells: Mapping[str, Cells]
    name: str = ""

    def __post_init__(self) -> None:
        if len(set(self.ids)) != len(self.ids):
            seen: set[str] = set()
            twice = next(id_ for id_ in self.ids if id_ in seen or seen.add(id_))  # type: ignore[func-returns-value]
            raise BadInput(
                "id", twice, "every row needs an id of its own", remedy_fa="شناسهٔ هر سطر باید یکتا باشد"
            )
        for name, column in self.cells.items():
            if name not in FIELD_NAMES:
                raise BadInput("columns", name, f"use one of {', '.join(FIELD_NAMES)}")
            if len(column) != len(self.ids):
                raise BadInput(name, len(column), f"must have {len(self.ids)} cells, one an id")

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(
        cls,
        rows: Iterable[Mapping[str, object]],
        *,
        columns: Mapping[str, str] | None = None,
        name: str = "",
    ) -> "Register":
        """Read rows by their columns' names, guessed or told (field -> header; "" leaves a field out)."""
        rows = list(rows)
        headers = list(dict.fromkeys(str(header) for row in rows for header in row))
        chosen = chosen_columns(headers, columns or {}) if rows else {}
        cells = {field_: tuple(_cell(row.get(header)) for row in rows) for field_, header in chosen.items()}
        ids = cells.pop("id", None)
        numbers = tuple(str(getattr(row, "number", place)) for place, row in enumerate(rows, start=1))
        if ids is None or (len(set(ids)) < len(rows) and "id" not in (columns or {})):
            ids = numbers  # «ردیف» that begins again on every sheet is no id
        known = tuple(
            id_ if id_ is not None else f"row {number}" for id_, number in zip(ids, numbers, strict=True)
        )
        return cls(known, cells, name)


def _cell(value: object) -> str | None:
    if isinstance(value, float):
        if not isfinite(value):
            return None
        value = int(value) if value.is_integer() else value
    text = "" if value is None else str(value).strip()
    return text[:200] or None  # no name or number is longer; the cut keeps a hostile cell cheap


@dataclass(frozen=True)
class Problem:
    """Two registers to link; without the second, one register in which to find those written twice."""

    left: Register
    right: Register | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """What is automatic, what two clerks look at, and how the work is done.

    auto, grey: probabilities (0-1) from which a pair is merged by itself, or shown to two clerks.
    margin_bits: a pair is automatic only when it beats the next best of both persons by this many bits.
    learn_from: rows that each register needs before weights are learnt; below, the fixed weights stand.
    """

    auto: float = 0.95
    grey: float = 0.2
    margin_bits: float = 1.0
    one_to_one: bool = True
    method: Method = "auto"
    backend: Backend = "duckdb"
    learn_from: int = 500
    largest_block: int = 250_000
    widest: int = 10

    def __post_init__(self) -> None:
        _within("auto", self.auto, 0.5, 1)
        _within("grey", self.grey, 0.001, self.auto)
        _within("margin_bits", self.margin_bits, 0, 100)
        _within("learn_from", self.learn_from, 2, 10**9)
        _within("largest_block", self.largest_block, 1, 10**9)
        _within("widest", self.widest, 0, 1000)
        if self.method not in ("auto", "learnt", "fixed"):
            raise BadInput("method", self.method, "use auto, learnt or fixed")
        if self.backend not in ("duckdb", "spark"):
            raise BadInput("backend", self.backend, "use duckdb or spark")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (isinstance(value, (int, float)) and isfinite(value) and low <= value <= high):
        raise BadInput(
            name, value, f"must lie between {low} and {high}", remedy_fa=f"باید میان {low} و {high} باشد"
        )


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows that are perhaps one person: the weight in bits, how sure, and what to do with it.

    verdict: "auto" merges by itself (a name or an ID must be in both rows), "grey" is for two clerks.
    levels: (field, level) of every field that both rows have filled.
    kin_bits: the weight against two of one household alone.
    rival: ids and weight of the next best pair of either person, None without one.
    """

    left: str
    right: str
    weight: float
    probability: float
    verdict: Literal["auto", "grey"]
    levels: tuple[tuple[str, str], ...]
    kin_bits: float
    rival: tuple[str, str, float] | None = None


@dataclass(frozen=True)
class Plan:
    """The links, the best first, and everything needed to explain them."""

    links: tuple[Link, ...]
    value: float
    bound: float
    status: Literal["optimal", "stopped", "heuristic"]
    method: Literal["learnt", "fixed"]
    why: str
    sizes: tuple[int, int]
    candidates: int
    skipped: tuple[tuple[str, int], ...] = ()
    clusters: tuple[tuple[str, ...], ...] = ()
    params: Params = field(default_factory=Params, repr=False)
    jalali: bool = False
    problem: Problem | None = field(default=None, repr=False, compare=False)
    model: Any = field(default=None, repr=False, compare=False)

    @property
    def gap(self) -> float:
        """Return how far, relatively, the one-to-one choice may lie below the best one (0: proved)."""
        return (self.bound - self.value) / self.bound if self.bound > self.value else 0.0

    @property
    def auto(self) -> tuple[Link, ...]:
        """Return the links that merge by themselves."""
        return tuple(link for link in self.links if link.verdict == "auto")

    @property
    def grey(self) -> tuple[Link, ...]:
        """Return the links for two clerks."""
        return tuple(link for link in self.links if link.verdict == "grey")

    def explain(self, i: int | str, language: Literal["fa", "en"] = "fa") -> str:
        """Say why link i (its place, or the id of a row, the left one first) is thought to be one person."""
        from hamafza_engines.linkage._words import explain

        return explain(self, self._link(i), language)

    def summary(self, language: Literal["fa", "en"] = "fa") -> str:
        """Return the plan in a few sentences."""
        from hamafza_engines.linkage._words import summary

        return summary(self, language)

    def _link(self, i: int | str) -> Link:
        if isinstance(i, int):
            if not 0 <= i < len(self.links):
                raise BadInput("i", i, f"must lie between 0 and {len(self.links) - 1}")
            return self.links[i]
        found = [link for link in self.links if i == link.left] or [x for x in self.links if i == x.right]
        if not found:
            raise BadInput("id", i, "no link holds this id", remedy_fa="پیوندی با این شناسه نیست")
        return found[0]
