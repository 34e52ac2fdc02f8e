"""The demo's centres, read from centres.toml: what they do, where, and when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["specialised", "neighbourhood", "agency", "partner"]
Shift = tuple[int, str, str]  # weekday (Saturday 0 … Friday 6), opens, closes


def _days(days: range, *spans: tuple[str, str]) -> tuple[Shift, ...]:
    return tuple((day, opens, closes) for day in days for opens, closes in spans)


THURSDAY = range(5, 6)
HOURS: dict[str, tuple[Shift, ...]] = {
    "office": _days(range(5), ("07:30", "14:00")),
    "office_thursday": _days(range(5), ("07:30", "14:00")) + _days(THURSDAY, ("08:00", "12:00")),
    "afternoon": _days(range(5), ("16:00", "20:00")),
    "afternoon_thursday": _days(range(6), ("16:00", "20:00")),
    "both": _days(range(5), ("08:00", "12:30"), ("16:00", "20:00")) + _days(THURSDAY, ("08:00", "12:00")),
    "evening": _days(range(6), ("17:00", "21:00")),
    "every_day": _days(range(7), ("08:00", "20:00")),
}


@dataclass(frozen=True)
class Centre:
    """One invented centre; `domains` gives the free places it said it has, or None where it never said."""

    code: str
    name: str
    kind: Kind
    place: str  # path of where it stands
    area: str  # path of what it serves
    domains: dict[str, int | None]
    shifts: tuple[Shift, ...]
    address: str
    description: str
    phone: str
    has_account: bool
    is_public: bool


def _centre(number: int, entry: dict[str, Any]) -> Centre:
    return Centre(
        code=entry["code"],
        name=entry["name"],
        kind=entry["kind"],
        place=entry["place"],
        area=entry["area"],
        domains={domain: None if free < 0 else free for domain, free in entry["free"].items()},
        shifts=HOURS[entry["hours"]],
        address=entry["address"],
        description=entry["description"],
        # A form that looks reserved: nobody is to be called because of a demo.
        phone=f"054350000{number:02d}",
        has_account=entry.get("has_account", True),
        is_public=entry.get("is_public", True),
    )


def _read() -> tuple[Centre, ...]:
    entries = tomllib.loads((files(__package__) / "centres.toml").read_text(encoding="utf-8"))["centre"]
    return tuple(_centre(number, entry) for number, entry in enumerate(entries, start=1))


CENTRES: tuple[Centre, ...] = _read()
