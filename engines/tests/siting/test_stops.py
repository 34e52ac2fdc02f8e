"""A search that is stopped, by the clock or by Ctrl-C, hands over a sound plan and claims no more than it knows."""

from __future__ import annotations

import signal

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Plan, Problem, check, solve
from hamafza_engines.siting._median import locate

from .generators import scattered
from .oracle import best_of
from .small import SHAPES, drawn, priced

LONG = Within(seconds=60)
NOW = Within(seconds=0)
HARD = np.random.default_rng(5).integers(1, 30, (60, 25)).astype(float)  # no metric: the tree has work to do


class Clock(Within):
    """A clock that is over when it has been asked so often: the same place in the search every time."""

    def __init__(self, asked: int) -> None:
        super().__init__(seconds=None)
        self.asked = asked

    def started(self) -> Within:
        return self

    def over(self) -> bool:
        self.asked -= 1
        return self.asked < 0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("radius", [None, 8.0], ids=["median", "cover"])
class TestAtOnce:
    def test_every_shape_has_a_sound_plan(self, shape: str, radius: float | None) -> None:
        problem = drawn(shape, 1, radius=radius)

        assert check(problem, solve(problem, stop=NOW)) == []

    def test_the_best_lies_between_the_plan_and_its_bound(self, shape: str, radius: float | None) -> None:
        problem = drawn(shape, 1, radius=radius)

        plan = solve(problem, stop=NOW)

        low, high = sorted((plan.value, plan.bound))
        assert low * (1 - 1e-9) <= best_of(problem) <= high * (1 + 1e-9)

    def test_proved_is_said_only_of_the_best(self, shape: str, radius: float | None) -> None:
        problem = drawn(shape, 1, radius=radius)

        plan = solve(problem, stop=NOW)

        assert plan.status == "stopped" or plan.value == pytest.approx(best_of(problem), rel=1e-6)


class TestAnywhere:
    @pytest.mark.parametrize("asked", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 200])
    def test_in_the_search_the_plan_is_sound_and_its_gap_honest(self, asked: int) -> None:
        problem = Problem.from_matrix(HARD, p=6)
        best = solve(problem, stop=LONG).value

        plan = solve(problem, params=Params(rounds=10, node_rounds=3), stop=Clock(asked))

        assert check(problem, plan) == []
        assert plan.bound <= best <= plan.value
        assert plan.status == "stopped" or plan.value == best

    @pytest.mark.parametrize("asked", [0, 1, 2, 4, 8, 16, 32])
    @pytest.mark.parametrize("seed", range(4))
    def test_with_money_the_plan_can_be_paid(self, asked: int, seed: int) -> None:
        problem = priced(seed + 20, existing=(3,))

        plan = solve(problem, params=Params(rounds=2, node_rounds=1), stop=Clock(asked))

        assert check(problem, plan) == []
        assert plan.bound <= best_of(problem) * (1 + 1e-9) <= plan.value * (1 + 1e-8)

    @pytest.mark.parametrize("asked", [0, 1, 3, 9, 27])
    def test_with_room_the_plan_overfills_no_base(self, asked: int) -> None:
        problem = Problem.from_matrix(HARD[:8, :6], p=4, capacity=[2, 3, 2, 3, 2, 3])

        plan = solve(problem, stop=Clock(asked))

        assert check(problem, plan) == []
        assert plan.bound <= best_of(problem) + 1e-6 <= plan.value + 1e-5

    def test_later_it_knows_no_less(self) -> None:
        problem = Problem.from_matrix(HARD, p=6)

        plans = [
            solve(problem, params=Params(rounds=10, node_rounds=3), stop=Clock(k))
            for k in (0, 4, 20, 100, 10**6)
        ]

        assert [plan.value for plan in plans] == sorted((plan.value for plan in plans), reverse=True)
        assert [plan.bound for plan in plans] == sorted(plan.bound for plan in plans)
        assert plans[-1].status == "proved"


