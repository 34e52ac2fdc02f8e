"""Counts first, names later: how many persons two agencies share, told from keyed hashes of IDs alone.

Each agency hashes by itself (HMAC-SHA256; Krawczyk, Bellare, Canetti 1997) with a key that both agreed on and
the counting side does not know. National IDs are few enough to try them all: the secrecy is the key's alone.
"""

import hmac
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage._prepare import jalali_of, prepare
from hamafza_engines.linkage._types import Register
from hamafza_engines.persian import group_digits

_SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True)
class Hashed:
    """A register without persons: one hash a row, None where there is no usable ID."""

    hashes: tuple[str | None, ...]

    def __post_init__(self) -> None:
        for row, told in enumerate(self.hashes, start=1):
            if told is not None and not (len(told) == 64 and set(told) <= set("0123456789abcdef")):
                raise BadInput(  # the value itself may be a name or an ID: it is not told
                    "hash", f"{len(told)} letters", "64 hexadecimal digits of HMAC-SHA256", row,
                    remedy_fa="۶۴ رقم شانزده‌شانزدهی HMAC-SHA256 باید باشد",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What two hashed registers tell: rows, rows with an ID, different persons, and those in both.

    both is None when it is above 0 and below `at_least`: so few may be recognised.
    """

    left_rows: int
    right_rows: int
    left_with_id: int
    right_with_id: int
    left_persons: int
    right_persons: int
    both: int | None
    at_least: int

    def summary(self, language: Literal["fa", "en"] = "fa") -> str:
        """Return the counts in a few sentences."""
        if language == "fa":
            both = f"کمتر از {group_digits(self.at_least)}" if self.both is None else group_digits(self.both)
            return "\n".join(
                [
                    _side_fa("یکم", self.left_rows, self.left_with_id, self.left_persons),
                    _side_fa("دوم", self.right_rows, self.right_with_id, self.right_persons),
                    f"در هر دو فهرست: {both} نفر (تنها از روی شناسه؛ کسان بی‌شناسه شمرده نشده‌اند).",
                ]
            )
        both = f"fewer than {self.at_least}" if self.both is None else f"{self.both:,}"
        return "\n".join(
            [
                _side_en("First", self.left_rows, self.left_with_id, self.left_persons),
                _side_en("Second", self.right_rows, self.right_with_id, self.right_persons),
                f"In both: {both} persons (by ID alone; those without one are not counted).",
            ]
        )


def keyed(register: Register, key: bytes, *, by: Literal["nid", "mobile", "person"] = "nid") -> Hashed:
    """Hash the normalised IDs of a register (or mobiles, or name + birthday for those without IDs).

    >>> register = Register.of([{"کد ملی": "۰۰۸۴۵۷۵۹۴۸"}, {"کد ملی": 84575948}, {"کد ملی": "ندارد"}])
    >>> hashed = keyed(register, b"sixteen bytes or more").hashes
    >>> hashed[0] == hashed[1], hashed[2]
    (True, None)
    """
    if len(key) < _SHORTEST_KEY:
        raise BadInput(
            "key", f"{len(key)} bytes", f"at least {_SHORTEST_KEY} bytes", remedy_fa="دست‌کم ۱۶ بایت"
        )
    fields = {"nid": ("nid",), "mobile": ("mobile",), "person": ("first_sound", "last_sound", "birth")}
    if by not in fields:
        raise BadInput("by", by, "use nid, mobile or person")
    columns = prepare(register, jalali=jalali_of([register]) or by == "person")
    wanted = fields[by]
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise BadInput(
            "columns", missing[0], "the register has no such column", remedy_fa="این ستون در فهرست نیست"
        )
    cells = [columns[name] for name in wanted]
    return Hashed(tuple(_hash(key, by, parts) for parts in zip(*cells, strict=True)))


def _hash(key: bytes, by: str, parts: tuple[str | None, ...]) -> str | None:
    if None in parts or by == "person" and str(parts[-1]).endswith("0000"):
        return None  # of a year alone many namesakes are born
    # The kind goes in, so that a mobile and an ID of the same digits stay apart.
    return hmac.new(key, "\x1f".join([by, *map(str, parts)]).encode(), sha256).hexdigest()


def count(left: Hashed, right: Hashed, *, at_least: int = 5) -> Counts:
    """Count who stands in both; fewer than `at_least` are not told exactly (1 tells all)."""
    if at_least < 1:
        raise BadInput("at_least", at_least, "1 or more")
    ours, theirs = (Counter(told for told in side.hashes if told is not None) for side in (left, right))
    both = len(ours.keys() & theirs.keys())
    return Counts(
        len(left.hashes),
        len(right.hashes),
        ours.total(),
        theirs.total(),
        len(ours),
        len(theirs),
        None if 0 < both < at_least else both,
        at_least,
    )


def _side_fa(which: str, rows: int, with_id: int, persons: int) -> str:
    return (
        f"فهرست {which}: {group_digits(rows)} سطر، {group_digits(with_id)} با شناسه، "
        f"{group_digits(persons)} نفر گوناگون."
    )


def _side_en(which: str, rows: int, with_id: int, persons: int) -> str:
    return f"{which} register: {rows:,} rows, {with_id:,} with an ID, {persons:,} different persons."
