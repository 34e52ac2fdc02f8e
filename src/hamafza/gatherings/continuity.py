"""The continuity index of a gathering: pure arithmetic on what was meant, what was held and who came.

With the last twelve occasions that were meant (held, missed or cancelled), oldest first:

    regularity  r = held / meant                                              0 to 1
    streak      s = held in a row up to now / (held + missed), at most 1; a cancellation that was told
                    neither counts nor breaks it                              0 to 1
    retention   q = mean, over the last four pairs of occasions held one after the other and both with names,
                    of the share of the earlier one's people who came to the later                          0 to 1
    trend       t = people at the last held / mean of the (up to) four held before it, at most 1             0 to 1

    index = round(100 × (0.40 r + 0.25 s + 0.25 q + 0.10 t))                  0 to 100

A part that cannot be known yet (q without two lists of names, t without two held) leaves its weight to the others in
proportion. Without any settled occasion there is no index. A gathering falls away when t ≤ 2/3 with four held before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

WINDOW = 12
PAIRS = BEFORE = 4
FALLS = 2 / 3
WEIGHTS = {"regularity": 0.40, "streak": 0.25, "retention": 0.25, "trend": 0.10}
HELD, MISSED, CANCELLED = "held", "missed", "cancelled"


@dataclass(frozen=True)
class Turn:
    """One occasion as it ended: `who` are the people known by name ("v12", "g3"), `people` all who came."""

    day: date
    state: str
    people: int = 0
    who: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Continuity:
    """The index with its parts; None where a part cannot be known yet."""

    index: int | None
    regularity: float | None
    in_a_row: int
    streak: float | None
    retention: float | None
    came_again: float | None  # of the very last pair
    trend: float | None
    falls: bool
    meant: int
    held: int


def of(turns: Sequence[Turn]) -> Continuity:
    """The index of these occasions, oldest first."""
    last = list(turns)[-WINDOW:]
    held = [turn for turn in last if turn.state == HELD]
    row = in_a_row(turns)
    counted = sum(turn.state != CANCELLED for turn in last)
    shares = [share for pair in pairwise(held) if (share := came_again(*pair)) is not None]
    parts = {
        "regularity": len(held) / len(last) if last else None,
        "streak": min(1.0, row / counted) if counted else (0.0 if last else None),
        "retention": mean(shares[-PAIRS:]),
        "trend": trend_of(held),
    }
    return Continuity(
        index=_index(parts), in_a_row=row, came_again=came_again(*held[-2:]) if len(held) > 1 else None,
        falls=falls(held), meant=len(last), held=len(held), **parts,
    )  # fmt: skip


def in_a_row(turns: Sequence[Turn]) -> int:
    """Held one after the other up to now; a cancellation that was told does not break it."""
    row = 0
    for turn in reversed(turns):
        if turn.state == MISSED:
            break
        row += turn.state == HELD
    return row


def came_again(earlier: Turn, later: Turn) -> float | None:
    """Share of the earlier people, as far as they are known by name, who came to the later one too."""
    if not earlier.who or not later.who:
        return None
    return len(earlier.who & later.who) / len(earlier.who)


def trend_of(held: Sequence[Turn]) -> float | None:
    """People at the last one against the mean of up to four before it, at most 1."""
    usual = mean([float(turn.people) for turn in held[-1 - BEFORE : -1]])
    if usual is None:
        return None
    return min(1.0, held[-1].people / usual) if usual else 1.0


def falls(held: Sequence[Turn]) -> bool:
    """Fewer by a third or more than the mean of the previous four."""
    before = [turn.people for turn in held[-1 - BEFORE : -1]]
    return len(before) == BEFORE and 3 * BEFORE * held[-1].people <= 2 * sum(before) and sum(before) > 0


def mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _index(parts: dict[str, float | None]) -> int | None:
    known = {name: value for name, value in parts.items() if value is not None}
    if not known:
        return None
    weight = sum(WEIGHTS[name] for name in known)
    return round(100 * sum(WEIGHTS[name] * value for name, value in known.items()) / weight)
