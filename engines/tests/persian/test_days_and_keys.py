"""Days against a calendar counted by hand, and keys against tables of what is the same and what is not."""

import datetime as dt
import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.persian import (
    compact_key,
    format_date,
    homophone_key,
    parse_date,
    search_key,
    sort_key,
    to_persian_digits,
)

MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
LEAP_OF_33 = {1, 5, 9, 13, 17, 22, 26, 30}  # years of the cycle, right for 1244-1472
ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


def lengths(year):
    return [31] * 6 + [30] * 5 + [30 if year % 33 in LEAP_OF_33 else 29]


def counted(first=1300, last=1450):
    """Count the first day of every month from 1 Farvardin 1300, which was 21 March 1921."""
    day = dt.date(1921, 3, 21)
    for year in range(first, last):
        for month, length in enumerate(lengths(year), start=1):
            yield year, month, length, day
            day += dt.timedelta(days=length)


class TestTheCalendar:
    def test_begins_every_month_of_150_years_where_counting_does(self):
        wrong = [
            (year, month)
            for year, month, _, day in counted()
            if parse_date(f"{year}/{month}/1") != day
            or format_date(day, style="short") != to_persian_digits(f"{year}/{month:02}/01")
        ]

        assert wrong == []

    def test_ends_every_month_of_150_years_where_counting_does(self):
        wrong = [
            (year, month)
            for year, month, length, day in counted()
            if parse_date(f"{year}/{month}/{length}") != day + dt.timedelta(days=length - 1)
            or parse_date(f"{year}/{month}/{length + 1}") is not None
        ]

        assert wrong == []

    @pytest.mark.parametrize(
        ("jalali", "day"),
        [
            ("1357/11/22", dt.date(1979, 2, 11)),
            ("1358/1/12", dt.date(1979, 4, 1)),
            ("1300/1/1", dt.date(1921, 3, 21)),
            ("1375/12/30", dt.date(1997, 3, 20)),
            ("1399/12/30", dt.date(2021, 3, 20)),
            ("1403/12/30", dt.date(2025, 3, 20)),
            ("1404/1/1", dt.date(2025, 3, 21)),
            ("۷ امرداد ۱۴۰۵", dt.date(2026, 7, 29)),
        ],
    )
    def test_knows_days_that_stand_in_history_books(self, jalali, day):
        assert parse_date(jalali) == day


class TestADay:
    @pytest.mark.parametrize("month", range(1, 13))
    @pytest.mark.parametrize(
        "style",
        [
            "{d} {m} {y}",
            "{d} {m} ماه {y}",
            "{d} {m}ماه سال {y}",
            "{d}ام {m} {y}",
            "شنبه {d} {m} {y}",
            "روز {d} {m} {y}",
        ],
    )
    def test_in_words_is_the_one_in_figures(self, month, style):
        told = style.format(d=17, m=MONTHS[month - 1], y=1405)

        assert (
            parse_date(told)
            == parse_date(to_persian_digits(told))
            == parse_date(f"1405/{month}/17")
            is not None
        )

    @pytest.mark.parametrize("between", ["/", "-", ".", " ", "،", "\u200f/", " / ", "_"])
    @pytest.mark.parametrize("order", ["1405{0}9{0}1", "1405{0}09{0}01", "1{0}9{0}1405", "2026{0}11{0}22"])
    def test_may_be_parted_by_anything(self, between, order):
        assert parse_date(order.format(between)) == dt.date(2026, 11, 22)

    @pytest.mark.parametrize(
        ("first", "read"),
        [
            ("1199/1/1", None),
            ("1200/1/1", dt.date(1821, 3, 21)),
            ("1800/1/1", dt.date(1800, 1, 1)),
            ("1799/12/31", None),
            ("2199/12/31", dt.date(2199, 12, 31)),
            ("2200/1/1", None),
            ("1500/1/1", None),
        ],
    )
    def test_lies_in_a_year_that_a_person_could_mean(self, first, read):
        assert parse_date(first) == read

    @pytest.mark.parametrize(
        "text",
        ["05/9/1", "1/9/05", "22/11/2026", "11/22/2026", "140591", "1405091", "14050931", "1405/0/1", "1405/9/0", "1405/9/31", "31 مهر 1405",
         "1 آذار 1405", "آذر 1405", "1405", "1405/9/1 10:30", "دیروز", "1405-W47"],
    )  # fmt: skip
    def test_that_is_none_or_could_be_two_is_refused(self, text):
        assert parse_date(text) is None

    @pytest.mark.parametrize(("length", "read"), [(60, dt.date(2026, 11, 22)), (61, None)])
    def test_is_no_longer_than_sixty_signs(self, length, read):
        assert parse_date("1405/9/1".ljust(length)) == read


