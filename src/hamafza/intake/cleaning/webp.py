"""WebP: the chunks that make the picture; Exif and XMP are left out."""

import struct
from collections.abc import Iterator

from hamafza.intake.cleaning.odd import Odd, check_size

_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_LEFT_OUT = {b"EXIF", b"XMP "}
_SAYS_EXIF_OR_XMP = 0b1100


def clean(content: bytes) -> bytes:
    """The same picture with a header that tells its true length."""
    kept, pictures = [], 0
    for kind, body in _chunks(content):
        if kind == b"VP8X":
            if len(body) != 10:
                raise Odd("header")
            check_size(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
            body = bytes([body[0] & ~_SAYS_EXIF_OR_XMP]) + body[1:]
        elif kind == b"VP8 ":
            if body[3:6] != b"\x9d\x01\x2a" or len(body) < 10:
                raise Odd("frame")
            width, height = struct.unpack("<HH", body[6:10])
            check_size(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"VP8L":
            if body[:1] != b"\x2f":
                raise Odd("frame")
            bits = int.from_bytes(body[1:5], "little")
            check_size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        pictures += kind in {b"VP8 ", b"VP8L", b"ANMF"}
        if kind in _KEPT:
            kept.append(kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
    if not pictures:
        raise Odd("no picture")
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if len(content) < 20 or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Odd("not a WebP")
    end = 8 + int.from_bytes(content[4:8], "little")
    if not len(content) - 1 <= end <= len(content):
        raise Odd("length")
    at = 12
    while at + 8 <= end:
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind not in _KEPT | _LEFT_OUT or at + 8 + length > len(content):
            raise Odd("chunk")
        yield kind, content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
