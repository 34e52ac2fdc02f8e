"""A change, an override and its price: only the touched component moves, and the answer is that of a full solve."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Change, Params, Pin, Problem, check, price, resolve, solve
from hamafza_engines.frame import BadInput

from .conftest import chain, random_problem


def shop():
    """Two needs of different worth want one offer; a third stands apart."""
    return Problem(
        need_amount=[4, 4, 5], offer_amount=[5, 5], arc_need=[0, 1, 2], arc_offer=[0, 0, 1],
        arc_worth=[9, 2, 1], need_group=[0, 1, 2],
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data(), floor=st.sampled_from([0, 0.6, 1.0]))
def test_a_change_gives_what_a_full_solve_gives(seed, data, floor):
    problem = random_problem(seed, needs=10, offers=6, groups=6, arcs=14, most=9)
    change = Change(
        need_amounts={data.draw(st.integers(0, len(problem.need_amount) - 1)): data.draw(st.integers(0, 12))},
        offer_amounts={
            data.draw(st.integers(0, len(problem.offer_amount) - 1)): data.draw(st.integers(0, 12))
        },
    )
    params = Params(floor=floor)

    again, anew = (
        resolve(solve(problem, params=params), change),
        solve(problem.changed(change), params=params),
    )

    assert check(again.problem, again) == []
    assert (again.value, again.bound, again.status) == (anew.value, anew.bound, anew.status)
    assert again.value_without_fairness == anew.value_without_fairness
    # Of several best plans one or the other may be found: which units serve a group may differ, not what it is sure of.
    assert sorted((one.group, one.asked) for one in again.groups()) == sorted(
        (one.group, one.asked) for one in anew.groups()
    )
    assert again.floor.tolist() == anew.floor.tolist()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_overrides_give_what_a_full_solve_gives_and_go_away_again(seed, data):
    problem = random_problem(seed, needs=8, offers=5, arcs=14, most=9)
    fit = [
        (int(i), int(j))
        for i, j in zip(problem.arc_need, problem.arc_offer, strict=True)
        if problem.need_amount[i] and problem.offer_amount[j]
    ]
    if not fit:
        return
    pin, ban = data.draw(st.sampled_from(fit)), data.draw(st.sampled_from(fit))
    change = Change(pinned=(Pin(*pin, 1),), forbidden=frozenset({ban} - {pin}))
    plan = solve(problem)

    again = resolve(plan, change)

    anew = solve(problem.changed(change))
    assert check(again.problem, again) == []
    assert (again.value, again.bound) == (anew.value, anew.bound)
    back = resolve(again, Change(released=frozenset({pin, ban})))
    assert (back.value, back.groups()) == (plan.value, plan.groups())


def test_only_the_touched_component_moves():
    problem = chain(4, needs=30, offers=8, groups=3, blocks=5)
    plan = solve(problem)

    again = resolve(plan, Change(offer_amounts={8 * 2: 0}))

    elsewhere = problem.arc_need // 30 != 2
    assert (again.flow[elsewhere] == plan.flow[elsewhere]).all()
    assert again.value < plan.value and again.bound == again.value


def test_a_donor_who_withdraws_leaves_nothing_on_the_offer():
    again = resolve(solve(shop()), Change(offer_amounts={0: 0}))

    assert again.served().tolist() == [0, 0, 5]


def test_a_pin_beyond_the_best_has_its_price():
    plan = solve(shop(), params=Params(floor=0))

    cost = price(plan, pinned=(Pin(1, 0, 3),))

    assert plan.value == 9 * 4 + 2 + 5
    assert cost.plan.served().tolist() == [2, 3, 5]
    assert cost.worth == 14 and cost.units == 0
    assert cost.share == pytest.approx(14 / 43)


def test_a_forbidden_pair_has_its_price_in_units_too():
    cost = price(solve(shop()), forbidden=frozenset({(2, 1)}))

    assert (cost.worth, cost.units) == (5, 5)
    assert cost.plan.explain(2).reason == "no_offer"
    assert cost.plan.explain(2).offers[0].why == "forbidden"


def test_what_costs_nothing_is_told_so():
    cost = price(solve(shop()), pinned=(Pin(2, 1, 5),))

    assert (cost.worth, cost.units, cost.share) == (0, 0, 0.0)


def test_no_change_changes_nothing():
    plan = solve(shop())

    assert resolve(plan, Change()).flow.tolist() == plan.flow.tolist()


def test_the_old_plan_stays_as_it_was():
    plan = solve(shop())
    before = plan.flow.tolist(), plan.value, plan.bound

    resolve(plan, Change(need_amounts={0: 0}))

    assert (plan.flow.tolist(), plan.value, plan.bound) == before
    assert plan.problem.need_amount.tolist() == [4, 4, 5]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(need_amounts={9: 1}), "need_amount"),
        (Change(offer_amounts={0: -1}), "offer_amount"),
        (Change(pinned=(Pin(0, 1, 1),)), "pinned"),
        (Change(pinned=(Pin(0, 0, 99),)), "pinned"),
        (Change(pinned=(Pin(0, 0, 0),)), "pinned"),
        (Change(pinned=(Pin(0, 0, 1),), forbidden=frozenset({(0, 0)})), "pinned"),
        (Change(pinned=(Pin(0, 0, 3), Pin(1, 0, 3))), "pinned"),
        (Change(forbidden=frozenset({(0, 7)})), "forbidden"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, field):
    with pytest.raises(BadInput) as refused:
        resolve(solve(shop()), change)

    assert refused.value.field == field


def test_a_pin_counts_for_the_share_of_its_group():
    """Two counties of ten; one has six by hand already, so equal shares give the rest to the other."""
    problem = Problem(
        need_amount=[10, 10], offer_amount=[6, 6], arc_need=[0, 0, 1], arc_offer=[0, 1, 1], arc_worth=[1, 9, 1],
        need_group=[0, 1], pinned=(Pin(0, 0, 6),),
    )  # fmt: skip

    plan = solve(problem)

    assert plan.served().tolist() == [6, 6] and check(problem, plan) == []
