"""Plans against an oracle that tries all of them, and what must hold for every plan."""

import os
import signal
import time
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Problem, _engine, _watched, check, solve
from hamafza_engines.frame import Within

from .conftest import chain, random_problem

SEEDS = range(60)


def served(plan):
    return plan.served().tolist()


class TestTheOracle:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_plan_has_fairer_shares(self, seed, oracle):
        problem = random_problem(seed)
        every = oracle(problem)

        plan = solve(problem)

        assert every.shares(plan.flow.tolist()) == max(map(every.shares, every.plans))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_no_plan_with_those_shares_is_worth_more(self, seed, oracle):
        problem = random_problem(seed)
        every = oracle(problem)

        plan = solve(problem)

        alike = [flow for flow in every.plans if every.totals(flow) == every.totals(plan.flow.tolist())]
        assert plan.value == max(map(every.worth, alike)) == plan.bound

    @pytest.mark.parametrize("seed", SEEDS)
    def test_the_value_without_fairness_is_the_most_worth_of_all(self, seed, oracle):
        problem = random_problem(seed)
        every = oracle(problem)

        plan, alone = solve(problem), solve(problem, params=Params(floor=0))

        assert plan.value_without_fairness == alone.value == max(map(every.worth, every.plans))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_side_rules_are_kept_at_the_most_worth(self, seed, oracle):
        problem = random_problem(seed, rules=True)
        every = oracle(problem)

        plan = solve(problem, params=Params(floor=0))

        assert every.keeps_rules(plan.flow.tolist())
        assert plan.value == max(every.worth(flow) for flow in every.plans if every.keeps_rules(flow))
        assert plan.bound == plan.value and plan.status == "optimal"

    @pytest.mark.parametrize("seed", SEEDS)
    def test_side_rules_are_kept_under_fairness_too_and_the_bound_holds(self, seed, oracle):
        problem = random_problem(seed + 1000, rules=True)
        every = oracle(problem)

        plan = solve(problem)

        assert every.keeps_rules(plan.flow.tolist()) and check(problem, plan) == []
        assert plan.value <= plan.bound

    @pytest.mark.parametrize("seed", SEEDS[:30])
    def test_dives_alone_keep_the_rules_and_tell_an_honest_gap(self, seed, oracle):
        problem = random_problem(seed, rules=True)
        every = oracle(problem)

        plan = solve(problem, params=Params(floor=0, mip_arcs=0))

        best = max(every.worth(flow) for flow in every.plans if every.keeps_rules(flow))
        assert every.keeps_rules(plan.flow.tolist())
        assert plan.value <= best <= plan.bound
        assert (plan.status == "optimal") == (plan.value == plan.bound)

    @pytest.mark.parametrize("seed", SEEDS[:30])
    def test_a_floor_lifts_the_worst_shares_to_it_and_no_further(self, seed, oracle):
        problem = random_problem(seed)
        every = oracle(problem)
        fairest = max(map(every.shares, every.plans))

        plan = solve(problem, params=Params(floor=0.5))

        lifted = every.shares(plan.flow.tolist())
        assert all(share >= min(best, 0.5) - 1e-9 for share, best in zip(lifted, fairest, strict=True))
        assert plan.value >= solve(problem).value


