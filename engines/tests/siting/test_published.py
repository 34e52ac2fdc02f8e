"""The OR-Library: read as it asks, and its own instances when a folder with them is named.

J. E. Beasley, "A note on solving large p-median problems", EJOR 21 (1985) 270-273; optima as published there.
HAMAFZA_PMED=folder with pmed1.txt ... pmed40.txt runs them all; without it generated ones of the same form stand in.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from hamafza_engines.frame import Within
from hamafza_engines.siting import check, read_pmed, solve

from .generators import roads

FOLDER = Path(os.environ.get("HAMAFZA_PMED", "/nowhere"))
OPTIMA = dict(enumerate((
    5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255, 7696, 6634, 4374, 2968, 1729, 8162, 6999, 4809, 2845,
    1789, 9138, 8579, 4619, 2961, 1828, 9917, 8307, 4498, 3033, 1989, 10086, 9297, 4700, 3013, 10400, 9934, 5057,
    11060, 9423, 5128,
), start=1))  # fmt: skip


@pytest.mark.slow  # up to 900 nodes each
@pytest.mark.parametrize("number", sorted(OPTIMA))
def test_every_instance_is_proved_at_its_published_optimum(number: int) -> None:
    path = FOLDER / f"pmed{number}.txt"
    if not path.exists():
        pytest.skip("name a folder with the OR-Library's pmed files in HAMAFZA_PMED")

    plan = solve(read_pmed(path), stop=Within(seconds=100))

    assert (plan.value, plan.bound, plan.status) == (OPTIMA[number], OPTIMA[number], "proved")


@pytest.mark.slow  # HiGHS proves each one too
@pytest.mark.parametrize(("n", "p", "seed"), [(20, 3, 1), (30, 5, 2), (40, 2, 3), (40, 10, 4)])
def test_generated_ones_agree_with_an_integer_program(tmp_path: Path, n: int, p: int, seed: int) -> None:
    text, ways = roads(n, p, seed)
    (tmp_path / "one.txt").write_text(text)

    problem = read_pmed(tmp_path / "one.txt")
    plan = solve(problem)

    assert np.array_equal(problem.distance, ways)
    assert plan.value == plan.bound == pytest.approx(_by_highs(ways, p))
    assert check(problem, plan) == []


def test_of_an_edge_given_twice_the_last_cost_counts(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("2 2 1\n1 2 9\n2 1 4\n")

    assert read_pmed(tmp_path / "one.txt").distance[0, 1] == 4


@pytest.mark.slow  # above 1,500 nodes a heap takes over from Floyd
def test_long_roads_are_as_short_by_heap_as_by_floyd(monkeypatch: pytest.MonkeyPatch) -> None:
    from hamafza_engines.siting import _distances

    _, ways = roads(60, 3, seed=5)
    edges = [(i, j, ways[i, j]) for i in range(60) for j in range(i)] + [(0, 1, 0.0)]
    by_floyd = _distances.over_roads(60, edges)
    monkeypatch.setattr(_distances, "_DENSE", 10)

    assert np.allclose(_distances.over_roads(60, edges), by_floyd)


def _by_highs(ways: np.ndarray, p: int) -> float:
    n = len(ways)
    one_each = np.hstack((np.kron(np.eye(n), np.ones(n)), np.zeros((n, n))))
    open_first = np.hstack((np.eye(n * n), -np.tile(np.eye(n), (n, 1))))
    count = np.concatenate((np.zeros(n * n), np.ones(n)))[None, :]
    found = milp(
        np.concatenate((ways.ravel(), np.zeros(n))),
        constraints=[
            LinearConstraint(one_each, 1, 1), LinearConstraint(open_first, -np.inf, 0), LinearConstraint(count, 0, p),
        ],
        integrality=np.concatenate((np.zeros(n * n), np.ones(n))), bounds=Bounds(0, 1),
    )  # fmt: skip
    return float(found.fun)
