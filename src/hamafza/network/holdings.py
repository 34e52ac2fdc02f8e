"""What lies with one person, over all areas, and how it goes to another: each area hands in its own kind.

So that one page can show everything she holds and move it in one step; nothing is orphaned because somebody forgot it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from hamafza.kernel.actors import Actor
from hamafza.people.models import Person


@dataclass(frozen=True)
class Holding:
    """One thing that lies with her: what it is called (never whom it is about), its page, and its deadline."""

    title: str
    address: str
    due_at: datetime | None = None
    key: str = ""  # "referrals.referral:12": the thing itself, so that a handover can be given back


@dataclass(frozen=True)
class Kind:
    """`held(person, at)` lists; `hand(person, to, by, at)` moves them by the area's own commands and tells how many.

    A `hand` may refuse (hamafza.kernel.errors.Refused): then the whole handover does not happen.
    `back(taker, person, keys, by, at)` gives back those of these things that still lie with the taker; two alike are
    two of the same key. It tells how many.
    """

    caption: str | Promise
    held: Callable[[Person, datetime], list[Holding]]
    hand: Callable[[Person, Person, Actor, datetime], int]
    back: Callable[[Person, Person, Collection[str], Actor, datetime], int] | None = None


_kinds: dict[str, tuple[int, Kind]] = {}


def register(key: str, order: int, kind: Kind) -> None:
    """Called in AppConfig.ready of the area, or in a module that it imports there."""
    _kinds[key] = order, kind


def kinds() -> list[tuple[str, Kind]]:
    """All of them, in their order."""
    return [(key, kind) for key, (_order, kind) in sorted(_kinds.items(), key=lambda one: (one[1][0], one[0]))]


def of(key: str) -> Kind | None:
    """The kind of this key; none when its area is there no more."""
    found = _kinds.get(key)
    return found[1] if found else None
