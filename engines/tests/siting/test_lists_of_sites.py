"""What the kernels are given: sorted lists that lose no site that matters, and the step in which costs come."""

from __future__ import annotations

from math import gcd

import numpy as np
import pytest

from hamafza_engines.siting import Params, Problem, _instance
from hamafza_engines.siting._dual_kernel import compress, reach, useful
from hamafza_engines.siting._instance import instance_of

from .oracle import arc
from .small import SHAPES, drawn, on_earth, priced
from .twins import drawn_lists, packed, unpacked

SEEDS = range(3)


def told(problem: Problem, params: Params = Params()) -> list[dict[int, float]]:
    """Return the lists with the problem's own numbers for sites."""
    instance = instance_of(problem, params)
    return [{int(instance.sites[j]): km for j, km in each} for each in unpacked(*instance.lists)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
class TestTheLists:
    def test_of_a_median_hold_every_site_at_its_km(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        rows = {tuple(sorted(each.items())) for each in told(problem)}

        sites = instance_of(problem, Params()).sites.tolist()
        asking = problem.distance[problem.weights > 0]
        assert rows == {tuple((j, row[j]) for j in sorted(sites)) for row in asking.tolist()}

    def test_of_a_cover_hold_the_sites_inside_at_no_cost(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed, radius=7.0)

        rows = sorted(tuple(sorted(each)) for each in told(problem))

        sites = instance_of(problem, Params()).sites.tolist()
        asking = np.unique(problem.distance[problem.weights > 0], axis=0)
        assert rows == sorted(tuple(j for j in sorted(sites) if row[j] <= 7.0) for row in asking.tolist())
        assert not any(km for each in told(problem) for km in each.values())

    def test_rise_from_near_to_far(self, shape: str, seed: int) -> None:
        instance = instance_of(drawn(shape, seed), Params())

        for each in unpacked(*instance.lists):
            assert [km for _, km in each] == sorted(km for _, km in each)

    def test_keep_all_people(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        assert instance_of(problem, Params()).weight.sum() == problem.weights.sum()


class TestShortLists:
    @pytest.fixture(autouse=True)
    def every_input_is_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_instance, "_BLOCK", 10)
        monkeypatch.setattr(_instance, "_SPARE", 1)

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("p", [2, 3, 6])
    def test_hold_the_nearest_sites_and_the_last_km_as_far(self, seed: int, p: int) -> None:
        problem = drawn("broken km", seed, p=p)
        keep = min(6, int(1.5 * 6 / p) + 1)

        instance = instance_of(problem, Params(neighbours=1.5))

        rows = sorted(sorted(row)[:keep] for row in problem.distance[problem.weights > 0].tolist())
        assert sorted([km for _, km in each] for each in unpacked(*instance.lists)) == rows
        assert instance.far.tolist() == [each[-1][1] for each in unpacked(*instance.lists)]

    @pytest.mark.parametrize("seed", SEEDS)
    def test_of_a_cover_are_not_cut(self, seed: int) -> None:
        problem = drawn("broken km", seed, radius=20.0)

        assert sum(map(len, told(problem))) == (problem.distance[problem.weights > 0] <= 20).sum()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_on_earth_are_the_same_block_by_block(self, seed: int) -> None:
        problem = on_earth(seed, p=1)

        rows = sorted(sorted(each.values()) for each in told(problem, Params(neighbours=9.0)))

        by_hand = sorted(sorted(arc(here, there) for there in problem.site_at) for here in problem.demand_at)
        assert np.allclose(rows, by_hand, rtol=1e-9)


class TestLimits:
    def test_open_no_more_than_the_money_could_ever_pay(self) -> None:
        # Two at 1 and one at 2 for 4 rial; the fourth, at 3, is beyond.
        problem = Problem.from_matrix(np.arange(8.0).reshape(2, 4), cost=[3, 1, 1, 2], budget=4.0)

        assert instance_of(problem, Params()).p == 3

    def test_charge_nothing_for_what_stands(self) -> None:
        instance = instance_of(priced(3, existing=(2, 4)), Params())

        assert not instance.cost[instance.state == 1].any()
        assert sorted(instance.sites[instance.state == 1].tolist()) == [2, 4]

    def test_count_no_more_than_there_are_sites(self) -> None:
        assert instance_of(drawn("whole km", 1, p=50), Params()).p == 6

    def test_without_money_have_no_end(self) -> None:
        assert instance_of(drawn("whole km", 1, p=2), Params()).budget == np.inf


class TestTheStep:
    """All costs are multiples of the grain; 0 when they may be any number."""

    @pytest.mark.parametrize("seed", range(10))
    def test_divides_the_cost_of_every_plan(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        km, people = 6 * chance.integers(0, 9, (5, 4)), 4 * chance.integers(1, 9, 5)

        grain = instance_of(Problem.from_matrix(km, weights=people, p=2), Params()).grain

        assert grain % 24 == 0
        costs = [people @ km[:, list(each)].min(axis=1) for each in [(0,), (1, 2), (0, 3), (2, 3)]]
        assert gcd(*map(int, costs)) % grain == 0

    def test_is_none_when_a_km_is_broken(self) -> None:
        assert instance_of(Problem.from_matrix([[1.5, 2.0]], p=1), Params()).grain == 0

    def test_is_none_when_people_are_broken(self) -> None:
        assert instance_of(Problem.from_matrix([[1.0, 2.0]], weights=[0.5], p=1), Params()).grain == 0

    def test_of_a_cover_is_that_of_people(self) -> None:
        problem = Problem.from_matrix([[1.25], [2.5], [9.0]], weights=[6, 9, 12], p=1, radius=3.0)

        assert instance_of(problem, Params()).grain == 3

    def test_is_none_beyond_what_whole_numbers_of_a_computer_hold(self) -> None:
        assert instance_of(Problem.from_matrix([[1e12, 1.0]], weights=[1e6], p=1), Params()).grain == 0


@pytest.mark.parametrize("seed", range(12))
class TestShorteningLists:
    def kept(self, seed: int) -> tuple[list[list[tuple[int, float]]], np.ndarray, np.ndarray]:
        chance = np.random.default_rng(seed)
        lists = drawn_lists(seed)
        high = chance.choice([0.0, 3.0, 5.0, 9.0], len(lists))
        return lists, high, np.array([0, -1, 1, 2, -1, 3], np.int32)

    def test_drops_closed_sites_and_what_no_price_reaches(self, seed: int) -> None:
        lists, high, renumber = self.kept(seed)

        short = unpacked(*compress(*packed(lists), high, renumber))

        assert short == [
            [(int(renumber[j]), km) for j, km in each if renumber[j] >= 0 and km <= top]
            for each, top in zip(lists, high, strict=True)
        ]

    def test_is_foretold_to_the_entry(self, seed: int) -> None:
        lists, high, renumber = self.kept(seed)

        assert useful(*packed(lists), high, renumber) == sum(
            renumber[j] >= 0 and km <= top for each, top in zip(lists, high, strict=True) for j, km in each
        )

    def test_an_open_site_caps_the_prices_of_those_near_it(self, seed: int) -> None:
        lists, high, _ = self.kept(seed)

        for site in range(6):
            lowered = reach(*packed(lists), site, high)
            near = [dict(each).get(site, np.inf) for each in lists]
            assert lowered.tolist() == np.minimum(high, near).tolist()

    def test_leaves_the_old_prices_alone(self, seed: int) -> None:
        lists, high, _ = self.kept(seed)
        before = high.copy()

        reach(*packed(lists), 2, high)

        assert high.tolist() == before.tolist()
