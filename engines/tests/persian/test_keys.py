"""Keys for search, sorting and names."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.persian import compact_key, homophone_key, search_key, sort_key

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"), ("كاظم", "کاظم"), ("فاطمة", "فاطمه"), ("آقا", "اقا"), ("رئیس", "رییس"), ("مؤمن", "مومن"),
        ("می‌روم", "می روم"), ("۱۲۳", "123"), ("١٢٣", "۱۲۳"), ("سَلام", "سلام"), ("ســلام", "سلام"), ("ALI", "ali"),
        ("«سلام»!", "سلام"), ("خانهٔ", "خانه"), ("ﻋﻠﻰ", "علی"), ("  الف   ب ", "الف ب"), ("مسأله", "مساله"),
        ("سوء", "سو"), ("\u202bعلی\u202c", "علی"),
    ],
)  # fmt: skip
def test_two_spellings_have_one_search_key(one, other):
    assert search_key(one) == search_key(other) != ""


def test_different_words_keep_different_keys():
    assert len({search_key(word) for word in ["شیر", "سیر", "پیر", "تیر", "دیر", "زیر", "گیر", "میر"]}) == 8


@pytest.mark.parametrize("written", ["علی رضا", "علی‌رضا", "علیرضا", "علي رضا"])
def test_a_name_in_all_its_spacings_has_one_compact_key(written):
    assert compact_key(written) == "علیرضا"


@given(st.text(max_size=60))
def test_search_key_is_idempotent(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(max_size=60))
def test_search_key_has_single_spaces_and_no_edges(text):
    key = search_key(text)

    assert key == " ".join(key.split())
    assert "\u200c" not in key


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_put_together_keep_their_keys(one, other):
    assert search_key(f"{one} {other}") == f"{search_key(one)} {search_key(other)}".strip()


def test_the_alphabet_sorts_as_persians_do():
    shuffled = random.Random(3).sample(ALPHABET, len(ALPHABET))

    assert "".join(sorted(shuffled, key=sort_key)) == ALPHABET


@pytest.mark.parametrize(
    "ordered",
    [
        ["آب", "ابر", "باد", "پا", "تار"], ["جا", "چای", "حال"], ["زن", "ژاله", "سر"], ["کار", "گل", "لب"],
        ["نان", "وام", "هنر", "یار"], ["علی", "علی اکبر", "علیرضا"], ["احمد", "أحمدی", "اخوان"], ["۱", "۲", "الف"],
    ],
)  # fmt: skip
def test_words_sort_in_order(ordered):
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_arabic_and_persian_letters_sort_together():
    assert sort_key("كريم") == sort_key("کریم")


@given(st.lists(st.sampled_from(ALPHABET), max_size=6), st.lists(st.sampled_from(ALPHABET), max_size=6))
def test_keys_compare_letter_by_letter(one, other):
    by_letter = [ALPHABET.index(c) for c in one] < [ALPHABET.index(c) for c in other]

    assert (sort_key("".join(one)) < sort_key("".join(other))) == by_letter


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("طاهره", "تاهره"), ("ذاکر", "زاکر"), ("صابر", "سابر"), ("حامد", "هامد"), ("غلام", "قلام"), ("عباس", "اباس"),
        ("رضایی", "رضائی"), ("محمد رضا", "محمدرضا"), ("اسماعیل", "اسمعیل"), ("رحمان", "رحمن"), ("خواجه", "خاجه"),
        ("ثریا", "سریا"), ("ظریف", "ضریف"), ("سجّاد", "سجاد"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_share_a_key(one, other):
    assert homophone_key(one) == homophone_key(other)


def test_names_that_sound_different_do_not():
    names = ["علی", "حسن", "حسین", "مریم", "زهرا", "کریم", "رحیم", "نادر", "قادر", "مینا"]

    assert len({homophone_key(name) for name in names}) == len(names)


@given(st.text(max_size=30))
def test_homophone_key_depends_on_the_search_key_only(text):
    assert homophone_key(search_key(text)) == homophone_key(text)


def test_a_line_of_ten_megabytes_is_answered():
    assert search_key("ي" * 10_000_000) == "ی" * 10_000_000
