"""What centres, applicants and officers write along the way; the words are in answers.toml."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """All of answers.toml."""
    return tomllib.loads((files(__package__) / "answers.toml").read_text(encoding="utf-8"))


def _pick(rng: random.Random, table: dict[str, list[str]], domain: str) -> str:
    """A text of the domain twice in three times where it has one, else one that fits any."""
    own = table.get(domain)
    return rng.choice(own if own and rng.random() < 0.66 else table["any"])


def decline(rng: random.Random, domain: str, reason: str) -> str:
    """Why a centre cannot, courteously and with a way on: the note under a coded reason."""
    return _pick(rng, words()["decline"][reason], domain)


def hold(rng: random.Random, domain: str, reason: str) -> str:
    """Why the work waits."""
    return _pick(rng, words()["hold"][reason], domain)


def not_done(rng: random.Random, domain: str, reason: str) -> str:
    """Why a centre that had accepted gives the work back."""
    return _pick(rng, words()["not_done"][reason], domain)


def progress(rng: random.Random, domain: str) -> str:
    """A line on how the work goes."""
    return _pick(rng, words()["progress"], domain)


def outcome(rng: random.Random, domain: str, code: str) -> str:
    """What came of it: the evidence beside a coded outcome."""
    return _pick(rng, words()["outcome"][code], domain)


def comment(rng: random.Random, domain: str, answer: str) -> str:
    """What the applicant says of it (`yes`, `half`, `no`); often nothing, never nothing with `no`."""
    if answer != "no" and rng.random() < 0.35:
        return ""
    return _pick(rng, words()["comment"][answer], domain)


def guidance(rng: random.Random, domain: str) -> str:
    """What the last-door officer did when no centre was left."""
    return _pick(rng, words()["last_door"], domain)
