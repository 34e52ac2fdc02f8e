"""The pieces below the doors that have a law of their own: levels, components, greedy, fairness with pins."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Pin, Problem, solve
from hamafza_engines.allocation._components import Cutter, batches, connected, labels
from hamafza_engines.allocation._fair import fair_units, level
from hamafza_engines.allocation._greedy import greedy

from .conftest import chain, random_problem


class TestLevel:
    @settings(max_examples=200, deadline=None)
    @given(data=st.data())
    def test_is_what_giving_units_one_by_one_to_the_least_served_gives(self, data):
        weight = data.draw(st.lists(st.integers(1, 30), min_size=1, max_size=6))
        given_ = [data.draw(st.integers(0, w)) for w in weight]
        units = data.draw(st.integers(0, sum(weight) - sum(given_)))

        slowly = list(given_)
        for _ in range(units):
            open_ = [k for k in range(len(weight)) if slowly[k] < weight[k]]
            k = min(open_, key=lambda k: (slowly[k] / weight[k], weight[k], k))
            slowly[k] += 1

        assert level(weight, given_, units) == [s - g for s, g in zip(slowly, given_, strict=True)]

    def test_large_amounts_take_no_longer(self):
        began = time.process_time()

        got = level([10**15, 3 * 10**15], [0, 0], 10**15 + 1)

        assert got == [25 * 10**13 + 1, 75 * 10**13] and time.process_time() - began < 0.1


class TestFairnessWithPins:
    @pytest.mark.parametrize("seed", range(40))
    def test_no_plan_that_keeps_the_pin_has_fairer_shares(self, seed, oracle):
        bare = random_problem(seed)
        every = oracle(bare)
        wanted = [k for k, (i, j) in enumerate(every.pairs) if bare.need_amount[i] and bare.offer_amount[j]]
        if not wanted:
            return
        pair = every.pairs[wanted[0]]
        names = ("need_amount", "offer_amount", "arc_need", "arc_offer", "arc_worth", "need_group")
        pinned = Problem(**{name: getattr(bare, name) for name in names}, pinned=(Pin(*pair, 1),))

        plan = solve(pinned)

        keeping = [flow for flow in every.plans if flow[wanted[0]] == 1]
        assert every.shares(plan.flow.tolist()) == max(map(every.shares, keeping))


class TestComponents:
    @settings(max_examples=100, deadline=None)
    @given(edges=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30))
    def test_two_nodes_share_a_label_when_edges_lead_from_one_to_the_other(self, edges):
        near = {k: {k} for k in range(20)}
        for a, b in edges:
            joined = near[a] | near[b]
            for each in joined:
                near[each] = joined

        a, b = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))

        assert connected(20, a, b).tolist() == [min(near[k]) for k in range(20)]

    def test_a_long_path_is_found_quickly(self):
        path = np.random.default_rng(1).permutation(20_000)
        began = time.process_time()

        label = connected(20_000, path[:-1], path[1:])

        assert not label.any() and time.process_time() - began < 1

    def test_groups_join_components_only_when_shares_count(self):
        apart = Problem(
            need_amount=[1, 1], offer_amount=[1, 1], arc_need=[0, 1], arc_offer=[0, 1], arc_worth=[1, 1],
            need_group=[5, 5],
        )  # fmt: skip

        assert len(set(labels(apart, grouped=False).tolist())) == 2
        assert len(set(labels(apart, grouped=True).tolist())) == 1

    def test_every_arc_is_in_one_batch(self):
        problem = chain(1, needs=40, offers=10, blocks=7)
        arcs = np.arange(len(problem.arc_need))

        found = [arcs[batch] for batch in batches(problem, labels(problem, grouped=True))]

        assert sorted(np.concatenate(found).tolist()) == arcs.tolist()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_greedy_keeps_amounts_and_leaves_no_open_pair(seed):
    problem = random_problem(seed, needs=12, offers=6, arcs=40, most=20)
    part = Cutter(problem, grouped=False).part(np.arange(len(problem.arc_need)))

    flow = greedy(part)

    need, offer = part.demand.copy(), part.supply.copy()
    np.subtract.at(need, part.head, flow)
    np.subtract.at(offer, part.tail, flow)
    assert (flow >= 0).all() and (need >= 0).all() and (offer >= 0).all()
    assert not ((need[part.head] > 0) & (offer[part.tail] > 0) & (flow < part.cap)).any()


def test_greedy_holds_groups_to_their_fair_units_and_loses_little():
    problem = chain(11, needs=300, offers=80, groups=6)
    part = Cutter(problem, grouped=True).part(np.arange(len(problem.arc_need)))
    fairest, _ = fair_units(part)

    flow = greedy(part, fairest)

    got = np.bincount(part.group[part.head], flow, len(part.weight))
    assert (got <= fairest).all() and (got >= 0.8 * fairest).all()


def test_a_bundle_in_two_components_of_arcs_is_still_one():
    problem = Problem(
        need_amount=[2, 2], offer_amount=[5, 1], arc_need=[0, 1], arc_offer=[0, 1], arc_worth=[9, 1],
        need_bundle=[4, 4],
    )  # fmt: skip

    assert solve(problem).served().tolist() == [0, 0]


def test_a_mip_that_may_stop_early_tells_its_gap():
    problem = random_problem(77, needs=30, offers=12, arcs=120, most=30, rules=True)

    loose = solve(problem, params=Params(floor=0, rule_gap=0.5))
    tight = solve(problem, params=Params(floor=0))

    assert loose.value <= tight.value <= loose.bound
