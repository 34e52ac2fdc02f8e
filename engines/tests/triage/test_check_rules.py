"""check() as a judge: one thing broken by hand in a right answer gives just that rule, with where it broke."""

from dataclasses import replace

import pytest

from hamafza_engines.triage import DANGERS, Danger, DomainScore, Word, check, suggest

TEXT = "شوهرم مرا کتک می‌زند، ویلچر پسرم هم شکسته"


@pytest.fixture(scope="module")
def said():
    return suggest(TEXT)


def broken(suggestion):
    return [(violation.rule, violation.where) for violation in check(TEXT, suggestion)]


def first_with(said, **changes):
    return replace(said, domains=(replace(said.domains[0], **changes), *said.domains[1:]))


class TestTheRanking:
    def test_of_nineteen_is_not_whole(self, said):
        assert broken(replace(said, domains=said.domains[:-1])) == [
            ("every domain is ranked once", "domains")
        ]

    def test_that_sums_over_one_is_told(self, said):
        high = [replace(score, confidence=0.06) for score in said.domains]

        assert broken(replace(said, domains=tuple(high), needs=(high[0],))) == [
            ("confidence falls and sums to one at most", "domains")
        ]

    def test_that_sums_to_one_but_for_rounding_is_right(self, said):
        even = [replace(score, confidence=0.05) for score in said.domains]

        assert broken(replace(said, domains=tuple(even), needs=(even[0],))) == []

    def test_that_rises_is_told(self, said):
        last = replace(said.domains[-1], confidence=said.domains[-2].confidence + 1e-3)

        assert ("confidence falls and sums to one at most", "domains") in broken(
            replace(said, domains=(*said.domains[:-1], last))
        )


class TestNeeds:
    def test_none_without_a_doubt_is_told(self, said):
        assert broken(replace(said, needs=())) == [("needs are named unless it abstains", "needs")]

    def test_none_with_a_doubt_is_right(self, said):
        assert broken(replace(said, needs=(), abstained=True)) == []

    def test_led_by_another_than_the_likeliest_are_told(self, said):
        assert broken(replace(said, needs=(said.domains[1], said.domains[0]))) == [
            ("needs are distinct, the likeliest first", "needs")
        ]


class TestWords:
    RULE = "a word stands in the text where it says"

    @pytest.mark.parametrize(
        "word",
        [Word("شوهرم", 1, 6, 0.5), Word("شوهر", 0, 5, 0.5), Word("شوهرم", 0, 5, -0.1), Word("شوهرم", 0, 5, 1.01),
         Word("نیست", 900, 904, 0.5), Word("", 0, 0, 0.5)],
        ids=["one off", "cut", "negative", "over one", "behind the end", "empty"],
    )  # fmt: skip
    def test_that_cannot_be_are_told_where_they_stand(self, said, word):
        domain = said.domains[0].domain

        assert broken(first_with(said, words=(word,))) == [(self.RULE, domain)]
        assert broken(replace(said, urgency_words=(word,))) == [(self.RULE, "urgency")]
        danger = replace(said.dangers[0], words=(word,))
        assert broken(replace(said, dangers=(danger, *said.dangers[1:]))) == [(self.RULE, danger.kind)]

    @pytest.mark.parametrize("weight", [0.0, 1.0])
    def test_at_the_ends_of_the_range_are_right(self, said, weight):
        assert broken(replace(said, urgency_words=(Word("شوهرم", 0, 5, weight),))) == []

    @pytest.mark.parametrize(("many", "right"), [(5, True), (6, False)])
    def test_of_a_domain_are_five_at_most(self, said, many, right):
        assert (broken(first_with(said, words=(Word("شوهرم", 0, 5, 0.1),) * many)) == []) is right


class TestAlarms:
    @pytest.mark.parametrize("urgency", [-1, 3, 0, 1])
    def test_a_danger_with_another_level_is_told(self, said, urgency):
        assert ("a danger is an emergency", "urgency") in broken(replace(said, urgency=urgency))

    @pytest.mark.parametrize("urgency", [-1, 3])
    def test_a_level_that_is_none_is_told_without_a_danger_too(self, said, urgency):
        assert broken(replace(said, dangers=(), urgency=urgency)) == [("urgency is told by words", "urgency")]

    def test_words_of_urgency_where_nothing_is_urgent_are_told(self, said):
        assert broken(replace(said, dangers=(), urgency=0)) == [("urgency is told by words", "urgency")]

    def test_dangers_out_of_their_order_are_told(self, said):
        words = (Word("شوهرم", 0, 5, 1.0),)
        all_six = tuple(Danger(kind, ("110",), words) for kind in DANGERS)

        assert broken(replace(said, dangers=all_six)) == []
        assert broken(replace(said, dangers=all_six[::-1])) == [
            ("dangers are distinct, the least time first", "dangers")
        ]

    @pytest.mark.parametrize("bare", [{"lines": ()}, {"words": ()}], ids=["no line", "no word"])
    def test_a_danger_that_shows_nothing_is_told(self, said, bare):
        danger = replace(said.dangers[0], **bare)

        assert broken(replace(said, dangers=(danger,))) == [("a danger has lines and words", danger.kind)]


class TestScores:
    @pytest.mark.parametrize("confidence", [0, 1, 0.5])
    def test_lie_between_none_and_one(self, confidence):
        assert DomainScore("health", confidence).confidence == confidence

    @pytest.mark.parametrize("confidence", [-1e-9, 1 + 1e-9, float("inf"), float("nan")])
    def test_beyond_that_are_refused_with_the_range(self, confidence):
        with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
            DomainScore("health", confidence)

    @pytest.mark.parametrize("domain", ["", "none", "HEALTH", "سلامت"])
    def test_of_no_domain_are_refused_with_the_name(self, domain):
        with pytest.raises(ValueError, match=f"not '{domain}'"):
            DomainScore(domain, 0.5)
