"""The engine against slow solvers written apart from it (exact.py), on instances too large to try every plan."""

import pytest

from hamafza_engines.allocation import Params, Pin, Problem, check, solve

from .builders import again, overridden
from .conftest import chain, random_problem
from .exact import fair_totals, most_worth

SIZE = {"needs": 14, "offers": 8, "groups": 5, "arcs": 45, "most": 25, "worth": 40}
WORTH_ALONE = Params(floor=0)


def floors(plan):
    """Return the floor of every group that has needs."""
    return {group: int(plan.floor[group]) for group in set(plan.problem.need_group.tolist())}


def got(plan):
    """Return the units of every group."""
    problem, total = plan.problem, dict.fromkeys(plan.problem.need_group.tolist(), 0)
    for i, units in enumerate(plan.served().tolist()):
        total[int(problem.need_group[i])] += units
    return total


class TestWorthAlone:
    @pytest.mark.parametrize("seed", range(20))
    def test_is_what_path_after_path_finds(self, seed):
        problem = random_problem(seed, **SIZE)

        plan = solve(problem, params=WORTH_ALONE)

        assert plan.value == plan.bound == most_worth(problem)

    @pytest.mark.parametrize("seed", range(20))
    def test_keeps_its_pins_and_bans_at_the_most_worth(self, seed):
        problem = overridden(seed, **SIZE)

        plan = solve(problem, params=WORTH_ALONE)

        assert check(problem, plan) == []
        assert plan.value == plan.bound == most_worth(problem)

    @pytest.mark.parametrize("seed", range(5))
    def test_is_found_along_a_chain_of_neighbours(self, seed):
        problem = chain(seed, needs=40, offers=12)

        assert solve(problem, params=WORTH_ALONE).value == most_worth(problem)

    def test_needs_no_groups_at_all(self):
        problem = again(random_problem(3, **SIZE), need_group=None)

        plan = solve(problem)

        assert plan.value == most_worth(problem) and plan.groups() == []

    @pytest.mark.parametrize("dearest", [1, 10**6, 10**12])
    def test_is_exact_however_far_worths_lie_apart(self, dearest):
        """One unit of `dearest` outweighs all units of 1; the engine counts whole numbers, so none is lost."""
        problem = Problem(
            need_amount=[1, 9], offer_amount=[1, 9], arc_need=[0, 1, 0, 1], arc_offer=[0, 0, 1, 1],
            arc_worth=[dearest, dearest, 1, 1],
        )  # fmt: skip

        assert solve(problem).value == most_worth(problem) == dearest + 9


class TestFairShares:
    @pytest.mark.parametrize("seed", range(25))
    def test_are_those_of_giving_units_one_by_one_to_the_least_served(self, seed):
        problem = random_problem(seed, **SIZE)

        plan = solve(problem)

        assert floors(plan) == fair_totals(problem) == got(plan)

    @pytest.mark.parametrize("seed", range(25))
    def test_count_what_is_pinned(self, seed):
        problem = overridden(seed, **SIZE)

        plan = solve(problem)

        assert floors(plan) == fair_totals(problem)
        assert check(problem, plan) == []

    @pytest.mark.parametrize("seed", range(25))
    def test_leave_no_plan_of_the_same_shares_worth_more(self, seed):
        problem = overridden(seed, **SIZE)

        plan = solve(problem)

        fairest = fair_totals(problem)
        assert plan.value == plan.bound == most_worth(problem, low=fairest, high=fairest)

    @pytest.mark.parametrize("seed", range(20))
    def test_are_found_for_as_many_groups_as_needs(self, seed):
        problem = random_problem(seed, **SIZE)
        alone = again(problem, need_group=range(len(problem.need_amount)))

        assert floors(solve(alone)) == fair_totals(alone)

    @pytest.mark.parametrize("seed", range(5))
    def test_are_found_along_a_chain_where_many_cuts_are_needed(self, seed):
        problem = chain(seed, needs=40, offers=12, groups=8, supply=0.7)

        assert floors(solve(problem)) == fair_totals(problem)

    @pytest.mark.parametrize("seed", range(20))
    def test_of_one_group_are_all_that_can_be_carried(self, seed):
        problem = random_problem(seed, **(SIZE | {"groups": 1}))

        plan = solve(problem)

        assert got(plan) == fair_totals(problem)
        assert plan.value <= most_worth(problem)

    def test_go_first_to_the_smaller_of_groups_that_stand_alike(self):
        """Five units for groups of 3 and 6: 1 of 3 and 2 of 6 are a third each, two are left.

        The smaller one gets the fourth (2 of 3), then the larger one the fifth (3 of 6).
        """
        problem = Problem(
            need_amount=[6, 3], offer_amount=[5], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1], need_group=[0, 1]
        )  # fmt: skip

        assert got(solve(problem)) == {0: 3, 1: 2}

    def test_go_first_to_the_lower_number_of_groups_that_are_alike(self):
        problem = Problem(
            need_amount=[3, 3], offer_amount=[5], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 9], need_group=[1, 0]
        )  # fmt: skip

        assert got(solve(problem)) == {0: 3, 1: 2}


