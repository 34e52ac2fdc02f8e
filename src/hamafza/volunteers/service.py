"""Deeds of service: each area in which volunteers serve hands in what they did, so that hours are never typed twice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.functional import Promise


@dataclass(frozen=True)
class Deed:
    """One volunteer served so many minutes on a day; `key` names the activity ("shifts.shift:12"), `title` what it was.

    `starts_at` where it is known: minutes that two deeds share are counted once.
    """

    volunteer: int
    day: date
    minutes: int
    key: str
    title: str
    starts_at: datetime | None = None


Source = Callable[[Collection[int], date, date], Iterable[Deed]]  # volunteers' numbers, first and last day
_sources: dict[str, tuple[str | Promise, Source]] = {}


def register(kind: str, caption: str | Promise, source: Source) -> None:
    """Called in AppConfig.ready of the area; `kind` is the part of `Deed.key` before the colon."""
    _sources[kind] = caption, source


def kinds() -> dict[str, str | Promise]:
    return {kind: caption for kind, (caption, _source) in _sources.items()}


def deeds(volunteers: Collection[int], first: date, last: date) -> list[Deed]:
    """What these volunteers did from the first day to the last, both within, oldest first; one query a kind.

    The evening before is read too: what began in it may reach over midnight.
    """
    since = first - timedelta(days=1)
    found = [deed for _caption, source in _sources.values() for deed in source(volunteers, since, last)]
    counted = [deed for deed in once(found) if deed.day >= first]
    return sorted(counted, key=lambda deed: (deed.day, deed.key, deed.volunteer))


def once(found: Iterable[Deed]) -> list[Deed]:
    """Nobody serves two hours in one: what began first counts whole, the other from where the first one ends."""
    every = list(found)
    ends: dict[int, datetime] = {}
    counted = [deed for deed in every if deed.starts_at is None]
    timed = ((deed.starts_at, deed.key, deed) for deed in every if deed.starts_at is not None)
    for starts_at, _key, deed in sorted(timed, key=lambda one: one[:2]):
        end = starts_at + timedelta(minutes=deed.minutes)
        free = max(starts_at, ends.get(deed.volunteer, starts_at))
        left = max(0, int((end - free).total_seconds()) // 60)
        ends[deed.volunteer] = max(end, ends.get(deed.volunteer, end))
        counted.append(deed if left == deed.minutes else replace(deed, minutes=left, starts_at=free))
    return counted


def minutes(volunteers: Collection[int], first: date, last: date) -> dict[int, int]:
    """Minutes of service by volunteer; who did nothing is not in it."""
    found: dict[int, int] = defaultdict(int)
    for deed in deeds(volunteers, first, last):
        found[deed.volunteer] += deed.minutes
    return dict(found)
