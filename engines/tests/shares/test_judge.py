"""The check as a judge: one thing wrong at a time, found by its rule and its place; a sound plan has none."""

from dataclasses import replace
from fractions import Fraction

import pytest

from hamafza_engines.shares import METHODS, Params, Place, Problem, accept, check, solve

TREE = (
    Place("1", need=6), Place("2", need=3), Place("3", need=1, upper=2),
    Place("11", "1", need=2, lower=4), Place("12", "1", need=1), Place("13", "1", need=0),
    Place("21", "2", need=1, accepted=3), Place("22", "2", need=2),
)  # fmt: skip
TARGET = 20


@pytest.fixture(params=METHODS)
def plan(request):
    return solve(Problem(TARGET, TREE), params=Params(method=request.param))


def changed(plan, **shares):
    """Return the plan with other shares, told by id after a letter: p11=3."""
    new = {id_[1:]: share for id_, share in shares.items()}
    return replace(plan, shares=tuple(replace(s, share=new.get(s.id, s.share)) for s in plan.shares))


def with_field(plan, id_, **fields):
    return replace(plan, shares=tuple(replace(s, **fields) if s.id == id_ else s for s in plan.shares))


def rules(plan):
    return [(found.rule, found.where) for found in check(plan.problem, plan)]


class TestASoundPlan:
    def test_has_no_violation(self, plan):
        assert check(plan.problem, plan) == []

    def test_is_what_this_hand_counted(self, plan):
        # 20 by 6:3:1 is 12 6 2; 12 by 2:1 is 8 4 and nothing for the idle one; 6 less the accepted 3 is 3
        assert [share.share for share in plan.shares] == [12, 6, 2, 8, 4, 0, 3, 3]

    def test_of_nothing_has_none_either(self):
        plan = solve(Problem(0))

        assert check(plan.problem, plan) == []

    def test_of_counties_that_weigh_for_their_provinces_has_none(self):
        places = (
            Place("1"),
            Place("2"),
            Place("11", "1", need=3),
            Place("12", "1", need=2),
            Place("21", "2", need=5),
        )

        for method in METHODS:
            plan = solve(Problem(11, places), params=Params(method=method))
            assert check(plan.problem, plan) == []

    @pytest.mark.slow  # three thousand exact fractions
    def test_of_a_chain_three_thousand_deep_has_none(self):
        places = (Place("0"), *(Place(str(k), str(k - 1)) for k in range(1, 3000)))
        plan = solve(Problem(7, places))

        assert check(plan.problem, plan) == []


class TestTheNamesAndTheOrder:
    def test_of_a_missing_place(self, plan):
        assert rules(replace(plan, shares=plan.shares[:-1])) == [("places", "")]

    def test_of_a_place_told_twice(self, plan):
        assert rules(replace(plan, shares=(*plan.shares, plan.shares[0]))) == [("places", "")]

    def test_of_a_stranger(self, plan):
        assert rules(with_field(plan, "22", id="23")) == [("places", "")]

    def test_of_a_share_under_another_parent(self, plan):
        assert rules(with_field(plan, "22", parent="1")) == [("places", "")]

    def test_of_two_places_that_changed_seats(self, plan):
        first, second, *rest = plan.shares

        assert rules(replace(plan, shares=(second, first, *rest))) == [("places", "")]


class TestTheFigures:
    @pytest.mark.parametrize("share", [-1, 1.0, True, None, "3", Fraction(3)], ids=repr)
    def test_of_what_is_no_whole_number(self, plan, share):
        assert rules(changed(plan, p12=share)) == [("whole", "12")]

    def test_of_a_province_that_its_counties_do_not_fill(self, plan):
        assert rules(changed(plan, p11=7)) == [("sum", "1")]

    def test_of_a_target_that_the_provinces_do_not_fill(self, plan):
        assert ("sum", "") in rules(changed(plan, p3=1))

    def test_of_a_floor(self, plan):
        assert rules(changed(plan, p11=3, p12=9)) == [("lower", "11")]

    def test_of_a_ceiling(self, plan):
        assert ("upper", "3") in rules(changed(plan, p3=3, p1=11, p12=3))

    def test_of_an_accepted_share(self, plan):
        assert rules(changed(plan, p21=2, p22=4)) == [("accepted", "21")]


