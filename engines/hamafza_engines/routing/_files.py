"""Asks and centres from tables, a whole problem from JSON, rules from a line such as `area=3,half_km=10`."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

from hamafza_engines.frame import BadInput, Row, fold, read_table
from hamafza_engines.persian import search_key
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._types import Params, Problem

Made = TypeVar("Made")

_YES = frozenset(map(search_key, "1 true yes بله بلی آری هست".split()))
_NO = frozenset(map(search_key, "0 false no نه خیر نیست".split())) | {""}


def read_asks(path: Path) -> list[tuple[str, Ask]]:
    """Read the asks of a table, each with its id (or its row in the file)."""
    rows = read_table(path, kinds={"id": str}, required=("domain", "place_path"))
    return [(row.text("id", str(row.number)), _ask(row)) for row in rows]


def read_centres(path: Path) -> tuple[CentreFacts, ...]:
    """Read the centres of a table; only id, domains («a; b») and place_path must be there."""
    return tuple(_centre(row) for row in read_table(path, required=("id", "domains", "place_path")))


def read_problem(text: str) -> Problem:
    """Read one problem as JSON: ask, centres, excluded, last_reason."""
    try:
        given = json.loads(text)
        return Problem(
            Ask(**given["ask"]),
            tuple(
                CentreFacts(**{**each, "domains": _listed(each["domains"], str)}) for each in given["centres"]
            ),
            _listed(given.get("excluded", []), int),
            given.get("last_reason"),
        )
    except BadInput:
        raise
    except (ValueError, RecursionError) as fault:
        raise BadInput(
            "problem", str(fault), "give JSON: ask, centres, excluded, last_reason",
            remedy_fa="قالب JSON با این نام‌ها بدهید: ask، centres، excluded، last_reason",
        ) from None  # fmt: skip
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadInput(
            "problem", str(fault), "a field is missing, unknown or of another kind",
            remedy_fa="نامی کم، ناشناخته یا از گونه‌ای دیگر است",
        ) from None  # fmt: skip


def _listed(given: object, kind: type[Made]) -> frozenset[Made]:
    if not isinstance(given, list) or not all(isinstance(each, kind) for each in given):
        raise TypeError(f"{given!r:.100} is no list of {kind.__name__}")
    return frozenset(given)


def read_rules(told: str, params: Params = Params()) -> Params:
    """Return the rules changed by «name=number, name=number»."""
    known = {field.name for field in fields(Params)}
    changes: dict[str, Any] = {}
    for part in filter(None, (piece.strip() for piece in told.split(","))):
        name, _, value = part.partition("=")
        if name.strip() not in known:
            names = ", ".join(sorted(known))
            raise BadInput("rules", part, f"write name=number; names: {names}",
                           remedy_fa=f"بنویسید نام=عدد؛ نام‌ها: {names}")  # fmt: skip
        row = Row({name.strip(): value}, 1)
        changes[name.strip()] = (
            row.integer(name.strip()) if name.strip() == "keep" else row.real(name.strip())
        )
    return replace(params, **changes)


def _ask(row: Row) -> Ask:
    return _in_row(row, lambda: Ask(
        fold(row.text("domain")), fold(row.text("place_path", "")), _maybe(row, "lat"), _maybe(row, "lng"),
        row.integer("urgency", 0), row.real("deadline_hours", 72.0),
    ))  # fmt: skip


def _centre(row: Row) -> CentreFacts:
    stands = fold(row.text("place_path", ""))
    return _in_row(row, lambda: CentreFacts(
        row.integer("id"), frozenset(map(fold, row.many("domains"))), stands,
        fold(row.text("area_path", stands)), _maybe(row, "lat"), _maybe(row, "lng"),
        None if row.get("capacity_free") is None else row.integer("capacity_free"),
        row.real("capacity_age_days", 0.0), row.real("open_hours", 8.0),
        row.integer("accepted", 0), row.integer("declined", 0), row.integer("expired", 0),
        row.integer("open_load", 0), _yes(row, "specialised"),
    ))  # fmt: skip


def _yes(row: Row, column: str) -> bool:
    told = search_key(row.text(column, ""))
    if told not in _YES | _NO:
        raise BadInput(column, told, "write yes or no", row.number, remedy_fa="بله یا نه بنویسید")
    return told in _YES


def _maybe(row: Row, column: str) -> float | None:
    return None if row.get(column) is None else row.real(column)


def _in_row(row: Row, make: Callable[[], Made]) -> Made:
    """Give a refusal of the dataclass the number of the row it came from."""
    try:
        return make()
    except BadInput as fault:
        raise fault.in_row(row.number) from None
