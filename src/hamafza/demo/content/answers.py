"""What centres, applicants and officers write along the way, by domain group; read from answers.toml."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# Domains whose work is worded alike.
GROUPS: dict[str, tuple[str, ...]] = {
    "body": ("health", "disability"),
    "mind": ("counselling", "addiction", "women_family", "child_protection"),
    "means": ("livelihood", "employment", "marriage"),
    "roof": ("housing", "disaster"),
    "rights": ("legal", "prisoners"),
    "learning": ("education", "culture_book", "religious_quran", "sport_youth", "media_it"),
    "company": ("elderly", "pilgrimage"),
}
GROUP_OF = {domain: group for group, domains in GROUPS.items() for domain in domains}


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "answers.toml").read_text(encoding="utf-8"))


def decline(rng: random.Random, reason: str) -> str:
    """Why a centre cannot, courteously and with a way on: a note under a coded reason."""
    return rng.choice(_texts()["decline"][reason])


def hold(rng: random.Random, reason: str) -> str:
    """Why the work waits."""
    return rng.choice(_texts()["hold"][reason])


def not_done(rng: random.Random, reason: str) -> str:
    """Why a centre that had accepted gives the work back."""
    return rng.choice(_texts()["not_done"][reason])


def progress(rng: random.Random, domain: str) -> str:
    """A line on how the work goes."""
    return rng.choice(_texts()["progress"][GROUP_OF[domain]] + _texts()["progress"]["any"])


def outcome(rng: random.Random, domain: str, code: str) -> str:
    """What came of it: the evidence beside a coded outcome."""
    by_group = _texts()["outcome"][code]
    return rng.choice(by_group.get(GROUP_OF[domain], []) or by_group["any"])


def comment(rng: random.Random, answer: str) -> str:
    """What the applicant says of it: `solved`, `half` or `no`; often nothing at all."""
    return "" if rng.random() < 0.35 else rng.choice(_texts()["comment"][answer])


def reopening(rng: random.Random) -> str:
    """Why the applicant is not content."""
    return rng.choice(_texts()["comment"]["no"])


def guidance(rng: random.Random) -> str:
    """What the last-door officer did when no centre was left."""
    return rng.choice(_texts()["last_door"]["texts"])
