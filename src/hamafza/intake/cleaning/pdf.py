"""PDF: a letter that only shows itself. What runs, launches, hides files or is locked is refused."""

import re
import zlib

from hamafza.intake.cleaning.odd import Odd

_ACTIVE = {
    *(b"JavaScript", b"JS", b"Launch", b"SubmitForm", b"ImportData", b"GoToE"),
    *(b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"Encrypt"),
}
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_OTHER_FACES = re.compile(rb"<\s*(script|html|svg|!doctype)|PK\x03\x04", re.IGNORECASE)
_UNFOLDED = 4 * 1024 * 1024  # a stream of objects larger than this is no letter


def clean(content: bytes) -> bytes:
    """The same bytes."""
    if not re.match(rb"%PDF-[12]\.\d\s", content):
        raise Odd("not a PDF")
    head, end, tail = content.rpartition(b"%%EOF")
    if not end or tail.strip(b"\r\n\t \0") or b"startxref" not in head:
        raise Odd("end")
    if _OTHER_FACES.search(content[:1024]):
        raise Odd("another file too")
    for part in (content, *_streams_of_objects(content)):
        if _names(part) & _ACTIVE:
            raise Odd("active")
    return content


def _names(part: bytes) -> set[bytes]:
    """The names used, with their disguises (#4aavaScript) undone."""
    return {_ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name) for name in _NAME.findall(part)}


def _streams_of_objects(content: bytes) -> list[bytes]:
    """Objects may lie folded in a stream; unfold each, within bounds."""
    unfolded = []
    for start in _STREAM.finditer(content):
        unfolding = zlib.decompressobj()
        try:
            unfolded.append(unfolding.decompress(content[start.end() :], _UNFOLDED))
        except zlib.error as error:
            raise Odd("stream") from error
        if unfolding.unconsumed_tail and not unfolding.eof:
            raise Odd("bomb")
    return unfolded
