"""A flow that may take long runs in a child process, so that time and Ctrl-C can end it.

The flow solver knows no limit of time and does not listen while it works.
"""

import mmap
import os
import signal
import time
import warnings
from collections.abc import Callable

import numpy as np

from hamafza_engines.allocation._types import Ints
from hamafza_engines.frame import Within

_LONG = 200_000  # arcs; below, a flow is done before anybody could want to stop it
_DONE, _RAISED = 0, 3


class Stopped(Exception):
    """Time is up, or Ctrl-C was pressed, before the flow was done."""


def watched(flow: Callable[[], Ints], *, size: int, stop: Within) -> Ints:
    """Return the flow (one number an arc), or raise Stopped."""
    if stop.over():
        raise Stopped
    if size < _LONG or stop.seconds is None or not hasattr(os, "fork"):
        return flow()
    with mmap.mmap(-1, 8 * size) as shared:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # other threads do not matter: the child only counts
            child = os.fork()
        if child == 0:
            _count(flow, shared)
        if not _waited(child, stop):
            return flow()  # the child failed; here the fault can be seen
        return np.frombuffer(shared, np.int64, size).copy()


def _count(flow: Callable[[], Ints], shared: mmap.mmap) -> None:
    """Work in the child and leave, without touching what belongs to the parent."""
    code = _RAISED
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        found = flow()
        shared[: 8 * len(found)] = found.astype(np.int64).tobytes()
        code = _DONE
    finally:
        os._exit(code)


def _waited(child: int, stop: Within) -> bool:
    pause = 0.002
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == _DONE
        if stop.over():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise Stopped
        time.sleep(pause)
        pause = min(0.05, 1.5 * pause)
