"""One line now and then, so that nobody wonders whether it still works."""

from collections.abc import Callable
from time import monotonic

_EVERY_SECONDS = 1.0


class Progress:
    """Says how far the work has come, at most once a second, and nothing of work that is done at once."""

    def __init__(
        self,
        total: int | None,
        say: Callable[[str], object],
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.total, self.done = total, 0
        self._say, self._clock = say, clock
        self._began = self._said = clock()

    def step(self, count: int = 1, note: str = "") -> None:
        """Count finished pieces of the work."""
        self.at(self.done + count, note)

    def at(self, done: int, note: str = "") -> None:
        """Say that so many pieces are finished, with a word on them (a gap, a stage)."""
        self.done = done
        now = self._clock()
        if now - self._said < _EVERY_SECONDS:
            return
        self._said = now
        of = f" of {self.total} ({100 * done // self.total} %)" if self.total else ""
        self._say(f"{done}{of}, {now - self._began:.0f} s{', ' + note if note else ''}")
