"""What every suggestion promises, looked at from outside: it shares only the types with what makes it."""

from collections.abc import Iterator

from hamafza_engines.frame import Violation
from hamafza_engines.triage._types import DANGERS, DOMAINS, Suggestion, Word

_WORDS = 5
_ROUNDING = 1e-6


def check(text: str, suggestion: Suggestion) -> list[Violation]:
    """Return the promises that a suggestion for a text breaks."""
    return [*_ranking(suggestion), *_words(text, suggestion), *_alarms(suggestion)]


def _ranking(suggestion: Suggestion) -> Iterator[Violation]:
    shares = [score.confidence for score in suggestion.domains]
    if sorted(score.domain for score in suggestion.domains) != sorted(DOMAINS):
        yield Violation("every domain is ranked once", "domains", f"{len(shares)} are ranked")
    if shares != sorted(shares, reverse=True) or sum(shares) > 1 + _ROUNDING:
        yield Violation("confidence falls and sums to one at most", "domains", f"{shares}")
    if suggestion.abstained == bool(suggestion.needs):
        yield Violation("needs are named unless it abstains", "needs", f"{len(suggestion.needs)}")
    named = [need.domain for need in suggestion.needs]
    if len(set(named)) < len(named) or named[:1] not in ([], [suggestion.domains[0].domain]):
        yield Violation("needs are distinct, the likeliest first", "needs", f"{named}")


def _words(text: str, suggestion: Suggestion) -> Iterator[Violation]:
    told = [(score.domain, score.words) for score in suggestion.domains]
    told += [(danger.kind, danger.words) for danger in suggestion.dangers]
    told.append(("urgency", suggestion.urgency_words))
    for where, words in told:
        for word in words:
            if not _stands_in(text, word):
                yield Violation("a word stands in the text where it says", where, f"{word}")
    for score in suggestion.domains:
        if len(score.words) > _WORDS:
            yield Violation(f"at most {_WORDS} words are shown", score.domain, f"{len(score.words)}")


def _stands_in(text: str, word: Word) -> bool:
    return bool(word.text) and text[word.start : word.end] == word.text and 0 <= word.weight <= 1 + _ROUNDING


def _alarms(suggestion: Suggestion) -> Iterator[Violation]:
    kinds = [danger.kind for danger in suggestion.dangers]
    if kinds != [kind for kind in DANGERS if kind in kinds]:
        yield Violation("dangers are distinct, the least time first", "dangers", f"{kinds}")
    for danger in suggestion.dangers:
        if not danger.lines or not danger.words:
            yield Violation("a danger has lines and words", danger.kind, f"{danger}")
    if kinds and suggestion.urgency != 2:
        yield Violation("a danger is an emergency", "urgency", f"{suggestion.urgency}")
    if suggestion.urgency not in (0, 1, 2) or bool(suggestion.urgency) != bool(suggestion.urgency_words):
        yield Violation("urgency is told by words", "urgency", f"{suggestion.urgency}")
