"""The hash chain of the audit and of the journal. `scripts/verify_chain.py` checks it without Django.

link = sha256(prev_hash + "\n" + canonical JSON of the line), canonical = sorted keys, no spaces, UTF-8.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models

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
    head = ChainHead.objects.select_for_update().filter(name=name).first() or _first_head(name)
    ready = []
    for line in lines:
        line.seq = head.seq + 1  # type: ignore[attr-defined]
        line.prev_hash = head.hash  # type: ignore[attr-defined]
        line.hash = link(head.hash, facts(line))  # type: ignore[attr-defined]
        head.seq, head.hash = line.seq, line.hash  # type: ignore[attr-defined]
        ready.append(line)
    model._default_manager.bulk_create(ready)
    ChainHead.objects.filter(name=name).update(seq=head.seq, hash=head.hash)


def _first_head(name: str) -> ChainHead:
    ChainHead.objects.get_or_create(name=name)
    return ChainHead.objects.select_for_update().get(name=name)


def facts(line: models.Model) -> dict[str, Any]:
    """What the link covers: every column but the row id and the link itself."""
    out: dict[str, Any] = {}
    for field in line._meta.concrete_fields:
        if field.primary_key or field.attname == "hash":
            continue
        value = getattr(line, field.attname)
        out[field.attname] = stamp(value) if isinstance(value, datetime) else value
        if hasattr(value, "isoformat") and not isinstance(value, datetime):
            out[field.attname] = value.isoformat()
    return out
