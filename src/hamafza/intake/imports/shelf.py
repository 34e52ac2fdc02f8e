"""Where the rows of a file wait until they are in: plain JSON under a random name, outside the web root."""

import json
import secrets
from pathlib import Path

from django.conf import settings

from hamafza.intake.imports.checking import Row


def put(rows: list[Row]) -> str:
    """Write the rows down and answer their name."""
    name = secrets.token_hex(24)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return name


def get(name: str) -> list[Row]:
    """The rows; none when they were taken away."""
    path = _path(name)
    if not name or not path.exists():
        return []
    return [(number, cells) for number, cells in json.loads(path.read_text(encoding="utf-8"))]


def drop(name: str) -> None:
    """The file is in, or was given up: its rows are kept no longer."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / name
