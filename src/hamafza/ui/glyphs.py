"""Which signs our font has, so that a smile in a story does not keep a whole paper from being made."""

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent / "sheets" / "fonts" / "Vazirmatn-Regular.ttf"
UNKNOWN = "\ufffd"  # a letter that the font lacks is seen to be lacking; an ornament is left out


def settable(said: Any) -> Any:
    """The same JSON value with nothing in its texts that the font lacks."""
    if isinstance(said, str):
        return "".join(_shown(sign) for sign in said)
    if isinstance(said, dict):
        return {key: settable(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [settable(value) for value in said]
    return said


def _shown(sign: str) -> str:
    if sign.isspace() or ord(sign) in known():
        return sign
    return UNKNOWN if unicodedata.category(sign)[0] in "LN" else ""


@cache
def known() -> frozenset[int]:
    """The code points of the font's own table (cmap, format 4)."""
    data = FONT.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _sum, offset, _length in rows if tag == b"cmap")
    (encodings,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for n in range(encodings):
        (offset,) = struct.unpack_from(">L", data, start + 4 + 8 * n + 4)
        if struct.unpack_from(">H", data, start + offset) == (4,):
            found |= _segments(data, start + offset)
    return frozenset(found)


def _segments(data: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    row = f">{twice // 2}H"
    ends, starts = struct.unpack_from(row, data, at + 14), struct.unpack_from(row, data, at + 16 + twice)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {0xFFFF}
