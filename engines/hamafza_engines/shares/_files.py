"""Places from a table, shares into a table."""

from collections.abc import Iterator
from pathlib import Path

from hamafza_engines.frame import BadInput, Row, as_number, read_table, write_table
from hamafza_engines.shares._types import FACTORS, Place, Plan

COLUMNS = {
    "id": ("id", "شناسه", "کد"),
    "parent": ("parent", "بالادست"),
    "name": ("name", "نام"),
    "need": ("need", "نیاز"),
    "capacity": ("capacity", "ظرفیت"),
    "past": ("past", "گذشته"),
    "lower": ("lower", "کف"),
    "upper": ("upper", "سقف"),
    "accepted": ("accepted", "پذیرفته"),
}


def read_places(path: str | Path) -> tuple[Place, ...]:
    """Read one place a row; only id is needed, columns may have their English or Persian names."""
    return tuple(map(_place, read_table(path)))


def _place(told: Row) -> Place:
    row = Row({column: _cell(told, names) for column, names in COLUMNS.items()}, told.number)
    need, capacity, past = (_factor(row, factor) for factor in FACTORS)
    upper, accepted = (
        None if row[bound] is None else row.integer(bound, low=0) for bound in ("upper", "accepted")
    )
    try:
        return Place(
            row.text("id"),
            row.text("parent", "") or None,
            row.text("name", ""),
            need=need,
            capacity=capacity,
            past=past,
            lower=row.integer("lower", 0, low=0),
            upper=upper,
            accepted=accepted,
        )
    except BadInput as fault:
        raise fault.in_row(told.number) from None


def _factor(row: Row, name: str) -> int | float | None:
    """Return a number as it is written: a whole one of many digits would lose some as a real one."""
    if row[name] is not None:
        row.real(name, low=0)
    return as_number(row[name])


def _cell(row: Row, names: tuple[str, ...]) -> str | int | float | None:
    return next((row[name] for name in names if row.get(name) is not None), None)


def write_shares(path: str | Path, plan: Plan, *, language: str) -> None:
    """Write each place with its share, its exact quota to six decimals, and the reason in words."""
    write_table(path, _rows(plan, language))


def _rows(plan: Plan, language: str) -> Iterator[dict[str, object]]:
    for k, share in enumerate(plan.shares):
        place = plan.problem.places[k]
        yield {
            "id": share.id,
            "parent": share.parent or "",
            "name": place.name,
            "share": share.share,
            "quota": round(float(share.quota), 6),
            "held_by": share.binding,
            "reason": plan.explain(k).words(language),
        }
