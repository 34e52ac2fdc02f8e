"""The Lagrangian bound, climbed by the kernel, against its formula in plain Python and against all sets."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem
from hamafza_engines.siting._dual import Climb, Control
from hamafza_engines.siting._instance import Instance, instance_of
from hamafza_engines.siting._tree import Best, root_of

from .oracle import best_of
from .small import SHAPES, drawn, priced
from .twins import cost, lagrangian, least, site_values, unpacked

SEEDS = range(3)


def climbed(problem: Problem, rounds: int, **how: float) -> tuple[Instance, Climb, Control]:
    """Climb from the root of a problem towards its true best."""
    instance = instance_of(problem, Params())
    root = root_of(instance)
    best = best_of(problem)
    upper = float(problem.weights.sum()) - best if problem.radius is not None else best
    options = {"upper": upper, "target": inf, "step": 1.0, "least": 1e-4, "patience": 10, "shrink": 0.8} | how
    return instance, root, root.climb(rounds=rounds, **options)


def best_cost(problem: Problem) -> float:
    """Return the least cost as the instance counts it: in covering, the people left."""
    best = best_of(problem)
    return best if problem.radius is None else float(problem.weights.sum()) - best


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("radius", [None, 9.0], ids=["median", "cover"])
class TestTheBound:
    def test_is_never_above_the_best_however_far_it_climbs(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        problem = drawn(shape, seed, radius=radius)

        for rounds in (1, 5, 40, 400):
            _, root, _ = climbed(problem, rounds)
            assert root.bound <= best_cost(problem) * (1 + 1e-9) + 1e-9

    def test_is_the_formula_at_the_prices_that_are_kept(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        instance, root, _ = climbed(drawn(shape, seed, radius=radius), 60)

        formula = lagrangian(
            unpacked(*instance.lists),
            instance.weight.tolist(),
            root.price.tolist(),
            root.state.tolist(),
            root.p,
        )
        assert root.bound == pytest.approx(formula, rel=1e-9, abs=1e-9)

    def test_keeps_the_values_of_sites_at_those_prices(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        instance, root, _ = climbed(drawn(shape, seed, radius=radius), 60)

        values = site_values(
            unpacked(*instance.lists), instance.weight.tolist(), root.price.tolist(), len(root.state)
        )
        assert root.rho.tolist() == pytest.approx(values, rel=1e-9, abs=1e-9)


class TestTheClimb:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_never_loses_height(self, seed: int) -> None:
        _, root, going = climbed(drawn("broken km", seed), 1)

        heights = [root.bound, *(going.on(upper=1e3, target=inf, rounds=3) for _ in range(20))]

        assert heights == sorted(heights)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_goes_on_in_pieces_as_it_would_at_once(self, seed: int) -> None:
        problem = drawn("broken km", seed)
        _, whole, _ = climbed(problem, 30, patience=1000)

        _, parts, going = climbed(problem, 10, patience=1000)
        for _ in range(2):
            going.on(upper=best_of(problem), target=inf, rounds=10, patience=1000)

        assert parts.bound == whole.bound
        assert parts.price.tolist() == whole.price.tolist()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_reaches_the_best_where_the_relaxation_has_no_gap(self, seed: int) -> None:
        # Places on a line: the linear program of p-median is whole there (the matrix is totally balanced).
        line = np.sort(np.random.default_rng(seed).integers(0, 60, 9)).astype(float)
        problem = Problem.from_matrix(np.abs(np.subtract.outer(line, line)), p=3)

        _, root, _ = climbed(problem, 3000)

        assert root.bound == pytest.approx(best_of(problem), rel=1e-2)

    def test_stops_as_soon_as_the_target_is_reached(self) -> None:
        problem = drawn("whole km", 3, p=2)

        _, low, _ = climbed(problem, 1)
        _, root, _ = climbed(problem, 10_000, target=low.bound + 1e-6)

        assert low.bound < root.bound < best_of(problem)

    def test_is_done_when_its_step_has_become_too_small(self) -> None:
        _, _, going = climbed(drawn("whole km", 3, p=2), 100_000, patience=1, shrink=0.5)

        assert going.done

    def test_is_not_done_while_it_steps_on(self) -> None:
        _, _, going = climbed(drawn("whole km", 3, p=2), 2)

        assert not going.done

    @pytest.mark.parametrize("seed", SEEDS)
    def test_asks_no_price_above_the_farthest_and_none_below_the_nearest(self, seed: int) -> None:
        instance, root, _ = climbed(drawn("broken km", seed), 200)

        nearest = np.array([each[0][1] for each in unpacked(*instance.lists)])
        assert (root.price <= instance.far + 1e-12).all()
        assert (root.price >= nearest - 1e-12).all()

    def test_notes_which_site_it_chose(self) -> None:
        # Site 1 is the median of a heavy town; site 0 is nobody's.
        problem = Problem.from_matrix([[9.0, 0.0, 8.0], [9.0, 1.0, 7.0]], weights=[50, 40], p=1)

        instance, root, _ = climbed(problem, 100)

        assert instance.sites[root.share.argmax()] == 1
        assert ((root.share >= 0) & (root.share <= 1)).all()


class TestMoneyInTheBound:
    @pytest.mark.parametrize("seed", range(12))
    @pytest.mark.parametrize("limits", [{}, {"p": 2}, {"radius": 9.0}, {"existing": (3,)}])
    def test_stays_below_every_set_that_can_be_paid(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, **limits)
        if best_of(problem) is None:
            pytest.skip("no base can be paid")

        _, root, _ = climbed(problem, 200)

        assert root.bound <= best_cost(problem) * (1 + 1e-9) + 1e-9

    @pytest.mark.parametrize("seed", range(4))
    def test_lifts_the_bound_at_least_to_the_broken_knapsack(self, seed: int) -> None:
        # Each site reaches one place alone: people left = all - the knapsack that may buy its last site in part.
        chance = np.random.default_rng(seed)
        people, price = chance.integers(5, 20, 7), chance.integers(1, 9, 7)
        money = left = float(price.sum() // 2)
        bought = 0.0
        for worth, dear in sorted(zip(people, price, strict=True), key=lambda pair: -pair[0] / pair[1]):
            part = min(1.0, left / dear)
            bought, left = bought + part * worth, left - part * dear
        alone = np.where(np.eye(7, dtype=bool), 0.0, 9.0)

        _, root, _ = climbed(
            Problem.from_matrix(alone, weights=people, cost=price, budget=money, radius=1.0), 1500
        )

        assert root.bound >= (people.sum() - bought) * (1 - 1e-2)


class TestFixing:
    """Reduced costs: what they close or open for good belongs to no plan below the target."""

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("above", [0.0, 1.0])
    def test_keeps_every_plan_below_the_target(self, shape: str, seed: int, above: float) -> None:
        instance, root, going = climbed(drawn(shape, seed, radius=None if seed % 2 else 8.0), 80)
        lists, weight, far = unpacked(*instance.lists), instance.weight.tolist(), instance.far.tolist()
        best = least(lists, weight, far, root.state.tolist(), root.p)

        going.fix(best + above + 1e-6)

        assert least(lists, weight, far, root.state.tolist(), root.p) == pytest.approx(best)

    @pytest.mark.parametrize("seed", range(20))
    def test_keeps_every_plan_that_can_be_paid(self, seed: int) -> None:
        problem = priced(seed, p=None if seed % 2 else 4)
        if best_of(problem) is None:
            pytest.skip("no base can be paid")
        instance, root, going = climbed(problem, 80)
        lists, weight, far = unpacked(*instance.lists), instance.weight.tolist(), instance.far.tolist()
        money = (instance.cost.tolist(), instance.budget)
        best = least(lists, weight, far, root.state.tolist(), root.p, money)

        going.fix(best * (1 + 1e-6) + 1e-6)

        assert least(lists, weight, far, root.state.tolist(), root.p, money) == pytest.approx(best)

    @pytest.mark.parametrize("limits", [{"p": 3}, {"budget": 9.0}])
    def test_knows_after_steps_that_found_nothing_what_it_knew_before(
        self, limits: dict[str, object]
    ) -> None:
        chance = np.random.default_rng(2)
        problem = Problem.from_matrix(chance.integers(1, 30, (12, 6)), cost=np.arange(1.0, 7.0), **limits)
        _, root, going = climbed(problem, 5000, least=1e-9)
        height, known = root.bound, going.numbers[2:].tolist()

        going.on(upper=best_of(problem), target=inf, rounds=1)

        assert root.bound == height, "this step would prove nothing"
        assert going.numbers[2:].tolist() == known

    def test_leaves_only_the_best_where_the_bound_is_tight(self) -> None:
        # Two towns far apart, one base each: nothing else is near the least cost of 2.
        problem = Problem.from_matrix(
            [[0.0, 1.0, 90.0, 91.0], [1.0, 2.0, 92.0, 95.0], [90.0, 93.0, 0.0, 3.0], [95.0, 91.0, 1.0, 4.0]],
            p=2,
        )
        instance, root, going = climbed(problem, 300)

        going.fix(2.5)

        opened = {int(instance.sites[j]) for j in np.flatnonzero(root.state == 1)}
        assert opened == {0, 2}
        assert (root.state == -1).sum() == 2

    def test_closes_what_is_left_when_all_bases_stand(self) -> None:
        problem = drawn("whole km", 2, p=2, existing=(0, 1))
        _, root, going = climbed(problem, 5)

        going.fix(best_of(problem) * 2)

        assert (root.state == 0).sum() == 0


class TestTheTarget:
    """A bound as high as the target proves a plan."""

    def best(self, problem: Problem, gap: float = 1e-6) -> Best:
        instance = instance_of(problem, Params())
        opened = np.zeros(len(instance.state), np.int8)
        opened[:1] = 1
        lists = unpacked(*instance.lists)
        return Best(opened, cost(lists, instance.weight.tolist(), instance.far.tolist(), {0}), instance, gap)

    def test_is_a_whole_step_below_where_all_numbers_are_whole(self) -> None:
        # All km are multiples of 5, all weights of 2: costs come in tens.
        best = self.best(Problem.from_matrix([[5.0, 15.0], [20.0, 10.0]], weights=[2, 4], p=1))

        assert best.cost - 10 < best.target < best.cost - 9.9

    def test_is_the_gap_below_where_they_are_not(self) -> None:
        best = self.best(Problem.from_matrix([[5.5, 15.0], [20.0, 10.25]], weights=[2, 4], p=1), gap=0.01)

        assert best.target == pytest.approx(0.99 * best.cost)

    def test_counts_a_bound_above_it_as_the_cost_itself(self) -> None:
        best = self.best(Problem.from_matrix([[5.0, 15.0], [20.0, 10.0]], weights=[2, 4], p=1))

        assert best.proved_by(best.cost - 9) == best.cost
        assert best.proved_by(best.cost - 10.5) == best.cost - 10.5
        assert best.proved_by(best.cost + 3) == best.cost

    def test_keeps_a_cheaper_plan_and_no_other(self) -> None:
        best = self.best(Problem.from_matrix([[5.0, 15.0], [20.0, 10.0]], weights=[2, 4], p=1))
        before = best.cost
        other = np.array([0, 1], np.int8)

        assert best.offer(other, before - 1)
        assert not best.offer(np.array([1, 0], np.int8), before)
        assert (best.cost, best.opened.tolist()) == (before - 1, [0, 1])

    def test_does_not_share_the_plan_it_keeps(self) -> None:
        best = self.best(Problem.from_matrix([[5.0, 15.0], [20.0, 10.0]], weights=[2, 4], p=1))
        mine = np.array([0, 1], np.int8)

        best.offer(mine, 0.5)
        mine[:] = 0

        assert best.opened.tolist() == [0, 1]


def test_a_clock_that_is_over_climbs_no_further() -> None:
    from hamafza_engines.siting._median import locate

    instance = instance_of(drawn("broken km", 2, p=2), Params())

    _, bound = locate(instance, Params(), Within(seconds=0).started(), 0, lambda line: None)
    _, whole = locate(instance, Params(), Within(seconds=60).started(), 0, lambda line: None)

    assert bound <= whole
