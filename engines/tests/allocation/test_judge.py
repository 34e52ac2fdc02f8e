"""The judge: a plan with one thing wrong is named for that thing; a right one never is."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Pin, Problem, check, solve
from hamafza_engines.frame import Violation, Within

from .builders import again, one_pair, overridden
from .conftest import random_problem
from .exact import Left, keeps_rules


def judged(problem, flow, **told):
    """Return the findings on a plan with these units; its figures are those of the units where not told."""
    units = np.array(flow)
    value = int((units * problem.arc_worth).sum())
    plan = solve(problem)
    told = {"flow": units, "value": value, "bounds": np.array([value]), "floor": plan.floor * 0} | told
    return check(problem, replace(plan, **told))


def rules(found):
    """Return what rules are broken."""
    return {each.rule for each in found}


class TestOneThingWrong:
    TWO = {
        "need_amount": [4, 4],
        "offer_amount": [6, 3],
        "arc_need": [0, 1, 1],
        "arc_offer": [0, 0, 1],
        "arc_worth": [5, 4, 3],
    }

    @pytest.mark.parametrize(
        ("more", "right", "wrong", "rule", "where"),
        [
            ({}, (4, 1, 3), (5, 1, 0), "need_over", "0"),
            ({}, (4, 2, 2), (4, 3, 0), "offer_over", "0"),
            ({}, (4, 2, 2), (3, 2, 3), "need_over", "1"),
            ({}, (0, 0, 0), (0, 0, -1), "negative", "1-1"),
            ({"forbidden": {(1, 1)}}, (4, 2, 0), (4, 0, 2), "forbidden", "1-1"),
            ({"pinned": (Pin(1, 0, 2),)}, (4, 2, 0), (4, 1, 0), "pinned", "1-0"),
            ({"pinned": (Pin(1, 0, 2),)}, (3, 2, 0), (3, 3, 0), "pinned", "1-0"),
            ({"pinned": (Pin(1, 0, 2),)}, (0, 2, 0), (0, 0, 0), "pinned", "1-0"),
            ({"offer_lot": [2, 1]}, (2, 0, 1), (1, 0, 1), "lot", "0"),
            ({"offer_lot": [1, 3]}, (1, 0, 3), (1, 0, 2), "lot", "1"),
            ({"offer_single": [1, 0]}, (4, 0, 1), (3, 1, 1), "single", "0"),
            ({"need_bundle": [0, -1]}, (4, 1, 0), (3, 1, 0), "bundle", "0"),
            ({"need_bundle": [0, 0]}, (4, 2, 2), (4, 2, 1), "bundle", "0"),
            ({"need_bundle": [2, 2]}, (0, 0, 0), (4, 0, 0), "bundle", "2"),
        ],
    )  # fmt: skip
    def test_is_named_alone_and_where(self, more, right, wrong, rule, where):
        problem = Problem(**(self.TWO | more))

        assert judged(problem, right) == []
        assert [(each.rule, each.where) for each in judged(problem, wrong)] == [(rule, where)]

    def test_is_told_with_the_figures_that_show_it(self):
        problem = Problem(**(self.TWO | {"offer_lot": [2, 1]}))

        assert judged(problem, (5, 0, 0)) == [Violation("need_over", "0", "5 of 4")]
        assert judged(problem, (1, 0, 0)) == [Violation("lot", "0", "1 units to 0")]

    @pytest.mark.parametrize("away", [-1, 1, 1000])
    def test_in_the_value_is_told_with_both_values(self, away):
        found = judged(Problem(**self.TWO), (4, 1, 3), value=33 + away, bounds=np.array([10**6]))

        assert found == [Violation("value", "", f"{33 + away} told, 33 counted")]

    @pytest.mark.parametrize("floor", [[4], [5]])
    def test_in_a_share_is_named_by_the_group(self, floor):
        problem = one_pair(need_group=[0], group_ids=["زابل"])

        found = judged(problem, [3], floor=np.array(floor))

        assert found == [Violation("floor", "زابل", f"3 of {floor[0]}")]

    def test_in_the_length_stops_everything_else(self):
        found = check(one_pair(), solve(Problem(**self.TWO)))

        assert [each.rule for each in found] == ["length"]

    def test_is_named_by_the_names_people_know(self):
        problem = one_pair(need_ids=["خانوادهٔ ۱"], offer_ids=["خیّر"], forbidden={(0, 0)})

        assert judged(problem, [1])[0].where == "خانوادهٔ ۱-خیّر"


class TestWhatIsAllowed:
    def test_a_lot_does_not_bind_what_a_person_pinned(self):
        problem = one_pair(offer_lot=[3], pinned=(Pin(0, 0, 1),))

        assert judged(problem, [1]) == []

    def test_a_single_offer_does_not_count_what_a_person_pinned(self):
        problem = Problem(
            need_amount=[1, 2], offer_amount=[3], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 1],
            offer_single=[1], pinned=(Pin(0, 0, 1),),
        )  # fmt: skip

        assert judged(problem, [1, 2]) == []

    def test_a_bundle_is_whole_with_what_a_person_pinned_to_it(self):
        problem = Problem(
            need_amount=[2, 2], offer_amount=[4], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 1],
            need_bundle=[0, 0], pinned=(Pin(0, 0, 2),),
        )  # fmt: skip

        assert judged(problem, [2, 2]) == [] and judged(problem, [2, 0]) == []
        assert rules(judged(problem, [2, 1])) == {"bundle"}

    def test_a_floor_is_an_aim_where_side_rules_are(self):
        problem = one_pair(need_group=[0], offer_lot=[2])

        assert judged(problem, [0], floor=np.array([4])) == []

    def test_a_floor_binds_nobody_where_worth_alone_was_asked(self):
        problem = one_pair(need_group=[0])
        plan = solve(problem, params=Params(floor=0))

        assert check(problem, replace(plan, floor=np.array([9]))) == []

    def test_the_same_pair_twice_is_counted_together(self):
        twice = one_pair(arc_need=[0, 0], arc_offer=[0, 0], arc_worth=[3, 3], pinned=(Pin(0, 0, 3),))

        assert judged(twice, [1, 2]) == [] and judged(twice, [3, 0]) == []
        assert rules(judged(twice, [1, 1])) == {"pinned"}


def second_opinion(problem, flow):
    """Judge once more: count every broken promise, by way of exact.py; floors are nought."""
    left = Left(problem)
    broken, net, got, gave = set(), {}, Counter(), Counter()
    for (i, j, _), units in zip(left.arcs, flow, strict=True):
        broken |= {"negative"} if units < 0 else set()
        got[i], gave[j] = got[i] + units, gave[j] + units
        net[i, j] = net.get((i, j), 0) + units
    broken |= {"need_over"} if any(got[i] > amount for i, amount in enumerate(problem.need_amount)) else set()
    broken |= (
        {"offer_over"} if any(gave[j] > amount for j, amount in enumerate(problem.offer_amount)) else set()
    )
    broken |= {"forbidden"} if any(net.get(pair) for pair in problem.forbidden) else set()
    broken |= {"pinned"} if any(net.get(pair, 0) != units for pair, units in left.pinned.items()) else set()
    ours = {pair: units for pair, units in net.items() if units and pair not in left.pinned}
    shares = Counter()
    for i, units in got.items():
        shares[left.group[i]] += units
    broken |= {"floor"} if not problem.has_rules and min(shares.values(), default=0) < 0 else set()
    return broken, keeps_rules(problem, ours)


class TestASecondJudge:
    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_finds_the_same_in_units_of_chance(self, seed):
        problem, chance = overridden(seed, rules=True), Random(seed)
        flow = [chance.choice([0, 0, 0, 1, 1, 2, 3, -1]) for _ in problem.arc_need]

        found = rules(judged(problem, flow))

        broken, kept = second_opinion(problem, flow)
        assert found - {"bundle", "single", "lot"} == broken
        if not broken & {
            "need_over",
            "negative",
        }:  # a bundle is summed: too much here may hide too little there
            assert bool(found & {"bundle", "single", "lot"}) == (not kept)

    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_finds_the_same_in_a_good_plan_with_one_unit_moved(self, seed):
        problem, chance = overridden(seed, rules=seed % 3 > 0), Random(seed)
        flow = solve(problem).flow.tolist()
        if not flow:
            return
        flow[chance.randrange(len(flow))] += chance.choice([-1, 1])

        found = rules(judged(problem, flow))

        broken, kept = second_opinion(problem, flow)
        assert found - {"bundle", "single", "lot"} == broken
        if not broken & {
            "need_over",
            "negative",
        }:  # a bundle is summed: too much here may hide too little there
            assert bool(found & {"bundle", "single", "lot"}) == (not kept)


class TestGoodPlans:
    @settings(max_examples=60, deadline=None)
    @given(
        seed=st.integers(0, 10**6),
        rules_=st.booleans(),
        floor=st.sampled_from([0, 0.35, 0.8, 1]),
        ease=st.sampled_from([0, 0.2]),
        seconds=st.sampled_from([0, None]),
        mip_arcs=st.sampled_from([0, 20_000]),
    )
    def test_are_sound_by_both_judges_under_every_parameter(
        self, seed, rules_, floor, ease, seconds, mip_arcs
    ):
        problem = overridden(seed, rules=rules_, needs=9, offers=6, arcs=24, most=12)

        plan = solve(problem, params=Params(floor=floor, ease=ease, mip_arcs=mip_arcs), stop=Within(seconds))

        assert check(problem, plan) == []
        assert second_opinion(problem, plan.flow.tolist()) == (set(), True)

    @pytest.mark.parametrize("seed", range(10))
    def test_are_worth_what_their_lines_say(self, seed):
        plan = solve(overridden(seed, needs=9, offers=6, arcs=24, most=12))

        assert plan.value == sum(line.units * line.worth for line in plan.lines())

    def test_break_something_under_another_problem(self):
        """The plan was made before the donor withdrew three units."""
        problem = random_problem(0, needs=9, offers=6, arcs=24, most=12)
        plan = solve(problem)
        j = int(problem.arc_offer[np.argmax(plan.flow)])
        less = problem.offer_amount.tolist()
        less[j] = 0

        assert rules(check(again(problem, offer_amount=less), plan)) == {"offer_over"}
