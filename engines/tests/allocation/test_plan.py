"""A plan as a thing to read: lines, groups, figures, and that nothing of it can be changed."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from hamafza_engines.allocation import GroupShare, Line, Params, Pin, Problem, matched, solve
from hamafza_engines.frame import BadInput, Within

from .builders import a_need, again, an_offer, one_pair, overridden
from .conftest import chain, random_problem

SIZE = {"needs": 10, "offers": 6, "groups": 4, "arcs": 28, "most": 15}
SEEDS = pytest.mark.parametrize("seed", range(12))


class TestLines:
    @SEEDS
    def test_are_all_units_and_no_noughts(self, seed):
        plan = solve(overridden(seed, **SIZE))

        lines = list(plan.lines())

        assert all(line.units > 0 for line in lines)
        assert sum(line.units for line in lines) == plan.flow.sum() == plan.served().sum()

    @SEEDS
    def test_come_by_need_and_then_by_offer(self, seed):
        problem = random_problem(seed, **SIZE)
        order = np.random.default_rng(seed).permutation(len(problem.arc_need))
        mixed = again(
            problem,
            **{name: getattr(problem, name)[order] for name in ("arc_need", "arc_offer", "arc_worth")},
        )

        places = [(int(line.need), int(line.offer)) for line in solve(mixed).lines()]

        assert places == sorted(places)

    @SEEDS
    def test_mark_the_hand_made_ones_and_no_others(self, seed):
        plan = solve(overridden(seed, **SIZE))

        marked = {(line.need, line.offer, line.units) for line in plan.lines() if line.pinned}

        assert marked == {(str(pin.need), str(pin.offer), pin.units) for pin in plan.problem.pinned}

    def test_carry_names_and_the_worth_of_one_unit(self):
        plan = solve(one_pair(need_ids=["خانواده"], offer_ids=["خیّر"], pinned=(Pin(0, 0, 2),)))

        assert list(plan.lines()) == [Line("خانواده", "خیّر", 2, 3, True)]

    def test_may_be_read_twice(self):
        plan = solve(one_pair())

        assert list(plan.lines()) == list(plan.lines()) != []


class TestGroups:
    @SEEDS
    def test_come_with_the_least_share_first_and_equals_by_name(self, seed):
        groups = solve(random_problem(seed, **SIZE)).groups()

        assert [(each.share, each.group) for each in groups] == sorted(
            (each.share, each.group) for each in groups
        )

    @SEEDS
    def test_ask_and_get_what_their_needs_do(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)

        for each in plan.groups():
            mine = problem.need_group == int(each.group)
            assert (each.asked, each.served) == (problem.need_amount[mine].sum(), plan.served()[mine].sum())

    def test_that_ask_nothing_are_whole(self):
        assert GroupShare("g", 0, 0, None).share == 1.0 and GroupShare("g", 4, 1, 2).share == 0.25

    def test_without_needs_are_left_out(self):
        plan = solve(one_pair(need_group=[2], group_ids=["a", "b", "c"]))

        assert plan.groups() == [GroupShare("c", 4, 4, 4)]

    def test_are_none_where_there_are_no_needs(self):
        assert (
            solve(one_pair(need_amount=[], arc_need=[], arc_offer=[], arc_worth=[], need_group=[])).groups()
            == []
        )


class TestFigures:
    @SEEDS
    def test_of_a_proved_plan_leave_no_gap(self, seed):
        plan = solve(overridden(seed, **SIZE))

        assert (plan.gap, plan.status, plan.bound) == (0.0, "optimal", plan.value)

    @SEEDS
    def test_of_a_stopped_plan_have_the_gap_between_value_and_bound(self, seed):
        plan = solve(chain(seed, needs=30, offers=9), stop=Within(0))

        assert plan.status == "stopped" and plan.value < plan.bound
        assert plan.gap == pytest.approx(1 - plan.value / plan.bound)

    def test_of_a_bound_that_says_less_than_the_value_are_the_value(self):
        plan = solve(one_pair())

        assert replace(plan, bounds=np.array([1])).bound == plan.value == 12

    def test_of_worth_nothing_have_no_gap_and_no_price(self):
        plan = solve(one_pair(offer_amount=[0], need_group=[0]))

        assert (plan.value, plan.gap, plan.price_of_fairness) == (0, 0.0, 0.0)

    def test_of_time_up_are_proved_all_the_same_when_everything_was_given(self):
        """The quick plan serves the only need whole at its best worth; nothing can be worth more."""
        plan = solve(one_pair(), stop=Within(0))

        assert (plan.value, plan.bound, plan.status) == (12, 12, "optimal")

    @pytest.mark.parametrize(
        ("needs", "offers", "bound"),
        [([9, 9], [5], 5 * 9), ([4, 1], [9], 4 * 9 + 1 * 2), ([0, 0], [9], 0), ([9, 9], [0], 0)],
        ids=["held by the offer", "held by the needs", "nothing asked", "nothing given"],
    )
    def test_of_a_quick_bound_are_the_smaller_of_what_both_sides_allow(self, needs, offers, bound):
        """Each unit asked at the best worth of its need, or each unit given at the best of its offer."""
        problem = Problem(
            need_amount=needs, offer_amount=offers, arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 2]
        )

        assert solve(problem, stop=Within(0)).bound == bound

    @pytest.mark.parametrize(
        "params", [Params(), Params(floor=0), Params(price=False), Params(ease=0.5)], ids=str
    )
    def test_remember_the_parameters(self, params):
        assert solve(one_pair(need_group=[0]), params=params).params == params

    @pytest.mark.parametrize("field", ["flow", "value", "problem"])
    def test_cannot_be_set(self, field):
        with pytest.raises(FrozenInstanceError):
            setattr(solve(one_pair()), field, None)


class TestFromTables:
    def test_names_are_those_of_the_rows(self):
        plan = solve(matched([a_need(id="ن ۱", group="زابل")], [an_offer(id="پ ۱")]))

        assert [(line.need, line.offer) for line in plan.lines()] == [("ن ۱", "پ ۱")]
        assert plan.explain("ن ۱").group == "زابل"

    def test_groups_are_none_where_no_need_tells_a_county(self):
        assert matched([a_need(id="a"), a_need(id="b")], [an_offer()]).need_group is None

    def test_groups_with_no_county_stand_beside_those_that_have_one(self):
        problem = matched([a_need(id="a", group="زابل"), a_need(id="b")], [an_offer(amount=4)])

        assert problem.group_ids == ["", "زابل"] and solve(problem).served().tolist() == [2, 2]

    def test_groups_of_one_county_in_two_spellings_are_one(self):
        problem = matched([a_need(id="a", group="كرمان"), a_need(id="b", group="کرمان")], [an_offer()])

        assert problem.group_ids == ["كرمان"] and problem.need_group.tolist() == [0, 0]

    def test_bundles_of_one_name_in_two_spellings_are_one(self):
        problem = matched(
            [a_need(id="a", bundle="خانوادهٔ علي"), a_need(id="b", bundle="خانواده علی"), a_need(id="c")],
            [an_offer()],
        )

        assert problem.need_bundle.tolist() == [0, 0, -1]

    def test_columns_of_rules_are_there_only_where_some_row_has_the_rule(self):
        bare = matched([a_need()], [an_offer()])
        ruled = matched([a_need(bundle="x")], [an_offer(single=True, lot=2)])

        assert (bare.need_bundle, bare.offer_single, bare.offer_lot, bare.has_rules) == (
            None,
            None,
            None,
            False,
        )
        assert (ruled.need_bundle.tolist(), ruled.offer_single.tolist(), ruled.offer_lot.tolist()) == (
            [0],
            [1],
            [2],
        )

    @pytest.mark.parametrize(
        ("kind", "one", "other", "field"),
        [("pin", "x", "o", "need"), ("forbid", "n", "x", "offer"), ("pin", "", "o", "need")],
    )
    def test_rules_about_nobody_are_refused_by_side_and_id(self, kind, one, other, field):
        with pytest.raises(BadInput) as refused:
            matched([a_need()], [an_offer()], [(kind, one, other, 1)])

        assert (refused.value.field, refused.value.value) == (field, one if field == "need" else other)
        assert refused.value.remedy_fa == "سطری با این شناسه نیست"

    @pytest.mark.parametrize(
        ("written", "meant"), [("۱۲", "12"), ("علي", "علی"), ("N7", "n7"), ("خانه‌ی ۳", "خانه ی 3")]
    )
    def test_rules_find_an_id_in_another_spelling(self, written, meant):
        """A spreadsheet makes 12 of ۱۲; there is one row it can mean."""
        problem = matched([a_need(id=meant), a_need(id="x")], [an_offer()], [("pin", written, "o", 2)])

        assert problem.pinned == (Pin(0, 0, 2),)

    def test_rules_take_the_id_that_is_written_before_one_that_is_spelt_alike(self):
        problem = matched([a_need(id="12"), a_need(id="۱۲")], [an_offer()], [("forbid", "۱۲", "o", 0)])

        assert problem.forbidden == {(1, 0)}

    def test_rules_that_could_mean_two_rows_are_refused(self):
        with pytest.raises(BadInput) as refused:
            matched([a_need(id="12"), a_need(id="۱۲")], [an_offer()], [("forbid", "١٢", "o", 0)])

        assert (refused.value.field, refused.value.value) == ("need", "١٢")

    @pytest.mark.parametrize("side", ["needs", "offers"])
    def test_rows_of_one_id_are_refused_by_side(self, side):
        needs, offers = ([a_need()] * 2, [an_offer()]) if side == "needs" else ([a_need()], [an_offer()] * 2)

        with pytest.raises(BadInput, match=f"stands twice in {side}"):
            matched(needs, offers)

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"id": ""}, "id"), ({"id": None}, "id"), ({"id": 5}, "id"), ({"amount": -1}, "amount"), ({"amount": 2.0}, "amount"), ({"amount": "5"}, "amount"),
         ({"amount": None}, "amount"), ({"amount": True}, "amount"), ({"category": ""}, "category"), ({"category": None}, "category"), ({"category": 3}, "category")],
        ids=repr,
    )  # fmt: skip
    @pytest.mark.parametrize("made", [a_need, an_offer], ids=["need", "offer"])
    def test_rows_that_cannot_be_are_refused_by_field_and_value(self, made, change, field):
        with pytest.raises(BadInput) as refused:
            made(**change)

        assert (refused.value.field, refused.value.value) == (
            field,
            change[field],
        ) and refused.value.remedy_fa

    @pytest.mark.parametrize("lot", [0, -1, 1.5, "2", None, True], ids=repr)
    def test_a_lot_that_is_none_is_refused(self, lot):
        with pytest.raises(BadInput) as refused:
            an_offer(lot=lot)

        assert (refused.value.field, refused.value.value) == ("lot", lot)
