"""How a text is cut, against a plain oracle; and the names that people read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.triage import DOMAINS, Model
from hamafza_engines.triage._features import keys, tokens
from hamafza_engines.triage._names import name_of
from hamafza_engines.triage._parts import judged

HEAP = st.lists(
    st.sampled_from(["کتاب", "دارو", "خانه", "مدرسه", "،", ".", "و", "ولی", "؟", "\n", "پدرم"]), max_size=14
)


def parts_of(text):
    return [keys(part.words) for part in judged(Model.load(), text, tokens(text))[1]]


class TestCutting:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("کتاب خوب، دفتر نو", [["کتاب", "خوب"], ["دفتر", "نو"]]),
            ("کتاب خوب و دفتر نو", [["کتاب", "خوب"], ["و", "دفتر", "نو"]]),
            ("کتاب خوب. دفتر", [["کتاب", "خوب"]]),
            ("کتاب", []),
            ("", []),
            ("، . ؟", []),
            ("کتاب خوب", [["کتاب", "خوب"]]),
            ("ورود خوب ولیکن دیر", [["ورود", "خوب", "ولیکن", "دیر"]]),
        ],
    )
    def test_falls_at_stops_and_at_small_words(self, text, parts):
        assert parts_of(text) == parts

    @settings(max_examples=60, deadline=None)
    @given(HEAP)
    def test_is_what_splitting_the_text_gives(self, heap):
        text = " ".join(heap)
        stopped = re.sub(r"[،.؟\n]", "|", text)
        marked = re.sub(r"\s(و|ولی)\s", r" |\1 ", stopped)  # of two small words in a row one cuts

        by_hand = [keys(tokens(piece)) for piece in marked.split("|")]

        assert parts_of(text) == [piece for piece in by_hand if len(piece) > 1]

    @settings(max_examples=60, deadline=None)
    @given(HEAP)
    def test_loses_no_word_but_lonely_ones_and_doubles_none(self, heap):
        text = " ".join(heap)
        whole, parts = judged(Model.load(), text, tokens(text))

        told = [word for part in parts for word in part.words]

        assert len(set(told)) == len(told)
        assert set(told) <= set(whole.words)


class TestNames:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_every_domain_has_one_of_its_own(self, language):
        named = [name_of(domain, language) for domain in DOMAINS]

        assert len(set(named)) == len(DOMAINS)
        assert all(name == name.strip() != "" for name in named)

    def test_the_persian_ones_are_persian_and_the_english_ones_ascii(self):
        assert not [name for name in map(name_of, DOMAINS) if re.search("[A-Za-z]", name)]
        assert all(name_of(domain, "en").isascii() for domain in DOMAINS)

    def test_a_domain_nobody_knows_has_none(self):
        with pytest.raises(KeyError):
            name_of("veterinary")
