"""News of a hop. Feedback and reports react; nothing upstream does."""

from dataclasses import dataclass
from datetime import datetime

from hamafza.kernel.actors import Actor


@dataclass(frozen=True)
class HopFinished:
    """A centre recorded an outcome. Care counts it as service; the request itself tells when all its needs have one."""

    referral_id: int
    by: Actor
    at: datetime
