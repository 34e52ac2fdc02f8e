"""A text as units (words, neighbours, phrases of the lexicon), and each unit as hashed features."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from zlib import crc32

from hamafza_engines.persian import search_key
from hamafza_engines.triage._finglish import heard_in

BUCKETS = 1 << 17
MAX_CHARACTERS = 4000  # a request is shorter; the rest of a pasted file says nothing new
_TOKEN = re.compile(r"[^\W_]+(?:[\u200c\u064b-\u065f\u0670]+[^\W_]+)*")
_LATIN = re.compile(r"[A-Za-z]+")
_DIGITS = re.compile(r"\d+")
NUMBER = "0"  # any number: how many children there are is no matter of domain
_STRETCHED = re.compile(r"(.)\1{2,}")
# Letters that sound alike are one, since people who were not taught to spell write by ear.
_SOUNDS = str.maketrans("ذضظصثطحغ", "زززسستهق")
_WORD, _STEM, _LETTERS, _PAIR, _HINT = 1.0, 1.0, 2.6, 0.8, 0.6

Token = tuple[str, int, int]
_ENDINGS = frozenset(
    "ی ه م ت ش ام ات اش ان ای ها هام هات هاش هاشون هامون های هایی هایم هایت هایش هایمان هایشان هایتان مان "
    "تان شان مون تون شون یم یش یت یی ئی ست رو و تر ترین گر گری هستم هستیم ایم اند ند "
    "مو شو تو هامو هاشو".split()
)
_TAILS = sorted(_ENDINGS - {"ست", "گر", "گری", "ه", "ت", "و"}, key=lambda tail: (-len(tail), tail))
_BEFORE = frozenset(("می", "نمی"))
_AFTER = frozenset("ها های هایی هایم هایت هایش هایمان هایتان هایشان ام ات اش ایم اند ای تر ترین".split())


def fold(text: str) -> str:
    """Return the letters of a text as they are heard, with single spaces."""
    return search_key(text).translate(_SOUNDS)


def tokens(text: str) -> list[Token]:
    """Split a text into folded words with their place in it; «می رود» and «کتاب ها» are one each."""
    found: list[Token] = []
    read = _reader(text[:MAX_CHARACTERS])
    for match in _TOKEN.finditer(text[:MAX_CHARACTERS]):
        key = read(fold(_STRETCHED.sub(r"\1", match[0])).replace(" ", ""))
        if not key:
            continue
        start, end = match.span()
        if found and text[found[-1][2] : start] == " " and (found[-1][0] in _BEFORE or key in _AFTER):
            before = found.pop()
            key, start = before[0] + key, before[1]
        found.append((key[:30], start, end))
    return found


def _reader(text: str) -> Callable[[str], str]:
    """Return how a word of the text is read: Latin ones by ear, when most of them sound like Persian."""
    latin = [word.lower() for word in _LATIN.findall(text)]
    persian = sum(heard_in(word) != word for word in latin) * 2 > len(latin)

    def read(key: str) -> str:
        if key.isascii() and key.isalpha():
            return heard_in(key) if persian else key
        return _DIGITS.sub(NUMBER, key)

    return read


def units(words: Sequence[str]) -> dict[str, int]:
    """Return each distinct word, pair of neighbours and known phrase with the place of its (last) word."""
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        found.setdefault(word, place)
        if place:
            found.setdefault(f"{words[place - 1]} {word}", place)
        if place > 1 and hints(phrase := " ".join(words[place - 2 : place + 1])):
            found.setdefault(phrase, place)
    return found


def features(unit: str) -> list[tuple[int, float]]:
    """Return (bucket, weight) of every feature of a unit."""
    pointed = [(_bucket(f"h {domain}"), _HINT) for domain in hints(unit)]
    if " " in unit:
        return [*pointed, (_bucket(f"2 {unit}"), _PAIR)]
    stem = _stem(unit)
    grams = list(_grams(f"<{unit}>"))
    share = _LETTERS / math.sqrt(len(grams))
    told = [(_bucket(f"1 {unit}"), _WORD), (_bucket(f"s {stem}"), _STEM), *pointed]
    return told + [(_bucket(f"c {gram}"), share) for gram in grams]


def _grams(padded: str) -> Iterator[str]:
    for size in (3, 4):
        for start in range(max(1, len(padded) - size + 1)):
            yield padded[start : start + size]


def _bucket(name: str) -> int:
    return crc32(name.encode("utf-8", "replace")) & (BUCKETS - 1)


def _stem(word: str) -> str:
    """Cut one ending, when enough of the word is left."""
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            return word[: -len(tail)]
    return word


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the service words and phrases (folded) with the domains they point to."""
    entries: dict[str, tuple[str, ...]] = {}
    for line in files(__package__).joinpath("lexicon.tsv").read_text("utf-8").splitlines():
        domain, _, phrases = line.partition("\t")
        for phrase in phrases.split("،"):
            key = " ".join(word for word, _, _ in tokens(phrase))
            if key and domain not in entries.get(key, ()):
                entries[key] = (*entries.get(key, ()), domain)
    return entries


def hints(unit: str) -> tuple[str, ...]:
    """Return the domains that a word or phrase points to, with or without an ending."""
    entries = lexicon()
    for end in range(len(unit), 1, -1):
        found = entries.get(unit[:end])
        if found and (end == len(unit) or unit[end:] in _ENDINGS):
            return found
    return ()


def keys(words: Iterable[Token]) -> list[str]:
    """Return the folded words alone."""
    return [word for word, _, _ in words]
