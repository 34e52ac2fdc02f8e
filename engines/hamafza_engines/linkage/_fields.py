"""What is compared: each field's levels, best last, and the fixed weights for when nothing is learnt.

A level is a number as Splink's gamma: -1 one side is empty, 0 different, then better and better. `same` is
what holds of one person written twice, `chance` of two strangers, `kin` of two of one household (twins,
father and son): the third explanation of a likeness, without which a shared mobile looks like a proof.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hamafza_engines.linkage._distances import one_edit, within
from hamafza_engines.linkage._known import usual_names

Person = dict[str, str | None]
_USUAL = usual_names()


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison: SQL conditions for the levels above 0 (best first) and the same thing in Python."""

    name: str
    columns: tuple[str, ...]
    levels: tuple[str, ...]
    same: tuple[float, ...]
    chance: tuple[float, ...]
    kin: tuple[float, ...]
    conditions: tuple[str, ...]
    level: Callable[[Person, Person], int]
    by_frequency: bool = False

    @property
    def empty(self) -> str:
        """Return the SQL condition of level -1."""
        return f"{self.columns[0]}_l IS NULL OR {self.columns[0]}_r IS NULL"


def edit_sql(column: str) -> str:
    """Return the condition of one edit, the cheap tests first: DuckDB's Damerau is five times as dear."""
    a, b = f"{column}_l", f"{column}_r"
    return (
        f"abs(length({a}) - length({b})) <= 1 AND levenshtein({a}, {b}) <= 2"
        f" AND damerau_levenshtein({a}, {b}) <= 1"
    )


def _name(name: str, same: tuple[float, ...], chance: tuple[float, ...], kin: tuple[float, ...]) -> Field:
    sound = f"{name}_sound"
    other = {"first": "last", "last": "first"}.get(name)
    swapped = f"{sound}_l = {other}_sound_r AND {other}_sound_l = {sound}_r" if other else "1 = 0"
    shorter = f"length({sound}_l) >= {{0}} AND length({sound}_r) >= {{0}}"
    part = " OR ".join(
        f"(length({sound}_{y}) >= {least} AND {side})"
        for x, y in (("l", "r"), ("r", "l"))
        for least, side in (
            (2, f"substr({sound}_{x}, 1, length({sound}_{y})) = {sound}_{y}"),
            (3, f"right({sound}_{x}, length({sound}_{y})) = {sound}_{y}"),
        )
    )
    usual = _USUAL if name != "last" else frozenset()
    listed = f"' {' '.join(sorted(usual))} '"  # one text: a list of 200 would be parsed again and again
    a_slip = " OR ".join(f"instr({listed}, concat(' ', {sound}_{side}, ' ')) = 0" for side in "lr")
    conditions = (
        f"{name}_l = {name}_r",
        f"{sound}_l = {sound}_r OR (length({sound}_l) = length({sound}_r) AND length({sound}_l) >= 6"
        f" AND instr(concat({sound}_l, {sound}_l), {sound}_r) > 0)",  # the same words in another order
        f"length({sound}_l) + length({sound}_r) >= 5 AND {edit_sql(sound)} AND ({a_slip})",
        swapped,
        f"(({shorter.format(6)} AND levenshtein({sound}_l, {sound}_r) <= 2) OR {part})"
        f" AND ({a_slip} OR abs(length({sound}_l) - length({sound}_r)) > 1)",
    )

    def two_names(x: str, y: str) -> bool:
        return x in usual and y in usual

    def level(a: Person, b: Person) -> int:
        x, y = a[name], b[name]
        if x is None or y is None:
            return -1
        if x == y:
            return 5
        x, y = a[sound] or "", b[sound] or ""
        if x == y or (len(x) == len(y) >= 6 and y in x + x):
            return 4
        least = min(len(x), len(y))
        if len(x) + len(y) >= 5 and one_edit(x, y) and not two_names(x, y):
            return 3
        if other and x == b.get(f"{other}_sound") and y == a.get(f"{other}_sound"):
            return 2
        if abs(len(x) - len(y)) <= 1 and two_names(x, y):
            return 0
        if least >= 6 and within(x, y, 2):
            return 1
        short, long = sorted((x, y), key=len)
        return int(least >= 2 and long.startswith(short) or least >= 3 and long.endswith(short))

    levels = ("other", "part", "swapped", "edit", "sound", "same")
    return Field(name, (name, sound), levels, same, chance, kin, conditions, level, by_frequency=True)


def _number(name: str, same: tuple[float, ...], chance: tuple[float, ...], kin: tuple[float, ...]) -> Field:
    conditions = (
        f"{name}_l = {name}_r",
        edit_sql(name),
        f"levenshtein({name}_l, {name}_r) <= 2",
    )

    def level(a: Person, b: Person) -> int:
        x, y = a[name], b[name]
        if x is None or y is None:
            return -1
        return 3 if x == y else 2 if one_edit(x, y) else int(within(x, y, 2))

    return Field(name, (name,), ("other", "near", "edit", "same"), same, chance, kin, conditions, level)


