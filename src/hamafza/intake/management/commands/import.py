"""`./hamafza import FILE --place IR/11/1104/`: requests from a spreadsheet, from the shell."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hamafza.intake.commands import imports as importing
from hamafza.intake.imports import columns, queries, taking
from hamafza.intake.models import ImportFile
from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.kernel.errors import Refused
from hamafza.places.queries import by_path

HAND = System("import")


class Command(BaseCommand):
    """Checks first; takes in what is right, names the rest by row and column."""

    help = "Take in requests from an XLSX or CSV file. Nothing is written with --dry-run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--place", required=True, help="path of a place, for example IR/11/1104/")
        parser.add_argument("--map", default="", help=f'{{"text": "heading", ...}}; of {", ".join(columns.FIELDS)}')
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            self._run(**given)
        except (Refused, OSError, json.JSONDecodeError) as error:
            raise CommandError(str(error)) from error

    def _run(self, *, file: Path, place: str, map: str, dry_run: bool, **other: Any) -> None:
        under = by_path(place)
        if under is None:
            raise CommandError(f"no such place: {place}")
        opened = taking.open_file(file.read_bytes(), file.name, place=under, by=HAND, at=clock.now())
        if map:
            importing.name_columns(opened, mapping=_mapping(opened, json.loads(map)), by=HAND, at=clock.now())
        trial = taking.try_out(opened, by=HAND, at=clock.now())
        for fault in trial.faults:
            self.stdout.write(str(fault))
        summary = {"rows": opened.total, "ready": trial.ready, "known": trial.known, "faulty": trial.faulty}
        if before := queries.same_before(opened):
            summary["same_file_before"] = before.batch_id
        if not dry_run:
            summary |= self._take_in(opened)
        self.stdout.write(json.dumps(summary))

    def _take_in(self, opened: ImportFile) -> dict[str, int]:
        importing.start_import(opened, by=HAND, at=clock.now())
        while opened.is_running:
            taking.take_some(opened, by=HAND, at=clock.now())
            self.stderr.write(f"{opened.position} / {opened.total}")
        return {"batch": opened.batch_id, "taken": opened.batch.rows}


def _mapping(opened: ImportFile, said: dict[str, str]) -> dict[str, int]:
    """Headings as the file writes them become the numbers of its columns."""
    unknown = [name for name, heading in said.items() if name not in columns.FIELDS or heading not in opened.headings]
    if unknown:
        raise CommandError(f"--map: not in this file: {', '.join(unknown)}")
    return {name: opened.headings.index(heading) for name, heading in said.items()}
