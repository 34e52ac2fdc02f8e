"""`./hamafza import_hsds FILE`: a directory in the shape of HSDS becomes centres."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.kernel.errors import Refused
from hamafza.network import importing
from hamafza.network.hsds import entries_of, plan_of
from hamafza.network.hsds.tables import read_path
from hamafza.places import queries as places

HAND = System("import_hsds")


class Command(BaseCommand):
    help = "Imports centres from an HSDS file: JSON, a zip of CSV tables, or their folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--place", default="", help="path of the place of entries whose own is not known: IR/11/1104/"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
        parser.add_argument("--undo", action="store_true", help="close what this very file created")

    def handle(self, *, file: Path, place: str, dry_run: bool, undo: bool, **options: Any) -> None:
        if not file.exists():
            raise CommandError(f"{file}: نیست · not there")
        key = importing.key_of(_bytes(file))
        if undo:
            closed, kept = importing.take_back(key, by=HAND, at=clock.now())
            self.stdout.write(f"{closed} بسته شد · closed, {kept} در کار است و ماند · kept in use")
            return
        fallback = places.by_path(place) if place else None
        if place and fallback is None:
            raise CommandError(f"{place}: چنین جایی نیست · no such place")
        try:
            plan = plan_of(entries_of(read_path(file)), fallback)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        counts = plan.counts if dry_run else importing.carry_out(plan, key=key, by=HAND, at=clock.now())
        for line in plan.lines:
            for fault in line.faults:
                self.stdout.write(f"{line.number}: {line.entry.name or line.entry.source_id}: {fault}")
        self.stdout.write(" ".join(f"{fate}={count}" for fate, count in counts.items()))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        return b"".join(file.read_bytes() for file in sorted(path.glob("*.csv")))
    return path.read_bytes()
