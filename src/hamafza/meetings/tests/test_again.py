"""Was this decided before? What counts as the same word, how near is near, and what no text can do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.meetings.again import EMPTY, NEAR, near, words_of

TEXT = "میز مشترک سلامت و کار در فرمانداری برپا شود"
WORDS = st.sampled_from(
    [
        "میز",
        "مشترک",
        "سلامت",
        "کار",
        "فرمانداری",
        "برپا",
        "کلاس",
        "کلاس‌ها",
        "آب",
        "مدرسه",
        "دارو",
        "نامه",
        "روستا",
        "بیمه",
    ]
)
SENTENCES = st.lists(WORDS, min_size=3, max_size=9).map(" ".join)


class TestWords:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("میز مشترک", {"میز", "مشترک"}),
            ("مقرر گردید که میز برپا شود", {"میز", "برپا"}),
            ("آب و نان از ده", {"نان"}),
            ("«میز»، مشترک؛ سلامت: کار.", {"میز", "مشترک", "سلامت", "کار"}),
            ("كتاب كتاب کتاب", {"کتاب"}),
            ("کلاس‌ها", {"کلاسها"}),
            ("۱۲۳۴ نفر", {"1234", "نفر"}),
            ("", set()),
            ("   ", set()),
        ],
    )
    def test_are_those_that_tell_something(self, text: str, kept: set[str]) -> None:
        assert set(words_of(text)) == kept

    def test_are_shown_as_they_were_written(self) -> None:
        assert words_of("كتاب‌ها را بفرستند")["کتابها"] == "كتاب‌ها"

    def test_that_stand_in_every_decision_are_none(self) -> None:
        assert {"شود", "تصویب", "اقدام"} <= EMPTY
        assert words_of("مقرر شد اقدام لازم انجام شود") == {}


class TestNearness:
    @pytest.mark.parametrize(
        ("other", "is_near"),
        [
            (TEXT, True),
            ("میز مشترک سلامت و کار برپا شود", True),
            ("میزهای مشترک سلامت در فرمانداری", True),
            ("برای میز مشترک سلامت نامه نوشته شود", True),
            ("راه روستا آسفالت شود", False),
            ("کلاس جبرانی برای دانش‌آموزان", False),
            ("سلامت", False),
            ("", False),
        ],
    )
    def test_is_by_words_in_common(self, other: str, is_near: bool) -> None:
        assert bool(near(TEXT, [("it", other)])) is is_near

    @pytest.mark.parametrize("short", ["", "میز", "میز مشترک", "           "])
    def test_is_not_asked_of_a_few_letters(self, short: str) -> None:
        assert near(short, [("it", short)]) == []

    def test_of_the_same_text_is_whole(self) -> None:
        (found,) = near(TEXT, [("it", TEXT)])

        assert found.share == pytest.approx(1.0)
        assert found.thing == "it"

    def test_names_the_words_that_say_so(self) -> None:
        (found,) = near(TEXT, [("it", "میز مشترک سلامت تعطیل شد")])

        assert set(found.words) == {"میز", "مشترک", "سلامت"}

    @pytest.mark.parametrize("most", [0, 1, 2, 3, 5])
    def test_is_told_of_a_few_only(self, most: int) -> None:
        assert len(near(TEXT, [(n, TEXT) for n in range(4)], most)) == min(most, 4)

    @given(SENTENCES, st.lists(SENTENCES, max_size=8))
    def test_falls_from_the_first_to_the_last(self, text: str, others: list[str]) -> None:
        shares = [one.share for one in near(text, enumerate(others), most=8)]

        assert shares == sorted(shares, reverse=True)
        assert all(NEAR <= share <= 1 for share in shares)

    @given(SENTENCES, SENTENCES)
    def test_names_words_of_the_text_alone(self, text: str, other: str) -> None:
        for found in near(text, [(0, other)]):
            assert set(found.words) <= set(words_of(text).values())
            assert len(found.words) >= 2

    @given(SENTENCES.filter(lambda text: len(text) >= 12 and len(words_of(text)) > 1))
    def test_finds_a_text_that_was_decided_before_in_any_order(self, text: str) -> None:
        turned = " ".join(reversed(text.split()))

        (found,) = near(text, [("it", turned)])
        assert found.share == pytest.approx(1.0)

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_bears_whatever_people_type(self, text: str, other: str) -> None:
        assert len(near(text, [(0, other)])) <= 1
