"""The checker finds each broken promise, and none in what the engine says."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import Danger, Word, check, suggest

DATA = Path(__file__).parents[1] / "data"
TEXT = "شوهرم مرا کتک می‌زند و برای طلاق وکیل می‌خواهم"
WORDS = (
    "سلام",
    "کمک",
    "شوهرم",
    "می زند",
    "مدرسه",
    "دارو ندارم",
    "آتش گرفته",
    "komak",
    "۱۲",
    "،",
    ".",
    "نه",
    "دیگر",
    "\u200c",
    "زندان",
)


@pytest.fixture(scope="module")
def said():
    return suggest(TEXT)


def rules(suggestion):
    return {violation.rule for violation in check(TEXT, suggestion)}


class TestKept:
    @pytest.mark.parametrize("name", ["triage_unseen.tsv", "dangers_more.tsv", "dangers_unseen.tsv"])
    def test_by_every_answer_to_the_written_texts(self, name):
        texts = [line.split("\t")[1] for line in (DATA / name).read_text("utf-8").splitlines()]

        assert [found for text in texts for found in check(text, suggest(text))] == []

    @settings(max_examples=60)
    @given(st.text(max_size=150))
    def test_for_any_text(self, text):
        assert check(text, suggest(text)) == []

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
    def test_for_any_heap_of_words(self, text):
        assert check(text, suggest(text)) == []


class TestBroken:
    def test_nothing_at_first(self, said):
        assert rules(said) == set()

    def test_a_domain_twice(self, said):
        assert "every domain is ranked once" in rules(replace(said, domains=(said.domains[0],) * 20))

    def test_a_wrong_order(self, said):
        assert "confidence falls and sums to one at most" in rules(replace(said, domains=said.domains[::-1]))

    def test_needs_beside_a_doubt(self, said):
        assert "needs are named unless it abstains" in rules(replace(said, abstained=True))

    def test_a_need_twice(self, said):
        assert "needs are distinct, the likeliest first" in rules(replace(said, needs=said.needs * 2))

    @pytest.mark.parametrize("word", [Word("کتک", 0, 3, 0.5), Word("", 0, 0, 0.5), Word("شوهرم", 0, 5, 7.0)])
    def test_a_word_that_does_not_stand_there(self, said, word):
        assert "a word stands in the text where it says" in rules(replace(said, urgency_words=(word,)))

    def test_too_many_words(self, said):
        crowded = replace(said.domains[0], words=said.domains[0].words * 4)

        assert "at most 5 words are shown" in rules(replace(said, domains=(crowded, *said.domains[1:])))

    def test_a_danger_twice_or_bare(self, said):
        assert "dangers are distinct, the least time first" in rules(replace(said, dangers=said.dangers * 2))
        assert "a danger has lines and words" in rules(replace(said, dangers=(Danger("fire", (), ()),)))

    def test_a_danger_that_can_wait(self, said):
        assert "a danger is an emergency" in rules(replace(said, urgency=0))
        assert "urgency is told by words" in rules(replace(said, urgency_words=()))
