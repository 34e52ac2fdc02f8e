"""Reading a table that a stranger sends, XLSX or CSV: refused within fixed limits, or a list of clean texts.

Sizes are counted on what really unpacks, not on what the file says of itself. A workbook is then read by a
process of its own (`_workbook.py`) whose memory and time are cut off; nothing of it is parsed in the server.
"""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.cleaning import clean
from hamafza.kernel.errors import Refused

MEGABYTE = 1024 * 1024
BYTES, INFLATED, RATIO, ENTRIES = 10 * MEGABYTE, 80 * MEGABYTE, 100, 1_000
ROWS, CELLS, COLUMNS, CELL_LENGTH, TEXT = 50_000, 1_000_000, 200, 10_000, 20_000_000
SECONDS = 30
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NESTED = (".zip", ".xlsx", ".xlsm", ".docx", ".7z", ".rar", ".gz", ".jar")
# Beginnings of a row, a cell and a shared string, in the spelling of every spreadsheet program.
_MARKS = {b"<row": ROWS + 1, b"<c ": CELLS, b"<c>": CELLS, b"<si>": CELLS}
_PHONE = re.compile(r"[+-]?[\d\s().-]+")


class BadSheet(Refused):
    """The file cannot be read as a table; the message says what to do."""

    field = "file"
    message = _("این فایل خوانده نشد. آن را در اکسل باز کنید، با پسوند xlsx ذخیره کنید و دوباره بفرستید.")


class TooBig(BadSheet):
    message = _("این فایل بزرگ‌تر از اندازه است: حداکثر ۱۰ مگابایت، ۵۰٬۰۰۰ سطر و ۲۰۰ ستون. آن را چند پاره کنید.")


class EmptySheet(BadSheet):
    message = _("در این فایل سطری نیست. نخستین سطر باید نام ستون‌ها باشد و سطرهای بعد، درخواست‌ها.")


@dataclass(frozen=True)
class Sheet:
    """A table: the headings, and each further row with its number as the spreadsheet shows it."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes, name: str) -> Sheet:
    """Raises BadSheet, TooBig, EmptySheet."""
    if len(data) > BYTES:
        raise TooBig
    if not data.strip(b"\0 \r\n\t"):
        raise EmptySheet
    kind = PurePosixPath(name.lower()).suffix
    if kind == ".xlsx" and data.startswith(_ZIP):
        _check_package(data)
        return _sheet(_workbook(data))
    if kind in {".csv", ".tsv", ".txt"} and not data.startswith((_ZIP, _OLE)):
        return _sheet(_separated(_decoded(data)))
    raise BadSheet


def _check_package(data: bytes) -> None:
    """Unpack every entry once, in small pieces, and count; keep nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = [entry.filename.lower() for entry in entries]
            if len(entries) > ENTRIES or len(set(names)) != len(names):
                raise BadSheet
            if "xl/workbook.xml" not in names or any("vba" in one or one.endswith(_NESTED) for one in names):
                raise BadSheet
            room, counted = min(INFLATED, max(RATIO * len(data), MEGABYTE)), Counter[bytes]()
            for entry in entries:
                room -= _inflate(package, entry, room, counted)
                if any(counted[mark] > limit for mark, limit in _MARKS.items()):
                    raise TooBig
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise BadSheet from error


def _inflate(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, counted: Counter[bytes]) -> int:
    """How many bytes an entry really holds; its rows and cells are added to `counted`."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or entry.flag_bits & 1:
        raise BadSheet
    size, tail = 0, b""
    with package.open(entry) as stream:
        while piece := stream.read(64 * 1024):
            if size == 0 and piece.startswith((_ZIP, _OLE)):
                raise BadSheet
            size += len(piece)
            if size > room:
                raise TooBig
            seen = tail + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise BadSheet
            for mark in _MARKS:
                counted[mark] += seen.count(mark) - tail.count(mark)
            tail = seen[-8:]
    return size


def _workbook(data: bytes) -> Iterable[list[str]]:
    """The first sheet, read by a process of its own."""
    child = [sys.executable, "-I", str(Path(__file__).with_name("_workbook.py"))]
    limits = [str(limit) for limit in (ROWS + 1, CELLS, COLUMNS, CELL_LENGTH, TEXT)]
    try:
        done = subprocess.run([*child, *limits], input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooBig from error
    if done.returncode == 3:
        raise TooBig
    if done.returncode != 0:
        raise BadSheet
    return (json.loads(line) for line in done.stdout.splitlines())


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16, or what old Windows wrote in Persian."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif sum(data[1::2].count(high) for high in (0, 6, 0x20)) > 0.45 * len(data):  # Latin, Persian, half-spaces
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "windows-1256"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for sign in text[:20_000] if sign < " " and sign not in "\r\n\t")
        if odd * 50 <= len(text[:20_000]):
            return text
    raise BadSheet


def _separated(text: str) -> Iterable[list[str]]:
    """Rows of a text whose separator is the one that cuts its first lines into the most even columns."""
    text = text.replace("\0", "")
    head = text[:20_000]
    separator = max(",;\t،|", key=lambda sign: _evenness(head, sign))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise BadSheet from error


def _evenness(head: str, separator: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if row][:20]
    except csv.Error:
        return 0, 0
    first = widths[0] if widths else 1
    return (sum(width == first for width in widths), first) if first > 1 else (0, 0)


def _sheet(rows: Iterable[list[str]]) -> Sheet:
    """The first row with something in it holds the headings; rows with nothing in them are left out."""
    headings: list[str] | None = None
    kept: list[tuple[int, list[str]]] = []
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if number > ROWS + 1 or cells > CELLS or len(row) > COLUMNS:
            raise TooBig
        texts = [plain(cell) for cell in row]
        if not any(texts):
            continue
        if headings is None:
            headings = texts
        else:
            kept.append((number, [*texts, *[""] * (len(headings) - len(texts))]))
    if headings is None or not kept:
        raise EmptySheet
    return Sheet(headings, kept)


def plain(cell: str) -> str:
    """The words of a cell: no control signs, and no sign in front that would make it a formula elsewhere."""
    text = clean(cell[:CELL_LENGTH]).strip().lstrip("=＝@＠ \t")
    return text if _PHONE.fullmatch(text) else text.lstrip("=＝@＠+＋-－ \t")
