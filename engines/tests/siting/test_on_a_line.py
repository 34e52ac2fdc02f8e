"""Places on a road are solved exactly by cutting the road into pieces: a second solver for problems of any size.

p-median on a line: Love, "One-dimensional facility location-allocation using dynamic programming" (1976).
Covering on a line: the same cuts, each piece the people of one circle.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve

LONG = Within(seconds=60)


class Road:
    """Villages along a road, each with people and maybe a base."""

    def __init__(self, seed: int, size: int, *, whole: bool = True) -> None:
        chance = np.random.default_rng(seed)
        at = chance.integers(0, 500, size) if whole else chance.uniform(0, 500, size)
        self.at = np.sort(at).astype(float).tolist()
        self.people = chance.integers(1, 20, size).astype(float).tolist()
        self.km = np.abs(np.subtract.outer(self.at, self.at))

    def problem(self, p: int, **limits: object) -> Problem:
        return Problem.from_matrix(self.km, weights=self.people, p=p, **limits)

    def median(self, p: int) -> float:
        """Return the least person-km: the last base serves the villages from a cut to the end."""
        size = len(self.at)

        @cache
        def one(a: int, b: int) -> float:
            return min(
                sum(self.people[i] * abs(self.at[i] - self.at[j]) for i in range(a, b)) for j in range(a, b)
            )

        @cache
        def first(b: int, bases: int) -> float:
            if b == 0:
                return 0.0
            if bases == 0:
                return float("inf")
            return min(first(a, bases - 1) + one(a, b) for a in range(b))

        return first(size, p)

    def cover(self, p: int, radius: float) -> float:
        """Return the most people: bases from left to right, each counting whom the one before has not."""
        size = len(self.at)
        reach = [[i for i in range(size) if abs(self.at[i] - at) <= radius] for at in self.at]

        @cache
        def most(base: int, bases: int) -> float:
            """Return the most from this base on, which is open."""
            here = sum(self.people[i] for i in reach[base])
            if bases == 1:
                return here
            best = here
            for other in range(base + 1, size):
                shared = sum(self.people[i] for i in reach[base] if i in reach[other])
                best = max(best, here - shared + most(other, bases - 1))
            return best

        return max(most(base, p) for base in range(size))


@pytest.mark.parametrize("p", [1, 2, 3, 5, 9])
class TestThirtyVillages:
    @pytest.mark.parametrize("seed", range(3))
    def test_have_the_median_of_the_best_cuts(self, seed: int, p: int) -> None:
        road = Road(seed, 30)

        plan = solve(road.problem(p), stop=LONG)

        assert (plan.value, plan.status) == (road.median(p), "proved")
        assert check(plan.problem, plan) == []

    @pytest.mark.parametrize("seed", range(3))
    def test_have_it_at_broken_km_too(self, seed: int, p: int) -> None:
        road = Road(seed, 30, whole=False)

        plan = solve(road.problem(p), stop=LONG)

        assert plan.value == pytest.approx(road.median(p), rel=1e-6)

    @pytest.mark.parametrize("radius", [5.0, 20.0, 60.0])
    def test_have_the_cover_of_the_best_cuts(self, radius: float, p: int) -> None:
        road = Road(7, 30)

        plan = solve(road.problem(p, radius=radius), stop=LONG)

        assert (plan.value, plan.status) == (road.cover(p, radius), "proved")

    def test_have_it_by_the_tree_alone(self, p: int) -> None:
        road = Road(11, 30)

        plan = solve(road.problem(p), params=Params(rounds=1, node_rounds=5, kicks=0), stop=LONG)

        assert plan.value == road.median(p)

    def test_send_everybody_to_one_piece_of_road(self, p: int) -> None:
        road = Road(3, 30)

        served = solve(road.problem(p), stop=LONG).served.tolist()

        # Bases of neighbours never cross: villages of one base stand in a row.
        assert served == sorted(served)


class TestFifty:
    @pytest.mark.slow  # the cuts of fifty villages
    @pytest.mark.parametrize("p", [2, 12, 30, 50])
    def test_villages_have_the_median_of_the_best_cuts(self, p: int) -> None:
        road = Road(5, 50)

        plan = solve(road.problem(p), stop=LONG)

        assert (plan.value, plan.bound) == (road.median(p), road.median(p))

    @pytest.mark.slow  # the cuts of more than fifty
    def test_villages_need_forty_bases_where_regions_begin(self) -> None:
        road = Road(6, 56)

        plan = solve(road.problem(40), params=Params(rounds=5, kicks=1), stop=LONG)

        assert (plan.value, plan.status) == (road.median(40), "proved")


class TestTheOracleItself:
    """A second solver that is wrong would prove nothing."""

    def test_knows_three_villages(self) -> None:
        road = Road(1, 3)
        road.at, road.people = [0.0, 4.0, 9.0], [10.0, 1.0, 8.0]

        # Bases at both ends leave the middle 4 km from the left one.
        assert road.median(2) == 4.0
        assert road.median(1) == 1 * 4 + 8 * 9
        assert road.cover(1, 4.5) == 11.0
        assert road.cover(1, 5.0) == 19.0

    @pytest.mark.parametrize("seed", range(4))
    def test_agrees_with_every_pair(self, seed: int) -> None:
        road = Road(seed, 8)

        pairs = [
            sum(w * min(abs(at - a), abs(at - b)) for at, w in zip(road.at, road.people, strict=True))
            for a in road.at
            for b in road.at
        ]

        assert road.median(2) == min(pairs)
