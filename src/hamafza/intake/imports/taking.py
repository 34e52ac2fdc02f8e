"""From a file to its requests, some rows at a time, each row once however often it is asked."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from hamafza.intake import commands as intake
from hamafza.intake.commands import imports as importing
from hamafza.intake.imports import columns, shelf
from hamafza.intake.imports.checking import Checker, Draft, Fault
from hamafza.intake.models import ImportFile, Request
from hamafza.intake.states import Door, RequestState
from hamafza.kernel import sheets
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.places.models import Place

SHOWN = 100
STEP = 100


@dataclass
class Trial:
    """What would happen: nothing is written."""

    ready: int = 0
    known: int = 0
    faulty: int = 0
    faults: list[Fault] = field(default_factory=list)  # the first of them


def open_file(data: bytes, name: str, *, place: Place, by: Actor, at: datetime) -> ImportFile:
    """Read a file and put its rows on the shelf. Raises BadSheet, TooBig, EmptySheet, NotAllowed."""
    sheet = sheets.read(data, name)
    waiting = shelf.put(sheet.rows)
    try:
        return importing.open_import(
            place,
            file_name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            shelf=waiting,
            headings=sheet.headings,
            mapping=columns.guess(sheet.headings),
            total=len(sheet.rows),
            by=by,
            at=at,
        )
    except Exception:
        shelf.drop(waiting)
        raise


def try_out(file: ImportFile, *, by: Actor, at: datetime) -> Trial:
    """Check every row; faults by row and column."""
    trial, checker, seen = Trial(), _checker(file, by, at), set[str]()
    for _start, rows in _steps(shelf.get(file.shelf), 0):
        checked = [checker.check(row) for row in rows]
        seen |= _known(file, [one for one in checked if isinstance(one, Draft)])
        for one in checked:
            if isinstance(one, list):
                trial.faulty += 1
                trial.faults += one[: max(0, SHOWN - len(trial.faults))]
            elif one.details["external_id"] in seen:
                trial.known += 1
            else:
                trial.ready += 1
                seen |= {one.details["external_id"]} - {""}
    return trial


def take_some(file: ImportFile, *, by: Actor, at: datetime, most: int = STEP) -> ImportFile:
    """Take in the next rows. A row that fails is counted and told, the others come in."""
    if not file.is_running:
        return file
    waiting = file.shelf
    start, rows = next(_steps(shelf.get(waiting), file.position, most), (file.position, []))
    checker, faulty = _checker(file, by, at), 0
    for row in rows:
        draft = checker.check(row)
        if isinstance(draft, list):
            faulty += 1
        elif not _known(file, [draft]):
            faulty += not _take(file, draft, by, at)
    seen = len(rows) or file.total - file.position
    importing.advance_import(file, seen=seen, of=start, faulty=faulty, by=by, at=at)
    if file.finished_at:
        shelf.drop(waiting)
    return file


def preview(file: ImportFile, most: int) -> list[list[str]]:
    """The first rows as they were read, cut short."""
    return [[cell[:60] for cell in cells] for _number, cells in shelf.get(file.shelf)[:most]]


def give_up(file: ImportFile) -> None:
    """Nothing more of it will come in."""
    shelf.drop(file.shelf)


def _take(file: ImportFile, draft: Draft, by: Actor, at: datetime) -> bool:
    """One row, once: under its own id where it has one, else under its number in the file."""
    mark = draft.details["external_id"]
    once = Once(f"import:{file.batch_id}:{mark or draft.row}", mark or repr((draft.place.path, draft.details)))
    try:
        with transaction.atomic():
            made = intake.receive(
                draft.place, door=Door.IMPORT, by=by, at=at, batch=file.batch, once=once, **draft.details
            )
            if draft.domain and not made.words.exists():
                intake.add_word(made, text=draft.domain, for_applicant=False, by=by, at=at)
    except Refused:
        return False
    return True


def _known(file: ImportFile, drafts: list[Draft]) -> set[str]:
    """Ids of theirs that came in before with another file and were not withdrawn."""
    wanted = {draft.details["external_id"] for draft in drafts} - {""}
    if not wanted:
        return set()
    before = Request.objects.filter(external_id__in=wanted, place__path__startswith=file.batch.place.province_path)
    mine = before.exclude(state=RequestState.WITHDRAWN).exclude(batch=file.batch)
    return set(mine.values_list("external_id", flat=True))


def _checker(file: ImportFile, by: Actor, at: datetime) -> Checker:
    within = reach(by, "request.receive", at)
    paths = None if within.everything else within.paths
    return Checker(file.headings, file.mapping, file.batch.place, paths, at)


def _steps(rows: list[Any], start: int, most: int = 500) -> Iterator[tuple[int, list[Any]]]:
    while start < len(rows):
        yield start, rows[start : start + most]
        start += most
