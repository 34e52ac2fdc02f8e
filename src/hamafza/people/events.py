"""News of accounts. Notices tell the person herself."""

from dataclasses import dataclass
from datetime import datetime

from hamafza.kernel.actors import Actor


@dataclass(frozen=True)
class SignedInElsewhere:
    """Her name and pass-word were used in a browser that never used them before."""

    person_id: int
    by: Actor
    at: datetime


@dataclass(frozen=True)
class FactorTakenAway:
    """Two admins took away her second factor, which she said was lost."""

    person_id: int
    by: Actor
    at: datetime
