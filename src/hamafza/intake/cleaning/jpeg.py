"""JPEG: the picture and its way up, without the place and time at which it was taken."""

import re
import struct
from collections.abc import Iterator

from hamafza.intake.cleaning.odd import Odd, check_size

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # inside the coded picture these are data
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APPS = frozenset(range(0xE0, 0xF0))
_KEPT_APPS = frozenset({_APP0, _APP14})  # JFIF and Adobe's colour transform
_ORIENTATION = 0x0112


def clean(content: bytes) -> bytes:
    """The picture's own segments up to its end; what follows the end is cut off."""
    kept = [b"\xff\xd8"]
    framed = scanned = False
    for marker, body in _segments(content):
        if marker in _FRAMES:
            if len(body) < 8:
                raise Odd("frame")
            height, width = struct.unpack(">HH", body[3:7])
            check_size(width, height)
            framed = True
        if marker == _SOS:
            if not framed:
                raise Odd("scan before frame")
            scanned = True
        if marker == _APP1 and (turn := _orientation(body)):
            kept.append(_only_orientation(turn))
        elif marker == _APP2 and body[2:].startswith(b"ICC_PROFILE\0"):
            kept.append(b"\xff\xe2" + body)
        elif marker not in (_APPS | {_COM}) - _KEPT_APPS:
            kept.append(bytes([0xFF, marker]) + body)
    if not scanned:
        raise Odd("no picture")
    return b"".join(kept)


def way_up(content: bytes) -> int:
    """How a cleaned JPEG is to be turned when it is shown: 2 to 8 as Exif counts; 1 when it lies as it should."""
    if not content.startswith(b"\xff\xd8\xff"):
        return 1
    return next((turn for marker, body in _segments(content) if marker == _APP1 and (turn := _orientation(body))), 1)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, length and body), a scan with its coded data, up to the end of the picture."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise Odd("not a JPEG")
    at = 2
    while True:
        if content[at : at + 1] != b"\xff":
            raise Odd("no marker")
        while content[at + 1 : at + 2] == b"\xff":
            at += 1
        marker = content[at + 1] if at + 1 < len(content) else 0
        if marker == _EOI:
            yield marker, b""
            return
        if marker < 0xC0 or marker == _SOI or at + 4 > len(content):
            raise Odd("marker")
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise Odd("length")
        if marker == _SOS:
            following = _NEXT_MARKER.search(content, end)
            if following is None:
                raise Odd("no end")
            end = following.start()
        yield marker, content[at + 2 : end]
        at = end


def _orientation(body: bytes) -> int:
    """The way up (2 to 8) that a camera noted in its Exif; 0 when it lies as it should or cannot be read."""
    tiff = body[8:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not body[2:].startswith(b"Exif\0\0") or order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(min(count, 200)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _only_orientation(turn: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
