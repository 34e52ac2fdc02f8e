"""The agenda that writes itself: areas register sources, a meeting asks them all.

    @source(order=20)
    def late_reports(meeting, at): return [Draft(Kind.REPORT, "reports.report:7", gettext_noop("…%(n)s…"), {"n": 3})]

A draft never holds an applicant's name: a code and a domain are enough for people who sit round a table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hamafza.meetings.models import Meeting


@dataclass(frozen=True)
class Draft:
    """A point that a source finds. `subject` names the thing, "app.model:pk", so that it stands there once.

    title: a person's own words, or a translatable sentence with places for `facts`.
    """

    kind: str
    subject: str
    title: str
    facts: dict[str, Any] = field(default_factory=dict)


Source = Callable[[Meeting, datetime], Iterable[Draft]]
_sources: dict[Source, int] = {}


def source(order: int) -> Callable[[Source], Source]:
    """Register a source; lower order comes first on the agenda. Ours: actions 10, left over 20, late 30, doors 40, gaps 50."""

    def keep(find: Source) -> Source:
        _sources[find] = order
        return find

    return keep


def drafts(meeting: Meeting, at: datetime) -> list[tuple[int, Draft]]:
    """What all sources find now, each with the order of its source, a subject once."""
    found: dict[tuple[str, str], tuple[int, Draft]] = {}
    for find, order in sorted(_sources.items(), key=lambda one: one[1]):
        for draft in find(meeting, at):
            found.setdefault((draft.kind, draft.subject), (order, draft))
    return list(found.values())
