"""Parts of a large plan mended alone: the part is told truly, and what comes back fits into the whole."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, _median, _regions, check, solve
from hamafza_engines.siting._dive import dive
from hamafza_engines.siting._instance import Instance, instance_of
from hamafza_engines.siting._regions import mend, part_of
from hamafza_engines.siting._search import at_random, cost_of
from hamafza_engines.siting._search_kernel import region
from hamafza_engines.siting._tree import Best, root_of

from .generators import scattered
from .oracle import best_of
from .small import SHAPES, drawn, priced
from .twins import packed

LONG = Within(seconds=60)
BARE = Params(rounds=1, node_rounds=1, kicks=0, gap=0.0)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan counts as wide and hopeless, and a region is two bases: small problems take the long way."""
    monkeypatch.setattr(_median, "WIDE", 0)
    monkeypatch.setattr(_median, "_HOPELESS", -1)
    monkeypatch.setattr(_regions, "_SIZE", 2)


def started(problem: Problem) -> Best:
    """Return a plan by lot, with its cost."""
    instance = instance_of(problem, Params())
    opened = at_random(instance, np.random.default_rng(1))
    return Best(opened, cost_of(instance, opened), instance, 1e-9)


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("seed", range(4))
class TestTheLongWay:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_ends_at_the_best_of_all_sets(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, params=BARE, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem))
        assert (plan.status, check(problem, plan)) == ("proved", [])

    @pytest.mark.parametrize("limits", [{}, {"p": 3}, {"radius": 9.0}, {"p": 3, "existing": (1,)}])
    def test_keeps_count_and_money(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, params=BARE, stop=LONG)

        assert check(problem, plan) == []
        assert plan.status == "infeasible" or plan.value == pytest.approx(best_of(problem))

    @pytest.mark.parametrize("standing", [(0,), (1, 5)])
    def test_moves_nothing_that_stands(self, seed: int, standing: tuple[int, ...]) -> None:
        problem = drawn("broken km", seed, p=4, existing=standing)

        plan = solve(problem, params=BARE, stop=LONG)

        assert set(standing) <= set(plan.opened)
        assert plan.value == pytest.approx(best_of(problem))


@pytest.mark.usefixtures("wide")
class TestWhereNothingBetterIsLeft:
    """Found by trying: reduced costs had opened more sites than the count allows, which means the end."""

    def test_a_cover_with_free_sites_keeps_its_count(self) -> None:
        near = [[3, 4, 5], [4, 5], [], [2], [3, 4], [0, 1], [0, 5]]  # the sites within 1 km of each place
        problem = Problem.from_matrix(
            [[1.0 if j in sites else 2.0 for j in range(6)] for sites in near], weights=[5, 4, 3, 3, 5, 1, 1],
            p=1, radius=1.0, cost=[2, 0, 0, 5, 2, 5], budget=0.0,
        )  # fmt: skip

        plan = solve(problem, stop=LONG)

        assert check(problem, plan) == []
        assert plan.value == best_of(problem) == 3

    def test_a_median_with_free_sites_keeps_its_count(self) -> None:
        km = [[1, 3, 3, 1, 0, 0], [4, 2, 4, 2, 1, 4], [2, 1, 0, 4, 1, 3]]
        problem = Problem.from_matrix(km, weights=[2, 3, 1], p=2, cost=[0, 1, 0, 5, 3, 3], budget=1.0)

        plan = solve(problem, stop=LONG)

        assert check(problem, plan) == []
        assert plan.value == best_of(problem) == 9

    def test_a_dive_from_there_offers_nothing(self) -> None:
        best = started(drawn("whole km", 1, p=2))
        root = root_of(best.instance)
        root.state[:3] = 1
        before = best.cost

        assert not dive(root, best, LONG.started(), np.random.default_rng(1), part=0.5)
        assert best.cost == before
        assert best.opened.sum() == 2


class TestAPart:
    """The cost of a choice inside a part differs from the cost in the whole by one constant."""

    @pytest.mark.parametrize("seed", range(8))
    @pytest.mark.parametrize("radius", [None, 12.0], ids=["median", "cover"])
    def test_counts_every_choice_as_the_whole_does(self, seed: int, radius: float | None) -> None:
        whole = instance_of(drawn("broken km", seed, p=4, radius=radius), Params())
        fixed = np.array([1, 0, 0, 0, 1, 0], np.int8)
        free = np.array([False, True, True, True, False, False])

        part, numbers = part_of(whole, fixed, free)

        differences = [
            cost_of(whole, self.whole_plan(whole, fixed, numbers, each))
            - cost_of(part, self.plan(part, each))
            for size in range(4)
            for each in combinations(range(3), size)
        ]
        assert differences == pytest.approx([differences[0]] * 8)

    def test_has_the_count_and_the_money_that_are_left(self) -> None:
        whole = instance_of(priced(4, p=4), Params())
        fixed = np.zeros(len(whole.state), np.int8)
        fixed[[0, 2]] = 1
        free = fixed == 0

        part, numbers = part_of(whole, fixed, free)

        assert part.p == whole.p - 2
        assert part.budget == pytest.approx(whole.budget - whole.cost[[0, 2]].sum())
        assert part.cost.tolist() == whole.cost[numbers].tolist()

    def test_leaves_out_places_that_no_free_site_could_serve_better(self) -> None:
        # Place 0 lives at the fixed site; only place 1 may feel a change.
        whole = instance_of(Problem.from_matrix([[0.0, 5.0, 6.0], [9.0, 1.0, 2.0]], p=2), Params())
        fixed = np.zeros(3, np.int8)
        fixed[[k for k in range(3) if whole.sites[k] == 0]] = 1

        part, _ = part_of(whole, fixed, fixed == 0)

        assert len(part.weight) == 1

    @staticmethod
    def plan(part: Instance, each: tuple[int, ...]) -> np.ndarray:
        opened = np.zeros(len(part.state), np.int8)
        opened[list(each)] = 1
        return opened

    @staticmethod
    def whole_plan(
        whole: Instance, fixed: np.ndarray, numbers: np.ndarray, each: tuple[int, ...]
    ) -> np.ndarray:
        opened = fixed.copy()
        opened[numbers[list(each)]] = 1
        return opened


