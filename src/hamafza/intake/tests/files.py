"""Small files made by hand: good ones, and those that lie about themselves."""

import struct
import zlib

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(1)</script>"
ZIP = b"PK\x03\x04" + b"\0" * 60
WHERE = b"GPS 25.35N 60.60E"


def png(width: int = 2, height: int = 2, *, extra: bytes = b"", data: bytes | None = None, tail: bytes = b"") -> bytes:
    """A grey picture; `extra` are chunks before the data."""
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height))) if data is None else data
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + tail


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg(
    *,
    width: int = 8,
    height: int = 8,
    extra: bytes = b"",
    scan: bytes = b"\x12\xff\x00\x34",
    tail: bytes = b"",
) -> bytes:
    """The bones of a JPEG: what a decoder walks over before it draws."""
    frame = segment(0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0))
    start = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + jfif + extra + frame + start + scan + b"\xff\xd9" + tail


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int) -> bytes:
    """An Exif segment that tells the way up, and where it was taken."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0) + WHERE
    return segment(0xE1, b"Exif\0\0" + tiff)


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = chunks or ((b"VP8L", b"\x2f\x01\x40\x00\x00\x00"),)
    inside = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in parts
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def pdf(body: bytes = b"<< /Type /Catalog >>", *, tail: bytes = b"\n") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n" + body + b"\nendobj\nstartxref\n9\n%%EOF" + tail


def folded(inside: bytes) -> bytes:
    """Objects folded into a stream, where a careless look does not reach."""
    return b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(inside) + b"\nendstream"
