"""The beat: every area registers what time does to its things; `tick` runs one pass of all."""

from collections.abc import Callable
from datetime import datetime

Beat = Callable[[datetime], int]

_beats: list[tuple[int, str, Beat]] = []


def every_tick(order: int) -> Callable[[Beat], Beat]:
    """Register a pass; it returns how many things it moved. Lower order runs first."""

    def keep(beat: Beat) -> Beat:
        _beats.append((order, beat.__module__.split(".")[1] + "." + beat.__name__, beat))
        return beat

    return keep


def tick(at: datetime) -> dict[str, int]:
    """One pass at the instant `at`: {"referrals.hops": 3, ...}"""
    return {name: beat(at) for _, name, beat in sorted(_beats, key=lambda one: one[:2])}
