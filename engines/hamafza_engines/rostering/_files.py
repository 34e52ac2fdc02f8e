"""Volunteers and shifts from tables as an office has them; the roster into one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from hamafza_engines.frame import BadInput, Cell, Row, as_text, read_table, write_table
from hamafza_engines.persian import normalise, parse_date, to_latin_digits
from hamafza_engines.rostering._types import Plan, Problem, Shift, Volunteer, Window, minute, moment
from hamafza_engines.rostering._words import WHY

VOLUNTEERS = {
    "id": ("id", "شناسه", "کد"),
    "skills": ("skills", "مهارت‌ها", "مهارتها", "مهارت"),
    "windows": ("windows", "زمان‌های آزاد", "زمانهای آزاد"),
    "max_hours": ("max_hours", "سقف ساعت"),
    "max_shifts": ("max_shifts", "سقف نوبت"),
    "rest_hours": ("rest_hours", "ساعت استراحت"),
    "hours_done": ("hours_done", "ساعت انجام‌شده", "ساعت انجامشده"),
    "shifts_done": ("shifts_done", "نوبت انجام‌شده", "نوبت انجامشده"),
    "lat": ("lat", "عرض جغرافیایی"),
    "lng": ("lng", "طول جغرافیایی"),
    "max_km": ("max_km", "سقف راه"),
    "born": ("born", "تاریخ تولد"),
    "centres": ("centres", "مراکز پیشین"),
    "wishes": ("wishes", "خواسته‌ها", "خواستهها"),
    "refuses": ("refuses", "نخواسته‌ها", "نخواستهها"),
}
SHIFTS = {
    "id": ("id", "شناسه", "کد"),
    "start": ("start", "آغاز", "شروع"),
    "end": ("end", "پایان"),
    "seats": ("seats", "جاها", "نیاز"),
    "centre": ("centre", "مرکز"),
    "lat": ("lat", "عرض جغرافیایی"),
    "lng": ("lng", "طول جغرافیایی"),
    "priority": ("priority", "اولویت"),
}
_REALS = ("max_hours", "rest_hours", "hours_done", "max_km", "lat", "lng")
_HOUR = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?::[0-9]{2}(?:\.[0-9]+)?)?")
_NEEDED = ("id", "skills", "start", "end", "seats")
_WHOLES = ("max_shifts", "shifts_done", "priority")


def read_problem(volunteers: str | Path, shifts: str | Path) -> Problem:
    """Read both tables; columns may have their English or Persian names, and only a few are needed."""
    return Problem(
        tuple(_volunteer(row) for row in _rows(volunteers, VOLUNTEERS)),
        tuple(_shift(row) for row in _rows(shifts, SHIFTS)),
    )


def _rows(path: str | Path, columns: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    table = read_table(path)
    present = set().union(*table)
    for name in _NEEDED:
        if table and name in columns and not present.intersection(columns[name]):
            raise BadInput(
                "columns", name, f"{Path(path).name} lacks this column; it has: {', '.join(sorted(present))}",
                remedy_fa=f"ستون «{columns[name][1]}» در {Path(path).name} نیست",
            )  # fmt: skip
    for told in table:
        yield Row({name: _cell(told, names) for name, names in columns.items()}, told.number)


def _cell(row: Row, names: tuple[str, ...]) -> Cell:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _volunteer(row: Row) -> Volunteer:
    windows = row.many("windows")
    born = as_text(row["born"])
    try:
        return Volunteer(
            normalise(row.text("id")),
            {_split(part)[0]: _until(row, _split(part)[1]) for part in row.many("skills")},
            tuple(_window(row, part) for part in windows) if windows else None,
            adult_at=None if born is None else _eighteenth(row, born),
            centres=_names(row, "centres"),
            wishes=_names(row, "wishes"),
            refuses=_names(row, "refuses"),
            **_numbers(row),
        )
    except BadInput as fault:
        raise fault.in_row(row.number) from None


def _names(row: Row, column: str) -> frozenset[str]:
    return frozenset(map(normalise, row.many(column)))


def _shift(row: Row) -> Shift:
    seats: dict[str, int] = defaultdict(int)
    for part in row.many("seats"):
        skill, number = _split(part)
        seats[skill] += Row({"seats": number or "1"}, row.number).integer("seats", low=0, high=100_000)
    try:
        return Shift(
            normalise(row.text("id")),
            _instant(row, "start", row.text("start")),
            _instant(row, "end", row.text("end")),
            dict(seats),
            normalise(row.text("centre", "")),
            **_numbers(row),
        )
    except BadInput as fault:
        raise fault.in_row(row.number) from None


def _numbers(row: Row) -> dict[str, Any]:
    """Return what the row tells; what it leaves empty keeps its default."""
    told: dict[str, Any] = {}
    for name in _REALS:
        if row.get(name) is not None:
            told[name] = row.real(name)
    for name in _WHOLES:
        if row.get(name) is not None:
            told[name] = row.integer(name)
    return told


def _split(part: str) -> tuple[str, str]:
    """Split «nurse: 2» or «nurse: 2026-12-01» into the skill and what is said of it."""
    skill, _, rest = part.partition(":")
    return normalise(skill), rest.strip()


def _until(row: Row, told: str) -> int | None:
    """Return the minute a skill ends: the end of its last day."""
    return _instant(row, "skills", told) + (1440 if len(told) <= 10 else 0) if told else None


def _window(row: Row, told: str) -> Window:
    """Read «2026-11-22 08:00/2026-11-22 12:00», or «2026-11-22 08:00/12:00» within a day."""
    opens, slash, closes = told.partition("/") if told.count("/") == 1 else told.partition(" - ")
    if not slash:
        raise BadInput(
            "windows",
            told,
            "write «2026-11-22 08:00/12:00»",
            row.number,
            remedy_fa="بنویسید: ۱۴۰۵-۰۹-۰۱ ۰۸:۰۰/۱۲:۰۰",
        )
    opens, closes = opens.strip(), closes.strip()
    if len(closes) <= 5:
        closes = f"{opens.replace('T', ' ').partition(' ')[0]} {closes}"
    return _instant(row, "windows", opens), _instant(row, "windows", closes)


def _instant(row: Row, column: str, told: str) -> int:
    """Read a date of either calendar and an hour; a date alone is its midnight."""
    date, _, hour = to_latin_digits(told).strip().replace("T", " ").partition(" ")
    day, at = parse_date(date), _HOUR.fullmatch(hour.strip() or "0:00")
    since = 60 * int(at[1]) + int(at[2] or 0) if at else 1441
    if day is None or at is None or since > 1440 or int(at[2] or 0) > 59:
        raise BadInput(
            column, told, "write a date and an hour: 2026-11-22 08:00", row.number,
            remedy_fa="تاریخ و ساعت بنویسید: ۱۴۰۵-۰۹-۰۱ ۰۸:۰۰",
        )  # fmt: skip
    return minute(datetime.combine(day, time())) + since


def _eighteenth(row: Row, born: str) -> int:
    day = moment(_instant(row, "born", born))
    try:
        return minute(day.replace(year=day.year + 18))
    except ValueError:  # 29 February
        return minute(day.replace(year=day.year + 18, month=3, day=1))


def write_roster(path: str | Path, plan: Plan, *, language: str) -> None:
    """Write a row for each filled seat, then one for each kind of empty seat with its reason."""
    write_table(path, _lines(plan, language))


def _lines(plan: Plan, language: str) -> Iterator[dict[str, object]]:
    shifts = {shift.id: shift for shift in plan.problem.shifts}
    for each in plan.assignments:
        yield _line(shifts[each.shift], each.skill, each.volunteer, 0, "")
    for lack in plan.missing:
        yield _line(shifts[lack.shift], lack.skill, "", lack.number, WHY[language][lack.reason])


def _line(shift: Shift, skill: str, volunteer: str, missing: int, reason: str) -> dict[str, object]:
    return {
        "shift": shift.id,
        "centre": shift.centre,
        "start": _iso(shift.start),
        "end": _iso(shift.end),
        "skill": skill,
        "volunteer": volunteer,
        "missing": missing,
        "reason": reason,
    }


def _iso(at: int) -> str:
    return moment(at).isoformat(" ", "minutes")
