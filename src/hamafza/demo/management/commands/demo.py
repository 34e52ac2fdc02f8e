"""`./hamafza demo`: fills an empty database with a province that has lived three months."""

import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hamafza.demo import foundation, queries
from hamafza.demo.story import DAYS, Story
from hamafza.demo.writing import Keep, written
from hamafza.kernel import clock
from hamafza.notices.silence import silence


class Command(BaseCommand):
    help = "Loads the demo province: places, centres, people, and three months of requests made by commands."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where somebody already works")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--requests", type=int, default=800)
        parser.add_argument("--until", type=datetime.fromisoformat, help="the last instant of the story; now")

    def handle(self, *, if_empty: bool, seed: int, requests: int, until: datetime | None, **options: Any) -> None:
        if queries.unfinished().exists():
            raise CommandError(
                "دادهٔ نمایشی نیمه‌کاره مانده است؛ پایگاه دادهٔ تازه‌ای بسازید. / The demo broke off; create the database anew."
            )
        if not queries.is_empty():
            if if_empty:
                return
            raise CommandError("پایگاه خالی نیست؛ دادهٔ نمایشی کنار کار واقعی نمی‌نشیند. / The database is not empty.")
        began, self._told = time.perf_counter(), 0.0
        end = until or clock.now()
        start = end - timedelta(days=DAYS)
        self.stderr.write("ساختن استان نمایشی (یک بار) … · building the demo province (once) ...")
        with written() as keep, silence():
            province = foundation.build(start - timedelta(days=200))
            story = Story(province, seed, start)
            story.run(requests, end, lambda at: self._tell(began, (at - start) / (end - start), keep))
        self.stderr.write(f"آماده شد · ready in {time.perf_counter() - began:.0f} s")

    def _tell(self, began: float, share: float, keep: Keep) -> None:
        spent = time.perf_counter() - began
        if spent - self._told >= 2:
            self._told = spent
            keep()
            self.stderr.write(f"  {share:4.0%}, {spent:.0f} s")
