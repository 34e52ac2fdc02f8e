"""Persian in Latin letters: «salam, shoharam mano mizane» is read as the Persian words it sounds like.

Vowels are written as everyone likes, so a word is looked up by its consonants (finglish.tsv, written with the
model: consonants, then the words that have them, the commonest first) and chosen by its vowels.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

_PAIRS = {
    "sh": "ش",
    "ch": "چ",
    "kh": "خ",
    "gh": "ق",
    "zh": "ژ",
    "ph": "ف",
    "ck": "ک",
    "oo": "u",
    "ee": "i",
    "aa": "a",
    "ou": "u",
}
_ONE = dict(zip("bptjdrzsfklmnghqxcvwy", "بپتجدرزسفکلمنگهقخکووی", strict=True)) | {"y": "ی"}
_VOWELS = "aeiou"
_LONG = {"u": "و", "o": "و", "i": "ی", "a": "ا", "e": "ه"}
_SPLIT = re.compile("|".join((*_PAIRS, ".")))
# Weak letters that Latin writers leave out or write as vowels.
_WEAK = re.compile("[اویهع]")


@lru_cache(2048)
def heard_in(word: str) -> str:
    """Return the Persian word a Latin one sounds like, or the word itself."""
    sounds = [_PAIRS.get(part, part) for part in _SPLIT.findall(word)]
    strong = "".join(_ONE.get(sound, sound) for sound in sounds if sound not in _VOWELS)
    known = _known().get(bones(strong), ())
    if not known or len(strong) < 2:
        return word
    spelt = "".join(_LONG.get(sound) or _ONE.get(sound, sound) for sound in sounds)
    best = min(known, key=lambda one: _apart(one, spelt))
    return best if _apart(best, spelt) <= len(spelt) / 2 else word


def bones(word: str) -> str:
    """Return the consonants by which a word is found."""
    return _WEAK.sub("", word)


def forget() -> None:
    """Read the table anew at the next word."""
    _known.cache_clear()
    heard_in.cache_clear()


def _apart(one: str, other: str) -> int:
    """Count the edits between two spellings; writing or leaving out a vowel costs half of any other."""
    row = [0]
    for letter in other:
        row.append(row[-1] + _cost(letter))
    for letter in one:
        last, row = row, [row[0] + _cost(letter)]
        for place, heard in enumerate(other):
            same = last[place] + (0 if letter == heard else 3)
            row.append(min(same, last[place + 1] + _cost(letter), row[place] + _cost(heard)))
    return row[-1]


def _cost(letter: str) -> int:
    return 1 if _WEAK.match(letter) else 2


@cache
def _known() -> dict[str, tuple[str, ...]]:
    lines = files(__package__).joinpath("finglish.tsv").read_text("utf-8").splitlines()
    return {key: tuple(words.split()) for key, _, words in (line.partition("\t") for line in lines)}
