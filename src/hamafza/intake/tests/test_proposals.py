"""What the engine said, as a page shows it: which guesses, which words are marked, and when it says nothing."""

from typing import Any

import pytest

from hamafza.intake import proposals
from hamafza.intake.proposals import Piece, Proposal
from hamafza.intake.states import Urgency
from hamafza.network.models import Domain
from tests.cast import SATURDAY, World

TEXT = "مادرم دارو می‌خواهد و کار ندارد"
DOMAINS = {key: Domain(key=key, name_fa=key) for key in ("health", "employment", "housing", "law", "food")}


def word(text: str, *, weight: float = 1.0, within: str = TEXT) -> dict[str, Any]:
    start = within.index(text)
    return {"text": text, "start": start, "end": start + len(text), "weight": weight}


def guess(domain: str, confidence: float = 0.5, *words: dict[str, Any]) -> dict[str, Any]:
    return {"domain": domain, "confidence": confidence, "words": list(words)}


def danger(*words: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "violence", "words": list(words)}


def read(*guesses: dict[str, Any], text: str = TEXT, **more: Any) -> Proposal:
    said = {"domains": list(guesses), "dangers": [], "abstained": False, "urgency": 0, **more}
    return proposals.read(text, said, DOMAINS)


def marked(proposal: Proposal) -> list[tuple[str, str]]:
    return [(piece.text, piece.tone) for piece in proposal.pieces if piece.tone]


class TestGuesses:
    def test_are_the_first_three_in_the_engines_order(self) -> None:
        found = read(*(guess(key) for key in DOMAINS)).guesses

        assert [one.domain.key for one in found] == ["health", "employment", "housing"]

    @pytest.mark.parametrize(("confidence", "shown"), [(0.05, True), (0.0499, False), (1.0, True), (0.0, False)])
    def test_too_faint_to_help_are_left_out(self, confidence: float, shown: bool) -> None:
        assert bool(read(guess("health", confidence)).guesses) is shown

    def test_of_a_domain_that_the_network_does_not_have_make_room_for_the_next(self) -> None:
        found = read(guess("astrology"), *(guess(key) for key in DOMAINS)).guesses

        assert [one.domain.key for one in found] == ["health", "employment", "housing"]

    def test_carry_how_sure_they_are_and_their_words(self) -> None:
        [one] = read(guess("health", 0.82, word("دارو"), word("مادرم", weight=0.01))).guesses

        assert (one.domain, one.confidence, one.words) == (DOMAINS["health"], 0.82, ("دارو", "مادرم"))

    def test_are_not_shown_when_the_engine_would_not_choose(self) -> None:
        proposal = read(guess("health"), abstained=True)

        assert (proposal.guesses, proposal.abstained) == ((), True)

    @pytest.mark.parametrize("guesses", [[], [guess("astrology")], [guess("health", 0.01)]])
    def test_of_which_none_is_left_count_as_not_knowing(self, guesses: list[dict[str, Any]]) -> None:
        assert read(*guesses).abstained is True

    def test_that_stand_are_an_answer(self) -> None:
        assert read(guess("health")).abstained is False


class TestMarks:
    def test_cut_the_text_without_losing_a_letter(self) -> None:
        proposal = read(guess("health", 0.8, word("دارو")), guess("employment", 0.4, word("کار")))

        assert "".join(piece.text for piece in proposal.pieces) == TEXT
        assert [piece.tone for piece in proposal.pieces] == ["", "word", "", "word", ""]
        assert marked(proposal) == [("دارو", "word"), ("کار", "word")]

    def test_stand_at_either_end_too(self) -> None:
        assert read(guess("health", 0.8, word("مادرم"), word("ندارد"))).pieces == (
            Piece("مادرم", "word"), Piece(" دارو می‌خواهد و کار "), Piece("ندارد", "word"),
        )  # fmt: skip

    @pytest.mark.parametrize(("weight", "shown"), [(0.08, True), (0.0799, False), (-1.0, False)])
    def test_leave_out_words_that_hardly_weighed(self, weight: float, shown: bool) -> None:
        assert bool(marked(read(guess("health", 0.8, word("دارو", weight=weight))))) is shown

    def test_leave_out_the_words_of_guesses_that_are_not_shown(self) -> None:
        more = [guess(key) for key in ("employment", "housing", "law")]

        assert marked(read(*more, guess("health", 0.1, word("دارو")))) == []
        assert marked(read(guess("health", 0.04, word("دارو")))) == []

    def test_show_danger_above_all_else(self) -> None:
        proposal = read(guess("health", 0.8, word("دارو")), dangers=[danger(word("دارو می‌خواهد"))])

        assert marked(proposal) == [("دارو می‌خواهد", "danger")]
        assert proposal.is_dangerous

    def test_of_danger_within_a_longer_word_cut_it(self) -> None:
        proposal = read(guess("health", 0.8, word("دارو می‌خواهد")), dangers=[danger(word("دارو"))])

        assert marked(proposal) == [("دارو", "danger"), (" می‌خواهد", "word")]

    def test_side_by_side_are_one(self) -> None:
        assert marked(read(guess("health", 0.8, word("دار"), word("و می‌خ")))) == [("دارو می‌خ", "word")]

    @pytest.mark.parametrize(("start", "end"), [(-5, 3), (28, 500), (10, 10), (12, 4), (400, 500), (-9, -2)])
    def test_beyond_the_text_are_cut_and_break_nothing(self, start: int, end: int) -> None:
        odd = {"text": "?", "start": start, "end": end, "weight": 1.0}

        proposal = read(guess("health", 0.8, odd))

        assert "".join(piece.text for piece in proposal.pieces) == TEXT
        assert "".join(text for text, _tone in marked(proposal)) == TEXT[max(0, start) : max(0, end)]

    def test_of_no_text_are_none(self) -> None:
        assert read(text="").pieces == ()

    def test_of_danger_stay_though_the_engine_does_not_know_the_domain(self) -> None:
        proposal = read(abstained=True, dangers=[danger(word("ندارد"))])

        assert (proposal.is_dangerous, marked(proposal)) == (True, [("ندارد", "danger")])


@pytest.mark.parametrize(("said", "urgency"), [(0, Urgency.ORDINARY), (1, Urgency.URGENT), (2, Urgency.EMERGENCY)])
def test_urgency_is_worded(said: int, urgency: Urgency) -> None:
    assert read(urgency=said).urgency == urgency


class TestOfARequest:
    def test_is_what_was_said_when_it_came_in_whatever_the_engine_says_now(self, world: World, monkeypatch) -> None:
        request = world.request(text="مادرم دارو می‌خواهد")
        monkeypatch.setattr(proposals.advice, "suggest", lambda text: pytest.fail("it was asked again"))

        proposal = proposals.of(request)

        assert [one.domain.key for one in proposal.guesses] == ["health"]
        assert marked(proposal) == [("دارو", "word")]

    def test_that_has_none_is_asked_for_afresh(self, world: World) -> None:
        request = world.request(text="کار می‌خواهم", at=SATURDAY)
        request.proposals.all().delete()

        assert [one.domain.key for one in proposals.of(request).guesses] == ["employment"]

    def test_while_one_writes_is_cleaned_first_and_keeps_nothing(self, world: World) -> None:
        proposal = proposals.fresh("مادرم \u202eدارو می‌خواهد")

        assert "\u202e" not in "".join(piece.text for piece in proposal.pieces)
        assert marked(proposal) == [("دارو", "word")]
