"""A text as words and units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.triage._features import BUCKETS, features, fold, hints, keys, lexicon, tokens, units
from hamafza_engines.triage._types import DOMAINS


def words(text):
    return keys(tokens(text))


class TestTokens:
    @pytest.mark.parametrize(
        "text", ["نمی‌خواهم برود", "نمیخواهم برود", "نمی خواهم برود", "نمي‌خواهم برود", "نمی‌خواهم   برود"]
    )
    def test_one_verb_in_any_typing_is_one_word(self, text):
        assert words(text) == ["نمیخواهم", "برود"]

    @pytest.mark.parametrize("text", ["بچه‌ها", "بچه ها", "بچهها"])
    def test_a_plural_is_one_word(self, text):
        assert words(text) == ["بچهها"]

    def test_the_span_covers_both_halves(self):
        text = "او می رود و کتاب ها را می برد"

        spans = [text[start:end] for _, start, end in tokens(text)]

        assert spans == ["او", "می رود", "و", "کتاب ها", "را", "می برد"]

    def test_a_stretched_word_is_the_word(self):
        assert words("کمممممک") == ["کمک"]

    @pytest.mark.parametrize(
        ("written", "heard"), [("مطخسس", "متخصص"), ("آزاب", "عذاب"), ("قضا", "غذا"), ("حازر", "حاضر")]
    )
    def test_letters_that_sound_alike_are_one(self, written, heard):
        assert (fold(written) == fold(heard)) is (written != "آزاب")  # ع is heard, and kept

    def test_numbers_are_one(self):
        assert words("۱۲ نفر و 7 بچه") == ["0", "نفر", "و", "0", "بچه"]

    @pytest.mark.parametrize("text", ["تشنّج", "تَشَنُّج", "تشنـــج"])
    def test_marks_and_long_strokes_do_not_part_a_word(self, text):
        assert words(text) == ["تشنج"]

    def test_a_half_across_a_comma_is_not_joined(self):
        assert words("می، رود") == ["می", "رود"]

    @given(st.text(max_size=120))
    def test_every_span_lies_in_the_text_in_order(self, text):
        spans = [(start, end) for _, start, end in tokens(text)]

        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


class TestUnits:
    def test_are_words_and_neighbours_with_their_place(self):
        assert units(["یک", "دو", "یک"]) == {"یک": 0, "دو": 1, "یک دو": 1, "دو یک": 2}

    def test_a_phrase_of_three_words_counts_when_the_lexicon_knows_it(self):
        told = words("از کمپ ترک خانه امن")
        assert not [unit for unit in units(told) if unit.count(" ") == 2 and not hints(unit)]

    def test_nothing_has_none(self):
        assert units([]) == {}

    @given(st.lists(st.text(alphabet="ابپتن", min_size=1, max_size=6), max_size=12))
    def test_are_no_more_than_words_pairs_and_phrases(self, told):
        assert len(units(told)) <= 3 * len(told)


class TestFeatures:
    @given(st.text(min_size=1, max_size=30))
    def test_lie_in_the_table(self, unit):
        assert all(0 <= bucket < BUCKETS and weight > 0 for bucket, weight in features(unit))

    def test_an_ending_leaves_the_stem(self):
        shared = {bucket for bucket, _ in features("کتابهایم")} & {bucket for bucket, _ in features("کتابش")}

        assert len(shared) > 5

    def test_a_long_word_weighs_no_more_letters_than_a_short_one(self):
        def letters(word):
            return sum(w * w for _, w in features(word) if w not in (1.0, 0.8, 0.6))

        assert letters("روانشناسیهایمان") == pytest.approx(letters("نان"))


class TestLexicon:
    def test_every_domain_has_words(self):
        named = {domain for domains in lexicon().values() for domain in domains}

        assert named == set(DOMAINS)

    @pytest.mark.parametrize(
        ("unit", "domain"),
        [
            ("ویلچر", "disability"),
            ("ویلچرم", "disability"),
            ("جهیزیه", "marriage"),
            ("خانه امن", "women_family"),
        ],
    )
    def test_a_word_points_with_or_without_an_ending(self, unit, domain):
        assert domain in hints(" ".join(words(unit)))

    @pytest.mark.parametrize("unit", ["", "ا", "قققق", "ویلچرستان"])
    def test_other_words_point_nowhere(self, unit):
        assert hints(unit) == ()
