"""What holds for every text, and what an independent hand says of identifiers."""

import random
import unicodedata

import pytest
from codemelli import codemelli
from hypothesis import example, given
from hypothesis import strategies as st

from hamafza_engines.persian import (
    compact_key,
    homophone_key,
    is_card,
    is_legal_id,
    is_national_id,
    is_sheba,
    normalise,
    number_to_words,
    parse_date,
    parse_mobile,
    polish,
    search_key,
    sort_key,
)

PERSIAN = "ءآأؤإئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
TYPED = st.text(
    alphabet=PERSIAN + "يكىةۀہھے\u200c\u200c  \n\r\t۱2٣ـَّٔٓ\u200f¬.,،«»\"'()" + "ﻛﺎﷲ﷽\ufeff", max_size=80
)
ANY = st.text(max_size=60)
LETTERS = set(PERSIAN)


def letters(text):
    """The letters that matter, in order: one form each, repeats as one; «﷽» is a phrase that no key spells out."""
    folded = unicodedata.normalize("NFKC", text.replace("﷽", "بسم الله الرحمن الرحیم"))
    kept = [char for char in search_key(folded) if char in LETTERS]
    return "".join(char for place, char in enumerate(kept) if kept[place - 1 : place] != [char])


@given(st.one_of(TYPED, ANY))
@example("ي\u0654")
@example("می می می رود")
@example("ها ها ها")
@example("\u200c می\u200c ها")
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)

    assert normalise(once) == once


@given(TYPED)
def test_normalising_loses_no_letter(text):
    assert letters(normalise(text)) == letters(text)


@given(TYPED)
def test_normalising_leaves_no_letter_of_another_keyboard(text):
    assert not set(normalise(text)) & set("يىكےہھۀةـ\u200e\u200f\ufeff")


@given(st.one_of(TYPED, ANY))
def test_the_length_is_bounded(text):
    """A presentation form may be a phrase of up to 18 letters; nothing else grows but by one half-space a letter."""
    grown = sum(len(unicodedata.normalize("NFKC", char)) + 26 * (char == "﷽") for char in text)

    assert len(normalise(text)) <= 2 * grown
    assert len(polish(text)) <= 4 * grown


@given(TYPED)
def test_the_search_key_does_not_see_what_normalising_mends_in_letters(text):
    assert compact_key(text.replace("ي", "ی").replace("ك", "ک")) == compact_key(text)


@pytest.mark.parametrize("key", [search_key, compact_key, sort_key, homophone_key])
@given(text=st.one_of(TYPED, ANY))
def test_a_key_has_single_spaces_inside(key, text):
    found = key(text)

    assert found == " ".join(found.split())


@given(st.one_of(TYPED, ANY))
def test_a_search_key_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ("علیرضا", "علی رضا", "علی‌رضا", "علي رضا", "علي‌رضا", "عَلیرضا", "علـیرضا"),
        ("رئوف", "رئوف ", "رئــوف"),
        ("مؤمنی", "مؤمني", "مؤمنى"),
        ("زهرا حسینی", "زهرا  حسيني", "زهرا\u200cحسینی", "زهرا\nحسيني"),
        ("فاطمه", "فاطمة", "فاطمۀ", "فاطمہ"),
        ("کبری", "كبري", "كبرى", "ڪبری"),
    ],
)
def test_a_name_is_found_in_all_its_usual_spellings(spellings):
    assert len({compact_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("طاهره", "تاهره"),
        ("ذاکری", "زاکری", "ضاکری"),
        ("صغری", "سغری"),
        ("رحمن", "رحمان"),
        ("اسحق", "اسحاق"),
        ("خواجوی", "خاجوی"),
        ("محمد", "محمّد"),
    ],
)
def test_names_that_sound_alike_share_a_key(names):
    assert len({homophone_key(name) for name in names}) == 1


class TestAgainstAnotherHand:
    @given(st.integers(0, 10**10 - 1))
    def test_national_ids_are_judged_as_codemelli_does(self, number):
        told = f"{number:010}"
        alike = (
            len(set(told)) == 1
        )  # codemelli lets 1111111111 pass, which the Civil Registration never gives

        assert is_national_id(told) == (codemelli.validator(told) and not alike)

    def test_every_national_id_that_codemelli_makes_is_sound(self):
        for place in range(50):
            random.seed(place)  # codemelli draws from the common chance
            made = codemelli.generator()
            assert is_national_id(made) == (len(set(made)) > 1), made

    @given(st.integers(0, 10**9 - 1))
    def test_one_check_digit_of_ten_is_right(self, stem):
        sound = [digit for digit in range(10) if is_national_id(f"{stem:09}{digit}")]

        assert len(sound) == (len(set(f"{stem:09}{sound[0]}")) > 1 if sound else 0)

    @given(st.integers(10**14, 10**15 - 1))
    def test_a_card_has_one_check_digit_by_luhn(self, stem):
        assert [is_card(f"{stem}{digit}") for digit in range(10)].count(True) == 1

    @given(st.integers(0, 10**22 - 1))
    def test_a_sheba_is_what_iso_13616_computes(self, account):
        check = 98 - int(f"{account:022}182700") % 97

        assert is_sheba(f"IR{check:02}{account:022}")
        assert not is_sheba(f"IR{(check + 1) % 100:02}{account:022}")

    @given(st.integers(10**9, 10**10 - 1))
    def test_a_legal_id_has_one_check_digit(self, stem):
        sound = sum(is_legal_id(f"{stem}{digit}") for digit in range(10))

        assert sound == 1 or len(set(str(stem))) == 1


@given(st.one_of(TYPED, ANY))
def test_no_text_breaks_a_reader(text):
    for read in (is_national_id, is_legal_id, is_card, is_sheba, parse_date, parse_mobile):
        read(text)


@given(st.integers(-(10**15), 10**15))
def test_every_number_has_words_of_its_own(number):
    assert number_to_words(number)
    assert number_to_words(number) != number_to_words(number + 1)


@pytest.mark.slow  # megabytes of text
@pytest.mark.parametrize(
    "line", ["الف " * 250_000, "می " * 30_000, "\u200c" * 1_000_000, "ا" * 1_000_000], ids=range(4)
)
def test_a_huge_line_ends(line):
    assert normalise(line) == normalise(normalise(line))
