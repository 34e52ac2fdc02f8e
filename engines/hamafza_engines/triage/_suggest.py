"""From a text to a suggestion: the model proposes, the rules warn, and a weak guess is not made."""

from hamafza_engines.triage._danger import dangers
from hamafza_engines.triage._features import features, tokens
from hamafza_engines.triage._model import CLASSES, Model
from hamafza_engines.triage._types import DomainScore, Suggestion, Word

_SURE = 0.30  # below this the guess is wrong more often than right
_SHOWN = 5


def suggest(text: str, *, model: Model | None = None) -> Suggestion:
    """Suggest domains, urgency and dangers for a request; abstain when the text is about none of them."""
    model = model or Model.load()
    found = tokens(text)
    shares = model.probabilities([word for word, _, _ in found])
    none = shares.pop()
    ranked = sorted(zip(shares, CLASSES, strict=False), key=lambda pair: (-pair[0], pair[1]))
    domains = tuple(DomainScore(domain, min(1.0, share)) for share, domain in ranked)
    abstained = ranked[0][0] < max(_SURE, none) or not found
    warned = dangers(text)
    return Suggestion(domains, 2 if warned else 0, (), warned, abstained, () if abstained else domains[:1], model.version)
