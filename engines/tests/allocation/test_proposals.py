"""Proposals when time is short, dives and the program where side rules are: against slow answers."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Problem, check, solve
from hamafza_engines.allocation._fair import fair_units
from hamafza_engines.allocation._flow import dearest
from hamafza_engines.allocation._greedy import greedy
from hamafza_engines.allocation._mip import answers
from hamafza_engines.allocation._part import served, total
from hamafza_engines.allocation._rules import Aim, broken, decided, dive, keep_rules
from hamafza_engines.frame import Within

from .builders import again, keeps_amounts, whole
from .conftest import random_problem
from .exact import best_ruled, keeps_rules, most_worth

SIZE = {"needs": 10, "offers": 6, "groups": 4, "arcs": 28, "most": 15}
NO_LIMIT = Within(None)
ALONE = Params(floor=0)


class TestProposals:
    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_are_what_a_loop_over_needs_and_offers_gives(self, seed):
        """Each round: every open need asks its dearest open offer; each offer serves the dearest that ask it."""
        problem = random_problem(seed, **SIZE)
        part = whole(problem, grouped=False)
        arcs = list(zip(part.head.tolist(), part.tail.tolist(), part.worth.tolist(), strict=True))
        need, offer, flow = part.demand.tolist(), part.supply.tolist(), [0] * len(arcs)
        open_ = {k for k, (i, j, _) in enumerate(arcs) if min(need[i], offer[j])}
        while open_:
            asked = {}
            for k in sorted(open_, key=lambda k: (-arcs[k][2], k)):
                asked.setdefault(arcs[k][0], k)
            for k in sorted(asked.values(), key=lambda k: (-arcs[k][2], k)):
                i, j, _ = arcs[k]
                flow[k] = min(need[i], offer[j])
                need[i], offer[j] = need[i] - flow[k], offer[j] - flow[k]
            open_ = {k for k in open_ - set(asked.values()) if need[arcs[k][0]] and offer[arcs[k][1]]}

        assert greedy(part).tolist() == flow

    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_give_at_least_half_of_the_most_worth(self, seed):
        """A unit taken by a proposal keeps at most two dearer ones out: one at its need, one at its offer."""
        problem = again(random_problem(seed, **SIZE), need_group=None)
        part = whole(problem, grouped=False)

        flow = greedy(part)

        assert keeps_amounts(part, flow)
        assert 2 * total(part.worth, flow) >= most_worth(problem)

    @settings(max_examples=30, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_hold_every_group_to_what_it_may_take(self, seed):
        part, chance = whole(random_problem(seed, **SIZE)), Random(seed)
        most = np.array([chance.randint(0, int(w)) for w in part.weight], np.int64)

        flow = greedy(part, most)

        assert keeps_amounts(part, flow) and (served(part, flow) <= most).all()

    def test_leave_what_they_were_given_as_it_was(self):
        part = whole(random_problem(3, **SIZE))
        most = part.weight // 2

        greedy(part, most)

        assert most.tolist() == (part.weight // 2).tolist()


class TestDivesAndTheProgram:
    @pytest.mark.parametrize("seed", range(25))
    def test_a_dive_ends_with_every_rule_kept(self, seed):
        part = whole(random_problem(seed, **SIZE, rules=True))

        flow = dive(part, dearest(part), part.weight * 0, NO_LIMIT)

        assert keeps_amounts(part, flow) and not broken(part, flow).any()

    @pytest.mark.parametrize("seed", range(25))
    def test_what_counts_as_broken_is_what_the_judge_calls_broken(self, seed):
        problem, chance = random_problem(seed, **SIZE, rules=True), Random(seed)
        part = whole(problem)
        flow = np.array(
            [chance.randint(0, int(cap)) if chance.random() < 0.4 else 0 for cap in part.cap], np.int64
        )
        pairs = zip(
            part.needs[part.head].tolist(), part.offers[part.tail].tolist(), flow.tolist(), strict=True
        )

        kept = keeps_rules(problem, {(i, j): units for i, j, units in pairs if units})

        got = np.bincount(part.head, flow, len(part.demand))
        if (got <= part.demand).all():
            assert broken(part, flow).any() != kept

    @pytest.mark.parametrize("seed", range(25))
    def test_the_program_s_bound_is_the_best_of_every_plan(self, seed):
        problem = random_problem(seed, rules=True)
        if not len(problem.arc_need):
            return
        part = whole(problem, grouped=False)
        none = part.weight * 0

        found, bound = answers(part, none, 0, np.zeros(len(part.head), np.int64), ALONE, NO_LIMIT)

        assert bound == best_ruled(problem)
        flow = decided(part, found, none)
        assert total(part.worth, flow) == bound and not broken(part, flow).any()

    @pytest.mark.parametrize("grouped", [False, True], ids=["worth alone", "with floors"])
    @pytest.mark.parametrize("seed", range(25))
    def test_the_program_begins_with_the_dive_and_without_time_ends_with_it(self, seed, grouped):
        part = whole(random_problem(seed, **(SIZE | {"arcs": 40}), rules=True), grouped=grouped)
        if not part.ruled or not len(part.head):
            return
        floor = fair_units(part)[0] if grouped else part.weight * 0
        start = dive(part, dearest(part), floor, NO_LIMIT)
        aim = Aim(part, floor)

        found, _ = answers(part, floor, aim.penalty, start, ALONE, Within(0))

        assert aim.of(decided(part, found, floor)) >= aim.of(start)

    def test_the_program_may_cut_a_single_gift_to_one_unit(self):
        """Five gifts of two for needs of five: 2 + 2 + 1 and 2 + 2 are nine, the last gift being cut."""
        pairs = [(i, j) for i in range(2) for j in range(5)]
        problem = Problem(
            need_amount=[5, 5], offer_amount=[2] * 5, arc_need=[i for i, _ in pairs], arc_offer=[j for _, j in pairs],
            arc_worth=[1] * 10, offer_single=[1] * 5,
        )  # fmt: skip
        part = whole(problem)

        _, bound = answers(part, part.weight * 0, 0, np.zeros(10, np.int64), ALONE, NO_LIMIT)

        assert bound == 9

    def test_answers_that_cannot_be_kept_give_no_flow(self):
        """Both lots of three open on an offer of four."""
        problem = Problem(
            need_amount=[3, 3], offer_amount=[4], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 1], offer_lot=[3]
        )  # fmt: skip
        from hamafza_engines.allocation._rules import Answers

        part = whole(problem)

        assert decided(part, Answers(np.zeros(2, bool), np.zeros(2, bool)), part.weight * 0) is None

    @pytest.mark.parametrize("seed", range(10))
    def test_without_the_program_s_library_a_dive_stands_with_its_gap(self, seed, monkeypatch):
        import sys

        problem = random_problem(seed, rules=True)
        monkeypatch.setitem(sys.modules, "highspy", None)

        plan = solve(problem, params=ALONE)

        assert check(problem, plan) == [] and plan.value <= best_ruled(problem) <= plan.bound

    @pytest.mark.parametrize("seed", range(10))
    def test_out_of_time_what_is_broken_is_dropped_and_the_bound_holds(self, seed):
        problem = random_problem(seed, rules=True)
        part = whole(problem, grouped=False)
        stop = Within(0).started()

        flow, slack = keep_rules(part, dearest(part), part.weight * 0, ALONE, stop)

        assert not broken(part, flow).any()
        assert total(part.worth, flow) <= best_ruled(problem) <= total(part.worth, flow) + slack
