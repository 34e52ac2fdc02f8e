"""Answers known before there were computers, or worked out on paper: boards, codes, rings and a few towns.

Numbers of pieces that guard a board: E. J. Cockayne, "Chessboard domination problems", Discrete Mathematics 86
(1990) 13-20. Perfect codes: R. W. Hamming, "Error detecting and error correcting codes", BSTJ 29 (1950) 147-160;
K(5, 1) = 7: Cohen, Honkala, Litsyn, Lobstein, "Covering Codes" (1997). Plain facts all.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Problem, check, solve

LONG = Within(seconds=60)
Sees = Callable[[int, int], bool]
PIECES: dict[str, Sees] = {
    "queen": lambda right, up: right == 0 or up == 0 or right == up,
    "king": lambda right, up: max(right, up) <= 1,
    "rook": lambda right, up: right == 0 or up == 0,
    "bishop": lambda right, up: right == up,
    "knight": lambda right, up: {right, up} == {1, 2} or right == up == 0,
}


def guarded(size: int, piece: str, count: int) -> int:
    """Return how many fields of a board the pieces can guard, proved."""
    fields = list(product(range(size), repeat=2))
    sees = PIECES[piece]
    km = [[0.0 if sees(abs(a - c), abs(b - d)) else 9.0 for c, d in fields] for a, b in fields]
    plan = solve(Problem.from_matrix(km, p=count, radius=1.0), stop=LONG)
    assert plan.status == "proved"
    assert check(plan.problem, plan) == []
    return int(plan.value)


class TestABoard:
    @pytest.mark.parametrize(
        ("size", "piece", "count"),
        [
            (5, "queen", 3), (6, "queen", 3), (7, "queen", 4), (8, "queen", 5), (6, "king", 4), (8, "king", 9),
            (8, "rook", 8), (8, "bishop", 8), (4, "knight", 4), (5, "knight", 5), (6, "knight", 8),
        ],
    )  # fmt: skip
    def test_is_guarded_whole_by_the_known_number_of_pieces(self, size: int, piece: str, count: int) -> None:
        assert guarded(size, piece, count) == size * size

    @pytest.mark.parametrize(
        ("size", "piece", "count"),
        [
            (5, "queen", 3), (6, "queen", 3), (7, "queen", 4), (6, "king", 4), (8, "king", 9), (5, "rook", 5),
            (8, "bishop", 8), (4, "knight", 4), (5, "knight", 5), (6, "knight", 8),
        ],
    )  # fmt: skip
    def test_is_not_by_one_fewer(self, size: int, piece: str, count: int) -> None:
        assert guarded(size, piece, count - 1) < size * size

    @pytest.mark.slow  # a real proof: the relaxation would guard all with four
    def test_keeps_two_fields_from_four_queens(self) -> None:
        assert guarded(8, "queen", 4) == 62


def words(letters: int, length: int) -> np.ndarray:
    """Return in how many letters all words of a length differ."""
    every = np.array(list(product(range(letters), repeat=length)))
    return (every[:, None] != every[None]).sum(axis=-1).astype(float)


class TestACode:
    @pytest.mark.parametrize(
        ("letters", "length", "count"), [(2, 3, 2), (2, 4, 4), (2, 5, 7), (3, 4, 9), (2, 7, 16)]
    )
    def test_of_the_known_size_is_one_letter_from_every_word(
        self, letters: int, length: int, count: int
    ) -> None:
        km = words(letters, length)

        plan = solve(Problem.from_matrix(km, p=count, radius=1.0), stop=LONG)

        assert (plan.value, plan.status) == (letters**length, "proved")

    @pytest.mark.parametrize(("letters", "length", "count"), [(2, 3, 1), (2, 4, 3), (2, 5, 6), (3, 4, 8)])
    def test_with_a_word_fewer_misses_some(self, letters: int, length: int, count: int) -> None:
        plan = solve(Problem.from_matrix(words(letters, length), p=count, radius=1.0), stop=LONG)

        assert plan.value < letters**length
        assert plan.status == "proved"

    @pytest.mark.parametrize(("letters", "length", "count"), [(2, 3, 2), (3, 4, 9), (2, 7, 16)])
    def test_that_is_perfect_is_also_the_median(self, letters: int, length: int, count: int) -> None:
        # Every word but the code's own is exactly one letter away.
        plan = solve(Problem.from_matrix(words(letters, length), p=count), stop=LONG)

        assert plan.value == plan.bound == letters**length - count

    def test_of_fifteen_words_reaches_eight_each(self) -> None:
        # Sixteen would be perfect: fifteen of them share nobody, 15 * (1 + 7) = 120.
        plan = solve(Problem.from_matrix(words(2, 7), p=15, radius=1.0), stop=LONG)

        assert (plan.value, plan.status) == (120.0, "proved")


def ring(size: int) -> np.ndarray:
    """Return the steps between towns of a ring road."""
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    return np.minimum(apart, size - apart).astype(float)


class TestARing:
    @pytest.mark.parametrize(("size", "p"), [(12, 3), (12, 4), (20, 4), (15, 5), (9, 1), (30, 6)])
    def test_is_cut_into_equal_arcs(self, size: int, p: int) -> None:
        # An arc of k towns with its base in the middle costs 1+1+2+2+... = floor(k * k / 4).
        plan = solve(Problem.from_matrix(ring(size), p=p), stop=LONG)

        assert plan.value == p * ((size // p) ** 2 // 4)
        assert plan.status == "proved"

    @pytest.mark.parametrize(("size", "p"), [(11, 3), (13, 4), (17, 5)])
    def test_that_does_not_divide_is_cut_as_evenly_as_can_be(self, size: int, p: int) -> None:
        arcs = [size // p + (k < size % p) for k in range(p)]

        plan = solve(Problem.from_matrix(ring(size), p=p), stop=LONG)

        assert plan.value == sum(k * k // 4 for k in arcs)

    @pytest.mark.parametrize(("size", "p", "radius"), [(12, 2, 1), (12, 4, 1), (20, 3, 2), (7, 7, 3)])
    def test_is_covered_by_arcs_side_by_side(self, size: int, p: int, radius: int) -> None:
        plan = solve(Problem.from_matrix(ring(size), p=p, radius=float(radius)), stop=LONG)

        assert plan.value == min(size, p * (2 * radius + 1))


class TestWhereTheRelaxationIsWrong:
    """Known gaps between whole and broken bases: only branching answers right."""

    LINES = ((0, 1, 2), (0, 3, 4), (0, 5, 6), (1, 3, 5), (1, 4, 6), (2, 3, 6), (2, 4, 5))  # Fano's plane

    @pytest.mark.parametrize(("p", "people"), [(1, 3), (2, 5), (3, 7)])
    def test_lines_of_fano_reach_what_points_say(self, p: int, people: int) -> None:
        # Two lines share one point: 3 + 2. Two sevenths of every line would reach 6 of 7.
        km = [[0.0 if point in line else 9.0 for line in self.LINES] for point in range(7)]

        plan = solve(Problem.from_matrix(km, p=p, radius=1.0), stop=LONG)

        assert (plan.value, plan.bound) == (people, people)

    @pytest.mark.parametrize(("p", "people"), [(1, 4), (2, 7), (3, 10)])
    def test_towns_of_petersen_reach_their_neighbours(self, p: int, people: int) -> None:
        # Each of ten towns has three neighbours; two that are not neighbours share exactly one.
        pairs = [(a, b) for a in range(5) for b in range(a)]
        km = [[0.0 if not {*here} & {*there} or here == there else 9.0 for there in pairs] for here in pairs]

        plan = solve(Problem.from_matrix(km, p=p, radius=1.0), stop=LONG)

        assert (plan.value, plan.status) == (people, "proved")

    def test_three_towns_in_a_triangle_need_a_whole_base(self) -> None:
        # Half a base at each corner would serve all at half a km each way: 1.5 with p = 1.5, never with one.
        plan = solve(Problem.from_matrix([[0.0, 1, 1], [1, 0.0, 1], [1, 1, 0.0]], p=1))

        assert (plan.value, plan.bound) == (2.0, 2.0)


class TestFourTownsOnPaper:
    """Zabol, Zahedan, Khash and Iranshahr on one road: 0, 215, 400 and 555 km; 40, 160, 20 and 30 families."""

    KM = np.abs(np.subtract.outer([0.0, 215.0, 400.0, 555.0], [0.0, 215.0, 400.0, 555.0]))
    FAMILIES = (40, 160, 20, 30)

    def road(self, **limits: object) -> Problem:
        return Problem.from_matrix(self.KM, weights=self.FAMILIES, **limits)

    def test_one_base_stands_in_zahedan(self) -> None:
        plan = solve(self.road(p=1))

        assert plan.opened == (1,)
        assert plan.value == 40 * 215 + 20 * 185 + 30 * 340

    def test_the_second_stands_where_it_saves_most(self) -> None:
        # Iranshahr saves 30 * 340 + 20 * (185 - 155) = 10,800; Zabol 40 * 215 = 8,600; Khash 20 * 185 + 30 * 185.
        plan = solve(self.road(p=2))

        assert plan.opened == (1, 3)
        assert plan.value == 40 * 215 + 20 * 155

    def test_with_one_in_zabol_already_the_other_stands_in_zahedan(self) -> None:
        # Zahedan: 20 * 185 + 30 * 340 = 13,900. Khash: 160 * 185 + 30 * 155 = 34,250.
        plan = solve(self.road(p=2, existing=(0,)))

        assert (plan.opened, plan.value) == ((0, 1), 13_900.0)

    def test_two_hundred_km_from_khash_reach_three_towns(self) -> None:
        # Within 200 km: Zabol itself; Zahedan and Khash; Khash, Zahedan and Iranshahr; Iranshahr and Khash.
        plan = solve(self.road(p=1, radius=200.0))

        assert (plan.opened, plan.value) == ((2,), 160.0 + 20 + 30)

    def test_a_base_for_a_hundred_families_sends_the_rest_on(self) -> None:
        # Zahedan takes 100 of its own; 60 go 185 km to Khash, which holds 20 + 30 + 60 = 110; Zabol's 40 go 400 km.
        plan = solve(self.road(p=2, capacity=[0, 100, 150, 0]))

        assert plan.value == 60 * 185 + 30 * 155 + 40 * 400
        assert check(plan.problem, plan) == []
