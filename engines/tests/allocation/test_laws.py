"""What must hold when a problem is changed in a way whose effect is known beforehand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, solve

from .builders import again, beside, overridden
from .conftest import random_problem

ALONE = Params(floor=0)
SIZE = {"needs": 10, "offers": 6, "groups": 4, "arcs": 30, "most": 20}
SEEDS = st.integers(0, 10**6)


def law(test):
    """Try a law on many random problems."""
    return settings(max_examples=30, deadline=None)(given(seed=SEEDS)(test))


def shares(plan):
    """Return the units of every group."""
    return {each.group: each.served for each in plan.groups()}


def grown(column, place, more):
    """Return a column with more at one place."""
    column = column.tolist()
    column[place] += more
    return column


class TestTheWorth:
    @law
    def test_times_seven_makes_the_value_times_seven(self, seed):
        problem = random_problem(seed, **SIZE)
        dear = again(problem, arc_worth=(problem.arc_worth * 7).tolist())

        for params in (ALONE, Params(), Params(floor=0.6)):
            assert solve(dear, params=params).value == 7 * solve(problem, params=params).value

    @law
    def test_and_one_more_a_unit_adds_the_units_where_shares_are_fixed(self, seed):
        """Fair shares fix how many units are given, so a unit's worth of one more adds as many."""
        problem = random_problem(seed, **SIZE)
        plan = solve(problem)

        raised = solve(again(problem, arc_worth=(problem.arc_worth + 1).tolist()))

        assert raised.value == plan.value + int(plan.flow.sum())

    @law
    def test_does_not_touch_the_shares(self, seed):
        problem = random_problem(seed, **SIZE)
        turned = again(problem, arc_worth=(10 - problem.arc_worth).tolist())

        assert shares(solve(problem)) == shares(solve(turned))

    @law
    def test_of_one_line_raised_by_one_gains_at_most_its_units(self, seed):
        problem = random_problem(seed, **SIZE)
        if not len(problem.arc_worth):
            return
        cap = min(
            int(problem.need_amount[problem.arc_need[0]]), int(problem.offer_amount[problem.arc_offer[0]])
        )
        before = solve(problem, params=ALONE).value

        after = solve(again(problem, arc_worth=grown(problem.arc_worth, 0, 1)), params=ALONE).value

        assert before <= after <= before + cap


class TestTheAmounts:
    @pytest.mark.parametrize("times", [2, 10, 10**6])
    @law
    def test_so_many_times_give_as_many_times_the_value(self, seed, times):
        problem = random_problem(seed, **SIZE)
        large = again(
            problem,
            need_amount=(problem.need_amount * times).tolist(),
            offer_amount=(problem.offer_amount * times).tolist(),
        )

        assert solve(large, params=ALONE).value == times * solve(problem, params=ALONE).value

    @law
    def test_of_which_nothing_is_used_may_go(self, seed):
        """What offers have left over is nobody's; without it the plan is worth the same, shares and all."""
        problem = random_problem(seed, **SIZE)
        plan = solve(problem)
        used = [0] * len(problem.offer_amount)
        for j, units in zip(problem.arc_offer.tolist(), plan.flow.tolist(), strict=True):
            used[j] += units

        tight = solve(again(problem, offer_amount=used))

        assert tight.value == plan.value and shares(tight) == shares(plan)

    @law
    def test_of_a_need_that_grows_never_take_from_the_value(self, seed):
        problem = random_problem(seed, **SIZE)

        larger = again(problem, need_amount=grown(problem.need_amount, 0, 5))

        assert solve(larger, params=ALONE).value >= solve(problem, params=ALONE).value

    @law
    def test_of_an_offer_bring_less_and_less_the_more_there_is(self, seed):
        """The value is concave in an offer: no unit brings more than the one before."""
        problem = random_problem(seed, **SIZE)
        values = [
            solve(again(problem, offer_amount=grown(problem.offer_amount, 0, more)), params=ALONE).value
            for more in range(5)
        ]

        gains = [after - before for before, after in zip(values, values[1:], strict=False)]
        assert gains == sorted(gains, reverse=True)

    @law
    def test_more_of_an_offer_leave_no_group_with_less_than_the_worst_had(self, seed):
        problem = random_problem(seed, **SIZE)
        before = [each.share for each in solve(problem).groups() if each.asked]

        richer = solve(again(problem, offer_amount=grown(problem.offer_amount, 0, 4)))

        assert sorted(each.share for each in richer.groups() if each.asked) >= before


