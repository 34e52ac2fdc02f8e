"""Persian in Latin letters: the distance of spellings against a plain oracle, and hundreds of words both ways."""

from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import suggest
from hamafza_engines.triage._features import keys, tokens
from hamafza_engines.triage._finglish import _apart, bones, heard_in

WEAK = "اویهع"
LATIN = dict(
    zip("بپتجدرزسفکلمنگهقخشچیوا", [*"bptjdrzsfklmngh", "gh", "kh", "sh", "ch", "i", "oo", "a"], strict=True)
)
SPELT = st.text(alphabet="بپتدرسکمنایوه", max_size=7)


def distance(one, other):
    """Reckon by plain recursion: a weak letter costs 1, another 2, a change 3."""

    @cache
    def rest(i, j):
        if i == len(one) or j == len(other):
            return sum(1 if letter in WEAK else 2 for letter in one[i:] + other[j:])
        kept = rest(i + 1, j + 1) + (0 if one[i] == other[j] else 3)
        left = rest(i + 1, j) + (1 if one[i] in WEAK else 2)
        added = rest(i, j + 1) + (1 if other[j] in WEAK else 2)
        return min(kept, left, added)

    return rest(0, 0)


class TestDistance:
    @settings(max_examples=60, deadline=None)
    @given(SPELT, SPELT)
    def test_is_what_plain_recursion_finds(self, one, other):
        assert _apart(one, other) == distance(one, other)

    @settings(max_examples=60, deadline=None)
    @given(SPELT, SPELT)
    def test_is_the_same_both_ways(self, one, other):
        assert _apart(one, other) == _apart(other, one)

    @settings(max_examples=60, deadline=None)
    @given(SPELT)
    def test_is_nothing_from_a_word_to_itself(self, word):
        assert _apart(word, word) == 0

    @pytest.mark.parametrize(
        ("one", "other", "apart"), [("سلام", "سلم", 1), ("کتاب", "کتب", 1), ("دست", "مست", 3), ("", "نان", 5)]
    )
    def test_is_worked_out_by_hand(self, one, other, apart):
        assert _apart(one, other) == apart


class TestTheTable:
    LINES = files("hamafza_engines.triage").joinpath("finglish.tsv").read_text("utf-8").splitlines()

    def test_has_every_word_once_under_its_bones(self):
        words = [
            (key, word)
            for key, _, told in (line.partition("\t") for line in self.LINES)
            for word in told.split()
        ]

        assert [word for key, word in words if bones(word) != key] == []
        assert len({word for _, word in words}) == len(words)

    def test_is_sorted_and_keeps_few_under_each(self):
        found = [line.split("\t")[0] for line in self.LINES]

        assert found == sorted(set(found))
        assert max(len(line.split("\t")[1].split()) for line in self.LINES) <= 16

    def test_teaches_nothing_that_only_the_misspelt_hand_wrote(self):
        known = {word for line in self.LINES for word in line.split("\t")[1].split()}

        assert "پرسطار" not in known
        assert "پرستار" in known


class TestHearing:
    @pytest.mark.parametrize(
        "word",
        ["سلام", "پدر", "مادر", "دختر", "پسر", "زندان", "مدرسه", "دانشگاه", "بیمار", "دارو", "خانه", "نان", "کار", "بیکار",
         "مسجد", "نماز", "قرآن", "کتاب", "سیل", "چادر", "ورزش", "توپ", "جهاز", "نوزاد", "معتاد", "بیهوش", "تشنج", "سکته"],
    )  # fmt: skip
    def test_a_word_written_letter_by_letter_is_heard(self, word):
        # vowels that Persian leaves out are put in as a writer would
        written = {
            "سلام": "salam", "پدر": "pedar", "مادر": "madar", "دختر": "dokhtar", "پسر": "pesar", "زندان": "zendan",
            "مدرسه": "madrese", "دانشگاه": "daneshgah", "بیمار": "bimar", "دارو": "daru", "خانه": "khane", "نان": "nan",
            "کار": "kar", "بیکار": "bikar", "مسجد": "masjed", "نماز": "namaz", "قرآن": "ghoran", "کتاب": "ketab", "سیل": "seil",
            "چادر": "chador", "ورزش": "varzesh", "توپ": "toop", "جهاز": "jahaz", "نوزاد": "nozad",
            "معتاد": "motad", "بیهوش": "bihoosh", "تشنج": "tashanoj", "سکته": "sekte",
        }[word]  # fmt: skip

        assert [heard_in(written)] == keys(tokens(word))

    @pytest.mark.parametrize("latin", ["", "b", "1", "-"])
    def test_too_little_is_left_as_it_is(self, latin):
        assert heard_in(latin) == latin

    def test_english_among_persian_is_read_only_when_most_of_it_is_no_english(self):
        assert keys(tokens("vakil mikham baraye dadgah ok"))[:2] == ["وکیل", "میخام"]
        assert keys(tokens("please send the book now ketab")) == [
            "please",
            "send",
            "the",
            "book",
            "now",
            "ketab",
        ]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [("pedaram bihush shode", "acute_illness"), ("mikham khodkoshi konam", "suicide"), ("shoharam kotakam mizane", "violence"),
         ("khune atish gerefte", "fire"), ("سلام mikham khodkoshi konam", "suicide")],
    )  # fmt: skip
    def test_a_danger_is_told(self, text, kind):
        assert kind in {danger.kind for danger in suggest(text).dangers}
