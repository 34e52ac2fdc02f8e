"""One piece of work as a desk shows it: what, since when, until when, and the one thing to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hamafza.ui.language import named

__all__ = ["MINE", "WATCH", "Action", "Row", "grey", "merged", "named", "tone_of"]

CHIPS = {"lapis": "info", "green": "good", "saffron": "attention", "pomegranate": "quiet"}
MINE, WATCH = "mine", "watch"


@dataclass(frozen=True)
class Action:
    """The one thing to do. how: post (done at once), write (a line of text first) or open (another page)."""

    label: str
    url: str
    how: str = "open"
    kind: str = "secondary"
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row of «امروز». `key` is the thing itself, so that two roles of one person show it once."""

    key: str
    title: str
    href: str
    note: str
    due_at: datetime
    opened_at: datetime
    action: Action
    chip: str = ""
    tone: str = "calm"
    pile: str = MINE

    @property
    def anchor(self) -> str:
        return self.key.replace(":", "-")


def merged(rows: Iterable[Row]) -> list[Row]:
    """By deadline; a thing that is hers to do is not shown again as one to watch."""
    seen: dict[str, Row] = {}
    for row in rows:
        if row.key not in seen or row.pile == MINE:
            seen[row.key] = row
    return sorted(seen.values(), key=lambda row: (row.due_at, row.key))


def grey(*parts: object) -> str:
    """The grey line under a title."""
    return " · ".join(str(part) for part in parts if part)


def tone_of(domain_tone: str | None) -> str:
    """A domain's colour as a chip wears it; red stays with what is late."""
    return CHIPS.get(domain_tone or "", "calm")
