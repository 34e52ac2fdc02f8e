"""The index against cases that were reckoned by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.gatherings.continuity import WINDOW, Continuity, Turn, came_again, falls, of

START = date(2026, 9, 3)


def told(*turns: str | tuple[str, int] | tuple[str, int, str]) -> list[Turn]:
    """("h", people, names) in a row; names as letters, each a person."""
    found = []
    for n, turn in enumerate(turns):
        state, people, who = (
            (*([turn] if isinstance(turn, str) else turn), 0, "")[:3]
            if not (isinstance(turn, tuple) and len(turn) == 3)
            else turn
        )
        state = {"h": "held", "m": "missed", "c": "cancelled"}[str(state)]
        found.append(Turn(START + n * timedelta(days=7), state, int(people or 0), frozenset(str(who or ""))))
    return found


def held(*people: int) -> list[Turn]:
    return told(*(("h", one) for one in people))


class TestTheIndex:
    def test_without_an_occasion_there_is_none(self) -> None:
        assert of([]) == Continuity(None, None, 0, None, None, None, None, False, 0, 0)

    def test_one_held_is_whole_as_far_as_one_can_know(self) -> None:
        found = of(told(("h", 8, "abc")))

        assert (found.index, found.in_a_row, found.retention, found.trend) == (100, 1, None, None)

    def test_the_same_people_every_time_is_a_hundred(self) -> None:
        assert of(told(*[("h", 3, "abc")] * 12)).index == 100

    def test_nothing_ever_held_is_nought(self) -> None:
        found = of(told("m", "m", "m"))

        assert (found.index, found.regularity, found.streak, found.in_a_row) == (0, 0.0, 0.0, 0)

    def test_by_hand_one_missed_in_the_middle(self) -> None:
        """Held, held, missed, held: r = 3/4, s = 1/4, q = (1 + 1/2)/2, t = 2/2.

        40·0.75 + 25·0.25 + 25·0.75 + 10·1 = 30 + 6.25 + 18.75 + 10 = 65
        """
        found = of(told(("h", 2, "ab"), ("h", 2, "ab"), "m", ("h", 2, "ac")))

        assert found.index == 65
        assert (found.regularity, found.streak, found.retention, found.trend) == (0.75, 0.25, 0.75, 1.0)
        assert (found.in_a_row, found.came_again) == (1, 0.5)

    def test_by_hand_falling_apart(self) -> None:
        """Held 12, 9, 6, missed, held 3, without names: r = 4/5, s = 1/5, t = 3/9; q unknown leaves its 25 to the rest.

        (40·0.8 + 25·0.2 + 10·0.3333) / 75 × 100 = (32 + 5 + 3.333) / 0.75 = 53.78
        """
        found = of(told(("h", 12), ("h", 9), ("h", 6), "m", ("h", 3)))

        assert found.index == 54
        assert found.retention is None

    def test_a_cancellation_that_was_told_costs_regularity_and_not_the_row(self) -> None:
        """Held, cancelled, held: r = 2/3, s = 2/2, t = 1: (40·2/3 + 25 + 10) / 75 = 82.2"""
        found = of(told(("h", 5), "c", ("h", 5)))

        assert (found.index, found.in_a_row, found.streak) == (82, 2, 1.0)

    def test_only_the_last_twelve_count_but_a_long_row_is_told_in_full(self) -> None:
        found = of(told("m", "m", *[("h", 4)] * 15))

        assert (found.meant, found.held, found.in_a_row, found.regularity) == (WINDOW, WINDOW, 15, 1.0)

    @given(st.lists(st.tuples(st.sampled_from("hmc"), st.integers(0, 40), st.text("abcdef", max_size=6)), max_size=20))
    def test_every_part_keeps_to_its_range(self, turns: list[tuple[str, int, str]]) -> None:
        found = of(told(*turns))

        assert (found.index is None) == (not turns)
        assert found.index is None or 0 <= found.index <= 100
        for part in (found.regularity, found.streak, found.retention, found.trend):
            assert part is None or 0 <= part <= 1

    @given(st.lists(st.sampled_from(["h", "m"]), min_size=1, max_size=11))
    def test_one_more_held_never_lowers_it(self, states: list[str]) -> None:
        turns = [(state, 5) if state == "h" else "m" for state in states]

        assert of(told(*turns, ("h", 5))).index >= of(told(*turns)).index  # type: ignore[operator]


class TestComingAgain:
    @pytest.mark.parametrize(
        ("earlier", "later", "share"), [("abcd", "abxy", 0.5), ("ab", "ab", 1.0), ("ab", "c", 0.0), ("", "a", None)]
    )
    def test_it_is_the_share_of_the_earlier_people(self, earlier: str, later: str, share: float | None) -> None:
        first, second = told(("h", 4, earlier), ("h", 4, later))

        assert came_again(first, second) == share


class TestFalling:
    @pytest.mark.parametrize(
        ("people", "falling"),
        [
            ((9, 9, 9, 9, 6), True),  # a third fewer, exactly
            ((9, 9, 9, 9, 7), False),
            ((12, 6, 12, 6, 6), True),
            ((9, 9, 9, 3), False),  # three before are too few to know
            ((0, 0, 0, 0, 0), False),
            ((30, 9, 9, 9, 9, 6), True),  # only the last four before count
        ],
    )
    def test_against_the_mean_of_the_four_before(self, people: tuple[int, ...], falling: bool) -> None:
        assert falls(held(*people)) is falling
        assert of(held(*people)).falls is falling
