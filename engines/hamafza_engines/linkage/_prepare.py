"""Cells as clerks type them -> values that can be compared."""

import re
import string
from collections.abc import Callable
from functools import lru_cache

from hamafza_engines.linkage._birthdays import birth_key, is_jalali
from hamafza_engines.linkage._types import Cells, Register
from hamafza_engines.persian import compact_key, homophone_key, parse_mobile, search_key, to_latin_digits

Columns = dict[str, list[str | None]]
_LONGEST = 200  # letters of a cell that are read; a hostile one must not cost more than a name
_TITLES = set(
    "سید سیده سادات حاج حاجی حاجیه مشهدی کربلایی اقا اقای خانم دکتر مهندس شهید مرحوم مرحومه شیخ جناب سرکار"
    " mr mrs ms miss dr sir".split()
)
_PLACES = set("شهر شهرستان استان بخش روستای city of".split())
# What stands in a cell for nothing, also in two words («نا معلوم»); «بی‌بی» is a name.
_NOTHING = set("ندارد نامشخص نامعلوم مجهول خالی nan null none unknown na nil نام بینام بدون بدوننام".split())
_GENDERS = dict.fromkeys("مرد پسر اقا اقای مذکر m male man boy".split(), "m") | dict.fromkeys(
    "زن دختر خانم بانو مونث f female woman girl".split(), "f"
)
# First names that people write in two words: «محمد رضا», «فاطمه زهرا».
_DOUBLE = set("محمد علی امیر فاطمه سید ابو عبد غلام میر نور ام بی".split())
_SECOND = set(
    "رضا حسین علی حسن مهدی جواد کاظم صادق باقر امین طاها پارسا زهرا سادات اله الله الفضل القاسم محمد"
    " عباس تقی نقی سجاد یاسین پویا سام صالح مصطفی زمان مراد دین النسا البنین بی".split()
)
_POINT_NOUGHT = re.compile(r"(?<=[0-9])[.٫]0+$")
_BETWEEN = re.compile(r"[-/,،;؛\n]| و ")


# DuckDB counts edits in bytes and Spark in letters: one byte a letter makes them one.
_BYTES = dict(
    zip(map(ord, "ابپتجچخدرزژسشفقکگلمنوهیثحذصضطظعغ"), string.ascii_uppercase + "!#$%&*", strict=True)
)


class _OneByte(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return chr(code) if code < 128 else chr(33 + code % 94)


_ONE_BYTE = _OneByte(_BYTES)


def jalali_of(registers: list[Register]) -> bool:
    """Tell whether days are compared in the Jalali calendar: when one of the registers keeps it."""
    return any(is_jalali(register.cells.get("birth", ())) for register in registers)


def prepare(register: Register, *, jalali: bool) -> Columns:
    """Return the values to compare, column by column; a field that the register has not is not there."""
    cells = dict(register.cells)
    if "full" in cells:
        split = [_parts(text[:_LONGEST]) if text else (None, None) for text in cells.pop("full")]
        cells.setdefault("first", tuple(first for first, _ in split))
        cells.setdefault("last", tuple(last for _, last in split))
    ready: Columns = {}
    for name, column in cells.items():
        if name == "birth":
            ready[name] = [birth_key(text[:_LONGEST], jalali) if text else None for text in column]
        else:
            ready[name] = _cleaned(column, _CLEANERS[name])
    for name in ("first", "last", "father"):
        if name in cells:
            ready[f"{name}_sound"] = _cleaned(cells[name], sound_of)
    return ready


def _cleaned(column: Cells, clean: Callable[[str], str | None]) -> list[str | None]:
    known: dict[str | None, str | None] = {None: None}
    for text in column:
        if text not in known:
            known[text] = clean(text[:_LONGEST]) if text is not None else None
    return [known[text] for text in column]


def _words(text: str, dropped: set[str]) -> list[str]:
    words = search_key(text).split()
    if not words or set(words) <= _NOTHING or "".join(words) in _NOTHING:
        return []
    return [word for word in words if word not in dropped] or words


def _name(text: str) -> str | None:
    return "".join(_words(text, _TITLES)) or None


def sound_of(text: str) -> str | None:
    """Return what spellings of one name share, one byte a letter."""
    words = _words(text, _TITLES)
    return (homophone_key(" ".join(words)) or "".join(words)).translate(_ONE_BYTE) or None


def _place(text: str) -> str | None:
    return "".join(_words(text, _PLACES)).translate(_ONE_BYTE) or None


def _plain(text: str) -> str:
    """Return letters and digits alone; the «.0» of a spreadsheet that took a code for a number is none."""
    return re.sub(r"[\W_]", "", _POINT_NOUGHT.sub("", to_latin_digits(text).strip())).lower()


def _nid(text: str) -> str | None:
    plain = _plain(text)
    if (
        len(plain) < 4
        or len(set(plain)) == 1
        or not any(map(str.isdigit, plain))
        or plain in ("1234567890", "0123456789")
    ):
        return None
    # A spreadsheet that took the ID for a number has eaten its leading noughts.
    return plain.zfill(10) if plain.isdigit() and 8 <= len(plain) <= 10 else plain


def _mobile(text: str) -> str | None:
    text = _POINT_NOUGHT.sub("", to_latin_digits(text).strip())
    known = (parse_mobile(part) for part in [text, *_BETWEEN.split(text)])  # «0912... - 0935...»: the first
    digits = next(filter(None, known), None) or re.sub(r"\D", "", text)
    return digits if len(digits) >= 7 and len(set(digits[2:])) > 1 else None


def _gender(text: str) -> str | None:
    key = compact_key(text)
    return _GENDERS.get(key) or (key if key and key not in _NOTHING else None)


def _postcode(text: str) -> str | None:
    key = _plain(text)
    return key if len(key) >= 3 and len(set(key)) > 1 and any(map(str.isdigit, key)) else None


_CLEANERS: dict[str, Callable[[str], str | None]] = {
    "nid": _nid, "first": _name, "last": _name, "father": _name, "mobile": _mobile, "city": _place,
    "gender": _gender, "postcode": _postcode, "job": _place,
}  # fmt: skip


@lru_cache(maxsize=200_000)
def _parts(full: str) -> tuple[str | None, str | None]:
    """Split a whole name into first and last name."""
    if "," in full or "،" in full:
        last, _, first = full.replace("،", ",").partition(",")
        if first.strip():
            return first.strip(), last.strip()
    words = _words(full.replace("\u200c", ""), _TITLES)
    if len(words) < 2:
        return None, (words[0] if words else None)
    double = len(words) > 2 and words[0] in _DOUBLE and words[1] in _SECOND
    return " ".join(words[: 1 + double]), " ".join(words[1 + double :])


def turned(sound: str) -> str:
    """Return what a name and its parts in another order share: the smallest of its rotations.

    >>> turned("حسینیرضای") == turned("رضایحسینی")
    True
    """
    return min(sound[i:] + sound[:i] for i in range(len(sound))) if sound else sound
