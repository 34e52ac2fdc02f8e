"""From a text to a suggestion: the model proposes, the rules warn, and a weak guess is not made."""

from collections.abc import Callable, Sequence

from hamafza_engines.triage._danger import Heard, dangers, urgency
from hamafza_engines.triage._features import MAX_CHARACTERS, NUMBER, Token, keys, tokens, units
from hamafza_engines.triage._model import ALARMS, CLASSES, Model, N, calibrated
from hamafza_engines.triage._parts import Part, judged, mixed
from hamafza_engines.triage._types import DOMAINS, DomainScore, Suggestion, Word

_SURE = 0.30  # below this the guess is wrong more often than right
_A_NEED = 0.60  # a part of the text names a need of its own only when it is this sure
_HEARD_OVERALL = 0.02  # and when the whole text does not deny it
_EXPLAINED, _WORDS = 3, 5
_CLASS = {name: place for place, name in enumerate(CLASSES)}


def suggest(text: str, *, model: Model | None = None) -> Suggestion:
    """Suggest domains, urgency and dangers for a request; abstain when the text is about none of them."""
    model = model or Model.load()
    text = text[:MAX_CHARACTERS]
    found = tokens(text)
    whole, parts = judged(model, text, found)
    shares = calibrated(mixed(whole, parts), model.temperature)
    ranked = sorted(DOMAINS, key=lambda domain: (-shares[_CLASS[domain]], domain))
    best = shares[_CLASS[ranked[0]]]
    silent = all(word == NUMBER for word in keys(found))
    abstained = silent or best < _SURE or best < shares[_CLASS["none"]]
    spoke = _speakers(model, found, text)
    domains = tuple(
        DomainScore(
            domain,
            min(1.0, shares[_CLASS[domain]]),
            spoke(_CLASS[domain]) if place < _EXPLAINED and not abstained else (),
        )
        for place, domain in enumerate(ranked)
    )
    heard = [_heard(model, part, text) for part in (whole, *parts)] if found else []
    warned = dangers(found, text, heard)
    level, words = urgency(found, text, warned, heard)
    needs = (
        () if abstained else _needs(domains, [calibrated(part.shares, model.temperature) for part in parts])
    )
    return Suggestion(domains, level, words, warned, abstained, needs, model.version)


def _needs(domains: Sequence[DomainScore], parts: Sequence[Sequence[float]]) -> tuple[DomainScore, ...]:
    """Return the main need, then the others in the order they are told."""
    by_name = {score.domain: score for score in domains}
    named = [domains[0].domain]
    for shares in parts:
        best = max(range(len(DOMAINS)), key=lambda k: shares[k])
        if shares[best] >= _A_NEED and by_name[DOMAINS[best]].confidence >= _HEARD_OVERALL:
            named.append(DOMAINS[best])
    return tuple(by_name[name] for name in dict.fromkeys(named))


def _heard(model: Model, part: Part, text: str) -> Heard:
    def said(kind: str) -> tuple[Word, ...]:
        return _speakers(model, part.words, text)(N + ALARMS.index(kind))

    return Heard(dict(zip(ALARMS, part.alarms, strict=True)), said)


def _speakers(model: Model, words: Sequence[Token], text: str) -> Callable[[int], tuple[Word, ...]]:
    """Return who says which words spoke most for a class, with their shares of what spoke for it."""
    rows = [(place, model.says(unit)[0]) for unit, place in units(keys(words)).items()]

    def spoke(wanted: int) -> tuple[Word, ...]:
        first, last = (0, N) if wanted < N else (N, N + len(ALARMS))
        said = [0.0] * len(words)
        for place, row in rows:
            said[place] += row[wanted] - sum(row[first:last]) / (last - first)
        total = sum(value for value in said if value > 0)
        best = sorted((i for i, value in enumerate(said) if value > 0), key=lambda i: -said[i])[:_WORDS]
        return tuple(
            Word(text[words[i][1] : words[i][2]], words[i][1], words[i][2], said[i] / total) for i in best
        )

    return spoke
