"""Periods as people here count them: Jalali months, written as a number (140509 is Azar 1405)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate


@dataclass(frozen=True, order=True)
class Month:
    """One Jalali month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9376 and 1 <= self.number <= 12):
            raise ValueError(f"month {self.year}/{self.number}: year 1 to 9376, month 1 to 12")

    @classmethod
    def of(cls, day: date) -> "Month":
        jalali = JalaliDate(day)
        return cls(jalali.year, jalali.month)

    @classmethod
    def from_code(cls, code: int) -> "Month":
        return cls(code // 100, code % 100)

    @property
    def code(self) -> int:
        return self.year * 100 + self.number

    @property
    def first(self) -> date:
        return JalaliDate(self.year, self.number, 1).to_gregorian()

    @property
    def last(self) -> date:
        return self.plus(1).first - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)


def between(first: Month, last: Month) -> Iterator[Month]:
    """Both ends included."""
    while first <= last:
        yield first
        first = first.plus(1)


def season(month: Month) -> tuple[Month, Month]:
    """The first and last month of its season."""
    first = Month(month.year, (month.number - 1) // 3 * 3 + 1)
    return first, first.plus(2)


def year(number: int) -> tuple[Month, Month]:
    """Farvardin and Esfand of a year."""
    return Month(number, 1), Month(number, 12)
