"""Why here, why not there, and what one more would bring: against counting by hand."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest

from hamafza_engines.siting import BadInput, Plan, Problem, check, solve

from .generators import scattered


class Setting(NamedTuple):
    """A plan and a way to count the value of any set of bases."""

    plan: Plan

    def value(self, opened: set[int]) -> float:
        problem = self.plan.problem
        near = problem.distance[:, sorted(opened)].min(axis=1)
        if problem.radius is not None:
            return -float(problem.weights[near <= problem.radius].sum())
        return float(problem.weights @ near)


@pytest.fixture(params=[None, 9.0], ids=["median", "cover"])
def setting(request: pytest.FixtureRequest) -> Setting:
    chance = np.random.default_rng(8)
    problem = Problem.from_matrix(
        chance.integers(1, 40, (25, 9)),
        weights=chance.integers(1, 9, 25),
        p=3,
        radius=request.param,
        existing=(4,),
    )
    return Setting(solve(problem))


def test_worth_is_what_the_plan_loses_without_the_base(setting: Setting) -> None:
    opened = set(setting.plan.opened)

    for site in opened:
        lost = setting.value(opened - {site}) - setting.value(opened)
        assert setting.plan.explain(site).worth == pytest.approx(lost)


def test_a_closed_site_tells_what_it_would_bring_as_one_more(setting: Setting) -> None:
    opened = set(setting.plan.opened)
    gains = {site: setting.value(opened) - setting.value(opened | {site}) for site in set(range(9)) - opened}

    assert {site: setting.plan.explain(site).worth for site in gains} == pytest.approx(gains)
    assert setting.plan.one_more()[1] == pytest.approx(max(gains.values()))


def test_the_rival_of_a_base_is_the_best_in_its_place(setting: Setting) -> None:
    opened = set(setting.plan.opened)

    for site in opened:
        best = max(
            setting.value(opened) - setting.value(opened - {site} | {other})
            for other in set(range(9)) - opened
        )
        why = setting.plan.explain(site)
        assert why.rival_worth == pytest.approx(best)
        assert setting.value(opened) - setting.value(opened - {site} | {why.rival}) == pytest.approx(best)


def test_a_closed_site_would_replace_a_base_that_may_go(setting: Setting) -> None:
    opened = set(setting.plan.opened)

    for site in set(range(9)) - opened:
        best = max(setting.value(opened) - setting.value(opened - {other} | {site}) for other in opened - {4})
        why = setting.plan.explain(site)
        assert why.rival != 4
        assert why.rival_worth == pytest.approx(best)
        assert why.rival_worth <= 1e-9


def test_the_people_of_a_base_go_somewhere(setting: Setting) -> None:
    for site in setting.plan.opened:
        why = setting.plan.explain(site)
        assert sum(people for _, people in why.falls_to) == pytest.approx(why.people)
        assert site not in dict(why.falls_to)


def test_existing_opened_and_closed_are_told_apart(setting: Setting) -> None:
    states = {site: setting.plan.explain(site).state for site in range(9)}

    assert states[4] == "existing"
    assert sorted(states.values()).count("opened") == 2
    assert sorted(states.values()).count("closed") == 6


def test_the_only_base_is_worth_everything() -> None:
    plan = solve(Problem.from_matrix([[1.0, 2.0], [3.0, 1.0]], p=1))

    assert plan.explain(plan.opened[0]).worth == float("inf")
    assert plan.explain(plan.opened[0]).falls_to == ((-1, 2.0),)
    assert plan.explain(plan.opened[0]).rival_worth == pytest.approx(-1.0)


@pytest.mark.parametrize("site", [-1, 9])
def test_a_site_that_is_none_is_refused(setting: Setting, site: int) -> None:
    with pytest.raises(BadInput, match="site"):
        setting.plan.explain(site)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("radius", [None, 200.0])
def test_summary_speaks_both_languages(language: str, radius: float | None) -> None:
    names = tuple("الف ب پ ت ث ج چ ح خ د".split())
    plan = solve(scattered(30, 10, 3, seed=1, radius=radius, existing=(2,), site_names=names))

    told = plan.summary(language)

    assert ("ثابت شد" if language == "fa" else "Proved") in told
    assert len(told.splitlines()) >= 5
    assert not (language == "fa" and any(digit in told for digit in "0123456789"))


class TestCheck:
    """A check that never finds anything would prove nothing."""

    def plan(self, **changes: object) -> tuple[Problem, Plan]:
        problem = Problem.from_matrix([[1.0, 9.0], [9.0, 2.0], [4.0, 5.0]], p=1)
        good = solve(problem)
        fields = {name: getattr(good, name) for name in good.__dataclass_fields__}
        return problem, Plan(**{**fields, **changes})

    def rules(self, **changes: object) -> set[str]:
        return {found.rule for found in check(*self.plan(**changes))}

    def test_a_sound_plan_is_clean(self) -> None:
        assert self.rules() == set()

    def test_too_many_bases(self) -> None:
        assert "too_many_bases" in self.rules(opened=(0, 1))

    def test_a_wrong_value(self) -> None:
        assert "value_untrue" in self.rules(value=3.0, bound=3.0)

    def test_a_bound_above_the_value(self) -> None:
        assert "bound_crossed" in self.rules(bound=99.0)

    def test_somebody_sent_to_a_closed_base(self) -> None:
        opened = self.plan()[1].opened[0]
        assert "served_by_closed" in self.rules(served=np.array([1 - opened] * 3))

    def test_somebody_forgotten(self) -> None:
        opened = self.plan()[1].opened[0]
        assert "people_miscounted" in self.rules(served=np.array([opened, opened, -1]))

    def test_somebody_sent_beyond_the_nearest(self) -> None:
        assert "not_the_nearest" in self.rules(opened=(0, 1), served=np.array([1, 1, 1]))

    def test_an_existing_base_closed_money_overdrawn_radius_and_room_exceeded(self) -> None:
        problem = Problem.from_matrix(
            [[1.0, 9.0]], weights=[5], p=2, budget=0, cost=[3, 3], existing=(1,), capacity=[2, 9], radius=0.5
        )
        plan = Plan(problem, (0,), np.array([0]), np.array([1.0]), ((0, 0, 5.0),), 5.0, 5.0, "proved")

        assert {found.rule for found in check(problem, plan)} == {
            "existing_closed", "budget_exceeded", "served_beyond_radius", "capacity_exceeded",
        }  # fmt: skip


def test_brute_force_agrees_that_no_exchange_is_left() -> None:
    problem = scattered(40, 12, 4, seed=6)
    plan = solve(problem)

    pairs = [(site, plan.explain(site).rival_worth) for site in range(12)]

    assert all(worth <= 1e-6 * plan.value for _, worth in pairs)
    assert len(list(combinations(plan.opened, 2))) == 6