class TestEveryPlan:
    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 10**6), rules=st.booleans(), floor=st.sampled_from([0, 0.3, 0.8, 1.0]))
    def test_is_sound(self, seed, rules, floor):
        problem = random_problem(seed, needs=12, offers=6, groups=4, arcs=40, most=30, rules=rules)

        plan = solve(problem, params=Params(floor=floor))

        assert check(problem, plan) == []

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_is_the_same_for_the_same_problem_whatever_the_seed(self, seed):
        problem = random_problem(seed, needs=12, offers=6, arcs=40, most=30)

        assert solve(problem, seed=1).flow.tolist() == solve(problem, seed=2).flow.tolist()

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6), data=st.data())
    def test_is_worth_the_same_in_any_order_of_rows(self, seed, data):
        problem = random_problem(seed, needs=10, offers=6, arcs=40, most=30)
        arcs = data.draw(st.permutations(range(len(problem.arc_need))))
        needs = data.draw(st.permutations(range(len(problem.need_amount))))
        place = {old: new for new, old in enumerate(needs)}
        turned = Problem(
            need_amount=[problem.need_amount[i] for i in needs],
            need_group=[problem.need_group[i] for i in needs],
            offer_amount=problem.offer_amount,
            arc_need=[place[int(problem.arc_need[a])] for a in arcs],
            arc_offer=[problem.arc_offer[a] for a in arcs],
            arc_worth=[problem.arc_worth[a] for a in arcs],
        )

        plan, other = solve(problem), solve(turned)

        assert plan.value == other.value
        assert [(each.group, each.served) for each in plan.groups()] == [
            (each.group, each.served) for each in other.groups()
        ]

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6), more=st.integers(1, 20))
    def test_is_worth_no_less_when_an_offer_grows(self, seed, more):
        problem = random_problem(seed, needs=10, offers=5, arcs=40, most=30)
        alone = Params(floor=0)
        grown = problem.offer_amount.copy()
        grown[0] += more

        before = solve(problem, params=alone).value
        after = solve(_with(problem, offer_amount=grown), params=alone).value

        assert before <= after <= before + more * max(problem.arc_worth.tolist(), default=0)

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6), more=st.integers(1, 20))
    def test_leaves_the_worst_group_no_worse_when_an_offer_grows(self, seed, more):
        problem = random_problem(seed, needs=10, offers=5, arcs=40, most=30)
        grown = problem.offer_amount.copy()
        grown[0] += more

        before, after = solve(problem).groups(), solve(_with(problem, offer_amount=grown)).groups()

        assert after[0].share >= before[0].share

    @settings(max_examples=25, deadline=None)
    @given(seed=st.integers(0, 10**6))
    def test_costs_no_more_worth_the_lower_the_floor(self, seed):
        problem = random_problem(seed, needs=10, offers=5, arcs=40, most=30)

        values = [solve(problem, params=Params(floor=floor)).value for floor in (1.0, 0.7, 0.4, 0)]

        assert values == sorted(values)


def _with(problem, **changed):
    names = ("need_amount", "offer_amount", "arc_need", "arc_offer", "arc_worth", "need_group")
    return Problem(**({name: getattr(problem, name) for name in names} | changed))


class TestShapes:
    def test_nothing_at_all(self):
        plan = solve(Problem(need_amount=[], offer_amount=[], arc_need=[], arc_offer=[], arc_worth=[]))

        assert (plan.value, plan.bound, plan.gap, plan.status) == (0, 0, 0.0, "optimal")
        assert plan.groups() == [] and list(plan.lines()) == []

    def test_needs_that_nothing_fits(self):
        problem = Problem(
            need_amount=[3, 4], offer_amount=[5], arc_need=[], arc_offer=[], arc_worth=[], need_group=[0, 1]
        )

        plan = solve(problem)

        assert served(plan) == [0, 0] and plan.explain(0).reason == "no_offer"
        assert [each.share for each in plan.groups()] == [0.0, 0.0]

    def test_one_row(self):
        plan = solve(Problem(need_amount=[3], offer_amount=[2], arc_need=[0], arc_offer=[0], arc_worth=[7]))

        assert plan.value == plan.bound == 14 and plan.price_of_fairness == 0.0

    def test_the_same_pair_twice_shares_the_amounts(self):
        problem = Problem(
            need_amount=[3], offer_amount=[5], arc_need=[0, 0], arc_offer=[0, 0], arc_worth=[7, 9]
        )

        plan = solve(problem)

        assert plan.value == 27 and check(problem, plan) == []

    def test_amounts_in_rial_as_large_as_a_national_budget(self):
        problem = Problem(
            need_amount=[10**15, 10**15], offer_amount=[10**15 + 1], arc_need=[0, 1], arc_offer=[0, 0],
            arc_worth=[900, 100], need_group=[0, 1],
        )  # fmt: skip

        plan = solve(problem)

        assert served(plan) == [5 * 10**14 + 1, 5 * 10**14] and plan.bound == plan.value

    def test_a_group_nobody_can_help_does_not_drag_the_others_down(self):
        problem = Problem(
            need_amount=[5, 5, 5], offer_amount=[6], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[2, 1],
            need_group=[0, 1, 2],
        )  # fmt: skip

        assert served(solve(problem)) == [3, 3, 0]

    def test_levels_come_one_after_the_other(self):
        """The worst group is held by its own offer; what it cannot use lifts the second, then the third."""
        problem = Problem(
            need_amount=[10, 10, 10], offer_amount=[2, 4, 30], arc_need=[0, 1, 2, 2], arc_offer=[0, 1, 1, 2],
            arc_worth=[1, 1, 9, 1], need_group=[0, 1, 2],
        )  # fmt: skip

        plan = solve(problem)

        assert served(plan) == [2, 4, 10]
        assert plan.value == 2 + 4 + 10 and plan.value_without_fairness == 2 + 36 + 6

    def test_many_components_are_solved_as_one_would_be(self):
        many, parts = chain(3, needs=40, offers=10, groups=4, blocks=6), 0
        for block in range(6):
            mine = many.arc_need // 40 == block
            part = Problem(
                need_amount=many.need_amount[40 * block : 40 * block + 40],
                offer_amount=many.offer_amount[10 * block : 10 * block + 10],
                arc_need=many.arc_need[mine] - 40 * block, arc_offer=many.arc_offer[mine] - 10 * block,
                arc_worth=many.arc_worth[mine], need_group=many.need_group[40 * block : 40 * block + 40] - 4 * block,
            )  # fmt: skip
            parts += solve(part).value

        assert solve(many).value == parts

    def test_fairness_lifts_the_worst_group_for_a_small_price(self):
        plan = solve(chain(1, needs=300, offers=80, groups=12))

        groups = plan.groups()
        before = min(each.by_worth / each.asked for each in groups)
        assert groups[0].share > before and 0 < plan.price_of_fairness < 0.1