class TestTheRule:
    def best(self, plan):
        return "quota" if plan.params.method == "hamilton" else "divisor"

    def test_of_a_unit_that_another_deserves(self, plan):
        assert rules(changed(plan, p11=9, p12=3)) == [(self.best(plan), "12")]

    def test_of_a_unit_at_the_upper_level(self, plan):
        # one unit from the second province to the first, which its free counties share rightly: 13 by 2:1
        counties = {"hamilton": (9, 4), "webster": (9, 4)}[plan.params.method]
        found = rules(changed(plan, p1=13, p2=5, p11=counties[0], p12=counties[1], p22=2))

        assert (self.best(plan), "2") in found

    def test_of_one_without_weight_who_is_served_first(self, plan):
        assert (self.best(plan), "1") in rules(changed(plan, p13=1, p12=3))

    def test_of_an_equal_claim_given_to_the_larger_id(self):
        places = (Place("A", need=1), Place("B", need=1))
        for method in METHODS:
            plan = solve(Problem(5, places), params=Params(method=method))
            assert rules(changed(plan, pA=2, pB=3)) == [(self.best(plan), "A")]

    def test_of_two_without_weight_who_do_not_share_evenly(self):
        places = (Place("A", need=0), Place("B", need=0), Place("C", need=1, upper=1))
        for method in METHODS:
            plan = solve(Problem(5, places), params=Params(method=method))
            assert rules(plan) == []
            assert rules(changed(plan, pA=3, pB=1)) == [(self.best(plan), "B")]

    def test_is_asked_only_where_the_bounds_leave_a_choice(self):
        places = (Place("A", need=1, lower=3), Place("B", need=9), Place("C", need=9))
        plan = solve(Problem(7, places))

        assert ([share.share for share in plan.shares], rules(plan)) == ([3, 2, 2], [])


class TestWhatIsToldBesideTheShares:
    def test_of_a_quota_that_is_not_in_proportion(self, plan):
        assert ("quota_untrue", "1") in rules(with_field(plan, "11", quota=Fraction(17, 2)))

    def test_of_quotas_that_were_made_to_fit_the_shares(self):
        plan = solve(Problem(10, (Place("A", need=1), Place("B", need=2))))
        forged = replace(plan, shares=tuple(replace(s, quota=Fraction(s.share)) for s in plan.shares))

        assert rules(forged) == [("quota_untrue", "")]

    @pytest.mark.parametrize("quota", [Fraction(3), Fraction(5)])
    def test_of_a_quota_beyond_a_bound(self, quota):
        plan = solve(Problem(8, (Place("A", need=1, lower=4, upper=4), Place("B", need=1))))
        other = Fraction(8) - quota

        assert ("quota_untrue", "") in rules(with_field(with_field(plan, "A", quota=quota), "B", quota=other))

    def test_of_a_quota_for_one_without_weight_while_others_could_take_it(self, plan):
        assert ("quota_untrue", "1") in rules(
            with_field(with_field(plan, "13", quota=Fraction(1)), "12", quota=Fraction(3))
        )

    def test_of_a_weight_that_the_factors_do_not_make(self, plan):
        assert rules(with_field(plan, "22", weight=Fraction(5))) == [("weight_untrue", "22")]

    def test_of_a_weight_of_other_powers(self):
        plan = solve(Problem(9, (Place("A", need=2), Place("B", need=1))), params=Params(need=2))

        assert [s.weight for s in plan.shares] == [4, 1]
        assert {rule for rule, _ in rules(replace(plan, params=Params(need=1)))} == {
            "weight_untrue",
            "quota_untrue",
        }

    def test_of_a_province_that_weighs_more_than_what_lies_under_it(self):
        plan = solve(Problem(9, (Place("1"), Place("11", "1", need=4))))

        assert rules(with_field(plan, "1", weight=Fraction(5))) == [("weight_untrue", "1")]

    def test_of_shares_that_were_accepted_later(self, plan):
        settled = accept(plan.problem, {"12": 5})

        assert [found.rule for found in check(settled, plan)] == ["accepted"]

    def test_of_a_plan_by_the_other_method(self):
        places = (Place("A", need=53_000), Place("B", need=24_000), Place("C", need=23_000))
        plan = solve(Problem(7, places), params=Params(method="webster"))

        assert [
            found.rule for found in check(plan.problem, replace(plan, params=Params(method="hamilton")))
        ] == ["quota"]
