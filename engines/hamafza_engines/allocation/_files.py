"""Needs, offers and rules from tables; lines of a plan into a table."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from hamafza_engines.allocation._match import Need, Offer, Rule, same
from hamafza_engines.allocation._plan import Plan
from hamafza_engines.frame import BadInput, Cell, Row, read_table, write_table
from hamafza_engines.persian import parse_date, search_key

COLUMNS = {
    "id": ("id", "شناسه", "کد"),
    "amount": ("amount", "مقدار", "تعداد", "مبلغ"),
    "category": ("category", "گونه", "دسته"),
    "priority": ("priority", "اولویت"),
    "group": ("group", "county", "شهرستان", "گروه"),
    "lat": ("lat", "latitude", "عرض"),
    "lng": ("lng", "lon", "longitude", "طول"),
    "max_km": ("max_km", "بیشینه فاصله"),
    "since": ("since", "from", "از"),
    "until": ("until", "to", "expires", "تا", "انقضا"),
    "purposes": ("purposes", "مصرف‌ها", "مصرف"),
    "purpose": ("purpose", "مصرف", "نیت"),
    "bundle": ("bundle", "بسته"),
    "only": ("only", "فقط"),
    "prefer": ("prefer", "ترجیح"),
    "single": ("single", "یکجا"),
    "lot": ("lot", "کمینه"),
    "perishable": ("perishable", "فاسدشدنی"),
    "rule": ("rule", "قاعده"),
    "need": ("need", "نیاز"),
    "offer": ("offer", "پیشنهاد"),
    "units": ("units", "amount", "واحد", "مقدار"),
}
_NAMES = {column: tuple(map(search_key, names)) for column, names in COLUMNS.items()}
_YES = {"1", "1.0", "true", "yes", "بله", "بلی", "اری"}
_NO = {"", "-", "0", "0.0", "false", "no", "خیر", "نه"}
_RULES: dict[str, Rule] = {
    "forbid": "forbid", "pin": "pin", "category": "category",
    "ممنوع": "forbid", "تثبیت": "pin", "گونه": "category",
}  # fmt: skip

Made = TypeVar("Made")


def read_needs(path: str | Path) -> list[Need]:
    """Read one need a row; id, amount and category are needed, columns may be named in English or Persian."""
    return [_made(_need, row) for row in _rows(path)]


def read_offers(path: str | Path) -> list[Offer]:
    """Read one offer a row; id, amount and category are needed."""
    return [_made(_offer, row) for row in _rows(path)]


def read_rules(path: str | Path) -> list[tuple[Rule, str, str, int]]:
    """Read one rule a row: rule (forbid, pin, category), need, offer, and units of a pin."""
    return [_rule(row) for row in _rows(path)]


def _rows(path: str | Path) -> Iterator[Row]:
    for told in read_table(path):
        folded = {search_key(column): cell for column, cell in told.items()}
        yield Row({column: _cell(folded, names) for column, names in _NAMES.items()}, told.number)


def _cell(row: dict[str, Cell], names: tuple[str, ...]) -> Cell:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _made(make: Callable[[Row], Made], row: Row) -> Made:
    try:
        return make(row)
    except BadInput as fault:
        raise fault.in_row(row.number) from None


def _need(row: Row) -> Need:
    return Need(
        id=row.text("id"), amount=row.integer("amount", low=0), category=row.text("category"),
        priority=row.integer("priority", 5, low=1, high=10), group=row.text("group", ""),
        lat=_real(row, "lat"), lng=_real(row, "lng"), max_km=_real(row, "max_km"),
        since=_day(row, "since"), until=_day(row, "until"),
        purposes=frozenset(map(search_key, row.many("purposes"))), bundle=row.text("bundle", ""),
    )  # fmt: skip


def _offer(row: Row) -> Offer:
    return Offer(
        id=row.text("id"), amount=row.integer("amount", low=0), category=row.text("category"),
        lat=_real(row, "lat"), lng=_real(row, "lng"), max_km=_real(row, "max_km"),
        since=_day(row, "since"), until=_day(row, "until"), purpose=search_key(row.text("purpose", "")),
        only=frozenset(row.many("only")), prefer=frozenset(row.many("prefer")),
        single=_yes(row, "single"), lot=row.integer("lot", 1, low=1), perishable=_yes(row, "perishable"),
    )  # fmt: skip


def _rule(row: Row) -> tuple[Rule, str, str, int]:
    told = search_key(row.text("rule"))
    kind = _RULES.get(told) or next((rule for word, rule in _RULES.items() if search_key(word) == told), None)
    if kind is None:
        raise BadInput(
            "rule",
            row["rule"],
            "write forbid, pin or category",
            row.number,
            remedy_fa="ممنوع، تثبیت یا گونه بنویسید",
        )
    units = row.integer("units", low=1) if kind == "pin" else 0
    return kind, row.text("need"), row.text("offer"), units


def _real(row: Row, column: str) -> float | None:
    return None if row[column] is None else row.real(column)


def _yes(row: Row, column: str) -> bool:
    told = same(row.text(column, ""))
    if told not in _YES | _NO:
        raise BadInput(column, row[column], "write yes or no", row.number, remedy_fa="بله یا خیر بنویسید")
    return told in _YES


def _day(row: Row, column: str) -> date | None:
    told = row.text(column, "")
    if not told:
        return None
    day = parse_date(told[:10]) or parse_date(told)
    if day is None:
        raise BadInput(
            column, told, "write a day such as 1405-09-01 or 2026-11-22", row.number,
            remedy_fa="روز را مانند ۱۴۰۵/۰۹/۰۱ بنویسید",
        )  # fmt: skip
    return day


def write_plan(path: str | Path, plan: Plan) -> None:
    """Write each line: need, offer, units, worth of a unit, and whether a person pinned it."""
    write_table(
        path,
        [
            {
                "need": each.need,
                "offer": each.offer,
                "units": each.units,
                "worth": each.worth,
                "pinned": int(each.pinned),
            }
            for each in plan.lines()
        ],
    )
