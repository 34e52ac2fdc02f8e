"""Cells as clerks type them become values that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.linkage import Register
from hamafza_engines.linkage._birthdays import birth_key, is_jalali, read_day
from hamafza_engines.linkage._prepare import prepare, turned


def one(field, cell, jalali=True):
    return {k: v[0] for k, v in prepare(Register(("1",), {field: (cell,)}), jalali=jalali).items()}


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("1365/02/11", "13650211"), ("۱۳۶۵/۲/۱۱", "13650211"), ("11/02/1365", "13650211"), ("65-2-11", "13650211"),
        ("13650211", "13650211"), ("1365", "13650000"), ("1365/00/00", "13650000"), ("۱۱ اردیبهشت ۱۳۶۵", "13650211"),
        ("1986-05-01", "13650211"), ("1986-05-01T00:00:00", "13650211"), ("1986", "13650000"),
        ("1365/25/03", "13652503"), ("02/3/5", "14020305"), ("نامعلوم", None), ("", None), ("1/2", None),
        ("99999999", None), ("9" * 300, None),
    ],
)  # fmt: skip
def test_a_birthday_is_read_however_it_is_written(cell, key):
    assert birth_key(cell, True) == key


def test_a_register_of_gregorian_days_keeps_its_calendar():
    assert birth_key("1630-08-01", False) == "16300801"
    assert not is_jalali(["1986-05-01", None, "1650-01-01", "1365/1/1"])
    assert is_jalali(["1365/1/1", "۱۳۷۰/۲/۳", "1986-05-01"])
    assert not is_jalali([])


def test_the_same_day_in_two_calendars_is_one_key():
    jalali, gregorian = birth_key("1399/12/30", True), birth_key("2021-03-20", True)

    assert jalali == gregorian == "13991230"


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_of_days(text):
    day = read_day(text)

    assert day is None or 1000 <= day[0] < 2200
    assert birth_key(text, True) is None or len(birth_key(text, True)) == 8


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("0084575948", "0084575948"), ("۸۴۵۷۵۹۴۸", "0084575948"), ("008-457594-8", "0084575948"),
        ("0000000000", None), ("1234567890", None), ("ندارد", None), ("-", None), ("12", None), ("5304218", "5304218"),
    ],
)  # fmt: skip
def test_a_national_id(cell, key):
    assert one("nid", cell)["nid"] == key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("+98 912 345 67 89", "09123456789"),
        ("۹۱۲۳۴۵۶۷۸۹", "09123456789"),
        ("0000000000", None),
        ("ندارد", None),
    ],
)
def test_a_mobile(cell, key):
    assert one("mobile", cell)["mobile"] == key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("طاهره", "تاهره"), ("ذاکری", "زاکري"), ("رضایی", "رضائي"), ("محمد رضا", "محمد\u200cرضا"),
        ("ثریا", "سریا"), ("سید علی", "علی"), ("حاج آقا رضا", "رضا"), ("اسماعیل", "اسمعیل"), ("فاطمه‌", "فاطمة"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_have_one_sound(a, b):
    assert one("first", a)["first_sound"] == one("first", b)["first_sound"]


def test_different_names_keep_different_sounds():
    names = "علی رضا حسن حسین زهرا زهره مریم محمد محمود احمد".split()

    assert len({one("first", name)["first_sound"] for name in names}) == len(names)


@given(st.text(min_size=1, max_size=30))
def test_a_sound_has_one_byte_a_letter_as_duckdb_counts_bytes(text):
    sound = one("last", text)["last_sound"]

    assert sound is None or sound.isascii()


@pytest.mark.parametrize("cell", ["نامشخص", "ندارد", "N/A", "null", "؟", "   ", "بی نام"])
def test_what_says_nothing_is_nothing(cell):
    assert one("first", cell) == {"first": None, "first_sound": None}


@pytest.mark.parametrize("cell", ["زن", "خانم", "F", "female", "مونث"])
def test_women_are_written_in_many_ways(cell):
    assert one("gender", cell)["gender"] == "f"


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("زهرا کریمی", "زهرا", "کریمی"), ("محمد رضا احمدی نژاد", "محمدرضا", "احمدینژاد"),
        ("کریمی، زهرا", "زهرا", "کریمی"), ("Smith, John", "john", "smith"), ("سید علی موسوی", "علی", "موسوی"),
        ("کریمی", None, "کریمی"),
    ],
)  # fmt: skip
def test_a_whole_name_is_parted(full, first, last):
    found = one("full", full)

    assert (found["first"], found["last"]) == (first, last)


@given(st.text("abc", min_size=1, max_size=6), st.integers(0, 6))
def test_turned_is_the_same_for_every_turning(word, by):
    by %= len(word)

    assert turned(word[by:] + word[:by]) == turned(word)
    assert sorted(turned(word)) == sorted(word)
