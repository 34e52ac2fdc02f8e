"""A text as hashed features: words, pairs of words, letter n-grams and the lexicon's hints."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from zlib import crc32

from hamafza_engines.persian import search_key

BUCKETS = 1 << 16
MAX_CHARACTERS = 4000  # a request is shorter; the rest of a pasted file says nothing new
_TOKEN = re.compile(r"[^\W_]+(?:\u200c[^\W_]+)*")
_NUMBER = re.compile(r"\d+")
_WORD, _PAIR, _LETTERS, _HINT = 1.0, 0.5, 0.7, 1.6

Token = tuple[str, int, int]
_ENDINGS = frozenset(
    "ی ه م ت ش ام ات اش ان ای ها هام هات هاش هاشون هامون های هایی هایم هایت هایش هایمان هایشان هایتان مان "
    "تان شان مون تون شون یم یش یت یی ئی ست رو و تر ترین گر گری هستم هستیم ایم اند ند".split()
)


def tokens(text: str) -> list[Token]:
    """Split a text into folded words with their place in the original."""
    found = []
    for match in _TOKEN.finditer(text[:MAX_CHARACTERS]):
        key = search_key(match[0]).replace(" ", "")
        if key:
            found.append((_NUMBER.sub("0", key)[:30], match.start(), match.end()))
    return found


def features(words: list[str]) -> Iterator[tuple[int, int, float]]:
    """Yield (bucket, index of the word, weight) of every feature of the words."""
    before = ""
    for place, word in enumerate(words):
        for bucket, weight in _of_word(word):
            yield bucket, place, weight
        if before:
            yield from ((bucket, place, weight) for bucket, weight in _of_pair(before, word))
        before = word


def _of_pair(before: str, word: str) -> Iterator[tuple[int, float]]:
    yield _bucket(f"2 {before} {word}"), _PAIR
    for domain in hints(f"{before} {word}"):
        yield _bucket(f"h {domain}"), _HINT


def _bucket(name: str) -> int:
    return crc32(name.encode()) & (BUCKETS - 1)


_cached: dict[str, list[tuple[int, float]]] = {}


def _of_word(word: str) -> list[tuple[int, float]]:
    known = _cached.get(word)
    if known is None:
        known = list(_compute(word))
        if len(_cached) < 20_000:
            _cached[word] = known
    return known


def _compute(word: str) -> Iterator[tuple[int, float]]:
    yield _bucket(f"1 {word}"), _WORD
    padded = f"<{word}>"
    for size in (3, 4, 5):
        for start in range(len(padded) - size + 1):
            yield _bucket(f"c {padded[start : start + size]}"), _LETTERS
    for domain in hints(word):
        yield _bucket(f"h {domain}"), _HINT


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return the service words and pairs of words (folded) with the domains they point to."""
    entries: dict[str, tuple[str, ...]] = {}
    for line in files(__package__).joinpath("lexicon.tsv").read_text("utf-8").splitlines():
        domain, _, phrases = line.partition("\t")
        for phrase in phrases.split("،"):
            key = " ".join(word for word, _, _ in tokens(phrase))
            if key:
                entries[key] = (*entries.get(key, ()), domain)
    return entries


def hints(words: str) -> tuple[str, ...]:
    """Return the domains that a word or a pair of words points to, with or without an ending."""
    entries = lexicon()
    for end in range(len(words), 1, -1):
        found = entries.get(words[:end])
        if found and (end == len(words) or words[end:] in _ENDINGS):
            return found
    return ()
