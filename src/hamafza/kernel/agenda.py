"""Simulated time: acts at their instants, and the clock's own hand whenever something falls due in between."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from hamafza.kernel.ticking import next_due, tick

Act = Callable[[], None]
BEAT = timedelta(hours=1)  # as cron would do it
BATCH = 200  # acts in one transaction: a simulation measures the loop, not the disk


class Agenda:
    """What happens when. `ticked` is called after each tick, to plan what follows from it."""

    def __init__(self, start: datetime, ticked: Act) -> None:
        self.now = start
        self._ticked = ticked
        self._acts: list[tuple[datetime, int, Act]] = []
        self._count = 0

    def put(self, at: datetime, act: Act) -> None:
        """Let `act` happen at an instant, or now if that has passed. Acts of one instant keep their order."""
        self._count += 1
        heapq.heappush(self._acts, (max(at, self.now), self._count, act))

    def run(self, until: datetime, tell: Callable[[datetime], None] = lambda at: None) -> None:
        """Everything up to `until`, what it leads to as well; acts beyond it stay undone."""
        goes_on = True
        while goes_on:
            with transaction.atomic():
                for _ in range(BATCH):
                    goes_on = goes_on and self._step(until)
            tell(self.now)
        self.now = max(self.now, until)

    def _step(self, until: datetime) -> bool:
        """One beat of the clock or one act, whichever comes first; False when nothing is left to happen."""
        act_at = self._acts[0][0] if self._acts else None
        due = next_due()
        beat = _next_beat(max(due, self.now)) if due is not None else None
        if beat is not None and beat <= until and (act_at is None or beat <= act_at):
            self.now = beat
            tick(beat)
            self._ticked()
            return True
        if act_at is None or act_at > until:
            return False
        self.now, _number, act = heapq.heappop(self._acts)
        act()
        return True

    @property
    def last(self) -> datetime:
        """The latest instant planned so far."""
        return max((at for at, _, _ in self._acts), default=self.now)


def _next_beat(at: datetime) -> datetime:
    begin = datetime.min.replace(tzinfo=at.tzinfo)
    return at + (BEAT - (at - begin) % BEAT)
