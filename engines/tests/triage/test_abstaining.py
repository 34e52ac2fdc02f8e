"""When triage says that it does not know, shown with a model made by hand whose shares are known exactly."""

import math
from array import array

import pytest

from hamafza_engines.triage import DOMAINS, Model, suggest
from hamafza_engines.triage._features import BUCKETS, keys, tokens
from hamafza_engines.triage._model import ALARMS, CLASSES, WIDTH


def model_with(**shares):
    """Return a model without weights that gives every text these shares; what is left is shared by the others."""
    rest = [name for name in CLASSES if name not in shares]
    left = (1 - sum(shares.values())) / len(rest)
    bias = [math.log(max(shares.get(name, left), 1e-12)) for name in CLASSES]
    quiet = [0.0] * (len(ALARMS) - 1) + [20.0]
    nothing = array("h", bytes(2 * BUCKETS * WIDTH))
    return Model(nothing, array("f", [1.0]) * BUCKETS, (*bias, *quiet), 1.0, "by hand")


class Judge:
    """A model that gives the words it was told of a share of one domain, and any others ninety hundredths of health."""

    temperature, version = 1.0, "by hand"

    def __init__(self, words, domain, share):
        self.words, self.domain, self.share = keys(tokens(words)), domain, share

    def judge(self, words):
        domain, share = (self.domain, self.share) if list(words) == self.words else ("health", 0.9)
        shares = [share if name == domain else (1 - share) / (len(CLASSES) - 1) for name in CLASSES]
        return shares, [0.0] * (len(ALARMS) - 1) + [1.0]

    def says(self, unit):
        return [0.0] * WIDTH, 1.0


class TestTheBar:
    @pytest.mark.parametrize(("share", "abstained"), [(0.301, False), (0.299, True)])
    def test_is_a_confidence_of_three_tenths(self, share, abstained):
        assert suggest("متنی", model=model_with(health=share)).abstained is abstained

    @pytest.mark.parametrize(("none", "abstained"), [(0.44, False), (0.46, True)])
    def test_is_none_of_these_when_that_is_likelier(self, none, abstained):
        assert suggest("متنی", model=model_with(health=0.45, none=none)).abstained is abstained

    def test_is_not_moved_by_a_second_domain_nearly_as_likely(self):
        said = suggest("متنی", model=model_with(health=0.46, legal=0.45))

        assert not said.abstained
        assert [score.domain for score in said.domains[:2]] == ["health", "legal"]


class TestAnAbstention:
    def test_still_ranks_all_twenty_for_whoever_decides(self):
        said = suggest("متنی", model=model_with(legal=0.2, health=0.15))

        assert said.abstained
        assert [score.domain for score in said.domains[:2]] == ["legal", "health"]
        assert {score.domain for score in said.domains} == set(DOMAINS)

    def test_names_no_need_and_shows_no_word(self):
        said = suggest("متنی دراز با چند بخش، و بخشی دیگر", model=model_with(none=0.9))

        assert said.needs == ()
        assert not [score for score in said.domains if score.words]

    def test_shows_no_word_though_the_model_has_some(self):
        said = suggest("خیلی ممنونم خدا خیرتان بدهد")

        assert said.abstained
        assert not [score for score in said.domains if score.words]

    def test_still_tells_a_danger(self):
        said = suggest("خانه آتش گرفته", model=model_with(none=0.9))

        assert said.abstained
        assert [danger.kind for danger in said.dangers] == ["fire"]
        assert said.urgency == 2

    def test_ranks_equals_by_the_alphabet(self):
        said = suggest("متنی", model=model_with(none=0.5))

        assert [score.domain for score in said.domains] == sorted(DOMAINS)


class TestNothingSaid:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "\n\t",
            "؟!",
            "…",
            "—",
            "12",
            "۱۲۳ ۴۵۶",
            "2026/11/22",
            "😀",
            "\u200c",
            "\u202a\u202c",
            "ًٌٍ",
            "ـــ",
        ],
    )
    def test_is_not_known_however_sure_the_model_is(self, text):
        said = suggest(text, model=model_with(health=0.99))

        assert said.abstained
        assert said.urgency == 0

    @pytest.mark.parametrize("text", ["ا", "دارو", "12 دارو", "x"])
    def test_one_word_is_something_said(self, text):
        assert not suggest(text, model=model_with(health=0.99)).abstained


class TestNeeds:
    def test_of_a_text_of_one_part_are_the_first_domain(self):
        said = suggest("یک دو سه", model=model_with(health=0.7, legal=0.25))

        assert [need.domain for need in said.needs] == ["health"]

    def test_are_scores_of_the_ranking_itself(self):
        said = suggest("ویلچر پسرم شکسته، صاحبخانه هم اجاره می‌خواهد")

        assert len(said.needs) == 2
        assert all(need in said.domains for need in said.needs)

    @pytest.mark.parametrize(
        "joint", ["،", ".", ";", "؛", "\n", "؟", "!", " و ", " ولی ", " اما ", " همچنین "]
    )
    def test_are_parted_by_stops_and_small_words(self, joint):
        said = suggest(f"پسرم معلول است و ویلچرش شکسته{joint}شوهرم در زندان است")

        assert {need.domain for need in said.needs} == {"disability", "prisoners"}

    @pytest.mark.parametrize(("share", "named"), [(0.601, ["health", "legal"]), (0.599, ["health"])])
    def test_are_named_by_a_part_that_is_three_fifths_sure(self, share, named):
        said = suggest("کتاب دفتر، قلم کاغذ", model=Judge("قلم کاغذ", "legal", share))

        assert [need.domain for need in said.needs] == named

    @pytest.mark.parametrize(("many", "named"), [(10, ["health", "legal"]), (200, ["health"])])
    def test_are_not_named_by_a_few_words_that_the_whole_denies(self, many, named):
        # of 2 words in 12 the whole is left with 1/2 · 2/12 · 0.9 = 0.08 of legal; of 2 in 202 with 0.007 (bar: 0.02)
        said = suggest("کتاب " * many + "، قلم کاغذ", model=Judge("قلم کاغذ", "legal", 0.9))

        assert [need.domain for need in said.needs] == named

    def test_are_not_named_by_a_part_of_one_word(self):
        assert [need.domain for need in suggest("برای عمل قلب مادرم پول نداریم، زندان").needs] == ["health"]
