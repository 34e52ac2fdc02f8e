"""The heads of both chains, kept once a day in a plain file, so that a history written anew is found out.

Copy `anchors.txt` to where the database's keeper cannot write: a chain proves that nobody changed it after the anchor.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from hamafza.kernel.clock import local
from hamafza.kernel.models import ChainHead


def path() -> Path:
    return Path(settings.DATA) / "anchors.txt"


def drop(at: datetime) -> int:
    """Write today's heads, if that has not been done; the number of lines written."""
    day = f"{local(at):%Y-%m-%d}"
    if _last_day() >= day:
        return 0
    heads = ChainHead.objects.filter(seq__gt=0).order_by("name")
    lines = [f"{day} {head.name} {head.seq} {head.hash}\n" for head in heads]
    if lines:
        with path().open("a", encoding="ascii") as file:
            file.writelines(lines)
    return len(lines)


def _last_day() -> str:
    kept = path().read_text(encoding="ascii").splitlines() if path().exists() else []
    return kept[-1].split()[0] if kept else ""
