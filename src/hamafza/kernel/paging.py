"""A stretch of a list by key: as quick on the hundredth page as on the first."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

SIZE = 25
WHOLE = 2_000  # rows of a printed or exported list


@dataclass(frozen=True)
class Page:
    """Rows; `after` and `before` are the numbers to go on from, or nothing."""

    rows: list[Any] = field(default_factory=list)
    after: str = ""
    before: str = ""


def paged(
    things: QuerySet[Any], by: str, *, down: bool = False, after: str = "", before: str = "", size: int = SIZE
) -> Page:
    """In the order of a field and then of the number; `down` puts the greatest first."""
    asked = after or before
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 19
    edge = things.filter(pk=int(asked)).first() if is_number else None
    backwards = bool(edge and before and not after)
    falling = down != backwards
    sign = "-" if falling else ""
    found = things.order_by(f"{sign}{by}", f"{sign}pk")
    if edge:
        way, value = ("lt" if falling else "gt"), getattr(edge, by)
        found = found.filter(Q(**{f"{by}__{way}": value}) | Q(**{by: value, f"pk__{way}": edge.pk}))
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page()
    first, last = str(rows[0].pk), str(rows[-1].pk)
    return Page(rows, last if more or backwards else "", first if edge and (more or not backwards) else "")
