"""A request in Persian -> likely domains with calibrated confidence, urgency, dangers, or «I do not know».

A text x is cut into units u (words, neighbours, phrases of a lexicon); each has hashed features phi(u): the
word, its stem, letter 3- and 4-grams, the domains its phrase points to. With weights W (features x classes),

    score(x) = b + sum over u of W'phi(u) / sqrt(sum over u of |phi(u)|^2)

so that what one word adds is exact and shown. Shares are softmax(score), of 20 domains and «none of these»,
halved with the mean over the parts of the text, then softened by one temperature fitted on hands unheard. A
second head of the same features hears alarms beside written rules. W minimises the cross-entropy by seeded
SGD with two fifths of the units unheard at a time (multinomial logistic regression on TF-IDF; Joachims 1998,
hashing of Weinberger et al. 2009, temperature of Guo et al. 2017). Linear in the length of the text; it knows
no grammar: negation is written into rules only, and irony is not understood.

>>> suggestion = suggest("شوهرم معتاد است و می‌خواهد ترک کند")
>>> suggestion.domains[0].domain
'addiction'
"""

from hamafza_engines.triage._check import check
from hamafza_engines.triage._model import Model
from hamafza_engines.triage._retrain import Refused, Retrained, retrain
from hamafza_engines.triage._suggest import suggest
from hamafza_engines.triage._types import DANGERS, DOMAINS, Danger, DomainScore, Suggestion, Word

__all__ = [
    "DANGERS",
    "DOMAINS",
    "Danger",
    "DomainScore",
    "Model",
    "Refused",
    "Retrained",
    "Suggestion",
    "Word",
    "check",
    "retrain",
    "suggest",
]
