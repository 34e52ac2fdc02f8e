"""Dates as people write them, in either calendar."""

import datetime as dt
import re
from typing import Literal

from persiantools.jdatetime import JalaliDate

from hamafza_engines.persian._digits import to_persian_digits
from hamafza_engines.persian._keys import search_key

_JALALI, _GREGORIAN = range(1200, 1500), range(1800, 2200)
_MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند".split()
_SHOWN_MONTHS = [
    {"ابان": "آبان", "اذر": "آذر"}.get(name, name) for name in _MONTHS
]  # the others are keys as well
_NUMBERS = {name: month for month, name in enumerate(_MONTHS, start=1)} | {"امرداد": 5}
_YEAR_FIRST = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4})")
_IN_WORDS = re.compile(
    rf"(?:\D+ )?([0-9]{{1,2}})(?: ?ام| ?م)? ({'|'.join(_NUMBERS)})(?: ?ماه)?(?: سال)? ([0-9]{{4}})"
)


def parse_date(text: str) -> dt.date | None:
    """Return the day meant by a Jalali or Gregorian date, or None; two-digit years are refused."""
    if len(text) > 60:  # no date is that long; the cut keeps hostile input cheap
        return None
    key = search_key(text)
    if found := _YEAR_FIRST.fullmatch(key):
        year, month, day = (int(part) for part in found.groups() if part)
        return _day(year, month, day)
    if (found := _DAY_FIRST.fullmatch(key)) and int(found[3]) in _JALALI:
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(key):
        return _day(int(found[3]), _NUMBERS[found[2]], int(found[1]))
    return None


def format_date(day: dt.date, *, style: Literal["long", "short", "month"] = "long") -> str:
    """Write a day in the Jalali calendar: «۱ آذر ۱۴۰۵», «۱۴۰۵/۰۹/۰۱» or «آذر ۱۴۰۵».

    >>> format_date(dt.date(2026, 11, 22))
    '۱ آذر ۱۴۰۵'
    """
    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]
    if style == "short":
        return to_persian_digits(f"{jalali.year}/{jalali.month:02}/{jalali.day:02}")
    month = _SHOWN_MONTHS[jalali.month - 1]
    told = f"{month} {jalali.year}" if style == "month" else f"{jalali.day} {month} {jalali.year}"
    return to_persian_digits(told)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        if year in _JALALI:
            jalali = JalaliDate(year, month, day)  # type: ignore[no-untyped-call]
            return jalali.to_gregorian()
        return dt.date(year, month, day) if year in _GREGORIAN else None
    except ValueError:
        return None
