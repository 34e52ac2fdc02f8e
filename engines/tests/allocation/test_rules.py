"""Side rules one by one, with fairness beside them, and where dives meet the program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Change, Params, Problem, check, resolve, solve

from .conftest import random_problem

ALONE = Params(floor=0)


def hall(**more):
    """Return three needs that want one offer of ten and a smaller one."""
    given_ = {
        "need_amount": [6, 5, 4], "offer_amount": [10, 3], "arc_need": [0, 1, 2, 2], "arc_offer": [0, 0, 0, 1],
        "arc_worth": [5, 4, 3, 1],
    }  # fmt: skip
    return Problem(**(given_ | more))


def units(problem, params=ALONE):
    plan = solve(problem, params=params)
    assert check(problem, plan) == [] and plan.bound == plan.value
    return plan.flow.tolist()


def test_without_rules_the_dearest_are_served():
    assert units(hall()) == [6, 4, 0, 3]


class TestSingle:
    def test_an_offer_for_one_need_goes_where_all_of_it_is_worth_most(self):
        assert units(hall(offer_single=[1, 0])) == [6, 0, 0, 3]

    def test_a_larger_need_may_win_over_a_dearer_one(self):
        assert units(hall(offer_single=[1, 0], need_amount=[3, 5, 4])) == [0, 5, 0, 3]


class TestLots:
    def test_a_line_is_a_lot_or_nothing(self):
        assert units(hall(offer_lot=[5, 1])) == [5, 5, 0, 3]

    def test_a_lot_larger_than_the_offer_is_never_given(self):
        assert units(hall(offer_lot=[11, 4])) == [0, 0, 0, 0]

    def test_a_lot_of_one_is_no_rule(self):
        assert units(hall(offer_lot=[1, 1])) == units(hall())


class TestBundles:
    def test_a_need_alone_in_its_bundle_is_served_whole_or_not(self):
        assert units(hall(need_bundle=[-1, 0, -1])) == [5, 5, 0, 3]

    def test_needs_of_a_bundle_stand_and_fall_together(self):
        assert units(hall(need_bundle=[-1, 7, 7], arc_worth=[5, 1, 1, 1])) == [6, 0, 0, 0]

    def test_a_bundle_worth_more_drives_out_the_dearest_need(self):
        assert units(hall(need_bundle=[-1, 7, 7], arc_worth=[5, 9, 9, 9])) == [4, 5, 1, 3]

    def test_a_bundle_whose_need_asks_nothing_holds_nobody_back(self):
        assert units(hall(need_bundle=[3, 3, -1], need_amount=[6, 0, 4])) == [6, 0, 4, 0]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_rules_never_make_a_plan_worth_more(seed):
    ruled = random_problem(seed, needs=10, offers=5, arcs=25, most=12, rules=True)
    names = ("need_amount", "offer_amount", "arc_need", "arc_offer", "arc_worth", "need_group")
    free = Problem(**{name: getattr(ruled, name) for name in names})

    assert solve(ruled, params=ALONE).value <= solve(free, params=ALONE).value


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_dives_never_beat_the_program_nor_its_bound(seed):
    problem = random_problem(seed, needs=10, offers=5, arcs=25, most=12, rules=True)

    dive, program = solve(problem, params=Params(floor=0, mip_arcs=0)), solve(problem, params=ALONE)

    assert dive.value <= program.value <= min(dive.bound, program.bound)
    assert check(problem, dive) == check(problem, program) == []


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_a_change_under_rules_gives_what_a_full_solve_gives(seed, data):
    problem = random_problem(seed, needs=8, offers=5, arcs=20, most=9, rules=True)
    j = data.draw(st.integers(0, len(problem.offer_amount) - 1))
    change = Change(offer_amounts={j: data.draw(st.integers(0, 9))})

    again = resolve(solve(problem, params=ALONE), change)

    assert check(again.problem, again) == []
    assert again.value == solve(problem.changed(change), params=ALONE).value


@pytest.mark.parametrize("seed", range(30))
def test_fairness_is_an_aim_under_rules_and_costs_worth_never_more_than_told(seed):
    problem = random_problem(seed, needs=8, offers=5, groups=3, arcs=20, most=9, rules=True)

    fair, alone = solve(problem), solve(problem, params=ALONE)

    assert fair.value <= alone.value <= fair.value_without_fairness


def test_a_rule_in_one_component_leaves_the_others_to_the_flow():
    problem = hall(
        need_amount=[6, 5, 4, 8], offer_amount=[10, 3, 5], arc_need=[0, 1, 2, 2, 3], arc_offer=[0, 0, 0, 1, 2],
        arc_worth=[5, 4, 3, 1, 2], offer_single=[1, 0, 0],
    )  # fmt: skip

    assert units(problem)[4] == 5
