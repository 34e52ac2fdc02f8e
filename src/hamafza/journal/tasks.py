"""What time does to the journal: its lines join the totals; once a day its head is anchored outside the database."""

from datetime import datetime

from hamafza.journal import anchors, totals
from hamafza.kernel.ticking import every_tick
from hamafza.notices import silence


@every_tick(order=98)
def folded(at: datetime) -> int:
    return 0 if silence.reigns() else totals.fold()


@every_tick(order=99)
def anchored(at: datetime) -> int:
    return 0 if silence.reigns() else anchors.drop(at)