# Letters and signs that are the same to whoever searches.
SAME = {
    "ی": "يىېےئﻱﻲﻳﻴﯼﯽﯾﯿ", "ک": "كڪﻙﻚﻛﻜﮎﮏﮐﮑ", "ه": "ةۀەۂۃھہﻩﻪﻫﻬﮤ", "ا": "آأإٱﺍﺎﺁ", "و": "ؤﻭﻮ", "1": "۱١１", "9": "۹٩９",
    "a": "Aａ", "ss": "ß", "fi": "ﬁ", "لا": "ﻻﻼﻷﻵ",
}  # fmt: skip


class TestTheSearchKey:
    @pytest.mark.parametrize(
        ("form", "other"), [(form, other) for form, others in SAME.items() for other in others]
    )
    def test_takes_one_for_the_other(self, form, other):
        assert search_key(f"ب{other}ب") == search_key(f"ب{form}ب") == f"ب{form}ب"

    @pytest.mark.parametrize(("one", "other"), list(combinations(ALPHABET.replace("آ", ""), 2))[::7])
    def test_keeps_letters_of_the_alphabet_apart(self, one, other):
        assert search_key(one) != search_key(other)

    @pytest.mark.parametrize("sign", "،؛؟!«»()[]{}/\\-_.:\"'*+=<>|~@#$%&\u200c\t\n\u00a0")
    def test_takes_signs_for_spaces(self, sign):
        assert search_key(f"الف{sign}ب") == "الف ب"

    @pytest.mark.parametrize("mark", "ًٌٍَُِّْٰـء\u200d\u200e\u200f\u202b\ufeff")
    def test_does_not_see_marks(self, mark):
        assert search_key(f"{mark}ال{mark}ف{mark}") == "الف"

    @pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
    @given(text=st.text(max_size=20))
    @settings(max_examples=25)
    def test_does_not_depend_on_how_letters_are_composed(self, form, text):
        assert search_key(unicodedata.normalize(form, text)) == search_key(text)


class TestTheSortKey:
    def test_orders_every_pair_of_letters_as_the_alphabet_does(self):
        wrong = [pair for pair in combinations(ALPHABET, 2) if not sort_key(pair[0]) < sort_key(pair[1])]

        assert wrong == []

    @pytest.mark.parametrize(
        "ordered",
        [
            ["آذر", "آرش", "ابر", "اردیبهشت"],
            ["علی", "علی اکبر", "علی‌رضا"],
            ["کامران", "كامیار", "گلی"],
            ["مؤمن", "موید", "مینا"],
            ["1", "۲", "٣"],
            ["", "الف"],
            ["پدر", "تدر", "ثدر", "جدر", "چدر"],
        ],
    )
    def test_orders_words_as_a_telephone_book_does(self, ordered):
        assert sorted(ordered[::-1], key=sort_key) == ordered

    def test_puts_a_half_space_nowhere(self):
        assert sort_key("علی\u200cرضا") == sort_key("علیرضا")


class TestTheKeysOfNames:
    @pytest.mark.parametrize(
        "names",
        [
            ("سید محمدرضا", "سیدمحمد رضا", "سيد محمد\u200cرضا", "سیّد محمدرضا"),
            ("پورحسینی", "پور حسینی", "پور-حسینی"),
            ("عبداللهی", "عبد اللهی", "عبداللّهی"),
        ],
    )
    def test_without_spaces_are_one_however_spaced(self, names):
        assert len(set(map(compact_key, names))) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("صادق", "سادغ"), ("حمید", "همید"), ("عطا", "اتا"), ("ظاهر", "ذاهر"), ("ضیا", "زیا"), ("ثنا", "سنا"), ("غلامحسین", "قلامهسین"),
            ("خواجه", "خاجه"), ("اسحق", "اسحاق"), ("ابرهیم", "ابراهیم"), ("هرون", "هارون"), ("محمّد", "محمد"), ("عباس", "عبّاس"),
        ],
    )  # fmt: skip
    def test_of_one_sound_are_one(self, one, other):
        assert homophone_key(one) == homophone_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("مریم", "میترا"),
            ("حسن", "حسین"),
            ("رضا", "راضی"),
            ("کبری", "کبیر"),
            ("پری", "بری"),
            ("گلی", "کلی"),
            ("چمن", "جمن"),
            ("ژاله", "زاله"),
        ],
    )
    def test_of_another_sound_are_not(self, one, other):
        assert homophone_key(one) != homophone_key(other)

    @given(st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join))
    def test_of_sound_have_no_letter_twice_in_a_row(self, name):
        key = homophone_key(name)

        assert all(one != other for one, other in zip(key, key[1:], strict=False))
        assert len(key) <= len(name)
