"""News of the door. Later areas react; the door does not know them."""

from dataclasses import dataclass
from datetime import datetime

from hamafza.kernel.actors import Actor


@dataclass(frozen=True)
class RequestTriaged:
    """Its needs are known: find each a centre."""

    request_id: int
    by: Actor
    at: datetime


@dataclass(frozen=True)
class RequestEnded:
    """Withdrawn or merged: every open hop of it is called back."""

    request_id: int
    by: Actor
    at: datetime
    reason: str


@dataclass(frozen=True)
class RequestResolved:
    """Every need has an outcome: ask her in ten days."""

    request_id: int
    by: Actor
    at: datetime


@dataclass(frozen=True)
class RequestReopened:
    """She says it is not solved."""

    request_id: int
    by: Actor
    at: datetime
