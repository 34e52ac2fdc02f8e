"""Birthdays as offices write them: every form of one day is one key, and nonsense is none."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._birthdays import birth_key, is_jalali, read_day
from hamafza_engines.linkage._prepare import jalali_of
from hamafza_engines.persian import to_persian_digits

from .conftest import cell, register

# The first day of Farvardin, as every calendar on the wall has it.
NOWRUZ = {
    1350: dt.date(1971, 3, 21), 1365: dt.date(1986, 3, 21), 1375: dt.date(1996, 3, 20), 1379: dt.date(2000, 3, 20),
    1383: dt.date(2004, 3, 20), 1395: dt.date(2016, 3, 20), 1399: dt.date(2020, 3, 20), 1400: dt.date(2021, 3, 21),
}  # fmt: skip
MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()

jalali_days = st.tuples(st.sampled_from(sorted(NOWRUZ)), st.integers(1, 12), st.integers(1, 29))


def gregorian(year, month, day):
    """Count the days from Nowruz: six months of 31 days, then months of 30."""
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return NOWRUZ[year] + dt.timedelta(days=before + day - 1)


class TestOneDay:
    """However 11 Ordibehesht 1365 is written, its key is the same."""

    @pytest.mark.parametrize(
        "text",
        [
            "1365/02/11", "1365/2/11", "1365-02-11", "1365.02.11", "1365\\02\\11", "1365 02 11", "1365_02_11",
            "۱۳۶۵/۰۲/۱۱", "١٣٦٥/٠٢/١١", "۱۳۶۵ / ۰۲ / ۱۱", "1365، 2، 11", "65/2/11", "65-02-11", "۶۵/۰۲/۱۱",
        ],
    )  # fmt: skip
    def test_is_read_with_the_year_first(self, text):
        assert birth_key(text, True) == "13650211"

    @pytest.mark.parametrize(
        "text", ["11/02/1365", "11/2/1365", "11-02-1365", "۱۱/۰۲/۱۳۶۵", "11.2.65", "11/02/65", "11021365"]
    )
    def test_is_read_with_the_day_first(self, text):
        assert birth_key(text, True) == "13650211"

    @pytest.mark.parametrize(
        "text",
        [
            "13650211", "۱۳۶۵۰۲۱۱", "1365/02/11 00:00:00", "1365/02/11T00:00:00", "1365/02/11 12:30", "1365/2/11 8:05:59",
            "\u200f۱۳۶۵/۰۲/۱۱\u200f", "\u202b1365/02/11\u202c", "1365/02/11 ه.ش", "تولد: 1365/02/11", " 1365/02/11 ",
        ],
    )  # fmt: skip
    def test_is_read_with_what_stands_around_it(self, text):
        assert birth_key(text, True) == "13650211"

    @pytest.mark.parametrize(
        "text", ["۱۱ اردیبهشت ۱۳۶۵", "11 اردیبهشت 1365", "۱۱ ارديبهشت ۱۳۶۵", "۱۱ اردیبهشت‌ماه ۱۳۶۵"]
    )
    def test_is_read_in_words(self, text):
        assert birth_key(text, True) == "13650211"

    @pytest.mark.parametrize(
        "text",
        ["1986-05-01", "1986/5/1", "19860501", "1986-05-01T00:00:00", "1986-05-01 12:30:00", "۱۹۸۶-۰۵-۰۱"],
    )
    def test_is_read_in_the_other_calendar(self, text):
        assert birth_key(text, True) == "13650211"

    @settings(max_examples=60, deadline=None)
    @given(jalali_days, st.integers(0, 9))
    def test_has_one_key_in_every_form(self, day, form):
        year, month, of_month = day
        western = gregorian(*day)
        told = [
            f"{year}/{month:02}/{of_month:02}",
            f"{year}-{month}-{of_month}",
            f"{of_month:02}.{month:02}.{year}",
            f"{year}{month:02}{of_month:02}",
            to_persian_digits(f"{year}/{month}/{of_month}"),
            f"{of_month} {MONTHS[month - 1]} {year}",
            western.isoformat(),
            f"{western:%Y/%m/%d} 00:00:00",
            f"{western:%Y%m%d}",
            f"{year}/{month}/{of_month} 23:59",
        ][form]

        first = (1, 1) in ((month, of_month), (western.month, western.day) if form in (6, 7, 8) else ())
        assert birth_key(told, True) == (f"{year}0000" if first else f"{year}{month:02}{of_month:02}")

    @settings(max_examples=60, deadline=None)
    @given(jalali_days)
    def test_stays_in_the_western_calendar_where_nobody_keeps_the_jalali_one(self, day):
        western = gregorian(*day)

        first = (western.month, western.day) == (1, 1)
        assert birth_key(western.isoformat(), False) == (
            f"{western:%Y}0000" if first else f"{western:%Y%m%d}"
        )

    @pytest.mark.parametrize("year", sorted(NOWRUZ))
    def test_of_the_new_year_is_where_the_calendar_on_the_wall_has_it(self, year):
        assert birth_key((NOWRUZ[year] + dt.timedelta(days=1)).isoformat(), True) == f"{year}0102"
        assert birth_key((NOWRUZ[year] - dt.timedelta(days=1)).isoformat(), True)[:6] == f"{year - 1}12"


class TestTwoDigitsOfAYear:
    @pytest.mark.parametrize(
        ("text", "year"),
        [
            ("99/5/6", "1399"), ("06/5/6", "1306"), ("05/5/6", "1405"), ("00/5/6", "1400"), ("1/5/6", "1401"),
            ("6/5/6", "1306"), ("13/12/29", "1313"),
        ],
    )  # fmt: skip
    def test_mean_the_last_hundred_years(self, text, year):
        assert birth_key(text, True)[:4] == year

    def test_stand_last_only_when_they_can_be_no_day(self):
        assert birth_key("11/02/32", True) == "13320211"
        assert birth_key("11/02/31", True) == "13110231"


class TestPartOfADay:
    @pytest.mark.parametrize(
        "text",
        [
            "1365", "۱۳۶۵", "1365/00/00", "1365/0/0", "13650000", "1365/02/00", "1365/00/11", "متولد ۱۳۶۵", "سال 1365",
            "1365/2", "02/1365", "1365-", "1365//11",
        ],
    )  # fmt: skip
    def test_leaves_the_year_alone(self, text):
        assert birth_key(text, True) == "13650000"

    def test_of_a_western_year_is_the_jalali_year_of_its_middle(self):
        assert birth_key("1986", True) == "13650000"  # 1 July 1986 lies in 1365
        assert birth_key("1986", False) == "19860000"

    def test_of_a_western_year_and_month_in_words_is_the_year(self):
        assert birth_key("May 1, 1986", True) == "13650000"


class TestTheFirstDayOfAYear:
    """Offices write it when they know the year alone; so it proves no more than the year."""

    @pytest.mark.parametrize(
        "text", ["1365/01/01", "1365/1/1", "13650101", "۱۳۶۵/۰۱/۰۱", "۱ فروردین ۱۳۶۵", "1986-03-21"]
    )
    def test_is_the_year_alone(self, text):
        assert birth_key(text, True) == "13650000"

    @pytest.mark.parametrize(
        ("text", "year"), [("1986-01-01", "1364"), ("1900-01-01", "1278"), ("1970-01-01", "1348")]
    )
    def test_of_the_other_calendar_is_the_year_in_which_it_lies(self, text, year):
        assert birth_key(text, True) == f"{year}0000"

    def test_is_the_year_alone_where_nobody_keeps_the_jalali_calendar(self):
        assert birth_key("1986-01-01", False) == "19860000"

    @pytest.mark.parametrize("text", ["1365/01/02", "1365/02/01", "1365/10/11", "1365/01/11", "1365/11/01"])
    def test_is_not_any_other_day(self, text):
        assert birth_key(text, True) == text.replace("/", "")


class TestImpossibleDays:
    @pytest.mark.parametrize(
        "text",
        [
            "", " ", "نامعلوم", "ندارد", "-", "1/2", "0", "99", "650", "20000", "999999", "0000/00/00", "00000000",
            "9999/99/99", "1365/02/111", "1365/100/1", "12345/1/1", "1365/2/11/3", "۱۲", "0999/1/1", "2200/1/1", "9" * 200,
        ],
    )  # fmt: skip
    def test_have_no_key(self, text):
        assert birth_key(text, True) is None

    @pytest.mark.parametrize(("text", "key"), [("1365/25/03", "13652503"), ("1378/02/31", "13780231")])
    def test_of_a_slip_are_kept_as_written_so_that_the_slip_can_be_seen(self, text, key):
        assert birth_key(text, True) == key

    def test_of_february_become_the_year_in_the_other_calendar(self):
        assert birth_key("1986/2/30", True) == "13650000"

    def test_with_day_and_month_exchanged_are_put_right_in_the_other_calendar(self):
        # 1986-13-05 can only be the 13th of May: 23 Ordibehesht.
        assert birth_key("1986-13-05", True) == "13650223"
        assert birth_key("1986-13-01", True) == "13641023"  # the 13th of January: 23 Dey

    @pytest.mark.parametrize("text", ["1249/1/1", "1450/1/1"])
    def test_of_a_year_nobody_alive_was_born_in_are_of_neither_calendar(self, text):
        assert birth_key(text, True) == birth_key(text, False)
        assert not is_jalali([text])


class TestTheFirstAndLastYears:
    @pytest.mark.parametrize(("year", "jalali"), [(1249, False), (1250, True), (1449, True), (1450, False)])
    def test_of_the_jalali_calendar(self, year, jalali):
        assert is_jalali([f"{year}/1/1"]) is jalali

    @pytest.mark.parametrize(("year", "turned"), [(1849, False), (1850, True), (2100, True), (2101, False)])
    def test_of_the_western_calendar(self, year, turned):
        assert (birth_key(f"{year}/06/01", True) != f"{year}0601") is turned

    @pytest.mark.parametrize(("year", "read"), [(999, False), (1000, True), (2199, True), (2200, False)])
    def test_that_are_read_at_all(self, year, read):
        assert (read_day(f"{year:04}/06/01") is not None) is read

    def test_of_eight_digits_with_the_day_first_need_a_year_of_the_living(self):
        assert read_day("11021365") == (1365, 2, 11)
        assert read_day("13651912") == (1365, 19, 12)  # the 19th of the 12th exchanged, not the year 1912
        assert read_day("16300801") == (1630, 8, 1)  # a historian's register keeps its order


class TestTheCalendarOfARegister:
    def test_is_that_of_most_of_its_days(self):
        assert is_jalali(["1365/1/1", "1366/1/1", "1986-05-01"])
        assert not is_jalali(["1365/1/1", "1986-05-01", "1987-05-01"])

    def test_is_not_jalali_by_half(self):
        assert not is_jalali(["1365/1/1", "1986-05-01"])

    def test_is_not_told_by_cells_that_are_no_days(self):
        assert is_jalali(["1365/1/1", None, "", "ندارد", "?", "12"])

    def test_is_jalali_for_both_as_soon_as_one_of_them_keeps_it(self):
        ours, theirs = register(birth=["1365/1/1"]), register(birth=["1986-05-01"])

        assert jalali_of([ours, theirs]) and jalali_of([theirs, ours])
        assert not jalali_of([theirs, theirs])

    def test_is_western_where_there_are_no_days_at_all(self):
        assert not jalali_of([register(first=["علی"])])

    def test_may_be_told_by_a_year_alone(self):
        assert is_jalali(["1365", "1370"])
        assert not is_jalali(["1986", "1990"])


class TestHostileDays:
    @settings(max_examples=60, deadline=None)
    @given(st.text(st.sampled_from("0123456789/-. :Tم۱٢"), max_size=30))
    def test_never_break_the_key(self, text):
        key = birth_key(text, True)

        assert key is None or (len(key) == 8 and key.isascii() and key.isdigit())

    @settings(max_examples=40, deadline=None)
    @given(st.text(st.sampled_from("0123456789/"), max_size=12))
    def test_have_one_key_in_persian_and_latin_digits(self, text):
        assert birth_key(text, True) == birth_key(to_persian_digits(text), True)

    def test_ten_million_digits_are_no_day(self):
        assert cell("birth", "1" * 10_000_000)["birth"] is None

    def test_what_follows_the_two_hundredth_letter_is_not_read(self):
        assert cell("birth", "1365/02/11" + " " * 300 + "/1")["birth"] == "13650211"

    def test_a_key_that_was_made_is_read_again_as_the_same_key(self):
        chance = Random(1)
        for _ in range(50):
            key = f"{chance.randint(1300, 1402)}{chance.randint(1, 12):02}{chance.randint(2, 29):02}"
            assert birth_key(key, True) == key
