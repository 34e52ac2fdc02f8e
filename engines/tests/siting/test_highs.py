"""HiGHS behind its small door: tiny programs against looking at every corner and every whole number."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from hamafza_engines.siting._milp import Rows, minimise


def rows_of(matrix: list[list[float]], low: list[float], high: list[float]) -> Rows:
    """Return a dense matrix as one block of rows."""
    rows, a = Rows(), np.array(matrix, float)
    row, column = np.nonzero(a)
    rows.add(row, column, a[row, column], np.array(low), np.array(high))
    return rows


def box(size: int, top: float) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(size), np.full(size, top)


class TestWholeNumbers:
    @pytest.mark.parametrize("seed", range(12))
    def test_are_the_best_of_all_that_fit(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        cost, a = chance.integers(-9, 9, 5), chance.integers(-3, 5, (3, 5))
        high = chance.integers(2, 9, 3)
        fits = [x for x in product(range(3), repeat=5) if (a @ x <= high).all()]

        found = minimise(
            cost.astype(float), *box(5, 2.0), np.ones(5, bool),
            rows_of(a.tolist(), [-np.inf] * 3, high.astype(float).tolist()), gap=0.0, seconds=10,
        )  # fmt: skip

        assert found.value == pytest.approx(min(cost @ np.array(x) for x in fits))
        assert found.bound == pytest.approx(found.value)
        assert cost @ found.values == pytest.approx(found.value)

    def test_stand_beside_shares(self) -> None:
        # max 3x + 2y, x whole, x + y <= 2.5, x <= 1.8: x = 1, y = 1.5.
        found = minimise(
            np.array([-3.0, -2.0]), np.zeros(2), np.array([1.8, 9.0]), np.array([True, False]),
            rows_of([[1, 1]], [-np.inf], [2.5]), gap=0.0, seconds=10,
        )  # fmt: skip

        assert found.values.tolist() == pytest.approx([1.0, 1.5])
        assert found.value == pytest.approx(-6.0)

    def test_go_beyond_a_hint_that_is_only_good(self) -> None:
        # The hint is worth 8; x = 1, y = 3 is worth 3 + 6.
        found = minimise(
            np.array([-3.0, -2.0]), *box(2, 4.0), np.ones(2, bool), rows_of([[2, 1]], [-np.inf], [5.0]),
            gap=0.0, seconds=10, hint=np.array([0.0, 4.0]),
        )  # fmt: skip

        assert (found.values.tolist(), found.value) == ([1.0, 3.0], -9.0)


class TestShares:
    def test_find_the_corner(self) -> None:
        # max x + y on x + 2y <= 4, 3x + y <= 6: the corner (8/5, 6/5).
        found = minimise(
            np.array([-1.0, -1.0]), *box(2, 99.0), np.zeros(2, bool),
            rows_of([[1, 2], [3, 1]], [-np.inf] * 2, [4, 6]), gap=0.0, seconds=10,
        )  # fmt: skip

        assert found.values.tolist() == pytest.approx([1.6, 1.2])
        assert found.bound == found.value == pytest.approx(-2.8)

    def test_keep_equations_to_the_letter(self) -> None:
        found = minimise(
            np.array([2.0, 5.0]),
            *box(2, 3.0),
            np.zeros(2, bool),
            rows_of([[1, 1]], [4], [4]),
            gap=0.0,
            seconds=10,
        )

        assert found.values.tolist() == pytest.approx([3.0, 1.0])


class TestNothingFits:
    @pytest.mark.parametrize("whole", [True, False])
    def test_is_told_by_no_values(self, whole: bool) -> None:
        found = minimise(
            np.ones(2), *box(2, 1.0), np.full(2, whole), rows_of([[1, 1]], [3], [9]), gap=0.0, seconds=10
        )

        assert found.values is None
        assert found.value == np.inf


class TestRows:
    def test_of_two_blocks_follow_each_other(self) -> None:
        rows = Rows()
        rows.add(np.array([0, 0]), np.array([0, 1]), np.ones(2), -np.inf, np.array([1.0]))
        rows.add(np.array([0, 1]), np.array([0, 1]), np.ones(2), 0.5, np.array([9.0, 0.25 + 0.5]))

        found = minimise(np.array([-1.0, -2.0]), *box(2, 9.0), np.zeros(2, bool), rows, gap=0.0, seconds=10)

        # x + y <= 1 from the first block; x and y each from 0.5 from the second.
        assert rows.count == 3
        assert found.values.tolist() == pytest.approx([0.5, 0.5])

    def test_may_name_their_columns_in_any_order(self) -> None:
        rows = Rows()
        rows.add(np.array([0, 0]), np.array([1, 0]), np.array([3.0, 1.0]), -np.inf, np.array([6.0]))

        found = minimise(np.array([-1.0, -1.0]), *box(2, 3.0), np.zeros(2, bool), rows, gap=0.0, seconds=10)

        assert found.values.tolist() == pytest.approx([3.0, 1.0])
