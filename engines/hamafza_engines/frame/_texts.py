"""A command that reads texts takes them from the line, from standard input, or from a column of a table."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from hamafza_engines.frame._faults import BadInput
from hamafza_engines.frame._read import SUFFIXES, read_table
from hamafza_engines.frame._row import Cell, Row, as_text, fold


def text_or_tables(words: Sequence[str]) -> str | list[Path]:
    """Return the files when the words name tables, else the text they are (none or «-»: standard input)."""
    if not words or list(words) == ["-"]:
        return sys.stdin.read()
    paths = [Path(word) for word in words if len(word) < 1000 and "\n" not in word]
    if len(paths) == len(words) and any(path.suffix.lower() in SUFFIXES for path in paths):
        return paths
    return " ".join(words)


def read_all(paths: Iterable[Path]) -> list[Row]:
    """Return the rows of several tables, one after the other."""
    return [row for path in paths for row in read_table(path)]


def text_column(rows: Sequence[Row], wanted: str | None = None) -> str:
    """Return the column asked for, or else the one whose cells are longest on average."""
    lengths: dict[str, int] = {}
    for row in rows:
        for name, cell in row.items():
            lengths[name] = lengths.get(name, 0) + len(as_text(cell) or "")
    if wanted is None:
        return max(lengths, key=lambda name: lengths[name], default="text")
    if rows and fold(wanted) not in lengths:
        found = ", ".join(lengths)
        raise BadInput("column", wanted, f"the table has: {found}", remedy_fa=f"ستون‌های جدول: {found}")
    return fold(wanted)


def row_called(rows: Sequence[Row], asked: str) -> Row:
    """Return the row whose `id` (or شناسه, or else its number in the file) is the one asked for."""
    asked = fold(asked)
    for row in rows:
        if asked in (_called(row.get("id")), _called(row.get("شناسه"))):
            return row
    for row in rows:
        if asked == str(row.number):
            return row
    raise BadInput(
        "explain", asked, "no row has this id or number", remedy_fa="سطری با این شناسه یا شماره نیست"
    )


def _called(cell: Cell) -> str | None:
    told = as_text(cell)
    return fold(told) if told else None
