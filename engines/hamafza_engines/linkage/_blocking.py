"""Which pairs are looked at: seven narrow rules always, wider ones while they stay cheap."""

from dataclasses import dataclass
from typing import Any

from hamafza_engines.frame import need
from hamafza_engines.linkage._prepare import Columns, turned

# What a rule may ask to be equal; names by their sound, so that ث س ص and half-spaces part nobody.
NARROW: tuple[tuple[str, ...], ...] = (
    ("nid",),
    ("mobile", "year"),
    ("birth", "last"),
    ("birth", "first"),
    ("first", "last", "year"),
    ("first", "last", "father"),
    ("first", "father", "city", "year"),
)
WIDE: tuple[tuple[str, ...], ...] = (
    ("mobile", "first"),
    ("postcode", "first"),
    ("postcode", "last"),
    ("nid_head", "year"),
    ("nid_tail", "first"),
    ("last", "father", "year"),
    ("first_head", "last_head", "birth"),
    ("first", "last", "city"),
    ("first_head", "last", "year"),
    ("first", "last_head", "year"),
    ("first", "last"),
    ("postcode",),
    ("mobile",),
    ("day", "last", "first_head"),
    ("last", "city", "first_head"),
    ("first_head", "last_head", "year", "city"),
    ("last_tail", "first_head", "city"),
    ("birth",),
    ("last_head", "first_head", "city"),
    ("last_tail", "first", "city"),
)


def key_parts(columns: Columns) -> Columns:
    """Return the parts of which rules are made, as far as the columns allow."""
    parts: Columns = {}
    for name in ("nid", "mobile", "city", "postcode"):
        if name in columns:
            parts[name] = columns[name]
    if "nid" in columns:
        parts["nid_head"] = _each(columns["nid"], lambda key: key[:7])
        parts["nid_tail"] = _each(columns["nid"], lambda key: key[-6:])
    if "birth" in columns:
        parts["year"] = _each(columns["birth"], lambda key: key[:4])
        parts["birth"] = _each(columns["birth"], lambda key: key if key[4:] != "0000" else None)
        parts["day"] = _each(columns["birth"], lambda key: key[4:] if key[4:] != "0000" else None)
    for name in ("first", "last", "father"):
        if name in columns:
            parts[name] = _each(columns[f"{name}_sound"], turned)
            parts[f"{name}_head"] = _each(columns[f"{name}_sound"], lambda key: key[:3])
            parts[f"{name}_tail"] = _each(columns[f"{name}_sound"], lambda key: key[-4:])
    return parts


def _each(column: list[str | None], make: Any) -> list[str | None]:
    known: dict[str | None, str | None] = {None: None}
    for key in column:
        if key not in known:
            known[key] = make(key)
    return [known[key] for key in column]


def usable(rules: tuple[tuple[str, ...], ...], parts: set[str]) -> list[tuple[str, ...]]:
    """Return the rules whose parts both registers have."""
    return [rule for rule in rules if parts.issuperset(rule)]


@dataclass(frozen=True, slots=True)
class Block:
    """One rule made ready: a number a row (-1: in no block), the pairs it gives, the rows it gave up."""

    rule: tuple[str, ...]
    left: Any
    right: Any
    pairs: int
    skipped: int


def blocks(left: Columns, right: Columns | None, *, largest: int, budget: int) -> list[Block]:
    """Return the narrow rules, and the wide ones that fit in the budget of pairs, each counted exactly."""
    codes = _codes(key_parts(left), key_parts(right) if right is not None else None)
    found = [_block(rule, codes, right is None, largest) for rule in usable(NARROW, set(codes))]
    spent = 0
    for rule in usable(WIDE, set(codes)):
        block = _block(rule, codes, right is None, min(largest, 10_000))
        if spent + block.pairs <= budget:
            found.append(block)
            spent += block.pairs
    return [block for block in found if block.pairs or block.skipped]


def _codes(left: Columns, right: Columns | None) -> dict[str, tuple[Any, Any]]:
    np = need("numpy", extra="linkage")
    codes = {}
    for name in left if right is None else [name for name in left if name in right]:
        known: dict[str | None, int] = {None: -1}
        sides = []
        for column in (left[name], right[name] if right is not None else []):
            sides.append(
                np.fromiter((known.setdefault(key, len(known) - 1) for key in column), np.int64, len(column))
            )
        codes[name] = (sides[0], sides[1])
    return codes


def _block(rule: tuple[str, ...], codes: dict[str, tuple[Any, Any]], alone: bool, largest: int) -> Block:
    np = need("numpy", extra="linkage")
    size = len(codes[rule[0]][0])
    key = np.concatenate(codes[rule[0]])
    for name in rule[1:]:
        other = np.concatenate(codes[name])
        joined = key * (other.max(initial=0) + 1) + other
        key = np.where((key < 0) | (other < 0), -1, joined)
        key = np.where(key < 0, -1, np.unique(key, return_inverse=True)[1])  # small again, no overflow
    in_left = np.bincount(key[:size][key[:size] >= 0], minlength=key.max(initial=0) + 1).astype(np.int64)
    in_right = np.bincount(key[size:][key[size:] >= 0], minlength=len(in_left)).astype(np.int64)
    pairs = in_left * (in_left - 1) // 2 if alone else in_left * in_right
    good = (pairs > 0) & (pairs <= largest)
    kept = np.where((key >= 0) & good[np.maximum(key, 0)], key, -1)
    skipped = int((in_left + in_right)[pairs > largest].sum())
    return Block(rule, kept[:size], kept[size:], int(pairs[good].sum()), skipped)
