"""The engine with a known mind, and doors that nobody has knocked at yet."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches

from hamafza.intake import advice

DANGER = "می‌زند"


def said(text: str) -> dict[str, Any]:
    """What a very simple engine would say; its answers have the true engine's shape."""

    def word(of: str) -> list[dict[str, Any]]:
        start = text.find(of)
        return [{"text": of, "start": start, "end": start + len(of), "weight": 1.0}] if start >= 0 else []

    health, work = word("دارو"), word("کار")
    domains = [{"domain": "health", "confidence": 0.82, "words": health}] if health else []
    domains += [{"domain": "employment", "confidence": 0.4, "words": work}] if work else []
    danger = [{"kind": "violence", "lines": ("110", "123"), "words": word(DANGER)}] if DANGER in text else []
    return {
        "domains": domains,
        "urgency": 2 if danger else 1 if "زود" in text else 0,
        "urgency_words": [],
        "dangers": danger,
        "abstained": not domains,
        "needs": domains[:1],
        "model_version": "test",
    }


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "suggest", said)


@pytest.fixture(autouse=True)
def nobody_knocked() -> Iterator[None]:
    caches["local"].clear()
    yield
    caches["local"].clear()
