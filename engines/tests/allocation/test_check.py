"""The check finds each kind of breach, and nothing in a sound plan."""

from dataclasses import replace

import numpy as np
import pytest

from hamafza_engines.allocation import Pin, Problem, check, solve

from .conftest import random_problem

PROBLEM = Problem(
    need_amount=[4, 4, 2, 2], offer_amount=[6, 3], arc_need=[0, 1, 2, 3, 3], arc_offer=[0, 0, 0, 0, 1],
    arc_worth=[5, 4, 3, 2, 1], need_group=[0, 0, 1, 1], need_bundle=[-1, -1, 0, 0], offer_single=[0, 1],
    offer_lot=[2, 1], forbidden=frozenset({(1, 0)}), pinned=(Pin(0, 0, 3),),
)  # fmt: skip


def broken(*flow, problem=PROBLEM):
    """Return the rules that a plan with these units breaks, its own figures set right."""
    units = np.array(flow)
    value = int((units * problem.arc_worth).sum())
    plan = replace(solve(problem), problem=problem, flow=units, value=value, bounds=np.array([value]))
    return {violation.rule for violation in check(problem, plan)}


def test_a_sound_plan_breaks_nothing():
    assert check(PROBLEM, solve(PROBLEM)) == [] and broken(3, 0, 0, 0, 0) == set()


@pytest.mark.parametrize(
    ("flow", "rules"),
    [
        ((3, 0, 0, 0, -1), {"negative", "bundle", "lot"}),
        ((3, 0, 3, 0, 0), {"need_over", "bundle"}),
        ((3, 0, 2, 2, 0), {"offer_over"}),
        ((3, 2, 0, 0, 0), {"forbidden"}),
        ((4, 0, 0, 0, 0), {"pinned"}),
        ((0, 0, 0, 0, 0), {"pinned"}),
        ((3, 0, 2, 0, 0), {"bundle"}),
        ((3, 0, 2, 1, 1), {"lot"}),
    ],
)
def test_each_breach_is_named(flow, rules):
    assert broken(*flow) == rules


def test_an_offer_for_one_need_that_goes_to_two_is_named():
    problem = Problem(
        need_amount=[1, 1],
        offer_amount=[2],
        arc_need=[0, 1],
        arc_offer=[0, 0],
        arc_worth=[1, 1],
        offer_single=[1],
    )

    assert broken(1, 1, problem=problem) == {"single"}


def test_a_group_below_its_floor_is_named():
    problem = Problem(
        need_amount=[3, 3],
        offer_amount=[4],
        arc_need=[0, 1],
        arc_offer=[0, 0],
        arc_worth=[2, 1],
        need_group=[0, 1],
    )

    assert broken(3, 1, problem=problem) == {"floor"} and broken(2, 2, problem=problem) == set()


def test_a_wrong_value_and_a_bound_below_it_are_named():
    plan = solve(PROBLEM)

    assert {each.rule for each in check(PROBLEM, replace(plan, value=plan.value + 1))} == {"value"}


def test_a_plan_of_another_problem_is_named():
    plan = solve(random_problem(3))

    assert [each.rule for each in check(PROBLEM, plan)] == ["length"]


def test_breaches_carry_the_names_people_know():
    named = Problem(
        need_amount=[1], offer_amount=[5], arc_need=[0], arc_offer=[0], arc_worth=[1],
        need_ids=["پتوی خانوادهٔ الف"], offer_ids=["خیّر ب"],
    )  # fmt: skip
    plan = replace(solve(named), flow=np.array([2]), value=2)

    assert check(named, plan)[0].where == "پتوی خانوادهٔ الف"
