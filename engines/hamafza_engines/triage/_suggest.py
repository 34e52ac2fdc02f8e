"""From a text to a suggestion: the model proposes, the rules warn, and a weak guess is not made."""

import re
from collections.abc import Sequence

from hamafza_engines.triage._danger import dangers, urgency
from hamafza_engines.triage._features import MAX_CHARACTERS, Token, features, tokens
from hamafza_engines.triage._model import CLASSES, Model
from hamafza_engines.triage._types import DOMAINS, DomainScore, Suggestion, Word

_SURE = 0.30  # below this the guess is wrong more often than right
_A_NEED = 0.60  # a part of the text names a need of its own only when it is this sure
_EXPLAINED, _WORDS = 3, 5
_PARTS = re.compile(r"[،,؛;.!؟?\n]|\s(?:و|ولی|اما|همچنین|هم|ضمناً|ضمنا)\s")
_CLASS = {name: place for place, name in enumerate(CLASSES)}

Part = tuple[list[Token], list[float]]


def suggest(text: str, *, model: Model | None = None) -> Suggestion:
    """Suggest domains, urgency and dangers for a request; abstain when the text is about none of them."""
    model = model or Model.load()
    text = text[:MAX_CHARACTERS]
    found = tokens(text)
    parts = [(part, model.probabilities(_keys(part))) for part in _parts(text, found)]
    shares = _mixed(model.probabilities(_keys(found)), parts)
    ranked = sorted(DOMAINS, key=lambda domain: (-shares[_CLASS[domain]], domain))
    best = shares[_CLASS[ranked[0]]]
    abstained = not found or best < _SURE or best < shares[_CLASS["none"]]
    domains = tuple(
        DomainScore(
            domain,
            min(1.0, shares[_CLASS[domain]]),
            _reasons(model, domain, found, text) if place < _EXPLAINED and not abstained else (),
        )
        for place, domain in enumerate(ranked)
    )
    warned = dangers(found, text)
    level, words = urgency(found, text, warned)
    needs = () if abstained else _needs(domains, parts)
    return Suggestion(domains, level, words, warned, abstained, needs, model.version)


def _keys(words: Sequence[Token]) -> list[str]:
    return [word for word, _, _ in words]


def _parts(text: str, words: Sequence[Token]) -> list[list[Token]]:
    """Cut at commas, full stops and «and»; a part of one word says too little."""
    cuts = [match.start() for match in _PARTS.finditer(text)] + [len(text)]
    parts: list[list[Token]] = [[] for _ in cuts]
    at = 0
    for word in words:
        while word[1] >= cuts[at]:
            at += 1
        parts[at].append(word)
    return [part for part in parts if len(part) > 1]


def _mixed(whole: list[float], parts: Sequence[Part]) -> list[float]:
    """Weigh the whole and its parts half and half: a text of two needs must not sound sure of one."""
    length = sum(len(words) for words, _ in parts)
    if not length:
        return whole
    of_parts = (sum(len(words) * shares[k] for words, shares in parts) / length for k in range(len(whole)))
    return [(share + part) / 2 for share, part in zip(whole, of_parts, strict=True)]


def _needs(domains: Sequence[DomainScore], parts: Sequence[Part]) -> tuple[DomainScore, ...]:
    """Return the main need, then the others in the order they are told."""
    by_name = {score.domain: score for score in domains}
    named = [domains[0].domain]
    for _, shares in parts:
        best = max(range(len(DOMAINS)), key=lambda k: shares[k])
        if shares[best] >= _A_NEED and by_name[DOMAINS[best]].confidence >= _SURE / 2:
            named.append(DOMAINS[best])
    return tuple(by_name[name] for name in dict.fromkeys(named))


def _reasons(model: Model, domain: str, words: Sequence[Token], text: str) -> tuple[Word, ...]:
    """Return the words that spoke most for the domain, with their shares of what spoke for it."""
    spoke = [0.0] * len(words)
    wanted, count = _CLASS[domain], len(CLASSES)
    for bucket, place, weight in features(_keys(words)):
        rows = model.weights[bucket * count : (bucket + 1) * count]
        spoke[place] += weight * model.rarity[bucket] * (rows[wanted] - sum(rows) / count)
    total = sum(value for value in spoke if value > 0)
    best = sorted((i for i, value in enumerate(spoke) if value > 0), key=lambda i: -spoke[i])[:_WORDS]
    return tuple(
        Word(text[words[i][1] : words[i][2]], words[i][1], words[i][2], spoke[i] / total) for i in best
    )
