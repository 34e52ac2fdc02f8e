"""Changing a state: by the table, with who, when and why, in one place."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models

from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import StateChange

Moves = Mapping[str, frozenset[str] | set[str]]


def subject_of(thing: models.Model) -> str:
    return f"{thing._meta.label_lower}:{thing.pk}"


def may_move(thing: models.Model, to: str) -> bool:
    moves: Moves = thing.MOVES  # type: ignore[attr-defined]
    return to in moves.get(thing.state, ())  # type: ignore[attr-defined]


def move(thing: models.Model, *, to: str, by: Actor, at: datetime, reason: str = "", **changes: object) -> None:
    """Move `thing` to state `to`, set `changes` with it, and keep the history row.

    Raises MoveRefused when the table does not know the move.
    """
    if not may_move(thing, to):
        raise MoveRefused
    before = thing.state  # type: ignore[attr-defined]
    for name, value in {"state": to, **changes}.items():
        setattr(thing, name, value)
    thing.save(update_fields=["state", *changes])
    remember(thing, before=before, after=to, by=by, at=at, reason=reason)


def remember(thing: models.Model, *, before: str, after: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Write a history row; used alone only for the birth of a thing."""
    StateChange.objects.create(
        subject=subject_of(thing), before=before, after=after, by=by.ref, at=at, reason=reason[:500]
    )
