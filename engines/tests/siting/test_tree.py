"""Branch and bound, left to itself: the climb at the root is cut off, so that only branching can prove."""

from __future__ import annotations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, check, solve
from hamafza_engines.siting._instance import instance_of
from hamafza_engines.siting._search import at_random, cost_of, improve
from hamafza_engines.siting._tree import Best, prove, root_of, shrunk

from .oracle import best_of
from .small import SHAPES, drawn, priced
from .twins import unpacked

LONG = Within(seconds=60)
BARE = Params(rounds=1, node_rounds=1, kicks=0, gap=0.0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
class TestOfShapes:
    def test_a_median_is_proved_by_branching_alone(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed)

        plan = solve(problem, params=BARE, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-9)
        assert plan.status == "proved"

    def test_a_cover_is_proved_by_branching_alone(self, shape: str, seed: int) -> None:
        problem = drawn(shape, seed, radius=7.0)

        plan = solve(problem, params=BARE, stop=LONG)

        assert (plan.value, plan.bound) == (best_of(problem), best_of(problem))


@pytest.mark.parametrize("seed", range(5))
class TestOfLimits:
    @pytest.mark.parametrize("limits", [{}, {"p": 3}, {"radius": 9.0}, {"p": 3, "existing": (2,)}])
    def test_money_is_proved_by_branching_alone(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, params=BARE, stop=LONG)

        best = best_of(problem)
        assert plan.status == ("infeasible" if best is None else "proved")
        assert best is None or plan.value == pytest.approx(best)

    @pytest.mark.parametrize("standing", [(0,), (1, 4), (0, 2, 5)])
    def test_what_stands_is_kept_while_branching(self, seed: int, standing: tuple[int, ...]) -> None:
        problem = drawn("broken km", seed, p=4, existing=standing)

        plan = solve(problem, params=BARE, stop=LONG)

        assert set(standing) <= set(plan.opened)
        assert plan.value == pytest.approx(best_of(problem))

    @pytest.mark.parametrize("node_rounds", [1, 3, 10, 60])
    def test_the_length_of_a_climb_at_a_node_changes_no_answer(self, seed: int, node_rounds: int) -> None:
        problem = drawn("hairs apart", seed, p=3)

        plan = solve(problem, params=Params(rounds=1, node_rounds=node_rounds, gap=0.0), stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-12)


class Grown:
    """A problem with its root, and the worst plan that opens p sites."""

    def __init__(self, problem: Problem, gap: float = 1e-9) -> None:
        self.problem = problem
        self.instance = instance_of(problem, Params())
        opened = at_random(self.instance, np.random.default_rng(0))
        self.best = Best(opened, cost_of(self.instance, opened), self.instance, gap)
        self.root = root_of(self.instance)

    def prove(self, most: int | None = None, seconds: float | None = 60) -> float:
        """Search the tree."""
        return prove(self.root, self.best, BARE, Within(seconds).started(), most=most)


class TestTheSearch:
    @pytest.mark.parametrize("seed", range(10))
    def test_ends_with_the_best_plan_and_its_cost_as_bound(self, seed: int) -> None:
        grown = Grown(drawn("broken km", seed, p=3))

        bound = grown.prove()

        assert bound == pytest.approx(grown.best.cost)
        assert grown.best.cost == pytest.approx(best_of(grown.problem))

    @pytest.mark.parametrize("most", [1, 2, 5, 20])
    @pytest.mark.parametrize("seed", range(4))
    def test_cut_off_after_some_nodes_keeps_an_honest_bound(self, most: int, seed: int) -> None:
        grown = Grown(drawn("broken km", seed, p=3))

        bound = grown.prove(most)

        assert bound <= best_of(grown.problem) * (1 + 1e-9)

    def test_proves_more_with_more_nodes(self) -> None:
        bounds = [Grown(drawn("broken km", 3, p=3)).prove(most) for most in (2, 20, 200, None)]

        assert bounds == sorted(bounds)
        assert bounds[0] < bounds[-1]

    def test_out_of_time_claims_nothing(self) -> None:
        assert Grown(drawn("broken km", 3, p=3)).prove(seconds=0) == -np.inf

    def test_tells_where_it_is_now_and_then(self) -> None:
        chance = np.random.default_rng(5)
        said: list[str] = []

        solve(
            Problem.from_matrix(chance.integers(1, 30, (40, 20)), p=5),
            params=BARE,
            stop=LONG,
            say=said.append,
        )

        assert any(line.startswith("tree: 64 nodes") for line in said)

    def test_offers_plans_that_keep_count_and_money(self) -> None:
        offered: list[np.ndarray] = []
        grown = Grown(priced(5, p=3))
        keep = grown.best.offer
        grown.best.offer = lambda opened, cost=None: offered.append(opened.copy()) or keep(opened, cost)

        grown.prove()

        assert offered
        assert all(each.sum() <= 3 for each in offered)
        assert all(grown.instance.cost @ each <= grown.instance.budget for each in offered)


class TestShrinking:
    def test_leaves_closed_sites_out_and_keeps_the_numbers_of_the_rest(self) -> None:
        grown = Grown(drawn("whole km", 1, p=2))
        before = grown.root
        before.state[[0, 2, 3]] = -1

        after = shrunk(before)

        assert after.sites.tolist() == [1, 4, 5]
        assert all(site < 3 for each in unpacked(*after.lists) for site, _ in each)

    def test_keeps_the_km_of_every_site_that_is_left(self) -> None:
        grown = Grown(drawn("whole km", 1, p=2))
        grown.root.state[[0, 2, 3]] = -1

        after = shrunk(grown.root)

        whole = unpacked(*grown.instance.lists)
        assert [
            [(int(after.sites[j]), km) for j, km in each] for each in unpacked(*after.lists)
        ] == [[(j, km) for j, km in each if j in {1, 4, 5}] for each in whole]  # fmt: skip

    def test_leaves_a_node_alone_where_little_would_be_saved(self) -> None:
        grown = Grown(drawn("many sites, few places", 1, p=2))
        grown.root.state[0] = -1

        assert shrunk(grown.root) is grown.root


class TestRoomAtANode:
    def test_is_what_count_and_money_leave(self) -> None:
        grown = Grown(Problem.from_matrix([[1.0, 2.0, 3.0]], p=2, cost=[3, 2, 4], budget=9.0))
        node = grown.root
        dearest = int(node.cost.argmax())
        assert (node.left, node.money) == (2, pytest.approx(9.0))

        node.state[dearest] = 1

        assert (node.left, node.money) == (1, pytest.approx(5.0))

    def test_below_nothing_has_no_plans(self) -> None:
        grown = Grown(drawn("whole km", 1, p=2))
        cost = grown.best.cost
        grown.root.state[:3] = 1

        assert grown.root.left == -1
        assert grown.prove() == grown.best.cost == cost


class TestAfterASwapSearch:
    @pytest.mark.parametrize("seed", range(6))
    def test_the_tree_finds_what_swaps_alone_do_not(self, seed: int) -> None:
        grown = Grown(drawn("hairs apart", seed, p=3))
        opened = grown.best.opened.copy()
        swapped = improve(grown.instance, opened, LONG.started())

        grown.prove()

        assert grown.best.cost <= swapped + 1e-12
        assert grown.best.cost == pytest.approx(best_of(grown.problem), rel=1e-12)

    def test_a_plan_where_swaps_are_stuck_is_bettered(self) -> None:
        # Bases at 2 and 3 (cost 8): each single exchange costs 8 or more; 0 and 1 together cost 4.
        km = [[1.0, 5, 4, 2], [1, 5, 2, 4], [5, 1, 4, 2], [5, 1, 2, 4]]
        problem = Problem.from_matrix(km, p=2)

        plan = solve(problem, params=BARE, stop=LONG)

        assert (plan.opened, plan.value) == ((0, 1), 4.0)
        assert check(problem, plan) == []
