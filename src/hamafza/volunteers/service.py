"""Deeds of service: each area in which volunteers serve hands in what they did, so that hours are never typed twice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Deed:
    """One volunteer served so many minutes on a day; `key` names the activity ("shifts.shift:12"), `title` what it was."""

    volunteer: int
    day: date
    minutes: int
    key: str
    title: str


Source = Callable[[Collection[int], date, date], Iterable[Deed]]  # volunteers' numbers, first and last day
_sources: dict[str, tuple[str | Promise, Source]] = {}


def register(kind: str, caption: str | Promise, source: Source) -> None:
    """Called in AppConfig.ready of the area; `kind` is the part of `Deed.key` before the colon."""
    _sources[kind] = caption, source


def kinds() -> dict[str, str | Promise]:
    return {kind: caption for kind, (caption, _source) in _sources.items()}


def deeds(volunteers: Collection[int], first: date, last: date) -> list[Deed]:
    """What these volunteers did from the first day to the last, both within, oldest first; one query a kind."""
    found = [deed for _caption, source in _sources.values() for deed in source(volunteers, first, last)]
    return sorted(found, key=lambda deed: (deed.day, deed.key, deed.volunteer))


def minutes(volunteers: Collection[int], first: date, last: date) -> dict[int, int]:
    """Minutes of service by volunteer; who did nothing is not in it."""
    found: dict[int, int] = defaultdict(int)
    for deed in deeds(volunteers, first, last):
        found[deed.volunteer] += deed.minutes
    return dict(found)