def _birth() -> Field:
    year = "substr(birth_l, 1, 4) = substr(birth_r, 1, 4)"
    month, day, monthday = ("substr(birth_{0}, 5, 2)", "substr(birth_{0}, 7, 2)", "substr(birth_{0}, 5, 4)")
    known = f"{monthday.format('l')} <> '0000' AND {monthday.format('r')} <> '0000'"
    conditions = (
        f"birth_l = birth_r AND {known}",
        f"{year} AND {month.format('l')} = {day.format('r')} AND {day.format('l')} = {month.format('r')}"
        f" AND {known}",
        f"{edit_sql('birth')} AND {known}",
        f"{year} AND ({month.format('l')} = {month.format('r')} OR {day.format('l')} = {day.format('r')}"
        f" OR NOT ({known}))",
        year,
        f"levenshtein(birth_l, birth_r) <= 2 AND {known}",
        "abs(cast(substr(birth_l, 1, 4) AS int) - cast(substr(birth_r, 1, 4) AS int)) <= 1",
    )

    def level(a: Person, b: Person) -> int:
        x, y = a["birth"], b["birth"]
        if x is None or y is None:
            return -1
        whole = x[4:] != "0000" != y[4:]
        if whole:
            if x == y:
                return 7
            if x[:4] == y[:4] and x[4:6] == y[6:] and x[6:] == y[4:6]:
                return 6
            if one_edit(x, y):
                return 5
        if x[:4] == y[:4]:
            return 4 if not whole or x[4:6] == y[4:6] or x[6:] == y[6:] else 3
        if whole and within(x, y, 2):
            return 2
        return int(abs(int(x[:4]) - int(y[:4])) <= 1)

    return Field(
        "birth",
        ("birth",),
        ("other", "next_year", "near", "year", "year_and_part", "edit", "swapped", "same"),
        (0.02, 0.005, 0.01, 0.015, 0.03, 0.07, 0.03, 0.82),
        (0.938, 0.03, 0.01, 0.013, 0.006, 0.002, 1e-4, 5e-5),
        (0.86, 0.08, 0.01, 0.015, 0.01, 0.0045, 0.0005, 0.02),
        conditions,
        level,
    )


def _code(
    name: str,
    same: tuple[float, ...],
    chance: tuple[float, ...],
    kin: tuple[float, ...],
    *,
    begin: int = 0,
    by_frequency: bool = False,
) -> Field:
    """Compare a word or code: the same, one letter away, and (with begin > 0) the same beginning."""
    conditions = [f"{name}_l = {name}_r"]
    levels = ["other", "same"]
    if len(same) > 2:
        levels.insert(1, "edit")
        conditions.append(f"length({name}_l) >= 3 AND length({name}_r) >= 3 AND {edit_sql(name)}")
    if begin:
        levels.insert(1, "begin")
        conditions.append(f"substr({name}_l, 1, {begin}) = substr({name}_r, 1, {begin})")

    def level(a: Person, b: Person) -> int:
        x, y = a[name], b[name]
        if x is None or y is None:
            return -1
        if x == y:
            return len(same) - 1
        if len(same) > 2 and min(len(x), len(y)) >= 3 and one_edit(x, y):
            return len(same) - 2
        return int(bool(begin) and x[:begin] == y[:begin])

    return Field(
        name, (name,), tuple(levels), same, chance, kin, tuple(conditions), level, by_frequency=by_frequency
    )


FIELDS: tuple[Field, ...] = (
    # A household sometimes writes the father's number for everyone, hence kin 0.01 at the same ID.
    _number("nid", (0.015, 0.015, 0.07, 0.90), (0.9999, 9.4e-5, 5e-6, 1e-6), (0.96, 0.02, 0.01, 0.01)),
    _name(
        "first",
        (0.02, 0.04, 0.002, 0.06, 0.03, 0.848),
        (0.90, 0.04, 1e-5, 0.03, 0.01, 0.02),
        (0.935, 0.05, 1e-5, 0.01, 0.001, 0.004),
    ),
    _name(
        "last",
        (0.03, 0.05, 0.002, 0.07, 0.03, 0.818),
        (0.969, 0.015, 1e-5, 0.01, 0.003, 0.003),
        (0.25, 0.05, 1e-5, 0.05, 0.02, 0.63),
    ),
    _name(
        "father",
        (0.02, 0.05, 0.001, 0.06, 0.03, 0.839),
        (0.90, 0.04, 1e-5, 0.03, 0.01, 0.02),
        (0.34, 0.04, 1e-5, 0.04, 0.02, 0.56),
    ),
    _birth(),
    _number("mobile", (0.22, 0.02, 0.06, 0.70), (0.9999, 9.4e-5, 5e-6, 1e-6), (0.50, 0.02, 0.03, 0.45)),
    _code("city", (0.10, 0.05, 0.85), (0.94, 0.01, 0.05), (0.15, 0.04, 0.81), by_frequency=True),
    _code("gender", (0.02, 0.98), (0.5, 0.5), (0.5, 0.5)),
    _code(
        "postcode",
        (0.20, 0.06, 0.06, 0.68),
        (0.988, 0.01, 1e-3, 1e-3),
        (0.15, 0.05, 0.05, 0.75),
        begin=5,
    ),
    _code("job", (0.25, 0.05, 0.70), (0.94, 0.01, 0.05), (0.85, 0.01, 0.14), by_frequency=True),
)
BY_NAME = {field.name: field for field in FIELDS}
# Without one of these in both rows nobody is merged by itself: many are born on one day.
NAMING = frozenset({"nid", "first", "last"})
