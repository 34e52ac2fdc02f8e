"""Danger and urgency by rules: what cannot wait is shown first, even when the model is unsure.

Patterns (danger.tsv) are plain Persian; a half-space in them means «joined, half-spaced or apart», and
letters are folded as the text is. Recall comes first: a line shown in vain costs a glance.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from hamafza_engines.persian import search_key
from hamafza_engines.triage._features import Token
from hamafza_engines.triage._types import Danger, Word

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


def dangers(words: Sequence[Token], text: str) -> tuple[Danger, ...]:
    """Return the dangers told in the text, those that leave the least time first."""
    told = ((kind, _told(kind, words, text)) for kind in LINES)
    return tuple(Danger(kind, LINES[kind], spans) for kind, spans in told if spans)


def urgency(words: Sequence[Token], text: str, found: Sequence[Danger]) -> tuple[int, tuple[Word, ...]]:
    """Return 2 for danger or emergency, 1 for what cannot wait beyond a day, else 0; and the words."""
    of_dangers = tuple(dict.fromkeys(word for danger in found for word in danger.words))
    if found or (told := _told(EMERGENCY, words, text)):
        return 2, of_dangers or told
    told = _told(SOON, words, text)
    return (1, told) if told else (0, ())


def _told(kind: str, words: Sequence[Token], text: str) -> tuple[Word, ...]:
    says, vetoes, friends = _rules()[kind]
    line = " ".join(word for word, _, _ in words)
    if vetoes and vetoes.search(line):
        return ()
    if friends:
        line = friends.sub(lambda match: "x" * len(match[0]), line)
    spans = [match.span() for match in says.finditer(line)]
    return tuple(_words(spans, words, text)) if spans else ()


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
    return _LETTERS.sub(lambda match: match[0] if match[0].isascii() else search_key(match[0]), joined)
