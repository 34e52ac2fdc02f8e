"""The look at a merged problem before a large one: true to the people, and no proof rests on it."""

from __future__ import annotations

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params, Problem, _coarse, check, solve
from hamafza_engines.siting._coarse import look, merged
from hamafza_engines.siting._instance import Instance, instance_of
from hamafza_engines.siting._search import at_random, cost_of
from hamafza_engines.siting._tree import Best, root_of

from .generators import scattered
from .oracle import best_of
from .small import SHAPES, drawn, priced
from .twins import unpacked

LONG = Within(seconds=60)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem is looked at first."""
    monkeypatch.setattr(_coarse, "LARGE", 0)


def begun(problem: Problem) -> Best:
    """Return a plan by lot."""
    instance = instance_of(problem, Params())
    opened = at_random(instance, np.random.default_rng(1))
    return Best(opened, cost_of(instance, opened), instance, 1e-6)


@pytest.mark.usefixtures("looked")
@pytest.mark.parametrize("seed", range(3))
class TestTheAnswer:
    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("radius", [None, 8.0], ids=["median", "cover"])
    def test_is_the_best_of_all_sets_all_the_same(self, shape: str, seed: int, radius: float | None) -> None:
        problem = drawn(shape, seed, radius=radius)

        plan = solve(problem, stop=LONG)

        assert plan.value == pytest.approx(best_of(problem), rel=1e-6)
        assert (plan.status, check(problem, plan)) == ("proved", [])

    @pytest.mark.parametrize("limits", [{}, {"p": 2}, {"p": 4, "existing": (1, 3)}])
    def test_keeps_count_and_money_and_what_stands(self, seed: int, limits: dict[str, object]) -> None:
        problem = priced(seed, **limits)

        plan = solve(problem, params=Params(rounds=2, node_rounds=1), stop=LONG)

        best = best_of(problem)
        assert check(problem, plan) == []
        assert plan.status == "infeasible" if best is None else plan.value == pytest.approx(best)

    def test_has_an_honest_bound_when_only_the_look_was_taken(self, seed: int) -> None:
        problem = drawn("broken km", seed + 30, p=2)

        plan = solve(problem, params=Params(rounds=1, node_rounds=1, kicks=0, gap=0.5), stop=LONG)

        assert plan.bound <= best_of(problem) * (1 + 1e-9)


class TestMerging:
    @pytest.mark.parametrize("seed", range(5))
    def test_keeps_all_people(self, seed: int) -> None:
        whole = self.instance(seed)

        small, group = merged(whole)

        assert small.weight.sum() == whole.weight.sum()
        assert [whole.weight[group == k].sum() for k in range(len(small.weight))] == small.weight.tolist()

    @pytest.mark.parametrize("seed", range(5))
    def test_puts_places_of_one_nearest_site_together_and_no_others(self, seed: int) -> None:
        whole = self.instance(seed)

        _, group = merged(whole)

        head = [each[0][0] for each in unpacked(*whole.lists)]
        for i in range(len(head)):
            for j in range(len(head)):
                assert (head[i] == head[j]) == (group[i] == group[j])

    @pytest.mark.parametrize("seed", range(5))
    def test_lets_the_heaviest_of_them_stand_for_all(self, seed: int) -> None:
        whole = self.instance(seed)
        lists = unpacked(*whole.lists)

        small, group = merged(whole)

        for k, row in enumerate(unpacked(*small.lists)):
            mine = np.flatnonzero(group == k)
            heaviest = mine[whole.weight[mine].argmax()]
            assert row == lists[heaviest]
            assert small.far[k] == whole.far[heaviest]

    def test_claims_no_steps_of_costs(self) -> None:
        small, _ = merged(instance_of(drawn("whole km", 1, p=2), Params()))

        assert small.grain == 0

    def instance(self, seed: int) -> Instance:
        chance = np.random.default_rng(seed)
        return instance_of(
            Problem.from_matrix(chance.uniform(0, 30, (25, 5)), weights=chance.permutation(25) + 1, p=2),
            Params(),
        )


class TestTheLook:
    def test_is_not_taken_at_small_problems(self) -> None:
        best = begun(drawn("whole km", 1, p=2))
        root = root_of(best.instance)
        before = root.price.copy()

        assert not look(root, best, LONG.started())
        assert root.price.tolist() == before.tolist()

    @pytest.mark.usefixtures("looked")
    def test_is_not_taken_at_covers(self) -> None:
        best = begun(drawn("whole km", 1, p=2, radius=7.0))

        assert not look(root_of(best.instance), best, LONG.started())

    @pytest.mark.usefixtures("looked")
    @pytest.mark.parametrize("seed", range(3))
    def test_lets_the_climb_begin_higher(self, seed: int) -> None:
        best = begun(scattered(200, 30, 4, seed=seed))
        plain, warm = root_of(best.instance), root_of(best.instance)

        assert look(warm, best, LONG.started())
        for root in (plain, warm):
            root.climb(
                upper=best.cost, target=np.inf, rounds=1, step=0.3, least=1e-4, patience=10, shrink=0.8
            )

        assert plain.bound < warm.bound <= best.cost
        assert warm.bound > 0.8 * best.cost

    @pytest.mark.usefixtures("looked")
    @pytest.mark.parametrize("seed", range(3))
    def test_offers_a_plan_that_costs_what_is_told(self, seed: int) -> None:
        best = begun(scattered(200, 30, 4, seed=seed))
        before = best.cost

        look(root_of(best.instance), best, LONG.started())

        assert best.cost < before
        assert best.cost == pytest.approx(cost_of(best.instance, best.opened))
        assert best.opened.sum() <= best.instance.p

    @pytest.mark.usefixtures("looked")
    def test_asks_no_price_above_the_farthest(self) -> None:
        best = begun(scattered(200, 30, 4, seed=2))
        root = root_of(best.instance)

        look(root, best, LONG.started())

        assert (root.price <= best.instance.far).all()

    @pytest.mark.usefixtures("looked")
    def test_changes_no_plan_when_time_is_over(self) -> None:
        best = begun(scattered(200, 30, 4, seed=2))
        before = best.cost

        look(root_of(best.instance), best, Within(seconds=0).started())

        assert best.cost == before
