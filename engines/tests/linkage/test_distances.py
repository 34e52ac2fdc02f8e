"""Edit distances against the definition, worked out the slow way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._distances import one_edit, within

words = st.text("ابجد", max_size=6)


def neighbours(word):
    """Every text one edit away, by the definition."""
    letters = "ابجد"
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in letters)
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield from (word[:at] + letter + word[at + 1 :] for letter in letters)
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def levenshtein(a, b):
    if not a or not b:
        return len(a) + len(b)
    return min(
        levenshtein(a[1:], b[1:]) + (a[0] != b[0]), levenshtein(a[1:], b) + 1, levenshtein(a, b[1:]) + 1
    )


@settings(max_examples=40)
@given(words, words)
def test_one_edit_is_what_the_definition_says(a, b):
    assert one_edit(a, b) == (a == b or b in set(neighbours(a)))


@settings(max_examples=40)
@given(st.text("اب", max_size=5), st.text("اب", max_size=5), st.integers(0, 4))
def test_within_is_levenshtein(a, b, limit):
    assert within(a, b, limit) == (levenshtein(a, b) <= limit)


def test_two_neighbours_exchanged_are_one_edit_but_two_changes():
    assert one_edit("محمد", "محدم")
    assert not within("محمد", "محدم", 1)
    assert within("محمد", "محدم", 2)
