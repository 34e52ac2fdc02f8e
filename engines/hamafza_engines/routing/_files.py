"""Asks and centres from tables, a whole problem from JSON, rules from a line such as `area=3,half_km=10`."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

from hamafza_engines.frame import BadInput, Row, read_table
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._types import Params, Problem

Made = TypeVar("Made")

_TRUE = ("1", "true", "yes", "بله", "آری")


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
        centres = (CentreFacts(**{**c, "domains": frozenset(c["domains"])}) for c in given["centres"])
        return Problem(
            Ask(**given["ask"]),
            tuple(centres),
            frozenset(given.get("excluded", ())),
            given.get("last_reason"),
        )
    except BadInput:
        raise
    except (json.JSONDecodeError, RecursionError) as fault:
        raise BadInput("problem", str(fault), "give JSON: ask, centres, excluded, last_reason") from None
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadInput("problem", str(fault), "a field is missing, unknown or of another kind") from None


def read_rules(told: str, params: Params = Params()) -> Params:
    """Return the rules changed by «name=number, name=number»."""
    known = {field.name for field in fields(Params)}
    changes: dict[str, Any] = {}
    for part in filter(None, (piece.strip() for piece in told.split(","))):
        name, _, value = part.partition("=")
        if name.strip() not in known:
            raise BadInput("rules", part, f"write name=number; names: {', '.join(sorted(known))}")
        row = Row({name.strip(): value}, 1)
        changes[name.strip()] = (
            row.integer(name.strip()) if name.strip() == "keep" else row.real(name.strip())
        )
    return replace(params, **changes)


def _ask(row: Row) -> Ask:
    return _in_row(row, lambda: Ask(
        row.text("domain"), row.text("place_path", ""), _maybe(row, "lat"), _maybe(row, "lng"),
        row.integer("urgency", 0), row.real("deadline_hours", 72.0),
    ))  # fmt: skip


def _centre(row: Row) -> CentreFacts:
    return _in_row(row, lambda: CentreFacts(
        row.integer("id"), frozenset(row.many("domains")), row.text("place_path", ""),
        row.text("area_path", row.text("place_path", "")), _maybe(row, "lat"), _maybe(row, "lng"),
        None if row.get("capacity_free") is None else row.integer("capacity_free"),
        row.real("capacity_age_days", 0.0), row.real("open_hours", 8.0),
        row.integer("accepted", 0), row.integer("declined", 0), row.integer("expired", 0),
        row.integer("open_load", 0), row.text("specialised", "").lower() in _TRUE,
    ))  # fmt: skip


def _maybe(row: Row, column: str) -> float | None:
    return None if row.get(column) is None else row.real(column)


def _in_row(row: Row, make: Callable[[], Made]) -> Made:
    """Give a refusal of the dataclass the number of the row it came from."""
    try:
        return make()
    except BadInput as fault:
        raise fault.in_row(row.number) from None
