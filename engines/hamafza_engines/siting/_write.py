"""Text on the way out; whole or not at all."""

import os
from pathlib import Path

from hamafza_engines.frame import BadInput


def write_whole(path: Path, text: str) -> None:
    """Write a file by replacing it at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as fault:
        raise BadInput(
            "output", str(path), f"cannot be written: {fault.strerror}", remedy_fa="نوشتنی نیست"
        ) from None
    finally:
        beside.unlink(missing_ok=True)
