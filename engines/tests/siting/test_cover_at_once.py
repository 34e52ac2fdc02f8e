"""The first cover, there before any library is loaded: against greed in plain Python, and against the best."""

from __future__ import annotations

import os
import subprocess
import sys
from math import e
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from hamafza_engines import siting
from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, _solve, check, solve
from hamafza_engines.siting._greedy import cover
from hamafza_engines.siting._instance import Instance, instance_of

from .generators import scattered
from .oracle import best_of, worth
from .small import SHAPES, drawn, priced

NOW = Within(seconds=0)
LONG = Within(seconds=60)


def instance(problem: Problem) -> Instance:
    return instance_of(problem, Params())


def sites(problem: Problem) -> tuple[int, ...]:
    """Return the problem's own numbers of the sites that greed opens."""
    mine = instance(problem)
    return tuple(sorted(mine.sites[cover(mine)[0] == 1].tolist()))


class TestGreed:
    @pytest.mark.parametrize("seed", range(10))
    def test_takes_each_time_the_site_that_reaches_most_more(self, seed: int) -> None:
        # People in powers of two: no two sets of places weigh the same, so greed has one way to go.
        chance = np.random.default_rng(seed)
        problem = Problem.from_matrix(
            chance.integers(0, 20, (9, 7)), weights=2.0 ** np.arange(9), p=3, radius=7.0
        )
        taken: tuple[int, ...] = ()
        for _ in range(3):
            best = max(range(7), key=lambda j: worth(problem, (*taken, j)))
            taken += (best,) if worth(problem, (*taken, best)) > worth(problem, taken) else ()

        assert worth(problem, sites(problem)) == worth(problem, taken)
        assert len(sites(problem)) == len(taken)

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", range(3))
    def test_tells_truly_whom_it_leaves(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed, radius=7.0)

        _, left = cover(instance(problem))

        assert left == problem.weights.sum() - worth(problem, sites(problem))

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", range(3))
    def test_reaches_the_share_that_is_proved_of_it(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed, radius=7.0)

        assert worth(problem, sites(problem)) >= (1 - 1 / e) * best_of(problem)

    @pytest.mark.parametrize("seed", range(10))
    @pytest.mark.parametrize("limits", [{}, {"p": 2}, {"p": 4, "existing": (1, 3)}])
    def test_keeps_count_and_money_and_what_stands(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, radius=9.0, **limits)

        opened = sites(problem)

        assert len(opened) <= (problem.p or 6)
        assert sum(problem.cost[j] for j in opened if j not in problem.existing) <= problem.budget
        assert set(problem.existing) <= set(opened)

    def test_opens_nothing_that_helps_nobody(self) -> None:
        problem = Problem.from_matrix([[1.0, 1.0, 9.0], [9.0, 9.0, 9.0]], p=3, radius=2.0)

        assert len(sites(problem)) == 1

    def test_reads_places_that_nobody_reaches(self) -> None:
        problem = Problem.from_matrix(
            [[9.0, 9.0], [1.0, 9.0], [9.0, 9.0]], weights=[1, 2, 4], p=1, radius=2.0
        )

        assert cover(instance(problem))[1] == 5.0


class TestTheAnswerAtOnce:
    @pytest.fixture
    def unready(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Fail when a kernel is loaded."""

        def load() -> None:
            raise AssertionError("no kernel may be loaded before the first cover is told")

        monkeypatch.setattr(_solve, "warm", load)

    @pytest.mark.usefixtures("unready")
    @pytest.mark.parametrize("seed", range(5))
    def test_is_a_sound_plan_without_any_kernel(self, seed: int) -> None:
        problem = drawn("whole km", seed, radius=7.0)

        plan = solve(problem, stop=NOW)

        assert check(problem, plan) == []
        assert plan.value <= best_of(problem) <= plan.bound

    @pytest.mark.usefixtures("unready")
    def test_knows_that_nobody_reaches_the_remote(self) -> None:
        problem = Problem.from_matrix(
            [[9.0, 9.0], [1.0, 9.0], [9.0, 1.0]], weights=[1, 2, 4], p=1, radius=2.0
        )

        plan = solve(problem, stop=NOW)

        assert (plan.value, plan.bound, plan.status) == (4.0, 6.0, "stopped")

    @pytest.mark.usefixtures("unready")
    def test_is_proved_where_it_leaves_only_the_remote(self) -> None:
        problem = Problem.from_matrix([[9.0, 9.0], [1.0, 1.0]], weights=[1, 2], p=1, radius=2.0)

        assert solve(problem, stop=NOW).status == "proved"

    def test_is_told_before_the_first_plan(self) -> None:
        said: list[str] = []

        solve(drawn("whole km", 1, radius=7.0), stop=LONG, say=said.append)

        assert said[0].startswith("at once: ")
        assert float(said[1].removeprefix("first plan: ")) <= float(said[0].removeprefix("at once: "))

    @pytest.mark.slow  # a process of its own
    def test_waits_for_no_compiler_in_a_fresh_process(self) -> None:
        script = (
            "import sys; from hamafza_engines.siting import Problem, solve\n"
            "def say(line): sys.exit(print(line.split(':')[0], 'numba' in sys.modules))\n"
            "solve(Problem.from_matrix([[0, 4], [4, 0]], p=1, radius=1.0), say=say)"
        )

        told = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": str(Path(siting.__file__).parents[2])},
        ).stdout  # fmt: skip

        assert told.strip() == "at once False"


class TestTimeThatIsNoSearch:
    @pytest.mark.slow  # sleeps for a moment
    def test_is_left_out_of_a_running_clock(self) -> None:
        clock = Within(seconds=60).started()

        with clock.paused():
            sleep(0.15)

        assert clock.spent() < 0.15
        assert clock.left() > 59.85

    def test_is_nothing_to_a_clock_that_does_not_run(self) -> None:
        limit = Within(seconds=60)

        with limit.paused():
            pass

        assert limit.spent() == 0.0

    @pytest.mark.slow  # loads slowly on purpose
    def test_is_that_of_loading_kernels(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_solve, "warm", lambda: sleep(0.3))

        plan = solve(scattered(20, 8, 2, seed=1), stop=Within(seconds=0.25))

        assert plan.status == "proved"
        assert plan.seconds < 0.25
