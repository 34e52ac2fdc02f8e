"""`./hamafza worker`: a tick every half minute, until it is told to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from hamafza.kernel import clock
from hamafza.kernel.ticking import tick

log = logging.getLogger("hamafza.worker")


class Command(BaseCommand):
    help = "Deadlines and outbox, every 30 seconds; SIGTERM lets the running pass end first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=30.0, metavar="SECONDS")

    def handle(self, *, every: float, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            self.beat()
            stopped.wait(every)

    def beat(self) -> None:
        """One pass. A database that is away, or one bad row, must not end the worker: the next pass comes."""
        close_old_connections()
        try:
            moved = {name: count for name, count in tick(clock.now()).items() if count}
        except Exception:
            log.exception("a pass failed; the next one comes by itself")
        else:
            if moved:
                log.info("%s", moved)
        finally:
            close_old_connections()
