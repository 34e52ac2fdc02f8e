"""How clerks spoil a row, and how two agencies write the same thing differently."""

from random import Random
from typing import Protocol

Raw = dict[str, str | None]


class Shares(Protocol):
    """The shares (0-1) that a world sets."""

    @property
    def no_id(self) -> float: ...
    @property
    def wrong_id(self) -> float: ...
    @property
    def missing(self) -> float: ...


_SOUND_ALIKE = ("ثسص", "زذضظ", "تط", "هح", "قغ", "اع")
_BESIDE = dict(zip("ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو", "صثقفغعهخحجچجسیبلاتنمکگکطزرذدپود", strict=True))
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("یک", "يك")


def slip(chance: Random, person: Raw, much: float, world: Shares) -> Raw:
    """Return the person as a clerk wrote it down."""
    row = dict(person)
    if chance.random() < world.no_id:
        row["nid"] = None
    elif row["household_id"] and chance.random() < world.wrong_id:
        row["nid"] = row["household_id"]  # the father's ID for everybody
    for name in ("first", "last", "father"):
        if chance.random() < 0.09 * much:
            row[name] = _misspelt(chance, row[name] or "")
        if chance.random() < 0.05 * much:
            row[name] = _sound_alike(chance, row[name] or "")
    for name, often in (("nid", 0.04), ("mobile", 0.03), ("birth", 0.03), ("postcode", 0.05)):
        if row[name] and chance.random() < often * much:
            row[name] = _wrong_digit(chance, row[name] or "")
    if chance.random() < 0.04 * much:
        row["birth"] = _swapped(row["birth"] or "")
    elif chance.random() < 0.03 * much:
        row["birth"] = f"{(row['birth'] or '')[:4]}/01/01"  # «the beginning of the year» when nobody knew
    if chance.random() < 0.12 * much:
        row["mobile"] = f"09{chance.randrange(10**9):09}"  # a new number
    if chance.random() < 0.06 * much:
        row["city"] = chance.choice(("تهران", "کرج", "مشهد", "قم"))  # moved
        row["postcode"] = f"{chance.randint(1, 9)}{chance.randrange(10**9):09}"
    if chance.random() < 0.02 * much and " " in (row["last"] or ""):
        row["last"] = " ".join(reversed((row["last"] or "").split()))
    if chance.random() < 0.008 * much:
        row["first"], row["last"] = row["last"], row["first"]
    if chance.random() < 0.02 * much:
        row["last"] = _longer(chance, row["last"] or "")
    for name, times in (
        ("father", 1.5),
        ("mobile", 1.5),
        ("birth", 0.7),
        ("city", 1),
        ("postcode", 3),
        ("gender", 0.5),
    ):
        if chance.random() < world.missing * times:
            row[name] = None
    return row


def written(chance: Random, row: Raw, habit: int) -> Raw:
    """Return the row in an agency's habit: digits, letters, half-spaces, the sign between parts of a day."""
    shown = dict(row)
    for name in ("first", "last", "father"):
        text = shown[name]
        if text:
            if chance.random() < 0.3:
                text = text.replace("\u200c", "") if habit else text.replace("\u200c", " ")
            if chance.random() < (0.25 if habit else 0.02):
                text = text.translate(_ARABIC)
            if name == "first" and chance.random() < 0.03:
                text = f"سید {text}" if shown["gender"] == "m" else f"سیده {text}"
            shown[name] = text
    if habit:
        for name in ("nid", "birth", "mobile"):
            if shown[name] and chance.random() < 0.5:
                shown[name] = (shown[name] or "").translate(_PERSIAN)
        shown["birth"] = shown["birth"].replace("/", "-") if shown["birth"] else None
        shown["nid"] = (shown["nid"] or "").lstrip("0۰") or None
        shown["gender"] = {"m": "مرد", "f": "زن"}.get(shown["gender"] or "")
    return shown


def _misspelt(chance: Random, name: str) -> str:
    if len(name) < 3:
        return name
    at = chance.randrange(len(name) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == 2:
        return name[:at] + name[at] + name[at:]
    return name[:at] + _BESIDE.get(name[at], "ا") + name[at + 1 :]


def _sound_alike(chance: Random, name: str) -> str:
    places = [(at, same) for at, letter in enumerate(name) for same in _SOUND_ALIKE if letter in same]
    if not places:
        return name
    at, same = chance.choice(places)
    return name[:at] + chance.choice(same) + name[at + 1 :]


def _wrong_digit(chance: Random, text: str) -> str:
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = chance.choice(places)
    return text[:at] + chance.choice("0123456789") + text[at + 1 :]


def _swapped(day: str) -> str:
    parts = day.split("/")
    return "/".join([parts[0], *parts[:0:-1]]) if len(parts) == 3 else day


def _longer(chance: Random, last: str) -> str:
    words = last.split()
    if len(words) > 1 and chance.random() < 0.5:
        return words[0]
    return f"{last} {chance.choice(('نژاد', 'پور', 'اصل', 'زاده', 'مقدم', 'تهرانی'))}"
