"""The pieces under the doors, each against a slow answer of its own: flows, fair units, components, parts."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Pin, solve
from hamafza_engines.allocation import _components as components
from hamafza_engines.allocation._components import Cutter, batches, labels
from hamafza_engines.allocation._fair import fair_units, level
from hamafza_engines.allocation._flow import NoFlow, dearest
from hamafza_engines.allocation._part import served, total
from hamafza_engines.frame import Within

from .builders import again, beside, keeps_amounts, one_pair, overridden, whole
from .conftest import chain, random_problem
from .exact import best_ruled, every_plan, fair_totals, most_worth, totals_of

SIZE = {"needs": 10, "offers": 6, "groups": 4, "arcs": 28, "most": 15}
NO_LIMIT = Within(None)
ALONE = Params(floor=0)


class TestTheDearestFlow:
    @pytest.mark.parametrize("seed", range(20))
    def test_between_bounds_of_groups_is_the_best_between_them(self, seed):
        problem, chance = random_problem(seed, **SIZE), Random(seed)
        part, fairest = whole(problem), fair_totals(problem)
        low = np.array([chance.randint(0, fairest[g]) for g in part.groups.tolist()], np.int64)
        high = np.array(
            [chance.randint(int(least), int(w)) for least, w in zip(low, part.weight, strict=True)]
        )

        flow = dearest(part, low, high)

        bounds = [
            dict.fromkeys(fairest, 0) | dict(zip(part.groups.tolist(), each.tolist(), strict=True))
            for each in (low, high)
        ]
        assert keeps_amounts(part, flow)
        assert (served(part, flow) >= low).all() and (served(part, flow) <= high).all()
        assert total(part.worth, flow) == most_worth(problem, *bounds)

    @pytest.mark.parametrize("seed", range(10))
    def test_above_the_fairest_shares_of_all_groups_at_once_is_none(self, seed):
        """Fair shares cannot all be raised: that would be fairer still."""
        problem = random_problem(seed, **SIZE)
        part = whole(problem)
        fairest, _ = fair_units(part)
        below = fairest < part.weight
        if not below.any():
            return

        with pytest.raises(NoFlow):
            dearest(part, fairest + below, part.weight)

    def test_of_no_arcs_is_empty(self):
        assert dearest(whole(one_pair(arc_need=[], arc_offer=[], arc_worth=[]))).tolist() == []

    def test_leaves_closed_arcs_alone(self):
        part = whole(random_problem(3, **SIZE))
        closed = np.arange(len(part.head)) % 2 == 0

        assert not dearest(part.without(closed))[closed].any()


class TestFairUnits:
    @pytest.mark.parametrize("seed", range(20))
    def test_of_a_part_are_those_of_giving_one_by_one(self, seed):
        problem = overridden(seed, **SIZE)
        part = whole(problem)

        units, finished = fair_units(part)

        expected = fair_totals(problem)
        assert finished and units.tolist() == [expected[g] for g in part.groups.tolist()]

    @pytest.mark.parametrize("seed", range(20))
    def test_are_the_fairest_of_every_plan_in_fractions_of_a_share(self, seed):
        """Every plan of a tiny problem: its shares sorted, worst first; the largest of these lists wins."""
        problem = overridden(seed, needs=4, offers=3, groups=3, most=3, arcs=6)
        part = whole(problem)
        units, _ = fair_units(part)
        weight = {g: int(w) for g, w in zip(part.groups.tolist(), part.weight.tolist(), strict=True) if w}

        def shares(totals):
            return sorted(totals[g] / w for g, w in weight.items())

        mine = shares(dict(zip(part.groups.tolist(), units.tolist(), strict=True)))
        assert mine == max((shares(totals_of(problem, plan)) for plan in every_plan(problem)), default=mine)

    @pytest.mark.parametrize("rounds", [0, 1, 2])
    def test_broken_off_after_a_few_rounds_can_still_be_carried(self, rounds):
        part = whole(chain(4, needs=80, offers=24, groups=20, reach=1, degree=2, supply=0.6))
        asked = iter([False] * rounds + [True] * 99)

        units, finished = fair_units(part, over=lambda: next(asked))

        assert not finished
        assert (served(part, dearest(part, units - part.given, part.weight - part.given)) >= units).all()

    def test_broken_off_are_never_above_those_worked_out_in_sum(self):
        part = whole(chain(4, needs=80, offers=24, groups=20, reach=1, degree=2, supply=0.6))

        early, _ = fair_units(part, over=lambda: True)
        late, _ = fair_units(part)

        assert early.sum() <= late.sum() and early.min() <= late.min()

    @pytest.mark.parametrize("seed", range(10))
    def test_leave_the_part_as_it_was(self, seed):
        part = whole(overridden(seed, **SIZE))
        before = [np.asarray(column).tolist() for column in part]

        fair_units(part)

        assert [np.asarray(column).tolist() for column in part] == before


class TestLevel:
    @pytest.mark.parametrize(
        ("weight", "given", "units", "got"),
        [
            ([10, 10], [0, 0], 0, [0, 0]), ([10, 10], [0, 0], 1, [1, 0]), ([10, 10], [0, 0], 20, [10, 10]),
            ([10, 10], [6, 0], 4, [0, 4]), ([10, 10], [6, 0], 8, [1, 7]), ([10, 5], [0, 0], 3, [2, 1]), ([1, 1, 1], [0, 0, 0], 2, [1, 1, 0]),
            ([7], [2], 5, [5]), ([3, 6, 9], [0, 0, 0], 6, [1, 2, 3]), ([2, 100], [0, 99], 1, [1, 0]),
        ],
    )  # fmt: skip
    def test_is_worked_out_by_hand(self, weight, given, units, got):
        assert level(weight, given, units) == got

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_never_leaves_a_unit_that_would_lift_a_lower_share(self, data):
        weight = data.draw(st.lists(st.integers(1, 10**6), min_size=2, max_size=5))
        before = [data.draw(st.integers(0, w)) for w in weight]
        units = data.draw(st.integers(0, sum(weight) - sum(before)))

        got = level(weight, before, units)

        after = [b + g for b, g in zip(before, got, strict=True)]
        assert sum(got) == units and all(
            g >= 0 and a <= w for g, a, w in zip(got, after, weight, strict=True)
        )
        for low in range(len(weight)):
            for high in range(len(weight)):
                if got[high] and after[low] < weight[low]:
                    assert (after[high] - 1) * weight[low] <= after[low] * weight[high]


class TestComponents:
    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6), rules=st.booleans(), grouped=st.booleans())
    def test_hold_together_what_any_tie_joins_and_nothing_else(self, seed, rules, grouped):
        problem = random_problem(seed, **(SIZE | {"arcs": 8, "groups": 9}), rules=rules)
        needs = len(problem.need_amount)
        near = {node: {node} for node in range(needs + len(problem.offer_amount))}

        def join(a, b):
            both = near[a] | near[b]
            for each in both:
                near[each] = both

        for i, j in zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), strict=True):
            join(i, needs + j)
        for ties in (problem.need_group if grouped else None, problem.need_bundle):
            for a in range(needs if ties is not None else 0):
                for b in range(a):
                    if ties[a] == ties[b] >= 0:
                        join(a, b)

        assert labels(problem, grouped=grouped).tolist() == [min(near[node]) for node in sorted(near)]

    @pytest.mark.parametrize("most", [1, 40, 100, 10**9])
    def test_are_batched_whole_and_as_full_as_may_be(self, most, monkeypatch):
        monkeypatch.setattr(components, "_BATCH", most)
        problem = chain(1, needs=12, offers=4, groups=2, blocks=7)
        label = labels(problem, grouped=True)

        found = [np.arange(len(problem.arc_need))[batch] for batch in batches(problem, label)]

        owners = [set(label[problem.arc_need[arcs]].tolist()) for arcs in found]
        assert sum(map(len, owners)) == len(set().union(*owners)) == 7
        assert all(len(arcs) <= most or len(mine) == 1 for arcs, mine in zip(found, owners, strict=True))
        assert all(len(a) + len(b) > most for a, b in zip(found, found[1:], strict=False))

    @pytest.mark.parametrize("most", [1, 50, 10**9])
    def test_give_the_same_plan_in_batches_of_any_size(self, most, monkeypatch):
        problem = chain(2, needs=12, offers=4, groups=2, blocks=6)
        plan = solve(problem)
        monkeypatch.setattr(components, "_BATCH", most)

        again_ = solve(problem)

        assert (again_.value, again_.bound, again_.floor.tolist()) == (
            plan.value,
            plan.bound,
            plan.floor.tolist(),
        )
        assert again_.value_without_fairness == plan.value_without_fairness

    @pytest.mark.parametrize("seed", range(10))
    def test_with_rules_keep_an_honest_bound_in_batches_of_any_size(self, seed, monkeypatch):
        one, other = random_problem(seed, rules=True), random_problem(seed + 90, rules=True)
        monkeypatch.setattr(components, "_BATCH", 1)

        plan = solve(beside(one, other), params=ALONE)

        assert plan.value == plan.bound == best_ruled(one) + best_ruled(other)


class TestTheCutter:
    def test_takes_pins_off_needs_and_offers_and_counts_them_for_the_group(self):
        part = whole(one_pair(need_group=[0], pinned=(Pin(0, 0, 3),)))

        assert (part.demand.tolist(), part.supply.tolist()) == ([1], [2])
        assert (part.weight.tolist(), part.given.tolist(), part.cap.tolist()) == ([4], [3], [0])

    def test_numbers_a_part_from_nought_and_keeps_where_it_came_from(self):
        problem = beside(one_pair(need_group=[0]), one_pair(need_group=[0], need_amount=[9]))

        part = Cutter(problem, grouped=True).part(np.array([1]))

        assert (part.head.tolist(), part.tail.tolist(), part.group.tolist()) == ([0], [0], [0])
        assert (part.needs.tolist(), part.offers.tolist(), part.groups.tolist()) == ([1], [1], [1])
        assert part.demand.tolist() == [9] and part.weight.tolist() == [9]

    def test_closes_a_bundle_that_holds_a_need_nothing_fits(self):
        problem = one_pair(need_amount=[4, 2], need_bundle=[0, 0])

        assert whole(problem).cap.tolist() == [0]
        assert whole(again(problem, need_amount=[4, 0])).cap.tolist() == [4]

    def test_knows_a_part_without_rules(self):
        assert (
            not whole(one_pair()).ruled
            and not whole(one_pair(offer_lot=[1], need_bundle=[-1], offer_single=[0])).ruled
        )
        assert all(
            whole(one_pair(**rule)).ruled
            for rule in ({"offer_lot": [2]}, {"need_bundle": [0]}, {"offer_single": [1]})
        )
