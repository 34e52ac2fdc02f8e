"""A row of a table, which knows where it stands and how to read its own cells."""

import re
from collections.abc import Mapping
from math import isfinite

from hamafza_engines.frame._faults import BadInput

Cell = str | int | float | None

_FOLD = str.maketrans(
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٪−يىك",
    "01234567890123456789.%-ییک",
    "٬\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff",
)  # thousands marks and signs that only steer the direction go
_WHOLE = re.compile(r"[+-]?\d+(\.0+)?", re.ASCII)
_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DIGITS = 30  # more than any count or sum of money; int() of a million digits would stop the machine
_BETWEEN = re.compile(r"[;؛|]|[,،](?!\d)")


class Row(dict[str, Cell]):
    """Column -> cell, with `number`, the row as the person sees it in the file (the first row is 1)."""

    def __init__(self, cells: Mapping[str, Cell], number: int) -> None:
        super().__init__(cells)
        self.number = number

    def text(self, column: str, default: str | None = None) -> str:
        """Return the cell as text, without spaces around it; an empty one is refused without a default."""
        value = as_text(self.get(column))
        if value is not None:
            return value
        if default is None:
            raise self._missing(column)
        return default

    def integer(
        self, column: str, default: int | None = None, *, low: int | None = None, high: int | None = None
    ) -> int:
        """Return the cell as a whole number within low and high."""
        value = self._number(column, default, low, high)
        if value != int(value):
            raise self._refused(column, "write a whole number", "عدد صحیح بنویسید")
        return int(value)

    def real(
        self,
        column: str,
        default: float | None = None,
        *,
        low: float | None = None,
        high: float | None = None,
    ) -> float:
        """Return the cell as a finite number within low and high."""
        return float(self._number(column, default, low, high))

    def many(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell such as «a; b» (also «؛», «|» or a comma), empty ones left out."""
        value = as_text(self.get(column)) or ""
        return tuple(part for part in (piece.strip() for piece in _BETWEEN.split(value)) if part)

    def _number(
        self, column: str, default: float | None, low: float | None, high: float | None
    ) -> int | float:
        cell = self.get(column)
        if as_text(cell) is None:
            if default is None:
                raise self._missing(column)
            return default
        value = as_number(cell)
        if value is None:
            raise self._refused(column, "write a number", "عدد بنویسید")
        if (low is not None and value < low) or (high is not None and value > high):
            raise self._refused(column, _range("from", low, "to", high), _range("از", low, "تا", high))
        return value

    def _missing(self, column: str) -> BadInput:
        return self._refused(column, "this column must be filled", "این ستون باید پر باشد")

    def _refused(self, column: str, remedy: str, remedy_fa: str) -> BadInput:
        return BadInput(column, self.get(column), remedy, self.number, remedy_fa=remedy_fa)


def as_text(cell: Cell) -> str | None:
    """Return a cell as text, None when it is empty; 5.0 of a spreadsheet is «5»."""
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return str(cell).strip() or None


def as_number(cell: Cell) -> int | float | None:
    """Return the finite number that a cell tells in Persian, Arabic or Latin digits, else None."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return cell if isfinite(cell) else None
    if cell is None or len(cell) > 4 * _DIGITS:
        return None
    told = cell.translate(_FOLD).strip()
    if _GROUPS.fullmatch(told):
        told = told.replace(",", "")
    if len(told) > _DIGITS:
        return None
    if _WHOLE.fullmatch(told):
        return int(told.partition(".")[0])
    return float(told) if _REAL.fullmatch(told) and isfinite(float(told)) else None


def fold(text: str) -> str:
    """Return a column's name with one kind of ye and kaf, Latin digits and single spaces."""
    return " ".join(text.translate(_FOLD).split())


def _range(lower: str, low: float | None, upper: str, high: float | None) -> str:
    parts = [f"{lower} {low}" if low is not None else "", f"{upper} {high}" if high is not None else ""]
    return " ".join(part for part in parts if part)
