"""Changing a state: by the table, with who, when and why, in one place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import models

from hamafza.kernel import rows
from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import StateChange

Moves = Mapping[str, frozenset[str] | set[str]]


def subject_of(thing: models.Model) -> str:
    return f"{thing._meta.label_lower}:{thing.pk}"


def may_move(thing: models.Model, to: str) -> bool:
    moves: Moves = thing.MOVES  # type: ignore[attr-defined]
    return to in moves.get(thing.state, ())  # type: ignore[attr-defined]


def move(
    thing: models.Model,
    *,
    to: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    also: Sequence[str] = (),
    **changes: object,
) -> None:
    """Move `thing` to state `to`, set `changes` with it, and keep the history row.

    `also` names fields that are set already and saved with it. Raises MoveRefused when the table does not know the move.
    """
    if not may_move(thing, to):
        raise MoveRefused
    before = thing.state  # type: ignore[attr-defined]
    for name, value in {"state": to, **changes}.items():
        setattr(thing, name, value)
    rows.keep(thing, ["state", *changes, *also])
    remember(thing, before=before, after=to, by=by, at=at, reason=reason)


def remember(thing: models.Model, *, before: str, after: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Write a history row; used alone only for the birth of a thing."""
    change = StateChange(subject=subject_of(thing), before=before, after=after, by=by.ref, at=at, reason=reason[:500])
    rows.add([change])
