"""Danger and urgency: what cannot wait is shown first, even when the model is unsure of the domain.

Two witnesses: rules (danger.tsv) and the second head of the model, taught by alarms.tsv. Either is enough,
since recall comes first and a line shown in vain costs a glance; but what a rule excuses (a negation, a
figure of speech, long ago) the model may not accuse. Patterns are plain Persian; a half-space in them means
«joined, half-spaced or apart», and letters are folded as the text is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hamafza_engines.triage._features import Token, fold
from hamafza_engines.triage._types import DANGERS, Danger, Word

LINES = {
    "acute_illness": ("115",),
    "overdose": ("115", "123"),
    "suicide": ("123", "115", "1480"),
    "child_at_risk": ("123", "110"),
    "violence": ("110", "123"),
    "fire": ("125", "115"),
}
EMERGENCY, SOON = "emergency", "soon"
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model hears in a text or a part of it: the share of each alarm, and the words that say it."""

    shares: dict[str, float]
    words: Callable[[str], Sequence[Word]]


# How sure the model must be by itself; chosen on the validation texts, where a false alarm is rare.
_SURE = dict.fromkeys(DANGERS, 0.5) | {EMERGENCY: 0.6, SOON: 0.5}


def dangers(words: Sequence[Token], text: str, heard: Iterable[Heard] = ()) -> tuple[Danger, ...]:
    """Return the dangers told in the text, those that leave the least time first."""
    heard = tuple(heard)
    told = ((kind, _told(kind, words, text, heard)) for kind in DANGERS)
    return tuple(Danger(kind, LINES[kind], spans) for kind, spans in told if spans)


def urgency(
    words: Sequence[Token], text: str, found: Sequence[Danger], heard: Iterable[Heard] = ()
) -> tuple[int, tuple[Word, ...]]:
    """Return 2 for danger or emergency, 1 for what cannot wait beyond a day, else 0; and the words."""
    heard = tuple(heard)
    if found:
        placed = {word.start: word for danger in reversed(found) for word in reversed(danger.words)}
        return 2, tuple(reversed(placed.values()))
    if told := _told(EMERGENCY, words, text, heard):
        return 2, told
    told = _told(SOON, words, text, heard)
    return (1, told) if told else (0, ())


def _told(kind: str, words: Sequence[Token], text: str, heard: Sequence[Heard]) -> tuple[Word, ...]:
    says, vetoes, friends = _rules()[kind]
    line = " ".join(word for word, _, _ in words)
    if vetoes and vetoes.search(line):
        return ()
    plain = friends.sub(lambda match: "x" * len(match[0]), line) if friends else line
    if spans := [match.span() for match in says.finditer(plain)]:
        return tuple(_words(spans, words, text))
    loudest = max(heard, key=lambda part: part.shares[kind], default=None)
    if plain != line or loudest is None or loudest.shares[kind] < _SURE[kind]:
        return ()
    return tuple(loudest.words(kind))


def _words(spans: list[tuple[int, int]], words: Sequence[Token], text: str) -> list[Word]:
    found, at = [], 0
    for word, start, end in words:
        if any(first < at + len(word) and at < last for first, last in spans):
            found.append((start, end))
        at += len(word) + 1
    return [Word(text[start:end], start, end, round(1 / len(found), 4)) for start, end in found]


Rule = tuple[re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None]


@cache
def _rules() -> dict[str, Rule]:
    """Read danger.tsv: what says the kind, what vetoes it in the whole text, and its false friends."""
    parts: dict[str, dict[str, list[str]]] = {}
    for line in files(__package__).joinpath("danger.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, does, pattern = line.split("\t")
            parts.setdefault(kind, {}).setdefault(does, []).append(_folded(pattern))
    return {
        kind: (_any(does["says"]), _maybe(does.get("veto")), _maybe(does.get("friend")))
        for kind, does in parts.items()
    }


def _maybe(patterns: list[str] | None) -> re.Pattern[str] | None:
    return _any(patterns) if patterns else None


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + ")")


def _folded(pattern: str) -> str:
    joined = pattern.replace("\u200c", " ?").replace("…", r"(?: \w+){0,4} ")
    return _LETTERS.sub(lambda match: match[0] if match[0].isascii() else fold(match[0]), joined)
