"""Was this decided before? Words in common, folded as the search folds them, and shown. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hamafza_engines.persian import search_key

NEAR = 0.3
SHORTEST = 12  # signs; before that there is nothing to compare
ALIKE = 0.5  # of two words' letters in threes: «کلاس» and «کلاس‌ها»
# Words that stand in every decision and tell nothing of it.
EMPTY = frozenset(
    search_key(word)
    for word in (
        "و در به از که با برای تا این آن یک را شد شود شوند گردد است باشد بر هر نیز پس مقرر مقررگردید گردید گردد "
        "مصوب تصویب دستور مورد لازم انجام اقدام نماید نمایند کند کنند می های ها بود خواهد شده"
    ).split()
)


@dataclass(frozen=True)
class Near:
    """An earlier decision, how near it is, and the words that say so."""

    thing: Any
    share: float
    words: tuple[str, ...]


def words_of(text: str) -> dict[str, str]:
    """{folded word: the word as it was written}; words of one or two letters tell nothing."""
    written = text.replace("،", " ").replace(".", " ").replace("؛", " ").replace(":", " ").split()
    folded = {search_key(word).replace(" ", ""): word for word in written}
    return {key: word for key, word in folded.items() if len(key) > 2 and key not in EMPTY}


def near(text: str, earlier: Iterable[tuple[Any, str]], most: int = 3) -> list[Near]:
    """The nearest of `earlier` (thing, its text), the nearest first."""
    if len(text.strip()) < SHORTEST:
        return []
    mine = words_of(text)
    found = [compared for thing, said in earlier if (compared := _compare(thing, mine, words_of(said)))]
    return sorted(found, key=lambda one: -one.share)[:most]


def _compare(thing: Any, mine: dict[str, str], theirs: dict[str, str]) -> Near | None:
    """Jaccard's share over words, where words that are nearly alike count as one."""
    pairs = {a: b for a in mine if (b := _twin(a, theirs))}
    union = len(mine) + len(theirs) - len(pairs)
    share = len(pairs) / union if union else 0.0
    if share < NEAR or len(pairs) < 2:
        return None
    return Near(thing, share, tuple(mine[a] for a in pairs))


def _twin(word: str, others: dict[str, str]) -> str:
    if word in others:
        return word
    best = max(others, key=lambda other: _alike(word, other), default="")
    return best if best and _alike(word, best) >= ALIKE else ""


def _alike(one: str, other: str) -> float:
    a, b = _threes(one), _threes(other)
    return len(a & b) / len(a | b)


def _threes(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
