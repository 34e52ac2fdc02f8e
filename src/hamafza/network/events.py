"""News of the network. Later areas react."""

from dataclasses import dataclass
from datetime import datetime

from hamafza.kernel.actors import Actor


@dataclass(frozen=True)
class CentreStopped:
    """It rests or is closed: what lies with it must go on."""

    centre_id: int
    by: Actor
    at: datetime
