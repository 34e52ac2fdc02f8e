"""PNG: the chunks that make the picture, each with its checksum; words and times are left out."""

import struct
import zlib
from collections.abc import Iterator

from hamafza.intake.cleaning.odd import Odd, check_size

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_STEP = 1 << 20


def clean(content: bytes) -> bytes:
    """The same picture; what follows its end is cut off."""
    kept, coded, header = [_SIGNATURE], [], b""
    for kind, body in _chunks(content):
        if not header:
            if kind != b"IHDR" or len(body) != 13:
                raise Odd("header")
            header = body
        elif kind == b"IHDR" or (kind[0] < 97 and kind not in _KEPT):  # a capital: cannot be left out
            raise Odd("chunk")
        if kind == b"IDAT":
            coded.append(body)
        if kind in _KEPT:
            kept.append(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
    _unfold(b"".join(coded), _expected(header))
    return b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not content.startswith(_SIGNATURE):
        raise Odd("not a PNG")
    at = len(_SIGNATURE)
    while True:
        if at + 12 > len(content):
            raise Odd("cut short")
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if at + 12 + length > len(content) or not kind.isalpha():
            raise Odd("chunk")
        if struct.unpack(">I", content[at + 8 + length : at + 12 + length])[0] != zlib.crc32(kind + body):
            raise Odd("checksum")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _expected(header: bytes) -> int:
    """How many bytes the picture unfolds to; a little more where it is interlaced."""
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    check_size(width, height)
    if colour not in _CHANNELS or depth not in {1, 2, 4, 8, 16}:
        raise Odd("colour")
    row = (width * depth * _CHANNELS[colour] + 7) // 8 + 1
    return row * height + (row + height * 8 + 64 if header[12] else 0)


def _unfold(coded: bytes, expected: int) -> None:
    """Unfold step by step and stop beyond what the header promised: a bomb never opens."""
    unfolding, total = zlib.decompressobj(), 0
    try:
        while coded and not unfolding.eof:
            total += len(unfolding.decompress(coded, _STEP))
            coded = unfolding.unconsumed_tail
            if total > expected:
                raise Odd("bomb")
    except zlib.error as error:
        raise Odd("data") from error
    if not total:
        raise Odd("empty")
