"""Asks the triage engine. Proposes, never writes."""

from dataclasses import asdict
from typing import Any

from hamafza_engines import triage


def suggest(text: str) -> dict[str, Any]:
    """The engine's proposal as plain data: domains with confidence and the words that decided, urgency, danger."""
    return asdict(triage.suggest(text))


def is_dangerous(proposed: dict[str, Any]) -> bool:
    return bool(proposed["dangers"])