class TestCtrlC:
    PROBLEM = Problem.from_matrix(HARD, p=6)

    def pressed_at(
        self, words: str, problem: Problem = PROBLEM, stop: Within = Within(seconds=60)
    ) -> tuple[Plan, list[str]]:
        """Press Ctrl-C when the search first says some words."""
        said: list[str] = []

        def say(line: str) -> None:
            said.append(line)
            if sum(each.startswith(words) for each in said) == 1 and line.startswith(words):
                signal.raise_signal(signal.SIGINT)

        params = Params(rounds=10, node_rounds=1, kicks=2, gap=0.0)
        return solve(problem, params=params, stop=stop, say=say), said

    @pytest.mark.parametrize(
        "words", ["first plan", "bound", "dived", "kicked", "sites left", "tree: 64 nodes"]
    )
    def test_ends_the_search_there_with_a_sound_plan(self, words: str) -> None:
        plan, said = self.pressed_at(words)

        assert any(line.startswith(words) for line in said), "it was pressed indeed"
        assert check(plan.problem, plan) == []
        assert plan.status == "stopped"

    def test_is_given_back_to_python_afterwards(self) -> None:
        before = signal.getsignal(signal.SIGINT)

        self.pressed_at("first plan")

        assert signal.getsignal(signal.SIGINT) is before

    def test_does_not_stop_the_next_search_of_the_same_limit(self) -> None:
        stop = Within(seconds=60)

        hurried, _ = self.pressed_at("first plan", stop=stop)

        assert hurried.status == "stopped"
        assert solve(self.PROBLEM, stop=stop).status == "proved"

    def test_in_the_middle_of_full_bases_ends_all_of_it(self) -> None:
        problem = Problem.from_matrix(HARD[:8, :6], p=4, capacity=[2, 3, 2, 3, 2, 3])

        plan, said = self.pressed_at("first plan", problem)

        assert not any(line.startswith("exact program") for line in said)
        assert check(problem, plan) == []


class TestWhatIsSaid:
    def lines(self, problem: Problem, **how: object) -> list[str]:
        said: list[str] = []
        solve(problem, stop=LONG, say=said.append, **how)
        return said

    def test_begins_with_the_first_plan_and_the_bound(self) -> None:
        said = self.lines(drawn("whole km", 1, p=2))

        assert said[0].startswith("first plan: ")
        assert said[1].startswith("bound: ")

    def test_is_true_of_the_first_plan(self) -> None:
        problem = drawn("whole km", 1, p=2)

        first = float(self.lines(problem)[0].removeprefix("first plan: "))

        assert first >= best_of(problem)

    def test_never_tells_a_bound_above_a_plan(self) -> None:
        said = self.lines(Problem.from_matrix(HARD, p=6), params=Params(rounds=10, node_rounds=3))

        told = [line.removeprefix("bound: ").split(", plan: ") for line in said if line.startswith("bound: ")]
        assert told
        assert all(float(bound) <= float(plan) for bound, plan in told)

    def test_tells_of_full_bases_what_the_whole_program_found(self) -> None:
        said = self.lines(Problem.from_matrix(HARD[:8, :6], p=4, capacity=[2, 3, 2, 3, 2, 3]))

        assert said[-1].startswith("exact program: ")

    def test_is_nothing_where_nothing_is_to_be_decided(self) -> None:
        assert self.lines(Problem.from_matrix(HARD, p=0)) == []


class TestTheTime:
    def test_spent_is_told_and_is_no_more_than_was_given(self) -> None:
        plan = solve(scattered(120, 40, 6, seed=1), stop=Within(seconds=5))

        assert 0 < plan.seconds < 5

    @pytest.mark.parametrize("runs", [False, True])
    @pytest.mark.parametrize("seconds", [None, 60])
    def test_may_be_without_end_or_run_already(self, seconds: float | None, runs: bool) -> None:
        stop = Within(seconds=seconds)

        plan = solve(drawn("whole km", 1), stop=stop.started() if runs else stop)

        assert plan.status == "proved"

    def test_of_the_default_serves_two_searches_in_turn(self) -> None:
        once, again = solve(drawn("whole km", 1)), solve(drawn("whole km", 2))

        assert once.status == again.status == "proved"


class TestTheLastWord:
    """The value of the search and the plan's own count are one."""

    @pytest.mark.parametrize("shape", SHAPES)
    def test_of_the_search_is_the_value_of_the_plan(self, shape: str) -> None:
        from hamafza_engines.siting._instance import instance_of

        problem = drawn(shape, 3)
        instance = instance_of(problem, Params())

        best, bound = locate(instance, Params(), LONG.started(), 0, lambda line: None)

        assert solve(problem, stop=LONG).value == pytest.approx(best.cost)
        assert bound == pytest.approx(best.cost, rel=1e-6)

    def test_is_asked_again_with_longer_lists_where_people_live_beyond_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from hamafza_engines.siting import _instance

        # Ten towns near ten sites each; lists of one entry send nobody to the base that opens.
        monkeypatch.setattr(_instance, "_BLOCK", 1)
        monkeypatch.setattr(_instance, "_SPARE", 0)
        chance = np.random.default_rng(2)
        problem = Problem.from_matrix(chance.integers(1, 90, (14, 10)), p=5)
        said: list[str] = []

        plan = solve(problem, params=Params(neighbours=1.01), stop=LONG, say=said.append)

        assert sum(line.startswith("first plan") for line in said) > 1
        assert (plan.value, plan.status) == (best_of(problem), "proved")
