"""Persian in Latin letters."""

import pytest

from hamafza_engines.triage import suggest
from hamafza_engines.triage._features import keys, tokens
from hamafza_engines.triage._finglish import bones, heard_in


@pytest.mark.parametrize(
    ("latin", "persian"),
    [("salam", "سلام"), ("pedaram", "پدرم"), ("dokhtaram", "دخترم"), ("komak", "کمک"), ("shoharam", "شوهرم"),
     ("madrese", "مدرسه"), ("zendan", "زندان"), ("vakil", "وکیل"), ("khoone", "خونه")],
)  # fmt: skip
def test_a_word_is_heard(latin, persian):
    assert heard_in(latin) == persian


@pytest.mark.parametrize("latin", ["shohar", "showhar", "shoohar"])
def test_vowels_may_be_written_as_one_likes(latin):
    assert heard_in(latin) == "شوهر"


@pytest.mark.parametrize("latin", ["x", "a", "qqqqq", "bvgtr", "aeiou"])
def test_what_sounds_like_nothing_stays(latin):
    assert heard_in(latin) == latin


def test_upper_case_is_heard_too():
    assert keys(tokens("PEDARAM")) == ["پدرم"]


def test_numbers_and_mixed_words_are_left_alone():
    assert keys(tokens("covid19 b12")) == ["covid0", "b0"]


def test_the_span_is_of_the_latin_word():
    assert tokens("lotfan komak")[1][1:] == (7, 12)


@pytest.mark.parametrize(
    ("text", "domain"),
    [("salam pedaram dar zendan ast va diye nadarim", "prisoners"), ("jahizie dokhtaram kamel nist", "marriage"),
     ("shoharam motade mikhad tark kone", "addiction"), ("vakil mikham baraye dadgah", "legal"),
     ("sahebkhone javabemun karde pool pish nadarim", "housing")],
)  # fmt: skip
def test_a_request_is_understood(text, domain):
    assert suggest(text).domains[0].domain == domain


@pytest.mark.parametrize(
    "text", ["hello how are you", "buy cheap followers now", "lorem ipsum dolor sit amet"]
)
def test_english_is_no_request(text):
    assert suggest(text).abstained


def test_weak_letters_are_no_bones():
    assert bones("خودکشی") == bones("خدکش") == "خدکش"
