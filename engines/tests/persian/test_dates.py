"""Dates in either calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamafza_engines.persian import format_date, parse_date, to_persian_digits

DAY = dt.date(2025, 11, 28)
MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۴/۹/۷", "1404-09-07", "14040907", "۷ آذر ۱۴۰۴", "2025-11-28", "20251128", "1404.9.7", "1404/09/07 ",
        "جمعه ۷ آذر ۱۴۰۴", "۷ آذرماه ۱۴۰۴", "7 آذر ماه سال 1404", "۷/۹/۱۴۰۴", "٢٠٢٥/١١/٢٨", "۷ام آذر ۱۴۰۴", "۲۰۲۵/۱۱/۲۸",
    ],
)  # fmt: skip
def test_one_day_in_its_writings(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "04/9/7", "۴/۹/۷", "7/9/04", "1404/13/1", "1404/12/30", "1403/12/31", "2025-02-30", "28/11/2025", "سلام",
        "1404/9", "0000-00-00", "9999/99/99", "1404/9/7/1", "1700/1/1", "۷ آذز ۱۴۰۴", "1" * 10**6,
    ],
)  # fmt: skip
def test_no_date(text):
    assert parse_date(text) is None


def test_the_leap_day_of_1403_exists_and_1404_has_none():
    assert parse_date("1403/12/30") == dt.date(2025, 3, 20)
    assert parse_date("1404/12/30") is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_in_both_calendars(day):
    jalali = JalaliDate.to_jalali(day)

    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{jalali.year}/{jalali.month}/{jalali.day}") == day
    assert parse_date(to_persian_digits(f"{jalali.day} {MONTHS[jalali.month - 1]} {jalali.year}")) == day


@given(st.text(max_size=40))
def test_any_text_is_answered(text):
    assert parse_date(text) is None or isinstance(parse_date(text), dt.date)


KNOWN = [  # days that every calendar on a wall agrees on
    (dt.date(1979, 2, 11), "۲۲ بهمن ۱۳۵۷", "۱۳۵۷/۱۱/۲۲", "بهمن ۱۳۵۷"),
    (dt.date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳", "۱۴۰۳/۱۲/۳۰", "اسفند ۱۴۰۳"),
    (dt.date(2025, 3, 21), "۱ فروردین ۱۴۰۴", "۱۴۰۴/۰۱/۰۱", "فروردین ۱۴۰۴"),
    (dt.date(2026, 11, 22), "۱ آذر ۱۴۰۵", "۱۴۰۵/۰۹/۰۱", "آذر ۱۴۰۵"),
]


class TestWritingADay:
    @pytest.mark.parametrize(("day", "long", "short", "month"), KNOWN)
    def test_in_three_styles(self, day, long, short, month):
        assert format_date(day) == long
        assert format_date(day, style="short") == short
        assert format_date(day, style="month") == month

    @given(st.dates(dt.date(1850, 1, 1), dt.date(2119, 12, 31)))
    def test_what_is_written_is_read_back(self, day):
        assert parse_date(format_date(day)) == day
        assert parse_date(format_date(day, style="short")) == day

    @given(st.dates(dt.date(1850, 1, 1), dt.date(2119, 12, 30)))
    def test_the_next_day_is_written_after(self, day):
        """Short dates sort as days do, and no two days share one."""
        assert format_date(day, style="short") < format_date(day + dt.timedelta(days=1), style="short")
