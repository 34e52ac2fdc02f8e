"""What triage says: plain frozen data, worded by whoever shows it."""

from dataclasses import dataclass

DOMAINS = (
    "health", "counselling", "legal", "employment", "education", "livelihood", "housing", "women_family",
    "child_protection", "disability", "elderly", "addiction", "prisoners", "marriage", "culture_book",
    "religious_quran", "pilgrimage", "sport_youth", "disaster", "media_it",
)  # fmt: skip

DANGERS = ("acute_illness", "overdose", "suicide", "child_at_risk", "violence", "fire")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, where it stands in it, and how much it weighed (0-1 of the words shown)."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain, how sure the model is of it, and the words that spoke for it, heaviest first."""

    domain: str
    confidence: float
    words: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        if self.domain not in DOMAINS:
            raise ValueError(f"domain must be one of the {len(DOMAINS)} of DOMAINS, not {self.domain!r}")
        if not 0 <= self.confidence <= 1:
            raise ValueError("confidence must lie between 0 and 1")


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that cannot wait, the telephone lines to show first, and the words that told of it."""

    kind: str
    lines: tuple[str, ...]
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ranked domains, urgency (0 ordinary, 1 within a day, 2 emergency), dangers and distinct needs."""

    domains: tuple[DomainScore, ...]
    urgency: int
    urgency_words: tuple[Word, ...]
    dangers: tuple[Danger, ...]
    abstained: bool
    needs: tuple[DomainScore, ...]
    model_version: str
