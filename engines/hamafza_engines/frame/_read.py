"""Tables as offices have them: CSV, TSV, JSON, XLSX, Parquet."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from hamafza_engines.frame._faults import BadInput
from hamafza_engines.frame._grid import grid, row_of
from hamafza_engines.frame._need import need
from hamafza_engines.frame._row import Cell, Row, as_text

Kinds = Mapping[str, type[str] | type[int] | type[float]]

_LARGEST_CELL = 1_000_000
_LARGEST_SHEET = 2_000_000_000  # unpacked bytes; a small file may unpack to a whole disk
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TOLD = re.compile(r"sep=(.)(?=\r?\n)")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def read_table(path: str | Path, *, kinds: Kinds | None = None, required: Collection[str] = ()) -> list[Row]:
    """Read every row that is not empty; by its extension the file is CSV, TSV, JSON(L), XLSX or Parquet.

    A cell of CSV is text (an identity number keeps its noughts) until `kinds` says `int`, `float` or `str`
    of its column; digits may be Persian or Arabic. An empty cell is None. Raises BadInput with the row.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            "file",
            path.name,
            f"use one of {', '.join(_READERS)}",
            remedy_fa=f"یکی از این‌ها: {'، '.join(_READERS)}",
        )
    if not path.is_file():
        raise BadInput("file", path.name, "there is no such file", remedy_fa="چنین پرونده‌ای نیست")
    rows = list(reader(path))
    _check_columns(path, rows, required)
    for row in rows:
        _convert(row, kinds or {})
    return rows


def _check_columns(path: Path, rows: list[Row], required: Collection[str]) -> None:
    present = set().union(*rows) if rows else set()
    for column in required:
        if rows and column not in present:
            found = ", ".join(sorted(present))
            raise BadInput(
                "columns", column, f"{path.name} lacks this column; it has: {found}",
                remedy_fa=f"این ستون در {path.name} نیست؛ ستون‌ها: {found}",
            )  # fmt: skip


def _convert(row: Row, kinds: Kinds) -> None:
    for column, kind in kinds.items():
        if column in row:
            row[column] = _as(kind, row, column)


def _as(kind: type, row: Row, column: str) -> Cell:
    if kind is str or as_text(row[column]) is None:
        return as_text(row[column])
    return row.integer(column) if kind is int else row.real(column)


def _csv(path: Path) -> Iterator[Row]:
    text = _decoded(path)
    if told := _TOLD.match(
        text
    ):  # what Excel writes above the names; the line stays, so that rows keep their number
        text, between = text[told.end(1) :], told[1]
    else:
        first = text[:10_000].lstrip("\r\n ").partition("\n")[0]
        between = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
        yield from grid(map(_unguarded, _numbered(lines)))
    finally:
        csv.field_size_limit(before)


def _numbered(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            yield next(lines)
        except StopIteration:
            return
        except csv.Error as fault:
            raise BadInput(
                "file", str(fault), "mend this row", number, remedy_fa="این سطر را درست کنید"
            ) from None


def _unguarded(cells: list[str]) -> list[str]:
    """Undo what write_table does against formulas."""
    return [cell[1:] if _GUARDED.match(cell) else cell for cell in cells]


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1256")  # what Excel writes on a Persian Windows
    if found := _CONTROLS.search(text):
        row = text.count("\n", 0, found.start()) + 1
        raise BadInput(
            "file",
            found[0],
            "this is no text; save it as CSV UTF-8",
            row,
            remedy_fa="متن نیست؛ با قالب CSV UTF-8 ذخیره کنید",
        )
    return text


def _json(path: Path) -> Iterator[Row]:
    text = _decoded(path)
    try:
        if path.suffix.lower() == ".jsonl":
            found = [json.loads(line) for line in text.split("\n") if line.strip()]
        else:
            found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        row = getattr(fault, "lineno", None)
        raise BadInput("file", str(fault), "this is no JSON", row, remedy_fa="قالب JSON درست نیست") from None
    if isinstance(found, dict) and isinstance(found.get("rows"), list):
        found = found["rows"]
    if not isinstance(found, list):
        raise BadInput(
            "file",
            type(found).__name__,
            "JSON must be a list of objects",
            remedy_fa="JSON باید فهرستی از اشیا باشد",
        )
    for number, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            raise BadInput(
                "row", each, "must be an object: {column: value}", number, remedy_fa="باید شیء باشد"
            )
        yield row_of(each, number)


def _xlsx(path: Path) -> Iterator[Row]:
    openpyxl = need("openpyxl", extra="files")
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_SHEET:
                raise BadInput(
                    "file", path.name, "it unpacks to over 2 GB", remedy_fa="بیش از ۲ گیگابایت است"
                )
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            rows = next(filter(None, map(_of_sheet, book.worksheets)), [])  # the first that has any
    except BadInput:
        raise
    except Exception as fault:  # openpyxl raises whatever the broken part provoked
        raise BadInput(
            "file",
            path.name,
            f"this is no sound XLSX ({type(fault).__name__})",
            remedy_fa="پروندهٔ XLSX سالم نیست",
        ) from None
    yield from rows


def _of_sheet(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    lines = list(sheet.iter_rows(values_only=True))
    width = max(map(len, lines), default=0)
    return list(grid(line + (None,) * (width - len(line)) for line in lines))


def _parquet(path: Path) -> Iterator[Row]:
    parquet = need("pyarrow.parquet", extra="files")
    arrow = need("pyarrow", extra="files")
    try:
        file = parquet.ParquetFile(path)
    except (arrow.ArrowInvalid, OSError):
        raise BadInput(
            "file", path.name, "this is no sound Parquet", remedy_fa="پروندهٔ Parquet سالم نیست"
        ) from None
    number = 0
    with file:
        for batch in file.iter_batches():
            for each in batch.to_pylist():
                number += 1
                yield row_of(each, number)


_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _csv, ".tsv": _csv, ".json": _json, ".jsonl": _json, ".xlsx": _xlsx, ".parquet": _parquet,
}  # fmt: skip
SUFFIXES = tuple(_READERS)
