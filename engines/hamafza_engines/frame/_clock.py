"""How long a search may take, and that Ctrl-C ends it with what was found."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf, isfinite
from time import monotonic
from types import FrameType

from hamafza_engines.frame._faults import BadInput


class Within:
    """A limit in seconds of the wall clock (None: no limit) that a search asks now and then.

    A `Within` may be a default argument, so it does not run until `started()`; that returns a running clock,
    and on a running clock it returns the same one.

    >>> stop = Within(seconds=10).started()
    >>> stop.over()
    False
    >>> 9 < stop.left() <= 10
    True
    """

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not (isfinite(seconds) and seconds >= 0):
            raise BadInput("seconds", seconds, "give 0 or more seconds, or None for no limit")
        self.seconds = seconds
        self._began: float | None = None
        self._pressed = threading.Event()
        self._catching = False

    def started(self) -> "Within":
        """Return this clock when it runs already, else a running one with the same limit."""
        if self._began is not None:
            return self
        running = Within(self.seconds)
        running._began = monotonic()
        if self._catching:
            running._pressed = self._pressed
        return running

    def part(self, share: float) -> "Within":
        """Return a running clock with a share of the time that is left; the same Ctrl-C ends both."""
        part = Within(None if self.seconds is None else share * self.left()).started()
        part._pressed = self._pressed
        return part

    def left(self) -> float:
        """Return the seconds left: never below 0, infinite without a limit, 0 after Ctrl-C."""
        if self._pressed.is_set():
            return 0.0
        if self.seconds is None:
            return inf
        return max(0.0, self.seconds - self.spent())

    def spent(self) -> float:
        """Return the seconds since the clock was started, 0 before."""
        return 0.0 if self._began is None else monotonic() - self._began

    def over(self) -> bool:
        """Tell whether to stop and hand over the best found so far."""
        return self.left() <= 0.0

    @property
    def interrupted(self) -> bool:
        """Tell whether Ctrl-C was pressed."""
        return self._pressed.is_set()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave out of the time what is no search, as loading a library."""
        since = monotonic()
        try:
            yield
        finally:
            if self._began is not None:
                self._began += monotonic() - since

    @contextmanager
    def catching_interrupt(self) -> Iterator["Within"]:
        """Turn the first Ctrl-C into `over()`; the second one ends the process as ever."""
        before = signal.getsignal(signal.SIGINT)
        in_main = threading.current_thread() is threading.main_thread()
        if not in_main or self._catching or before is None:  # None: another language's, not ours to put back
            yield self
            return

        if self._began is None:  # a limit that was interrupted once may serve the next search
            self._pressed = threading.Event()

        def pressed(number: int, frame: FrameType | None) -> None:
            self._pressed.set()
            signal.signal(signal.SIGINT, signal.default_int_handler)

        signal.signal(signal.SIGINT, pressed)
        self._catching = True
        try:
            yield self
        finally:
            self._catching = False
            signal.signal(signal.SIGINT, before)
