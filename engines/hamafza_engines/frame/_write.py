"""Tables on the way out; whole or not at all."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

from hamafza_engines.frame._faults import BadInput
from hamafza_engines.frame._need import need
from hamafza_engines.frame._row import as_number

_RUN = re.compile(r"'*[=+\-@\t\r]")  # what Excel would run, perhaps guarded already
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML has no way to say these

Rows = list[Mapping[str, Any]]


def write_table(path: str | Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows by the extension of the file (CSV, TSV, JSON, JSONL, XLSX, Parquet), replacing it at once.

    CSV begins with a mark by which Excel knows UTF-8; a text that Excel would run as a formula gets an
    apostrophe in front, which read_table takes away again.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise BadInput(
            "output",
            path.name,
            f"use one of {', '.join(_WRITERS)}",
            remedy_fa=f"یکی از این‌ها: {'، '.join(_WRITERS)}",
        )
    told = list(rows)
    write_whole(path, lambda beside: writer(beside, told))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then put it there at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        write(beside)
        beside.replace(path)
    except UnicodeEncodeError as fault:
        raise BadInput(
            "output", fault.object[fault.start : fault.end], "half a letter; mend the name that holds it",
            remedy_fa="این نشانه نیمهٔ یک حرف است؛ نام دارای آن را درست کنید",
        ) from None  # fmt: skip
    except OSError as fault:
        raise BadInput(
            "output", str(path), f"cannot be written: {fault.strerror}", remedy_fa="نوشتنی نیست"
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink()


def as_csv(rows: Iterable[Mapping[str, Any]], between: str = ",") -> str:
    """Return rows as the text of a CSV file."""
    rows = list(rows)
    text = io.StringIO()
    columns = _columns(rows)
    writer = csv.writer(text, delimiter=between, lineterminator="\n")
    if columns:
        writer.writerow(map(_guarded, columns))
    writer.writerows([_guarded(_flat(row.get(column))) for column in columns] for row in rows)
    return text.getvalue()


def _columns(rows: Rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _flat(cell: object) -> object:
    """Return what one cell can hold."""
    if isinstance(cell, (set, frozenset)):
        cell = sorted(cell)
    return "; ".join(map(str, cell)) if isinstance(cell, (list, tuple)) else _finite(cell)


def _finite(cell: Any) -> Any:
    """Return numpy's numbers as Python's; what is no finite number leaves its cell empty."""
    cell = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(cell, float) and not isfinite(cell) else cell


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _RUN.match(cell) and as_number(cell) is None else cell


def _csv(path: Path, rows: Rows) -> None:
    between = "\t" if path.suffix.lower() == ".tsv" else ","
    path.write_text("\ufeff" + as_csv(rows, between), "utf-8", newline="")


def _json(path: Path, rows: Rows) -> None:
    path.write_text(_as_json([_object(row) for row in rows], indent=1) + "\n", "utf-8")


def _jsonl(path: Path, rows: Rows) -> None:
    path.write_text("".join(_as_json(_object(row)) + "\n" for row in rows), "utf-8")


def _object(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: _finite(cell) for column, cell in row.items()}


def _as_json(thing: object, indent: int | None = None) -> str:
    return json.dumps(
        thing,
        ensure_ascii=False,
        indent=indent,
        default=lambda cell: sorted(cell) if isinstance(cell, (set, frozenset)) else str(cell),
    )


def _xlsx(path: Path, rows: Rows) -> None:
    openpyxl = need("openpyxl", extra="files")
    cells = need("openpyxl.cell", extra="files")
    columns = _columns(rows)
    named: list[Mapping[str, Any]] = [dict(zip(columns, columns, strict=True)), *rows]
    lines = [[_plain(row.get(column)) for column in columns] for row in named]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.sheet_view.rightToLeft = True
    for line in lines:
        made = [cells.WriteOnlyCell(sheet, value=value) for value in line]
        for cell, value in zip(made, line, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
        sheet.append(made)
    sheet.close()  # else a path that cannot be written leaves it half open, with a traceback at the end
    book.save(path)


def _plain(cell: object) -> object:
    """Return what a sheet can hold, before it is begun: openpyxl leaves it open after a cell it refuses."""
    cell = _flat(cell)
    if cell is None or isinstance(cell, (int, float, Decimal, date, time)):
        return cell
    return _UNWRITABLE.sub("", str(cell))


def _parquet(path: Path, rows: Rows) -> None:
    arrow = need("pyarrow", extra="files")
    parquet = need("pyarrow.parquet", extra="files")
    columns = {column: [_flat(row.get(column)) for row in rows] for column in _columns(rows)}
    parquet.write_table(
        arrow.table({name: _of_one_kind(arrow, cells) for name, cells in columns.items()}), path
    )


def _of_one_kind(arrow: ModuleType, cells: list[object]) -> Any:
    """Return a column as Parquet wants it; numbers beside words, or of over 64 bits, become words."""
    try:
        return arrow.array(cells)
    except (arrow.ArrowException, OverflowError):
        return arrow.array([None if cell is None else str(cell) for cell in cells])


_WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    ".csv": _csv, ".tsv": _csv, ".json": _json, ".jsonl": _jsonl, ".xlsx": _xlsx, ".parquet": _parquet,
}  # fmt: skip
