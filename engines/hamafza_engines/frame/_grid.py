"""Lines of cells as people lay them out: perhaps a title, the names of the columns, and rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain

from hamafza_engines.frame._faults import BadInput
from hamafza_engines.frame._row import Cell, Row, as_text, fold

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")  # no file could be written with these
Line = tuple[int, Sequence[Cell]]


def grid(lines: Iterable[Sequence[Cell]]) -> Iterator[Row]:
    """Read the first line that is no title as names, and every other one as a row; empty ones only count."""
    filled = ((number, cells) for number, cells in enumerate(lines, start=1) if _count(cells))
    number, cells = _heading(filled)
    names = _names(cells, number)
    for number, cells in filled:
        if len(cells) > len(names) and _count(cells[len(names) :]):
            raise BadInput(
                "columns", len(cells), f"this row has more cells than the {len(names)} names", number,
                remedy_fa=f"این سطر از {len(names)} نام ستون بیشتر دارد",
            )  # fmt: skip
        named = zip(names, chain(map(plain, cells), [None] * len(names)), strict=False)
        # A column without a name is there only where it is filled.
        yield Row(
            {
                name or f"column {i}": cell
                for i, (name, cell) in enumerate(named, 1)
                if name or cell is not None
            },
            number,
        )


def row_of(cells: Mapping[str, object], number: int) -> Row:
    """Return the row of an object, whose names are one however typed."""
    row = Row({_name(name): plain(cell) for name, cell in cells.items()}, number)
    if len(row) < len(cells):
        _names(list(cells), number)
    return row


def plain(cell: object) -> Cell:
    """Return what a library read from a cell as text, number or nothing."""
    if isinstance(cell, str):
        return _UNSEEN.sub("", cell).strip() or None
    if isinstance(cell, (int, float)):
        return cell if cell == cell else None  # NaN is how a spreadsheet library says «nothing»
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()  # a spreadsheet knows no day without a midnight
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    if isinstance(cell, (list, tuple)):
        return "; ".join(as_text(plain(part)) or "" for part in cell) or None
    return None if cell is None else str(cell)


def _heading(filled: Iterator[Line]) -> Line:
    """Return the line of the names: a wide line with one cell filled is the title that stands above it."""
    for number, cells in filled:
        if _count(cells) > 1 or len(cells) == 1:
            return number, cells
    return 0, ()


def _count(cells: Sequence[Cell]) -> int:
    return sum(as_text(cell) is not None for cell in cells)


def _names(cells: Sequence[Cell], number: int) -> list[str]:
    names = [_name(cell) for cell in cells]
    for place, name in enumerate(names):
        if name and name in names[:place]:
            raise BadInput(
                "columns", name, "two columns have this name", number, remedy_fa="دو ستون این نام را دارند"
            )
    return names


def _name(cell: object) -> str:
    return fold(as_text(plain(cell)) or "")
