"""A text and its parts: each is judged, and what they say together is weighed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hamafza_engines.triage._features import Token, keys
from hamafza_engines.triage._model import Model, N

_CUTS = re.compile(r"[،,؛;.!؟?\n]|\s(?:و|ولی|اما|همچنین|هم|ضمناً|ضمنا)\s")


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of the text and what the two heads make of them."""

    words: Sequence[Token]
    shares: Sequence[float]
    alarms: Sequence[float]


def judged(model: Model, text: str, words: Sequence[Token]) -> tuple[Part, list[Part]]:
    """Return the whole and its parts, each with the shares of its classes."""
    return _judge(model, words), [_judge(model, part) for part in _cut(text, words)]


def mixed(whole: Part, parts: Sequence[Part]) -> Sequence[float]:
    """Weigh the whole and its parts half and half: a text of two needs must not sound sure of one."""
    length = sum(len(part.words) for part in parts)
    if not length:
        return whole.shares
    of_parts = (sum(len(part.words) * part.shares[k] for part in parts) / length for k in range(N))
    return [(share + part) / 2 for share, part in zip(whole.shares, of_parts, strict=True)]


def _judge(model: Model, words: Sequence[Token]) -> Part:
    return Part(words, *model.judge(keys(words)))


def _cut(text: str, words: Sequence[Token]) -> list[list[Token]]:
    """Cut at commas, full stops and «and»; a part of one word says too little."""
    cuts = [match.start() for match in _CUTS.finditer(text)] + [len(text)]
    parts: list[list[Token]] = [[] for _ in cuts]
    at = 0
    for word in words:
        while word[1] >= cuts[at]:
            at += 1
        parts[at].append(word)
    return [part for part in parts if len(part) > 1]
