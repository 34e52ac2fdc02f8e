"""The choices inside the Lagrangian, compiled, against plain sorting and filling."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.siting._dual_kernel import choose_budget, choose_count

QUIET = settings(max_examples=40, deadline=None)
VALUES = st.integers(-9, 0).map(float)
STATES = st.sampled_from([-1, 0, 0, 0, 1])


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, int]:
    size = draw(st.integers(1, 9))
    rho = np.array([draw(VALUES) for _ in range(size)])
    state = np.array([draw(STATES) for _ in range(size)], np.int8)
    return rho, state, draw(st.integers(int((state == 1).sum()), size))


class TestChoosingByCount:
    @QUIET
    @given(market=markets())
    def test_finds_the_cheapest_set_of_all(self, market: tuple[np.ndarray, np.ndarray, int]) -> None:
        rho, state, p = market
        chosen = np.zeros(len(rho))

        total, _, _ = choose_count(rho, state, p, chosen)

        forced, free = np.flatnonzero(state == 1), np.flatnonzero(state == 0)
        take = min(p - len(forced), len(free))
        assert total == rho[forced].sum() + min(rho[list(each)].sum() for each in combinations(free, take))

    @QUIET
    @given(market=markets())
    def test_marks_what_it_counts(self, market: tuple[np.ndarray, np.ndarray, int]) -> None:
        rho, state, p = market
        chosen = np.full(len(rho), 7.0)

        total, _, _ = choose_count(rho, state, p, chosen)

        assert total == rho @ chosen
        assert set(chosen) <= {0.0, 1.0}
        assert (chosen[state == 1] == 1).all()
        assert (chosen[state == -1] == 0).all()
        assert chosen.sum() == min(p, (state >= 0).sum())

    @QUIET
    @given(market=markets())
    def test_tells_the_last_one_in_and_the_first_one_out(
        self, market: tuple[np.ndarray, np.ndarray, int]
    ) -> None:
        rho, state, p = market
        ranked = sorted(rho[state == 0])
        left = p - int((state == 1).sum())

        _, last, first_out = choose_count(rho, state, p, np.zeros(len(rho)))

        if left <= 0:
            assert (last, first_out) == (-np.inf, -np.inf)
        elif left >= len(ranked):
            assert (last, first_out) == (np.inf, 0.0)
        else:
            assert (last, first_out) == (ranked[left - 1], ranked[left])

    @pytest.mark.parametrize("size", [1, 2, 3, 10, 101, 1000])
    @pytest.mark.parametrize("order", ["rising", "falling", "equal", "shuffled", "waves"])
    def test_sorts_out_the_smallest_in_whatever_order_they_come(self, size: int, order: str) -> None:
        rho = {
            "rising": np.arange(size) - 2000.0, "falling": -np.arange(size) - 5.0, "equal": np.full(size, -3.0),
            "shuffled": np.random.default_rng(1).permutation(size) - 5000.0, "waves": -(np.arange(size) % 3.0),
        }[order]  # fmt: skip
        p = size // 2

        total, _, _ = choose_count(rho, np.zeros(size, np.int8), p, np.zeros(size))

        assert total == np.sort(rho)[:p].sum()


class TestChoosingByMoney:
    @QUIET
    @given(market=markets(), data=st.data())
    def test_fills_the_money_as_a_fractional_knapsack(
        self, market: tuple[np.ndarray, np.ndarray, int], data: st.DataObject
    ) -> None:
        rho, state, _ = market
        cost = np.array([data.draw(st.integers(0, 5)) for _ in rho], float)
        budget = float(cost[state == 1].sum() + data.draw(st.integers(0, 12)))

        total, _ = choose_budget(rho, state, cost, budget, np.zeros(len(rho)))

        left, expected = Fraction(budget) - Fraction(cost[state == 1].sum()), Fraction(rho[state == 1].sum())
        wanted = [
            (Fraction(r), Fraction(c))
            for r, c in zip(rho[state == 0], cost[state == 0], strict=True)
            if r < 0
        ]
        for value, price in sorted(
            wanted, key=lambda pair: pair[0] / pair[1] if pair[1] else -(10**9) + pair[0]
        ):
            part = Fraction(1) if price <= left else left / price
            expected, left = expected + part * value, left - part * price
        assert total == pytest.approx(float(expected))

    @QUIET
    @given(market=markets(), data=st.data())
    def test_is_below_every_set_that_can_be_paid(
        self, market: tuple[np.ndarray, np.ndarray, int], data: st.DataObject
    ) -> None:
        rho, state, _ = market
        cost = np.array([data.draw(st.integers(0, 5)) for _ in rho], float)
        forced, free = np.flatnonzero(state == 1), np.flatnonzero(state == 0)
        budget = float(cost[forced].sum() + data.draw(st.integers(0, 8)))

        total, _ = choose_budget(rho, state, cost, budget, np.zeros(len(rho)))

        for size in range(len(free) + 1):
            for each in combinations(free, size):
                opened = [*forced, *each]
                assert cost[opened].sum() > budget or rho[opened].sum() >= total - 1e-9

    @QUIET
    @given(market=markets())
    def test_marks_what_it_buys_and_never_spends_more(
        self, market: tuple[np.ndarray, np.ndarray, int]
    ) -> None:
        rho, state, _ = market
        cost, chosen = np.arange(1.0, len(rho) + 1), np.zeros(len(rho))
        budget = float(cost[state == 1].sum() + 4)

        total, _ = choose_budget(rho, state, cost, budget, chosen)

        assert total == pytest.approx(rho @ chosen)
        assert cost @ chosen <= budget + 1e-9
        assert (chosen[state == -1] == 0).all()

    def test_tells_the_rate_of_the_site_bought_in_part(self) -> None:
        # 6 per rial for 1, then 4 per rial: three rial left of the five it costs.
        rho, cost = np.array([-6.0, -20.0, -1.0]), np.array([1.0, 5.0, 1.0])
        chosen = np.zeros(3)

        total, rate = choose_budget(rho, np.zeros(3, np.int8), cost, 4.0, chosen)

        assert rate == -4.0
        assert chosen.tolist() == [1.0, 0.6, 0.0]
        assert total == -6.0 - 0.6 * 20

    def test_tells_no_rate_when_all_that_helps_is_bought(self) -> None:
        rho, cost = np.array([-6.0, 0.0]), np.array([1.0, 5.0])

        total, rate = choose_budget(rho, np.zeros(2, np.int8), cost, 99.0, np.zeros(2))

        assert (total, rate) == (-6.0, 0.0)

    def test_takes_what_is_free_first_and_leaves_what_brings_nothing(self) -> None:
        rho, cost, chosen = np.array([-1.0, -9.0, 0.0]), np.array([0.0, 3.0, 0.0]), np.zeros(3)

        total, _ = choose_budget(rho, np.zeros(3, np.int8), cost, 3.0, chosen)

        assert total == -10.0
        assert chosen.tolist() == [1.0, 1.0, 0.0]

    def test_of_nothing_buys_nothing_dear(self) -> None:
        total, rate = choose_budget(np.array([-9.0]), np.zeros(1, np.int8), np.array([3.0]), 0.0, np.zeros(1))

        assert (total, rate) == (0.0, -3.0)
