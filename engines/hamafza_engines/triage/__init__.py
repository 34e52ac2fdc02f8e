"""A request in Persian -> likely domains with calibrated confidence, urgency, dangers, or «I do not know».

>>> suggestion = suggest("شوهرم معتاد است و می‌خواهد ترک کند")
>>> suggestion.domains[0].domain
'addiction'
"""

from hamafza_engines.triage._model import Model
from hamafza_engines.triage._suggest import suggest
from hamafza_engines.triage._types import DOMAINS, Danger, DomainScore, Suggestion, Word

__all__ = ["DOMAINS", "Danger", "DomainScore", "Model", "Suggestion", "Word", "suggest"]