class TestGrowingARegion:
    # Three places in a row; each lists its own base first, then that of its neighbour.
    ROW = [[(0, 0.0), (4, 1.0), (1, 2.0)], [(1, 0.0), (2, 2.0)], [(2, 0.0), (5, 1.0), (3, 2.0)], [(3, 0.0)]]
    OPEN = np.array([1, 1, 1, 1, 0, 0], np.int8)
    CORE = np.array([0, 0, 0, 0, 1, 1], np.int8)

    def grown(self, centre: int, size: int) -> tuple[list[int], list[int]]:
        start, site, _ = packed(self.ROW)
        mine, around = region(start, site, self.OPEN, self.CORE, centre, size)
        return np.flatnonzero(mine).tolist(), np.flatnonzero(around).tolist()

    def test_begins_with_the_centre_alone(self) -> None:
        assert self.grown(0, 1)[0] == [0]

    @pytest.mark.parametrize(("size", "bases"), [(2, [0, 1]), (3, [0, 1, 2]), (4, [0, 1, 2, 3])])
    def test_takes_the_bases_next_door_first(self, size: int, bases: list[int]) -> None:
        assert self.grown(0, size)[0] == bases

    def test_ends_where_nobody_is_next_door(self) -> None:
        assert self.grown(3, 4)[0] == [3]

    def test_marks_the_likely_sites_on_the_way_and_no_others(self) -> None:
        assert self.grown(0, 2)[1] == [4]

    def test_counts_a_base_once_that_many_places_share(self) -> None:
        start, site, _ = packed([[(0, 0.0), (1, 1.0)], [(0, 0.0), (1, 1.0)], [(0, 0.0), (2, 3.0)]])

        mine, _ = region(start, site, np.ones(3, np.int8), np.zeros(3, np.int8), 0, 3)

        assert mine.tolist() == [1, 1, 1]

    def test_never_holds_more_than_its_size(self) -> None:
        chance = np.random.default_rng(3)
        for _ in range(30):
            lists = [[(int(j), float(k)) for k, j in enumerate(chance.permutation(12))] for _ in range(20)]
            start, site, _ = packed(lists)
            opened = (chance.random(12) < 0.5).astype(np.int8)
            opened[0] = 1

            mine, around = region(start, site, opened, 1 - opened, 0, 4)

            assert mine.sum() <= 4
            assert (opened[mine == 1] == 1).all()
            assert (opened[around == 1] == 0).all()


class TestMending:
    @pytest.mark.parametrize("seed", range(5))
    def test_never_makes_a_plan_worse_and_tells_how_often_it_helped(self, seed: int) -> None:
        best = started(scattered(60, 30, 14, seed=seed))
        root = root_of(best.instance)
        root.share[:] = 1.0
        before = best.cost

        mended = mend(best, root, Params(), LONG.started(), np.random.default_rng(seed))

        assert mended > 0
        assert best.cost < before
        assert best.cost == pytest.approx(cost_of(best.instance, best.opened))

    def test_opens_no_site_that_the_dual_never_liked(self) -> None:
        best = started(scattered(60, 30, 14, seed=1))
        root = root_of(best.instance)
        shut = best.opened == 0

        mend(best, root, Params(), LONG.started(), np.random.default_rng(1))

        assert (best.opened[shut] == 0).all()

    def test_of_a_whole_region_reaches_the_best(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # A region as large as the plan is the problem itself.
        monkeypatch.setattr(_regions, "_SIZE", 6)
        problem = drawn("hairs apart", 2, p=3)
        best = started(problem)
        root = root_of(best.instance)
        root.share[:] = 1.0

        mend(best, root, Params(), LONG.started(), np.random.default_rng(1))

        assert best.cost == pytest.approx(best_of(problem), rel=1e-7)

    def test_stops_with_the_clock(self) -> None:
        best = started(scattered(60, 30, 14, seed=1))

        assert (
            mend(
                best, root_of(best.instance), Params(), Within(seconds=0).started(), np.random.default_rng(1)
            )
            == 0
        )


class TestADive:
    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("part", [0.05, 0.5, 0.99])
    def test_ends_with_a_plan_within_the_count(self, shape: str, part: float) -> None:
        best = started(drawn(shape, 3))
        before = best.cost

        better = dive(root_of(best.instance), best, LONG.started(), np.random.default_rng(1), part=part)

        assert best.opened.sum() <= best.instance.p
        assert (best.cost < before) == better

    @pytest.mark.parametrize("seed", range(8))
    def test_keeps_within_the_money(self, seed: int) -> None:
        problem = priced(seed, p=4, existing=(2,))
        best = started(problem)

        dive(root_of(best.instance), best, LONG.started(), np.random.default_rng(1), part=0.5)

        assert best.instance.cost @ best.opened <= best.instance.budget
        assert (best.opened[best.instance.state == 1] == 1).all()

    def test_leaves_the_root_as_it_was(self) -> None:
        best = started(drawn("broken km", 3, p=3))
        root = root_of(best.instance)
        state, price, bound = root.state.copy(), root.price.copy(), root.bound

        dive(root, best, LONG.started(), np.random.default_rng(1), part=0.5)

        assert (root.state.tolist(), root.price.tolist(), root.bound) == (
            state.tolist(),
            price.tolist(),
            bound,
        )
