"""What the caller may turn, the seed and the length of lists, turns no answer; what is no seed is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import BadInput, Params, Problem, _instance, check, solve

from .oracle import best_of
from .small import SHAPES, drawn, on_earth, priced

LONG = Within(seconds=60)
SHORTEST = Params(neighbours=1.01, gap=0.0)


class TestASeed:
    @pytest.mark.parametrize("seed", [0, 1, 7, 2**31, 2**64, np.int64(5)])
    def test_may_be_any_whole_number_from_nought(self, seed: int) -> None:
        assert solve(drawn("whole km", 1), seed=seed).status == "proved"

    @pytest.mark.parametrize("seed", [-1, 1.5, None, "۱", True, float("nan"), (1, 2)])
    def test_that_is_none_is_refused_by_name_and_value(self, seed: object) -> None:
        with pytest.raises(BadInput) as fault:
            solve(drawn("whole km", 1), seed=seed)

        assert (fault.value.field, fault.value.remedy) == ("seed", "give a whole number from 0")
        assert repr(seed) in str(fault.value)

    def test_is_refused_even_where_nothing_is_to_be_decided(self) -> None:
        with pytest.raises(BadInput, match="seed"):
            solve(drawn("whole km", 1, p=0), seed=-1)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every input counts as large, its lists are as short as they may be."""
    monkeypatch.setattr(_instance, "_BLOCK", 8)
    monkeypatch.setattr(_instance, "_SPARE", 0)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("seed", range(3))
class TestShortLists:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_find_and_prove_the_best_of_all_sets(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, params=SHORTEST, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-9)
        assert (plan.status, check(problem, plan)) == ("proved", [])

    @pytest.mark.parametrize("rounds", [1, 5, 50])
    def test_never_lift_the_bound_above_the_best(self, seed: int, rounds: int) -> None:
        problem = drawn("broken km", seed + 60, p=4)

        plan = solve(problem, params=replace(SHORTEST, rounds=rounds, kicks=0), stop=Within(seconds=0))

        assert plan.bound <= best_of(problem) * (1 + 1e-9)
        assert plan.value >= best_of(problem) * (1 - 1e-9)

    @pytest.mark.parametrize("limits", [{}, {"p": 4}, {"p": 4, "existing": (5,)}])
    def test_keep_to_the_money(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, params=SHORTEST, stop=LONG)

        best = best_of(problem)
        assert check(problem, plan) == []
        assert plan.status == "infeasible" if best is None else plan.value == pytest.approx(best)

    def test_send_people_to_a_far_base_that_stands_alone(self, seed: int) -> None:
        # The only base stands at the end of every list: none of the short ones holds it.
        near = drawn("broken km", seed, p=1)
        km = np.column_stack((near.distance, np.full(7, 500.0)))
        problem = Problem.from_matrix(km, weights=near.weights, p=1, existing=(6,))

        plan = solve(problem, params=SHORTEST, stop=LONG)

        assert plan.opened == (6,)
        assert plan.value == 500 * near.weights.sum()
        assert plan.status == "proved"

    def test_on_earth_are_sorted_by_the_chord_as_by_the_arc(self, seed: int) -> None:
        problem = on_earth(seed, p=3)

        plan = solve(problem, params=SHORTEST, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem))
        assert plan.status == "proved"

    def test_give_the_same_from_any_length(self, seed: int) -> None:
        problem = drawn("hairs apart", seed, p=3)

        values = {
            solve(problem, params=Params(neighbours=k, gap=0.0), stop=LONG).value for k in (1.01, 2.0, 9.0)
        }

        assert values == {solve(problem, params=Params(gap=0.0), stop=LONG).value}


class TestHowHardToTry:
    @pytest.mark.parametrize("rounds", [1, 2, 30, 2000])
    @pytest.mark.parametrize("node_rounds", [1, 40])
    @pytest.mark.parametrize("kicks", [0, 3])
    def test_changes_the_way_and_not_the_answer(self, rounds: int, node_rounds: int, kicks: int) -> None:
        problem = drawn("hairs apart", 3, p=3)

        plan = solve(
            problem, params=Params(rounds=rounds, node_rounds=node_rounds, kicks=kicks, gap=0.0), stop=LONG
        )

        assert plan.value == pytest.approx(best_of(problem), rel=1e-12)
        assert plan.status == "proved"

    def test_with_no_gap_at_all_ends_all_the_same(self) -> None:
        plan = solve(drawn("broken km", 4, p=3), params=Params(gap=0.0), stop=LONG)

        assert (plan.status, plan.gap) == ("proved", pytest.approx(0.0, abs=1e-9))

    @pytest.mark.parametrize("gap", [0.01, 0.1, 0.4, 0.9])
    @pytest.mark.parametrize("radius", [None, 3.0], ids=["median", "cover"])
    def test_with_a_wide_gap_never_tells_a_bound_that_was_not_proved(
        self, gap: float, radius: float | None
    ) -> None:
        km = np.random.default_rng(5).integers(1, 30, (60, 25))
        problem = Problem.from_matrix(km, p=6, radius=radius)
        best = solve(problem, params=Params(gap=0.0), stop=LONG).value

        plan = solve(problem, params=Params(gap=gap, rounds=5, kicks=0), stop=LONG)

        low, high = sorted((plan.value, plan.bound))
        assert plan.status == "proved"
        assert low <= best <= high
        assert plan.gap == pytest.approx((high - low) / plan.value)

    def test_with_a_wide_gap_says_how_wide_it_is(self) -> None:
        km = np.random.default_rng(5).integers(1, 30, (60, 25))

        plan = solve(Problem.from_matrix(km, p=6), params=Params(gap=0.4, rounds=40), stop=LONG)

        assert 0 < plan.gap <= 0.4
