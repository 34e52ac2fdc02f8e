"""The demo's meetings, read from meetings.toml: series, what they decided, and what became of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Resolve:
    """One decision and its fate."""

    text: str
    owner: str = ""
    days: int = 0
    fate: str = ""
    evidence: str = ""
    reason: str = ""
    on: str = ""
    because: str = ""
    left: str = ""
    against: str = ""


@dataclass(frozen=True)
class Sketch:
    """One series and its sittings, each a list of decisions."""

    key: str
    title: str
    place: str
    rule: str
    every: int
    weekday: int
    hour: str
    chair: str
    secretary: str
    roles: list[str]
    hosts: list[str]
    meeting: list[list[Resolve]] = field(default_factory=list)
    domain: str = ""
    cancelled: int = 0  # number of the sitting that a storm called off
    objected: int = 0  # number of the sitting whose minutes came back


SAID = (
    "هر مرکز کوتاه گفت چه کرده است و کجا گیر دارد.",
    "قرار شد مسئول آن تا نشست بعد خبر بیاورد.",
    "دربارهٔ نوبت و هزینه گفت‌وگو شد و همه هم‌نظر بودند.",
    "نماینده‌ها خواستند شمارهٔ درخواست‌ها زودتر به دستشان برسد.",
    "هماهنگ‌کننده پاسخ مراکز را خواند و دو مورد ماند.",
    "پیشنهاد شد با دهیاری‌ها هم در میان گذاشته شود.",
)


def _series(row: dict[str, Any]) -> Sketch:
    sittings = [[Resolve(**one) for one in meeting["decision"]] for meeting in row.pop("meeting")]
    return Sketch(**row, meeting=sittings)


SERIES = tuple(
    _series(row) for row in tomllib.loads(files(__package__).joinpath("meetings.toml").read_text("utf-8"))["series"]
)
