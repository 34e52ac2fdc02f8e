"""What only disguises goes; every sign that a person types stays where it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.kernel.cleaning import clean

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
BIDI = [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
CONTROLS = [chr(sign) for sign in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]


@pytest.mark.parametrize("sign", [*BIDI, *CONTROLS, "\ufeff", "\ud800", "\udfff"])
def test_goes_from_the_beginning_the_middle_and_the_end(sign: str) -> None:
    assert clean(f"{sign}ما{sign}در{sign}") == "مادر"


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # the half-space
        "نام\tنشانی",
        "سطر یک\nسطر دو\n\n",
        "ۀ هٔ ئ ؤ أ آ",
        "قیمت: ۱٬۲۰۰٫۵ ریال ٪",
        "\u200e٥\u200f",  # marks of direction for one sign, which change no order of words
        "👩‍👩‍👧 🇮🇷",  # joined by signs that are not seen
        "ﷲ ﷼",
        "",
        "   آ   ",
    ],
)
def test_what_people_type_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\rb", "a\n\nb"), ("a\r\r\n\n", "a\n\n\n")]
)
def test_lines_end_in_one_way(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("text", ["   ", "\n\r\n", "\u200c\u200c", "\u00a0\u200f"])
def test_of_what_cannot_be_seen_nothing_is_left(text: str) -> None:
    assert clean(text) == ""


def test_an_extension_cannot_be_turned_round() -> None:
    assert clean("نامه\u202egpj.exe") == "نامهgpj.exe"


@given(TEXTS)
def test_twice_is_as_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_nothing_is_added_and_no_letter_is_lost(text: str) -> None:
    letters = [sign for sign in text if unicodedata.category(sign)[0] in "LMNPSZ"]
    if {unicodedata.category(sign)[0] for sign in letters} <= {"Z"}:
        letters = []  # of blanks alone nothing is left

    kept = clean(text)

    assert len(kept) <= len(text)
    assert [sign for sign in kept if unicodedata.category(sign)[0] in "LMNPSZ"] == letters