class TestSideBySide:
    @law
    def test_two_problems_are_worth_their_sum(self, seed):
        one, other = random_problem(seed, **SIZE), random_problem(seed + 1, **SIZE)

        both = solve(beside(one, other))

        assert both.value == solve(one).value + solve(other).value
        assert both.bound == both.value

    @law
    def test_two_problems_keep_their_lines(self, seed):
        one, other = random_problem(seed, **SIZE), random_problem(seed + 1, **SIZE)

        both = solve(beside(one, other)).flow.tolist()

        cut = len(one.arc_need)
        assert sum(both[:cut]) == int(solve(one).flow.sum())
        assert sum(both[cut:]) == int(solve(other).flow.sum())

    @law
    def test_a_need_that_nothing_fits_disturbs_nobody_but_its_group(self, seed):
        problem = random_problem(seed, **SIZE)
        lonely = max(problem.need_group.tolist()) + 1

        more = again(
            problem,
            need_amount=[*problem.need_amount.tolist(), 9],
            need_group=[*problem.need_group.tolist(), lonely],
        )

        assert solve(more).flow.tolist() == solve(problem).flow.tolist()
        assert shares(solve(more)) == shares(solve(problem)) | {str(lonely): 0}

    @law
    def test_an_offer_that_fits_nobody_disturbs_nobody(self, seed):
        problem = random_problem(seed, **SIZE)

        more = again(problem, offer_amount=[*problem.offer_amount.tolist(), 9])

        assert solve(more).flow.tolist() == solve(problem).flow.tolist()


class TestNames:
    @law
    def test_change_nothing_but_names(self, seed):
        problem = overridden(seed, **SIZE)
        named = again(
            problem,
            need_ids=[f"ن{i}" for i in range(len(problem.need_amount))],
            offer_ids=[f"پ{j}" for j in range(len(problem.offer_amount))],
            group_ids=[f"شهر {g}" for g in range(9)],
        )

        assert solve(named).flow.tolist() == solve(problem).flow.tolist()

    @law
    def test_of_groups_may_be_any_numbers_in_the_same_order(self, seed):
        problem = random_problem(seed, **SIZE)
        spread = again(problem, need_group=[10 * g + 3 for g in problem.need_group.tolist()])

        plan = solve(spread)

        assert plan.value == solve(problem).value
        assert shares(plan) == {str(10 * int(g) + 3): units for g, units in shares(solve(problem)).items()}


class TestAnOverride:
    @law
    def test_that_says_what_the_plan_did_anyway_changes_no_value(self, seed):
        from hamafza_engines.allocation import Pin

        problem = random_problem(seed, **SIZE)
        plan = solve(problem)
        lines = [
            Pin(i, j, units)
            for i, j, units in zip(
                problem.arc_need.tolist(), problem.arc_offer.tolist(), plan.flow.tolist(), strict=True
            )
            if units
        ]

        pinned = solve(again(problem, pinned=tuple(lines)))

        assert pinned.value == plan.value and pinned.flow.tolist() == plan.flow.tolist()

    @law
    def test_that_bans_what_the_plan_never_used_changes_no_value(self, seed):
        problem = random_problem(seed, **SIZE)
        plan = solve(problem)
        pairs = zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), plan.flow.tolist(), strict=True)

        banned = solve(again(problem, forbidden={(i, j) for i, j, units in pairs if not units}))

        assert banned.value == plan.value and shares(banned) == shares(plan)

    @law
    def test_never_makes_worth_alone_worth_more(self, seed):
        problem = overridden(seed, **SIZE)
        free = again(problem, pinned=(), forbidden=frozenset())

        assert solve(problem, params=ALONE).value <= solve(free, params=ALONE).value

    @law
    def test_in_the_order_of_other_overrides_does_not_matter(self, seed):
        from hamafza_engines.allocation import Pin

        problem = random_problem(seed, **SIZE)
        pins, taken = [], set()
        for i, j in zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), strict=True):
            if problem.need_amount[i] and problem.offer_amount[j] and not {i, ~j} & taken:
                pins.append(Pin(i, j, 1))
                taken |= {i, ~j}

        there, back = (solve(again(problem, pinned=tuple(each))) for each in (pins, pins[::-1]))

        assert there.flow.tolist() == back.flow.tolist() and there.value == back.value


class TestTheFloor:
    @law
    def test_raised_step_by_step_never_gains_worth(self, seed):
        problem = overridden(seed, **SIZE)

        values = [solve(problem, params=Params(floor=step / 10)).value for step in range(0, 11, 2)]

        assert values == sorted(values, reverse=True)

    @law
    def test_eased_step_by_step_never_loses_worth(self, seed):
        problem = overridden(seed, **SIZE)

        values = [solve(problem, params=Params(ease=step / 10)).value for step in range(0, 11, 2)]

        assert values == sorted(values)

    @law
    def test_of_nought_is_worth_alone_even_with_groups(self, seed):
        problem = random_problem(seed, **SIZE)

        assert solve(problem, params=ALONE).value == solve(again(problem, need_group=None)).value
