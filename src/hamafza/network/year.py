"""A Jalali year as twelve months with its days of rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Holiday
from hamafza.ui.digits import speaks_persian
from hamafza.ui.moments import MONTHS, MONTHS_LATIN


@dataclass(frozen=True)
class Square:
    """One day of a month; an empty square before the first."""

    number: int
    tone: str = ""  # friday | off | local | today
    name: str = ""


@dataclass(frozen=True)
class Month:
    """Weeks of seven squares, and the holidays in words."""

    name: str
    weeks: list[list[Square | None]]
    holidays: list[Holiday]


def year_of(day: date) -> int:
    return int(JalaliDate(day).year)


def first_day(year: int) -> date:
    found: date = JalaliDate(year, 1, 1).to_gregorian()
    return found


def months_of(year: int, holidays: Iterable[Holiday], today: date) -> list[Month]:
    """All twelve."""
    by_day: dict[date, list[Holiday]] = {}
    for holiday in holidays:
        by_day.setdefault(holiday.date, []).append(holiday)
    return [_month(year, month, by_day, today) for month in range(1, 13)]


def _month(year: int, month: int, by_day: dict[date, list[Holiday]], today: date) -> Month:
    start: date = JalaliDate(year, month, 1).to_gregorian()
    squares: list[Square | None] = [None] * iranian_weekday(start)
    length = JalaliDate.days_in_month(month, year)
    found: list[Holiday] = []
    for number in range(1, length + 1):
        day = start + timedelta(days=number - 1)
        rest = by_day.get(day, [])
        found += rest
        squares.append(Square(number, _tone(day, rest, today), "، ".join(_named(one) for one in rest)))
    squares += [None] * (-len(squares) % 7)
    names = MONTHS if speaks_persian() else MONTHS_LATIN
    return Month(names[month - 1], [squares[n : n + 7] for n in range(0, len(squares), 7)], found)


def _tone(day: date, rest: list[Holiday], today: date) -> str:
    tones = []
    if any(one.place_id is None for one in rest):
        tones.append("off")
    elif rest:
        tones.append("local")
    if iranian_weekday(day) == 6:
        tones.append("friday")
    if day == today:
        tones.append("today")
    return " ".join(tones)


def _named(one: Holiday) -> str:
    return f"{one.name} ({one.place})" if one.place else one.name
