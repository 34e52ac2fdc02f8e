"""The beat: every area registers what time does to its things; `tick` runs one pass of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hamafza.kernel import rows

Beat = Callable[[datetime], int]
Waiting = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class _Registered:
    order: int
    name: str
    beat: Beat
    waiting: Waiting | None


_beats: list[_Registered] = []


def every_tick(order: int, waiting: Waiting | None = None) -> Callable[[Beat], Beat]:
    """Register a pass, which returns how many things it moved; lower order runs first.

    waiting: the things whose `due_at` says when the pass is next needed; one without it runs at every tick, and
    simulated time does not stop for it.
    """

    def keep(beat: Beat) -> Beat:
        name = f"{beat.__module__.split('.')[1]}.{beat.__name__}"
        _beats.append(_Registered(order, name, beat, waiting))
        _beats.sort(key=lambda one: (one.order, one.name))
        _question.cache_clear()
        return beat

    return keep


def tick(at: datetime) -> dict[str, int]:
    """One pass at the instant `at`: {"referrals.hops": 3, ...}. What is not due is not asked for."""
    done: dict[str, int] = {}
    due = dues()
    for one in _beats:
        first = due.get(one.name) if one.waiting else at
        done[one.name] = one.beat(at) if first is not None and first <= at else 0
        if done[one.name]:
            due = dues()  # what moved may have set others going
    return done


def next_due() -> datetime | None:
    """The earliest instant at which a tick would find something to do."""
    return min(dues().values(), default=None)


def dues() -> dict[str, datetime]:
    """When each pass is next needed, as far as anything waits for it; one query."""
    query, values = _question(connection.vendor)
    if not query:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {name: rows.instant(due) for name, due in cursor.fetchall() if due is not None}


@cache
def _question(vendor: str) -> tuple[str, list[Any]]:
    """Put together once: a simulation asks it before every act."""
    parts: list[str] = []
    values: list[Any] = []
    for one in _beats:
        if one.waiting:
            things, where = one.waiting().order_by().values("due_at").query.sql_with_params()
            # Our own queries; their values stay parameters.
            parts.append(f"SELECT '{one.name}' AS name, MIN(due_at) FROM ({things}) AS {one.beat.__name__}")  # noqa: S608
            values += where
    return " UNION ALL ".join(parts), values
