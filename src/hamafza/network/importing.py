"""Carries out a plan, and takes an import back; each file has a key of its own."""

import hashlib
from datetime import datetime

from django.db import transaction

from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import Refused
from hamafza.network.commands.importing import import_again, import_new, undo_import
from hamafza.network.hsds.plan import SOURCE, Plan, details_of
from hamafza.network.models import Centre


def key_of(data: bytes) -> str:
    """Eight signs that name a file."""
    return hashlib.sha256(data).hexdigest()[:8]


@transaction.atomic
def carry_out(plan: Plan, *, key: str, by: Actor, at: datetime) -> dict[str, int]:
    """Write the lines without a fault, all or none. A line outside one's reach becomes a fault."""
    done = {"new": 0, "changed": 0, "same": plan.count("same"), "fault": 0}
    for line in plan.lines:
        fate = line.fate
        try:
            if fate == "new":
                name = f"{SOURCE}:{key}:{line.entry.source_id}"
                import_new(
                    line.place,
                    imported_id=name,
                    domains=line.domains,
                    details=details_of(line),
                    week=line.entry.week,
                    by=by,
                    at=at,
                )
            elif fate == "changed" and line.centre:
                import_again(line.centre, changes=line.changes, by=by, at=at)
        except Refused as refused:
            line.faults.append(str(refused.message))
            fate = "fault"
        if fate != "same":
            done[fate] += 1
    return done


@transaction.atomic
def take_back(key: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Close what this file created; answers how many were closed, and how many are in use and stay."""
    closed = kept = 0
    for centre in of_file(key):
        try:
            undo_import(centre, by=by, at=at)
            closed += 1
        except Refused:
            kept += 1
    return closed, kept


def of_file(key: str) -> list[Centre]:
    """The open centres that this file created."""
    mine = Centre.objects.filter(imported_id__startswith=f"{SOURCE}:{key}:").exclude(state="closed")
    return list(mine.select_related("place").order_by("pk"))
