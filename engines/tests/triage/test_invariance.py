"""One request typed in many ways is one request: the same domains, words at their own place, the same alarms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import suggest
from hamafza_engines.triage._features import keys, tokens

ASKED = {
    "health": "داروی قلب مادرم تمام شده و پول نسخه را نداریم",
    "housing": "صاحبخانه جواب کرده و پول پیش نداریم",
    "violence": "شوهرم مرا کتک می‌زند و از خانه بیرونم کرده",
    "soon": "تا فردا باید خانه را خالی کنیم",
    "number": "۳ بچه یتیم ۷ ساله در روستا حامی می‌خواهند",
    "none": "قیمت دلار امروز چند است",
}
PERSIAN, ARABIC, LATIN = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"


def judged(text):
    said = suggest(text)
    return (
        [(score.domain, round(score.confidence, 9)) for score in said.domains],
        said.urgency,
        [danger.kind for danger in said.dangers],
        said.abstained,
        [need.domain for need in said.needs],
    )


def told_words(text):
    said = suggest(text)
    told = [word for score in said.domains for word in score.words]
    return [*told, *said.urgency_words, *(word for danger in said.dangers for word in danger.words)]


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
class TestTyping:
    def test_arabic_letters_are_the_persian_ones(self, text):
        typed = text.replace("ی", "ي").replace("ک", "ك").replace("ه", "ه")

        assert judged(typed) == judged(text)

    def test_the_other_arabic_ye_and_he_are_too(self, text):
        assert judged(text.replace("ی", "ى")) == judged(text)

    def test_blanks_around_it_say_nothing(self, text):
        assert judged(f"  \n\t {text}  \n") == judged(text)

    def test_a_mark_at_its_end_says_nothing(self, text):
        assert {str(judged(text + mark)) for mark in (".", "!", "؟", "...", "!!!", " :(")} == {
            str(judged(text))
        }

    def test_digits_of_three_alphabets_are_one(self, text):
        typed = [text.translate(str.maketrans(PERSIAN, other)) for other in (ARABIC, LATIN)]

        assert [judged(one) for one in typed] == [judged(text)] * 2

    def test_what_number_it_is_says_nothing(self, text):
        assert judged(text.replace("۳", "۵").replace("۷", "۹")) == judged(text)

    def test_long_strokes_inside_words_say_nothing(self, text):
        typed = text.replace("ر", "رـــ") if "ر" in text else text

        assert keys(tokens(typed.replace("ـ", ""))) == keys(tokens(text))
        assert judged(typed) == judged(text)

    def test_vowel_marks_say_nothing(self, text):
        typed = "".join(letter + ("\u064e" if letter in "رمدن" else "") for letter in text)

        assert judged(typed) == judged(text)

    def test_bidi_marks_around_words_say_nothing(self, text):
        assert judged(f"\u202b{text}\u202c\u200f") == judged(text)

    def test_a_letter_held_down_says_nothing(self, text):
        first, *rest = text.split(" ")
        held = first[:-1] + first[-1] * 5

        assert judged(" ".join([held, *rest])) == judged(text)

    def test_it_is_answered_the_same_when_asked_again(self, text):
        assert suggest(text) == suggest(text)


class TestHalfSpaces:
    @pytest.mark.parametrize(
        "typed", ["می‌خواهیم", "می خواهیم", "میخواهیم", "مي‌خواهيم", "می‌‌خواهیم", "میـخواهیم"]
    )
    def test_a_verb_is_one_word_however_it_is_joined(self, typed):
        assert keys(tokens(typed)) == ["میخواهیم"]

    @pytest.mark.parametrize("typed", ["کتاب‌هایم", "کتاب هایم", "کتابهایم"])
    def test_an_ending_belongs_to_its_word(self, typed):
        assert keys(tokens(typed)) == ["کتابهایم"]

    @pytest.mark.parametrize("gap", ["،", ".", "\n", "  ", " - "])
    def test_an_ending_behind_a_stop_is_a_word_of_its_own(self, gap):
        assert len(tokens(f"کتاب{gap}هایم")) == 2

    def test_only_the_verb_prefix_and_known_endings_are_joined(self):
        assert keys(tokens("می آن کتاب خوب")) == ["میان", "کتاب", "خوب"]

    @pytest.mark.parametrize(
        "text",
        ["شوهرم مرا کتک می‌زند", "نمی‌توانم نفس بکشم", "می‌خواهم خودکشی کنم", "خانه آتش گرفته و می‌سوزد"],
    )
    def test_dangers_are_told_with_and_without_them(self, text):
        ways = [text, text.replace("\u200c", " "), text.replace("\u200c", "")]

        told = [{danger.kind for danger in suggest(way).dangers} for way in ways]

        assert told[0]
        assert told[1:] == told[:1] * 2


class TestThePlaceOfWords:
    @pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
    def test_is_where_the_text_has_them(self, text):
        assert [text[word.start : word.end] for word in told_words(text)] == [
            w.text for w in told_words(text)
        ]

    @pytest.mark.parametrize("before", ["   ", "\n\n", "...", "؟؟ ", "«"])
    def test_moves_with_what_stands_before(self, before):
        text = ASKED["violence"]

        alone, moved = told_words(text), told_words(before + text)

        assert [(w.text, w.start + len(before)) for w in alone] == [(w.text, w.start) for w in moved]

    def test_covers_what_the_writer_wrote_and_not_what_was_read(self):
        text = "مادر پيرم سرطـــان دارد و مي خواهم دکتر"

        shown = [text[word.start : word.end] for word in told_words(text)]

        assert "سرطـــان" in shown

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from([*" ".join(ASKED.values()).split(), "،", ".", "\n"]), max_size=20))
    def test_is_true_for_any_heap_of_words(self, heap):
        text = " ".join(heap)

        assert all(text[word.start : word.end] == word.text != "" for word in told_words(text))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(" ".join(ASKED.values()).split()), min_size=1, max_size=20))
    def test_never_shows_one_place_twice_for_a_domain(self, heap):
        for score in suggest(" ".join(heap)).domains:
            assert len({word.start for word in score.words}) == len(score.words) <= 5


class TestTheOrderOfWords:
    def test_of_a_list_hardly_moves_the_domain(self):
        things = ["برنج", "روغن", "عدس", "گوشت", "قند"]

        ways = {suggest(" ".join(things[i:] + things[:i])).domains[0].domain for i in range(5)}

        assert ways == {"livelihood"}

    def test_of_two_sentences_leaves_the_needs(self):
        first, second = "پسرم معلول است و ویلچرش شکسته", "شوهرم در زندان است و دیه نداریم"

        told = [
            {need.domain for need in suggest(t).needs} for t in (f"{first}. {second}", f"{second}. {first}")
        ]

        assert told == [{"disability", "prisoners"}] * 2

    def test_a_courtesy_before_a_request_leaves_its_domain(self):
        for courtesy in ("سلام، ", "با سلام و احترام، ", "ببخشید مزاحم شدم. ", "سلام خسته نباشید. "):
            assert suggest(courtesy + ASKED["housing"]).domains[0].domain == "housing"


class TestSounds:
    @pytest.mark.parametrize(
        ("written", "heard"),
        [("صرطان", "سرطان"), ("سرتان", "سرطان"), ("معطاد", "معتاد"), ("ذندان", "زندان"), ("مدرصه", "مدرسه"),
         ("غرآن", "قرآن"), ("ثیل", "سیل"), ("طلاغ", "طلاق")],
    )  # fmt: skip
    def test_a_word_spelt_by_ear_is_the_word(self, written, heard):
        assert keys(tokens(written)) == keys(tokens(heard))

    @pytest.mark.parametrize(
        ("one", "other"), [("بار", "باز"), ("شیر", "سیر"), ("کور", "گور"), ("پیر", "تیر")]
    )
    def test_letters_that_sound_unlike_stay_apart(self, one, other):
        assert keys(tokens(one)) != keys(tokens(other))
