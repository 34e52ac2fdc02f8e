"""A file of requests on its way in: opened, its columns named, its rows taken in, all undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import rules
from hamafza.intake.commands.doors import open_batch
from hamafza.intake.models import ImportBatch, ImportFile, Request
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.places.models import Place


class NoText(Refused):
    message = _("بگویید کدام ستون شرح درخواست است؛ بی آن نمی‌توان درخواستی ساخت.")
    field = "text"


@command(rule=rules.may_import)
def open_import(
    place: Place,
    *,
    file_name: str,
    sha256: str,
    shelf: str,
    headings: Sequence[str],
    mapping: Mapping[str, int],
    total: int,
    by: Actor,
    at: datetime,
) -> ImportFile:
    """A file was read and its rows wait on the shelf; nothing has come in yet."""
    batch: ImportBatch = open_batch(place, file_name=file_name, by=by, at=at)
    return ImportFile.objects.create(
        batch=batch, sha256=sha256, shelf=shelf, headings=list(headings), mapping=dict(mapping), total=total
    )


@command(rule=rules.may_import)
def name_columns(file: ImportFile, *, mapping: Mapping[str, int], by: Actor, at: datetime) -> ImportFile:
    """Say which column is which, as long as no row has come in. Raises NoText, MoveRefused."""
    if "text" not in mapping:
        raise NoText
    if file.started_at:
        raise MoveRefused
    file.mapping = dict(mapping)
    file.save(update_fields=["mapping"])
    return file


@command(rule=rules.may_import)
def start_import(file: ImportFile, *, by: Actor, at: datetime) -> ImportFile:
    """From now on its rows come in. Raises NoText, MoveRefused."""
    if "text" not in file.mapping:
        raise NoText
    if file.batch.undone_at or file.finished_at:
        raise MoveRefused
    file.started_at = file.started_at or at
    file.save(update_fields=["started_at"])
    return file


@command(rule=rules.may_import)
def advance_import(file: ImportFile, *, seen: int, of: int, faulty: int, by: Actor, at: datetime) -> ImportFile:
    """`seen` further rows were looked at, beginning with row `of`; said twice, it counts once."""
    if file.position != of or not file.is_running:
        return file
    batch, file.position, file.faulty = file.batch, of + seen, file.faulty + faulty
    batch.rows = Request.objects.filter(batch=batch).count()
    batch.save(update_fields=["rows"])
    file.known = max(0, file.position - file.faulty - batch.rows)
    if file.position >= file.total:
        file.finished_at, file.shelf = at, ""
    file.save(update_fields=["position", "known", "faulty", "finished_at", "shelf"])
    return file
