"""Cleaning for display: what is repaired, what is left alone, and that it ends."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.persian import normalise, polish, search_key

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data" / "normaliser_pairs.tsv").read_text("utf-8").splitlines()
]
typed = st.text(alphabet="اآبپتهيكیکةۀ أإؤئءمنرزژ\u200c\u200cـ \n۱٢3می ها ای.َّ", max_size=60)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("كتاب علي", "کتاب علی"),
        ("خانۀ ما", "خانه ما"),
        ("مدرسة", "مدرسه"),
        ("می روم", "می‌روم"),
        ("نمي خواهم", "نمی‌خواهم"),
        ("نمیدانم چه میگفت", "نمی‌دانم چه می‌گفت"),
        ("میخوام برم", "می‌خوام برم"),
        ("میشه کمک کنید", "می‌شه کمک کنید"),
        ("کتاب ها", "کتاب‌ها"),
        ("بچه های ما", "بچه‌های ما"),
        ("بچهها", "بچه‌ها"),
        ("خانه هایشان", "خانه‌هایشان"),
        ("رفته اند", "رفته‌اند"),
        ("خسته ام", "خسته‌ام"),
        ("بزرگ ترین", "بزرگ‌ترین"),
        ("بی سرپرست", "بی‌سرپرست"),
        ("قرض الحسنه", "قرض‌الحسنه"),
        ("ســـلام", "سلام"),
        ("سَلامٌ", "سلام"),
        ("سلاممممم", "سلام"),
        ("سلام    دنیا ", "سلام دنیا"),
        ("\u200cسلام\u200c \u200cدنیا", "سلام دنیا"),
        ("می¬روم", "می‌روم"),
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("﷽", "بسم الله الرحمن الرحیم"),
        ("سؤال مؤمن رئیس آب", "سؤال مؤمن رئیس آب"),
        ("یک\r\nدو\n\n\n\nسه", "یک\nدو\n\nسه"),
        ("", ""),
        (" \t\n", ""),
    ],
)
def test_repairs(typed, clean):
    assert normalise(typed) == clean


@pytest.mark.parametrize(
    "text",
    [
        "میز", "میدان", "میان", "میانه", "میوه", "میهن", "میراث", "میلاد", "میلیون", "میری", "میزان", "میخ", "میکروب",
        "ماهان", "تنها", "بها", "آنها", "سلامم را برسان", "نمک", "نمایش", "نمره", "دهها", "۱۲ و 12 و ٣",
    ],
)  # fmt: skip
def test_leaves_words_that_only_look_alike(text):
    assert normalise(text) in (text, "ده‌ها")


def test_keeps_digits_as_they_are():
    assert normalise("۱2٣") == "۱2٣"


@pytest.mark.parametrize(("raw", "expected"), PAIRS)
def test_polish_agrees_with_the_published_pairs(raw, expected):
    # Ours also writes Persian digits, as a printed page does.
    assert polish(raw) == polish(expected) == polish_digits(expected)


def polish_digits(text):
    return text.strip().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


@given(typed)
def test_cleaning_twice_changes_nothing_more(text):
    once = normalise(text)

    assert normalise(once) == once


@given(st.text(max_size=80))
def test_any_text_ends_and_does_not_grow_beyond_bounds(text):
    assert len(normalise(text)) <= 20 * len(text) + 20


@given(typed)
def test_no_letter_is_lost(text):
    def letters(words):
        key = search_key(words).replace(" ", "")
        return "".join(c for i, c in enumerate(key) if not i or key[i - 1] != c)

    assert letters(normalise(text)) == letters(text)


@pytest.mark.parametrize("text", ["م" * 10_000_000, "می " * 200_000, "\u200c" * 1_000_000, "ه ای" * 100_000])
def test_hostile_lengths_are_answered(text):
    assert isinstance(normalise(text), str)
