"""The hash chain of the audit and of the journal. `scripts/verify_chain.py` checks it without Django.

link = sha256(prev_hash + "\n" + canonical JSON of the line), canonical = sorted keys, no spaces, UTF-8.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection, models

from hamafza.kernel import rows
from hamafza.kernel.models import ChainHead


def canonical(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stamp(at: datetime) -> str:
    """An instant as the chain writes it: UTC, to the microsecond, one spelling only."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(prev_hash: str, line: dict[str, Any]) -> str:
    return hashlib.sha256(f"{prev_hash}\n{canonical(line)}".encode()).hexdigest()


def append(name: str, model: type[models.Model], lines: Iterable[models.Model]) -> None:
    """Give each unsaved line its number and link, in order, and save all. Runs inside the command's transaction."""
    seq, prev = _lock_head(name)
    ready = []
    for line in lines:
        seq += 1
        line.seq, line.prev_hash = seq, prev  # type: ignore[attr-defined]
        line.hash = prev = link(prev, facts(line))  # type: ignore[attr-defined]
        ready.append(line)
    if ready:
        rows.add(ready)
    _run(f"UPDATE {HEADS} SET seq = %s, hash = %s WHERE name = %s", seq, prev, name)  # noqa: S608


HEADS = ChainHead._meta.db_table
FIRST = (0, "0" * 64)


def _lock_head(name: str) -> tuple[int, str]:
    """The last link, its row locked until the commit. By hand, since it is read and written by every command."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    query = f"SELECT seq, hash FROM {HEADS} WHERE name = %s{lock}"  # noqa: S608 - our own table's name
    head = _run(query, name)
    if head is None:
        ChainHead.objects.get_or_create(name=name)
        head = _run(query, name)
    return head or FIRST


def _run(query: str, *values: str | int) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone() if cursor.description else None


def facts(line: models.Model) -> dict[str, Any]:
    """What the link covers: every column but the row id and the link itself."""
    return {name: _plain(getattr(line, name)) for name in _columns(type(line))}


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key and field.attname != "hash"]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def verify(name: str, model: type[models.Model]) -> bool:
    """Walk the whole chain: every number follows, every link fits, and the head is the last line."""
    prev, seq = "0" * 64, 0
    for line in model._default_manager.order_by("seq").iterator():
        seq += 1
        if line.seq != seq or line.prev_hash != prev or line.hash != link(prev, facts(line)):  # type: ignore[attr-defined]
            return False
        prev = line.hash  # type: ignore[attr-defined]
    head = ChainHead.objects.filter(name=name).first()
    return (head.seq, head.hash) == (seq, prev) if head else seq == 0
