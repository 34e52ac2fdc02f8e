"""Birthdays as registers hold them: both calendars, any order, two-digit years, a year alone."""

import re
from collections.abc import Iterable
from functools import lru_cache

from hamafza_engines.frame import need
from hamafza_engines.persian import parse_date, to_latin_digits

Day = tuple[int, int, int]  # year, month, day; 0 where it is not known
_PARTS = re.compile(r"[0-9]+")
_CLOCK = re.compile(r"[T ]+[0-9]{1,2}:.*", re.DOTALL)  # a spreadsheet's «00:00:00» behind the day
_JALALI, _GREGORIAN = range(1250, 1450), range(1850, 2101)
_LIVED = {*_JALALI, *_GREGORIAN}


@lru_cache(maxsize=200_000)
def read_day(text: str) -> Day | None:
    """Return the day as written, in its own calendar; a swapped or impossible month stays as it is."""
    parts = _PARTS.findall(_CLOCK.sub("", to_latin_digits(text)))
    if len(parts) == 1 and len(parts[0]) == 8:
        return _joined(parts[0])
    if len(parts) == 3:
        return _ordered(parts)
    if found := parse_date(text):
        return found.year, found.month, found.day
    years = [part for part in parts if len(part) == 4]
    return _sound(int(years[0]), 0, 0) if len(years) == 1 and len(parts) < 3 else None


def _joined(digits: str) -> Day | None:
    if int(digits[:4]) not in _LIVED and int(digits[4:]) in _LIVED:
        digits = digits[4:] + digits[2:4] + digits[:2]  # the day first
    return _sound(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _ordered(parts: list[str]) -> Day | None:
    if len(parts[2]) == 4 or (len(parts[2]) == 2 and int(parts[2]) > 31):
        parts = parts[::-1]
    if max(map(len, parts)) > 4:
        return None
    year, month, day = map(int, parts)
    if len(parts[0]) <= 2:
        year += 1300 if year > 5 else 1400
    return _sound(year, month, day)


def _sound(year: int, month: int, day: int) -> Day | None:
    return (year, month, day) if 1000 <= year < 2200 and month < 100 and day < 100 else None


def is_jalali(texts: Iterable[str | None]) -> bool:
    """Tell whether most days of a column are of the Jalali calendar."""
    days = [day for text in texts if text and (day := read_day(text[:60]))]
    return 2 * sum(year in _JALALI for year, _, _ in days) > len(days)


@lru_cache(maxsize=200_000)
def birth_key(text: str, jalali: bool) -> str | None:
    """Return YYYYMMDD, in the Jalali calendar when asked; 0000 stands for an unknown month and day.

    The first day of a year is what offices write when they know the year alone.
    """
    day = read_day(text)
    if day is None:
        return None
    shown = _converted(day) if jalali and day[0] in _GREGORIAN else day
    year, month, of_month = shown
    known = month and of_month and (1, 1) not in (day[1:], shown[1:])
    return f"{year:04}{month:02}{of_month:02}" if known else f"{year:04}0000"


def _converted(day: Day) -> Day:
    calendar = need("persiantools.jdatetime", extra="linkage")
    year, month, of_month = day
    if not (1 <= month <= 12 and 1 <= of_month <= 31):
        month, of_month = (of_month, month) if 1 <= of_month <= 12 else (0, 0)
    try:
        found = calendar.JalaliDate.to_jalali(year, month or 7, of_month or 1)
    except ValueError:
        return (year - 621, 0, 0)
    return (found.year, found.month, found.day) if month else (found.year, 0, 0)
