"""From a line of somebody's file to a case, by a mapping; what is dirty is named by row, never dropped in silence."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hamafza.intake.states import Door, Outcome
from hamafza.referrals.states import Decline


class BadMapping(ValueError):
    """The mapping does not fit the file; the message names the key and the remedy."""


@dataclass(frozen=True)
class Dirty:
    """One fault of one row, and what was done about it."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column} = {self.value!r}: {self.remedy}"


@dataclass(frozen=True)
class Case:
    """One line of the log."""

    row: int
    id: str
    created: datetime
    closed: datetime | None
    category: str
    agency: str
    area: str
    text: str
    latitude: float | None
    longitude: float | None
    door: str
    declined: str | None
    outcome: str
    dirty: tuple[Dirty, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """How a city's columns are to be read."""

    name: str
    zone: ZoneInfo
    formats: tuple[str, ...]
    columns: dict[str, Any]
    days: frozenset[int]
    opens: time
    closes: time
    doors: dict[str, str] = field(default_factory=dict)
    declined: tuple[dict[str, Any], ...] = ()
    outcomes: tuple[dict[str, Any], ...] = ()

    @classmethod
    def load(cls, path: Path) -> "Mapping":
        try:
            mapping = cls._parsed(tomllib.loads(path.read_text(encoding="utf-8")), path)
        except BadMapping:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # TOML, zone, hour, code: each says what
            raise BadMapping(f"{path.name}: {error}") from error
        return mapping

    @classmethod
    def _parsed(cls, data: dict[str, Any], path: Path) -> "Mapping":
        columns = data.get("columns", {})
        for key in ("id", "created", "closed", "category", "agency", "area"):
            if key not in columns:
                raise BadMapping(f"{path.name}: [columns] lacks {key!r}; say which column of the file holds it")
        office = data.get("office", {})
        return cls(
            name=data.get("name", path.stem),
            zone=ZoneInfo(data.get("timezone", "UTC")),
            formats=tuple(data.get("date_formats", ["iso"])),
            columns=columns,
            days=frozenset(office.get("days", range(5))),
            opens=time.fromisoformat(office.get("opens", "08:00")),
            closes=time.fromisoformat(office.get("closes", "16:00")),
            doors={channel: str(Door(door)) for channel, door in data.get("doors", {}).items()},
            declined=tuple(
                {"note": rule["note"], "reason": Decline(rule["reason"])} for rule in data.get("declined", ())
            ),
            outcomes=tuple({"note": rule["note"], "code": Outcome(rule["code"])} for rule in data.get("outcome", ())),
        )


def read(path: Path, mapping: Mapping) -> Iterator[Case | Dirty]:
    """Every row as a case, or as the fault for which it cannot be one (no creation date)."""
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _refuse_foreign(reader.fieldnames or [], mapping, path)
            for number, row in enumerate(reader, start=2):
                found = _case(number, {key: value or "" for key, value in row.items() if key}, mapping)
                yield _said_twice(found, seen) if isinstance(found, Case) else found
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadMapping(f"{path.name} is no CSV in UTF-8: {error}") from error


def _said_twice(case: Case, seen: set[str]) -> Case:
    if case.id in seen:
        fault = Dirty(case.row, "id", case.id, "came before; taken as a request of its own")
        return replace(case, dirty=(*case.dirty, fault))
    seen.add(case.id)
    return case


def _refuse_foreign(header: Any, mapping: Mapping, path: Path) -> None:
    for key, column in mapping.columns.items():
        for name in column if isinstance(column, list) else [column]:
            if name not in header:
                raise BadMapping(f"{path.name} has no column {name!r} (mapping: {key}); it has: {', '.join(header)}")


def _case(number: int, row: dict[str, str], mapping: Mapping) -> Case | Dirty:
    def get(key: str) -> str:
        column = mapping.columns.get(key, "")
        names = column if isinstance(column, list) else [column]
        return " · ".join(value for name in names if (value := row.get(name, "").strip()))

    faults: list[Dirty] = []
    created = parse_instant(get("created"), mapping)
    if created is None:
        return Dirty(number, "created", get("created"), "cannot be received without a date; left out")
    closed = parse_instant(get("closed"), mapping)
    if get("closed") and closed is None:
        faults.append(Dirty(number, "closed", get("closed"), "not a date; taken as still open"))
    if closed and closed < created:
        faults.append(Dirty(number, "closed", get("closed"), "closed before it was created; taken as still open"))
        closed = None
    if not get("category"):
        faults.append(Dirty(number, "category", "", "no category; triaged by hand as general"))
    point = _number(get("latitude"), 90), _number(get("longitude"), 180)
    if None in point and (get("latitude") or get("longitude")):
        value = f"{get('latitude')}, {get('longitude')}"
        faults.append(Dirty(number, "latitude", value, "nowhere on earth; taken without a point"))
    latitude, longitude = (None, None) if None in point or point == (0, 0) else point  # 0, 0: machines' "unknown"
    note = get("note").lower()
    return Case(
        row=number,
        id=get("id") or f"row-{number}",
        created=created,
        closed=closed,
        category=get("category") or "General",
        agency=get("agency") or "City",
        area=get("area"),
        text=get("text") or get("category") or "request",
        latitude=latitude,
        longitude=longitude,
        door=mapping.doors.get(get("channel"), "phone"),
        declined=_first(mapping.declined, note, "reason") if closed else None,
        outcome=_first(mapping.outcomes, note, "code") or "solved",
        dirty=tuple(faults),
    )


def parse_instant(text: str, mapping: Mapping) -> datetime | None:
    """An aware instant, or None. `iso` or any strptime format of the mapping."""
    for form in mapping.formats:
        try:
            found = (
                datetime.fromisoformat(text.replace("Z", "+00:00")) if form == "iso" else datetime.strptime(text, form)  # noqa: DTZ007
            )
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=mapping.zone)
    return None


def _number(text: str, most: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _first(rules: tuple[dict[str, Any], ...], note: str, answer: str) -> str | None:
    for rule in rules:
        if any(pattern in note for pattern in rule["note"]):
            return str(rule[answer])
    return None
