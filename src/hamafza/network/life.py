"""Signs that a centre lives: each area hands in its own, so that sleep is computed and never guessed.

A centre is alive as long as one sign says so, and asleep when every sign that knows it says that it is not.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise

from hamafza.kernel.clock import local

LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Sign:
    """What one area has seen of one centre: is that life, and when was it last seen (if ever)?"""

    alive: bool
    last: date | None = None


Look = Callable[[Collection[int], datetime], Mapping[int, Sign]]  # by the number of the centre; not in it: no opinion

_signs: dict[str, tuple[int, str | Promise, Look]] = {}


def register(key: str, order: int, caption: str | Promise, look: Look) -> None:
    """Called in AppConfig.ready of the area; `look` answers for many centres with one or two queries."""
    _signs[key] = order, caption, look


def captions() -> dict[str, str | Promise]:
    """What each sign is called, in their order."""
    found = sorted((order, key, caption) for key, (order, caption, _look) in _signs.items())
    return {key: caption for _order, key, caption in found}


def signs_of(centres: Collection[int], at: datetime) -> dict[int, dict[str, Sign]]:
    """{centre: {key: sign}}; every centre asked for is in it."""
    found: dict[int, dict[str, Sign]] = {pk: {} for pk in centres}
    for key in captions():
        for pk, sign in _signs[key][2](centres, at).items():
            found[pk][key] = sign
    return found


def is_alive(signs: Mapping[str, Sign]) -> bool:
    """Of whom nobody knows anything, nothing is said against."""
    return not signs or any(sign.alive for sign in signs.values())


def since(last: datetime | date | None, at: datetime) -> Sign:
    """A sign that lasts thirty days."""
    day = local(last).date() if isinstance(last, datetime) else last
    return Sign(day is not None and day > local(at - LOOKS_BACK).date(), day)
