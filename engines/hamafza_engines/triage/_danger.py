"""Danger by rules, on top of the model: what cannot wait is shown first even when the model is unsure."""

import re

from hamafza_engines.triage._types import Danger

LINES = {
    "violence": ("110", "123"),
    "suicide": ("123", "115", "1480"),
    "fire": ("125", "115"),
    "child_at_risk": ("123", "110"),
    "overdose": ("115", "123"),
    "acute_illness": ("115",),
}


def dangers(text: str) -> tuple[Danger, ...]:
    """Return the dangers told in the text."""
    return ()
