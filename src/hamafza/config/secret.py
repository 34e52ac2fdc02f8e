"""The key that signs sessions and links: made once, kept beside the data, readable by its owner only."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key from `SECRET_KEY`, else from the file `secret` in the data folder, made at the first run."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = data / "secret"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database beside it is nobody else's to read
        with tempfile.NamedTemporaryFile("w", dir=data) as draft:  # readable by its owner only
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            # Linked whole and only if absent: two processes that start together agree on one key.
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()
