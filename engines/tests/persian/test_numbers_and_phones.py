"""Digits, telephone numbers and numbers in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.persian import (
    group_digits,
    number_to_words,
    parse_mobile,
    parse_phone,
    to_latin_digits,
    to_persian_digits,
)

ONES = [
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]


@given(st.text(max_size=40))
def test_digits_go_to_and_fro(text):
    assert to_latin_digits(to_persian_digits(text)) == to_latin_digits(text)
    assert len(to_persian_digits(text)) == len(text)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "۰"), (999, "۹۹۹"), (1000, "۱٬۰۰۰"), (1234567, "۱٬۲۳۴٬۵۶۷"), (-1234, "−۱٬۲۳۴"), (Decimal("1234.5"), "۱٬۲۳۴٫۵"),
    ],
)  # fmt: skip
def test_groups_of_three(number, written):
    assert group_digits(number) == written


@pytest.mark.parametrize(
    "text",
    [
        "09123456789", "+989123456789", "00989123456789", "989123456789", "9123456789", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢٣٤٥٦٧٨٩",
        "0912 345 6789", "0912-345-67-89", "+98 (912) 345 6789", "\u200e+98 912 3456789", "+9809123456789",
    ],
)  # fmt: skip
def test_a_mobile_in_any_writing(text):
    assert parse_mobile(text) == parse_phone(text) == "09123456789"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0912345678",
        "091234567890",
        "02112345678",
        "09",
        "سلام",
        "0912345678a",
        "+1 912 345 6789",
        "9" * 10**6,
    ],
)
def test_no_mobile(text):
    assert parse_mobile(text) is None


@pytest.mark.parametrize("text", ["05433221100", "+98 54 3322 1100", "۰۵۴-۳۳۲۲۱۱۰۰", "0098 54 33221100"])
def test_a_landline(text):
    assert parse_phone(text) == "05433221100"
    assert parse_mobile(text) is None


@pytest.mark.parametrize("text", ["33221100", "09933221100x", "01233221100", "0543322110", "05413221100"])
def test_no_telephone(text):
    assert parse_phone(text) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "صفر"), (7, "هفت"), (20, "بیست"), (21, "بیست و یک"), (100, "صد"), (110, "صد و ده"), (1000, "یک هزار"),
        (1404, "یک هزار و چهارصد و چهار"), (2_000_000, "دو میلیون"), (-5, "منفی پنج"),
        (1_002_003, "یک میلیون و دو هزار و سه"), (5 * 10**9, "پنج میلیارد"), (999_999, "نهصد و نود و نه هزار و نهصد و نود و نه"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert number_to_words(number) == words


@given(st.integers(-(10**20), 10**20))
def test_words_say_the_number_back(number):
    assert read(number_to_words(number)) == number


@pytest.mark.parametrize("number", [10**21, -(10**21)])
def test_beyond_the_scales_is_refused(number):
    with pytest.raises(ValueError, match="between"):
        number_to_words(number)


def read(words):
    """An independent reader: add the parts, multiply at each scale."""
    value = dict(zip(ONES, range(1, 20), strict=True)) | {"صفر": 0}
    value |= dict(
        zip(["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"], range(20, 100, 10), strict=True)
    )
    value |= dict(
        zip(
            ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"],
            range(100, 1000, 100),
            strict=True,
        )
    )
    scales = ["هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون", "کوینتیلیون"]
    sign, total, group = 1, 0, 0
    for word in words.replace(" و ", " ").split():
        if word == "منفی":
            sign = -1
        elif word in scales:
            total, group = total + group * 1000 ** (scales.index(word) + 1), 0
        else:
            group += value[word]
    return sign * (total + group)
