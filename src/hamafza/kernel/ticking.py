"""The beat: every area registers what time does to its things; `tick` runs one pass of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Beat = Callable[[datetime], int]
Due = Callable[[], datetime | None]


@dataclass(frozen=True)
class _Registered:
    order: int
    name: str
    beat: Beat
    due: Due | None


_beats: list[_Registered] = []


def every_tick(order: int, due: Due | None = None) -> Callable[[Beat], Beat]:
    """Register a pass, which returns how many things it moved; lower order runs first.

    due: when the pass is next needed; one without it runs at every tick, and simulated time does not stop for it.
    """

    def keep(beat: Beat) -> Beat:
        name = f"{beat.__module__.split('.')[1]}.{beat.__name__}"
        _beats.append(_Registered(order, name, beat, due))
        _beats.sort(key=lambda one: (one.order, one.name))
        return beat

    return keep


def tick(at: datetime) -> dict[str, int]:
    """One pass at the instant `at`: {"referrals.hops": 3, ...}. What is not due is not asked for."""
    done = {}
    for one in _beats:
        done[one.name] = one.beat(at) if _is_due(one, at) else 0
    return done


def next_due() -> datetime | None:
    """The earliest instant at which a tick would find something to do."""
    return min((due for one in _beats if one.due and (due := one.due()) is not None), default=None)


def _is_due(one: _Registered, at: datetime) -> bool:
    if one.due is None:
        return True
    due = one.due()
    return due is not None and due <= at