class TestEase:
    def test_gives_up_a_little_of_each_share_for_worth_and_no_more(self):
        problem = chain(1, needs=300, offers=80, groups=6)
        strict, eased = solve(problem), solve(problem, params=Params(ease=0.05))

        assert eased.value > strict.value and check(problem, eased) == []
        fairest = {each.group: each.served for each in strict.groups()}
        assert all(each.served >= 0.95 * fairest[each.group] for each in eased.groups())

    @pytest.mark.parametrize("seed", SEEDS[:20])
    def test_leaves_small_amounts_as_they_are(self, seed):
        problem = random_problem(seed)

        assert solve(problem, params=Params(ease=0.01)).groups() == solve(problem).groups()


class TestTime:
    def test_no_time_still_gives_a_sound_plan_and_an_honest_gap(self):
        problem = chain(5)

        plan, best = solve(problem, stop=Within(0)), solve(problem, params=Params(floor=0))

        assert check(problem, plan) == []
        assert plan.status == "stopped" and plan.value <= best.value <= plan.bound
        assert plan.value > 0.8 * best.value  # the quick plan is no empty one
        assert plan.value_without_fairness is None

    def test_no_time_keeps_the_side_rules(self):
        for seed in range(20):
            problem = random_problem(seed, needs=10, offers=6, arcs=40, most=9, rules=True)

            assert check(problem, solve(problem, stop=Within(0))) == []

    def test_a_long_flow_is_ended_by_the_clock(self, endless):
        clock = Within(0.3).started()
        plan = solve(endless, stop=clock)

        assert clock.spent() < 5 and plan.status == "stopped"
        assert check(endless, plan) == [] and 0 < plan.gap < 0.3

    def test_ctrl_c_ends_a_long_flow_with_what_was_found(self, endless):
        stop = Within(300)
        pressed = Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))

        with stop.catching_interrupt():
            pressed.start()
            plan = solve(endless, stop=stop)

        assert plan.status == "stopped" and check(endless, plan) == [] and plan.value > 0

    def test_a_watched_flow_is_the_flow(self, monkeypatch):
        monkeypatch.setattr(_watched, "_LONG", 1)
        problem = chain(2)

        watched, here = solve(problem, stop=Within(100)), solve(problem, stop=Within(None))

        assert watched.flow.tolist() == here.flow.tolist() and watched.bound == here.bound == here.value

    def test_a_fault_in_the_child_is_seen_here(self, monkeypatch):
        monkeypatch.setattr(_watched, "_LONG", 1)
        monkeypatch.setattr(_engine, "dearest", lambda *_: 1 // 0)

        with pytest.raises(ZeroDivisionError):
            solve(chain(2), stop=Within(100))


@pytest.fixture
def endless(monkeypatch):
    """Return a problem whose flow never ends, so that only the clock or a key can."""
    monkeypatch.setattr(_watched, "_LONG", 1)
    monkeypatch.setattr(_engine, "dearest", lambda *_: time.sleep(600))
    return chain(2)
