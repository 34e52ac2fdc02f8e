"""`./hamafza replay FILE --map MAPPING`: prints one JSON object; dirty rows go to stderr, one line each."""

import json
import os
import sys
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hamafza.notices.silence import silence
from hamafza.replay import city, mapping, report
from hamafza.replay.play import Player

OWN = "HAMAFZA_REPLAY_DATABASE"


class Command(BaseCommand):
    help = "Runs a city's request log through the whole loop, in a database of its own."
    requires_system_checks = ()
    _told = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path, default=Path(city.__file__).parent / "maps" / "san_francisco.toml")
        parser.add_argument("--limit", type=int, default=0, help="only the first N rows")

    def handle(self, *, file: Path, map: Path, limit: int, **options: Any) -> None:
        for path in (file, map):
            if not path.exists():
                raise CommandError(f"{path}: no such file")
        if not os.environ.get(OWN):
            self._again_in_a_database_of_its_own(file)
        call_command("migrate", verbosity=0, interactive=False)
        try:
            cases, received = self._read(file, mapping.Mapping.load(map), limit)
        except mapping.BadMapping as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(self._play(cases, received, mapping.Mapping.load(map))))
        self.stderr.write(f"database: {settings.DATABASES['default']['NAME']}")

    def _again_in_a_database_of_its_own(self, file: Path) -> None:
        """Neither the demo nor a living office is touched: the same command runs anew on a fresh SQLite file."""
        database = settings.DATA / f"replay-{file.stem}.sqlite3"
        for stale in settings.DATA.glob(f"{database.name}*"):
            stale.unlink()
        os.environ[OWN] = "1"
        os.environ["DATABASE_URL"] = f"sqlite:///{database}"
        os.execv(sys.executable, [sys.executable, "-m", "hamafza", *sys.argv[1:]])  # noqa: S606

    def _read(self, file: Path, by: mapping.Mapping, limit: int) -> tuple[list[mapping.Case], int]:
        cases: list[mapping.Case] = []
        for found in mapping.read(file, by):
            faults = [found] if isinstance(found, mapping.Dirty) else found.dirty
            for fault in faults:
                self.stderr.write(f"dirty: {fault}")
            if isinstance(found, mapping.Case):
                cases.append(found)
            if limit and len(cases) >= limit:
                break
        if not cases:
            raise CommandError(f"{file}: no row could be read as a request")
        return sorted(cases, key=lambda case: (case.created, case.row)), len(cases)

    def _play(self, cases: list[mapping.Case], received: int, by: mapping.Mapping) -> dict[str, Any]:
        began = time.perf_counter()
        start = cases[0].created - timedelta(days=365)
        town = city.build(cases, by, start)
        self.stderr.write(f"{len(cases)} requests, {len(town.officers)} centres; playing ...")
        with silence():
            Player(town, by).play(cases, lambda at: self._tell(began, at))
        return report.counts(received, time.perf_counter() - began)

    def _tell(self, began: float, at: datetime) -> None:
        spent = time.perf_counter() - began
        if spent - self._told >= 5:
            self._told = spent
            self.stderr.write(f"  {at:%Y-%m-%d}, {spent:.0f} s")