class TestALowerFloor:
    @pytest.mark.parametrize("floor", [0.25, 0.5, 0.75, 0.9])
    @pytest.mark.parametrize("seed", range(8))
    def test_is_kept_at_the_most_worth_that_it_allows(self, seed, floor):
        """A group is sure of its fairest units, or of the floor's part of what it asked where that is less."""
        problem = overridden(seed, **SIZE)

        plan = solve(problem, params=Params(floor=floor))

        asked = {g: sum(problem.need_amount[problem.need_group == g].tolist()) for g in floors(plan)}
        quarters = round(floor * 20)  # every floor here is a whole number of twentieths
        least = {g: min(units, -(-asked[g] * quarters // 20)) for g, units in fair_totals(problem).items()}
        assert plan.value == plan.bound == most_worth(problem, low=least)
        assert all(got(plan)[g] >= units for g, units in least.items())

    @pytest.mark.parametrize("hundredths", [7, 14, 28, 29, 55, 56, 57, 58])
    def test_is_a_hundredth_of_a_hundred_and_not_one_more(self, hundredths):
        """Floats make 0.07 x 100 = 7.000000000000001, which rounded up would be 8."""
        problem = Problem(
            need_amount=[100, 100], offer_amount=[120], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            need_group=[0, 1],
        )  # fmt: skip

        plan = solve(problem, params=Params(floor=hundredths / 100))

        assert plan.floor.tolist() == [min(60, hundredths)] * 2

    def test_of_a_third_of_ten_is_four(self):
        problem = Problem(
            need_amount=[10, 10], offer_amount=[10], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            need_group=[0, 1],
        )  # fmt: skip

        assert solve(problem, params=Params(floor=1 / 3)).served().tolist() == [6, 4]


class TestEasedShares:
    @pytest.mark.parametrize("ease", [0.1, 0.25, 0.5])
    @pytest.mark.parametrize("seed", range(8))
    def test_give_up_no_more_than_their_part_at_the_most_worth(self, seed, ease):
        problem = overridden(seed, **SIZE)

        plan = solve(problem, params=Params(ease=ease))

        kept = round((1 - ease) * 20)
        least = {g: -(-units * kept // 20) for g, units in fair_totals(problem).items()}
        assert plan.value == plan.bound == most_worth(problem, low=least)

    @pytest.mark.parametrize("seed", range(10))
    def test_of_nothing_at_all_are_worth_alone(self, seed):
        problem = random_problem(seed, **SIZE)

        assert solve(problem, params=Params(ease=1)).value == most_worth(problem)

    def test_keep_seventy_of_a_hundred_when_eased_by_three_tenths(self):
        """Floats make (1 - 0.3) x 100 = 70, but (1 - 0.7) x 10 = 3.0000000000000004."""
        problem = Problem(
            need_amount=[10, 10], offer_amount=[20], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            need_group=[0, 1],
        )  # fmt: skip

        assert solve(problem, params=Params(ease=0.7)).floor.tolist() == [3, 3]

    def test_and_a_lower_floor_both_loosen(self):
        """Fairest 8 of 10 each; the floor alone would keep 6, the ease alone 4: the lower one holds."""
        problem = Problem(
            need_amount=[10, 10], offer_amount=[16], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            need_group=[0, 1],
        )  # fmt: skip

        def sure(**params):
            return solve(problem, params=Params(**params)).floor.tolist()

        assert sure(floor=0.6) == [6, 6] and sure(ease=0.5) == [4, 4]
        assert sure(floor=0.6, ease=0.5) == [4, 4]


class TestThePriceOfFairness:
    @pytest.mark.parametrize("seed", range(20))
    def test_is_the_part_of_the_most_worth_that_fair_shares_leave_out(self, seed):
        problem = overridden(seed, **SIZE)
        most, fairest = most_worth(problem), fair_totals(problem)

        plan = solve(problem)

        fair = most_worth(problem, low=fairest, high=fairest)
        assert plan.value_without_fairness == most
        assert plan.price_of_fairness == pytest.approx(1 - fair / most if most else 0)

    def test_is_not_told_when_it_was_not_asked(self):
        plan = solve(random_problem(1, **SIZE), params=Params(price=False))

        assert plan.value_without_fairness is None and plan.price_of_fairness is None
        assert all(each.by_worth is None for each in plan.groups())

    def test_is_nothing_where_worth_alone_was_asked(self):
        plan = solve(random_problem(1, **SIZE), params=WORTH_ALONE)

        assert plan.value_without_fairness == plan.value and plan.price_of_fairness == 0

    def test_is_counted_by_hand(self):
        """Five units, groups of 4 (9 a unit) and 4 (4 a unit).

        Worth alone: 4 x 9 + 1 x 4 = 40. Fair: 3 of 4 and 2 of 4 (the lower number first) = 27 + 8 = 35.
        Given up: 5 of 40, an eighth.
        """
        problem = Problem(
            need_amount=[4, 4], offer_amount=[5], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 4], need_group=[0, 1]
        )  # fmt: skip

        plan = solve(problem)

        assert (plan.value, plan.value_without_fairness, plan.price_of_fairness) == (35, 40, 0.125)


class TestAPinThatFairnessMustLiveWith:
    def test_leaves_the_rest_to_the_others_first(self):
        """Ten units: seven pinned to a group of 10; the other group of 10 gets the three that are left."""
        problem = Problem(
            need_amount=[10, 10], offer_amount=[10], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 1],
            need_group=[0, 1], pinned=(Pin(0, 0, 7),),
        )  # fmt: skip

        plan = solve(problem)

        assert plan.served().tolist() == [7, 3] and fair_totals(problem) == {0: 7, 1: 3}

    def test_adds_nothing_to_the_pinned_pair_itself(self):
        """The pin is for these units, so the two that are left stay with the donor."""
        problem = Problem(
            need_amount=[9], offer_amount=[9], arc_need=[0], arc_offer=[0], arc_worth=[1], need_group=[0],
            pinned=(Pin(0, 0, 7),),
        )  # fmt: skip

        assert solve(problem).flow.tolist() == [7]
