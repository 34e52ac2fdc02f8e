"""Solving a part again: after any change the plan is what a fresh solve gives, and the rest has not moved."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Change, Params, Pin, Problem, check, resolve, solve
from hamafza_engines.frame import Within

from .builders import again, beside, one_pair, overridden
from .conftest import chain, random_problem
from .exact import best_ruled, every_plan, fair_totals, keeps_rules, most_worth, worth_of

SIZE = {"needs": 9, "offers": 6, "groups": 5, "arcs": 16, "most": 9}
SEEDS = st.integers(0, 10**6)


def any_change(problem, chance):
    """Return a change of chance: amounts, a pin where there is room, a ban, something released."""
    needs, offers = len(problem.need_amount), len(problem.offer_amount)
    pinned = {(pin.need, pin.offer): pin for pin in problem.pinned}
    taken_need, taken_offer = np.zeros(needs, int), np.zeros(offers, int)
    for pin in problem.pinned:
        taken_need[pin.need] += pin.units
        taken_offer[pin.offer] += pin.units
    i, j = chance.randrange(needs), chance.randrange(offers)
    pairs = [(int(a), int(b)) for a, b in zip(problem.arc_need, problem.arc_offer, strict=True)]
    banned = {chance.choice(pairs)} if pairs and chance.random() < 0.5 else set()
    released = {pair for pair in [*pinned, *problem.forbidden] if chance.random() < 0.5}
    return Change(
        need_amounts={i: int(taken_need[i]) + chance.randint(0, 9)},
        offer_amounts={j: int(taken_offer[j]) + chance.randint(0, 9)},
        forbidden=frozenset(pair for pair in banned if pair not in pinned),
        released=frozenset(released),
    )


class TestAnyChange:
    @settings(max_examples=60, deadline=None)
    @given(seed=SEEDS, floor=st.sampled_from([0, 0.4, 1]))
    def test_gives_what_path_after_path_finds_from_nothing(self, seed, floor):
        problem, chance = overridden(seed, **SIZE), Random(seed)
        change = any_change(problem, chance)

        plan = resolve(solve(problem, params=Params(floor=floor)), change)

        changed = problem.changed(change)
        least = {}
        if floor:
            asked = {
                g: sum(changed.need_amount[changed.need_group == g].tolist())
                for g in set(problem.need_group.tolist())
            }
            least = {
                g: min(units, -(-asked[g] * round(10 * floor) // 10))
                for g, units in fair_totals(changed).items()
            }
        assert check(changed, plan) == []
        assert (
            plan.value
            == plan.bound
            == most_worth(changed, low=least, high=fair_totals(changed) if floor == 1 else None)
        )
        assert plan.value_without_fairness == most_worth(changed)

    @settings(max_examples=40, deadline=None)
    @given(seed=SEEDS, steps=st.integers(2, 5))
    def test_after_another_gives_what_all_of_them_together_give(self, seed, steps):
        problem, chance = random_problem(seed, **SIZE), Random(seed)
        plan = solve(problem)
        for _ in range(steps):
            plan = resolve(plan, any_change(plan.problem, chance))

        anew = solve(plan.problem)

        assert (plan.value, plan.bound, plan.status) == (anew.value, anew.bound, anew.status)
        assert plan.floor.tolist() == anew.floor.tolist()

    @settings(max_examples=40, deadline=None)
    @given(seed=SEEDS)
    def test_taken_back_gives_the_first_value_again(self, seed):
        problem, chance = random_problem(seed, **SIZE), Random(seed)
        plan, change = solve(problem), any_change(problem, chance)
        back = Change(
            need_amounts={i: int(problem.need_amount[i]) for i in change.need_amounts},
            offer_amounts={j: int(problem.offer_amount[j]) for j in change.offer_amounts},
            released=change.forbidden,
        )

        returned = resolve(resolve(plan, change), back)

        assert (returned.value, returned.floor.tolist()) == (plan.value, plan.floor.tolist())
        assert returned.problem.forbidden == problem.forbidden

    @settings(max_examples=40, deadline=None)
    @given(seed=SEEDS)
    def test_leaves_every_other_component_as_it_was(self, seed):
        one, other = random_problem(seed, **SIZE), random_problem(seed + 1, **SIZE)
        plan = solve(beside(one, other))
        change = any_change(one, Random(seed))

        after = resolve(plan, change)

        cut = len(one.arc_need)
        assert after.flow[cut:].tolist() == plan.flow[cut:].tolist()
        assert (
            after.plain_served[len(one.need_amount) :].tolist()
            == plan.plain_served[len(one.need_amount) :].tolist()
        )

    def test_of_nothing_solves_nothing(self, monkeypatch):
        from hamafza_engines.allocation import _engine

        plan = solve(chain(1, needs=30, offers=8))
        monkeypatch.setattr(_engine, "solve_part", lambda *_: 1 // 0)

        assert resolve(plan, Change()).value == plan.value

    def test_of_a_need_that_nothing_fits_solves_nothing(self, monkeypatch):
        from hamafza_engines.allocation import _engine

        plan = solve(one_pair(need_amount=[4, 9]))
        monkeypatch.setattr(_engine, "solve_part", lambda *_: 1 // 0)

        assert resolve(plan, Change(need_amounts={1: 3})).served().tolist() == [4, 0]

    def test_solves_only_the_arcs_that_hang_together_with_it(self, monkeypatch):
        from hamafza_engines.allocation import _engine

        plan, sizes = solve(chain(1, needs=30, offers=8, groups=3, blocks=4)), []
        solved = _engine.solve_part
        monkeypatch.setattr(
            _engine, "solve_part", lambda part, *more: sizes.append(len(part.head)) or solved(part, *more)
        )

        resolve(plan, Change(need_amounts={31: 0}))

        block = (plan.problem.arc_need >= 30) & (plan.problem.arc_need < 60)
        assert sizes == [block.sum()]


class TestUnderRules:
    @settings(max_examples=40, deadline=None)
    @given(seed=SEEDS)
    def test_a_change_gives_the_best_of_every_plan(self, seed):
        problem = random_problem(seed, rules=True)
        change = any_change(problem, Random(seed))

        plan = resolve(solve(problem, params=Params(floor=0)), change)

        assert check(plan.problem, plan) == []
        assert plan.value == plan.bound == best_ruled(problem.changed(change))

    @pytest.mark.parametrize("seed", [92, 99, 172, 221, 222, *range(10)])
    def test_what_was_not_proved_elsewhere_stays_unproved(self, seed):
        """Dives alone leave a slack that two components share; solving one again must not lose it.

        The first five seeds are those where it once was lost.
        """
        one, other = random_problem(seed, rules=True), random_problem(seed + 5000, rules=True)
        both = beside(one, other)
        plan = solve(both, params=Params(floor=0, mip_arcs=0))

        after = resolve(plan, Change(need_amounts={0: int(both.need_amount[0])}))

        best = best_ruled(one) + best_ruled(other)
        assert after.value <= best <= after.bound
        assert after.status == "stopped" or after.value == best

    @pytest.mark.parametrize("seed", [92, 99, 172, 221, 222])
    def test_what_was_not_proved_elsewhere_outlives_a_change_in_two_places(self, seed):
        """Three problems, two of them solved again at once: the slack goes to the third and to no other."""
        one, two, three = (random_problem(each, rules=True) for each in (seed, seed + 9000, seed + 5000))
        all_ = beside(beside(one, two), three)
        places = [0, len(one.need_amount)]
        plan = solve(all_, params=Params(floor=0, mip_arcs=0))

        after = resolve(plan, Change(need_amounts={i: int(all_.need_amount[i]) for i in places}))

        assert after.value <= sum(map(best_ruled, (one, two, three))) <= after.bound

    @pytest.mark.parametrize("seed", range(15))
    def test_everything_solved_again_one_by_one_keeps_an_honest_bound(self, seed):
        one, other = random_problem(seed, rules=True), random_problem(seed + 70, rules=True)
        both = beside(one, other)
        plan = solve(both, params=Params(floor=0, mip_arcs=0))

        for i in range(len(both.need_amount)):
            plan = resolve(plan, Change(need_amounts={i: int(both.need_amount[i])}))

        assert plan.value <= best_ruled(one) + best_ruled(other) <= plan.bound

    @pytest.mark.parametrize("seed", [20, 53, 81])
    def test_fairness_weighs_a_part_as_it_weighed_the_whole(self, seed):
        """A unit short costs twice the dearest unit of the problem, wherever that one is.

        These seeds once weighed a part by its own dearest unit and so gave another plan than the whole.
        """
        size = {"needs": 14, "offers": 8, "groups": 3, "arcs": 50, "most": 20, "rules": True}
        other = random_problem(seed + 5000, **size)
        dear = again(other, arc_worth=(other.arc_worth * 50).tolist())
        plan = solve(beside(random_problem(seed, **size), dear))

        after = resolve(plan, Change(need_amounts={0: int(plan.problem.need_amount[0])}))

        def lacking(one):
            served = [each.served for each in sorted(one.groups(), key=lambda each: int(each.group))]
            return sum(max(0, int(floor) - got) for floor, got in zip(one.floor, served, strict=True))

        assert (after.value, lacking(after)) == (plan.value, lacking(plan))

    def test_a_bundle_across_components_is_touched_as_one(self):
        """Needs 0 and 1 share no offer, only their bundle; when one offer fails, both needs go without."""
        problem = Problem(
            need_amount=[2, 2], offer_amount=[2, 2], arc_need=[0, 1], arc_offer=[0, 1], arc_worth=[1, 1], need_bundle=[5, 5]
        )  # fmt: skip

        after = resolve(solve(problem), Change(offer_amounts={1: 1}))

        assert after.served().tolist() == [0, 0]

    @pytest.mark.parametrize("seed", range(15))
    def test_a_pin_is_kept_and_the_rest_is_the_best_there_is(self, seed):
        problem = random_problem(seed + 20, rules=True)
        pairs = [
            (int(i), int(j))
            for i, j in zip(problem.arc_need, problem.arc_offer, strict=True)
            if problem.need_amount[i] and problem.offer_amount[j]
        ]
        if not pairs:
            return
        change = Change(pinned=(Pin(*pairs[0], 1),))

        plan = resolve(solve(problem, params=Params(floor=0)), change)

        changed = problem.changed(change)
        assert plan.value == max(
            worth_of(changed, each) for each in every_plan(changed) if keeps_rules(changed, each)
        )


class TestAPlanThatWasStopped:
    def test_gets_better_part_by_part_until_it_is_proved(self):
        problem = chain(3, needs=20, offers=6, groups=2, blocks=3)
        plan, best = solve(problem, stop=Within(0)), solve(problem)

        states = []
        for block in range(3):
            plan = resolve(plan, Change(need_amounts={20 * block: int(problem.need_amount[20 * block])}))
            states.append(plan.status)
            assert check(problem, plan) == [] and plan.bound >= plan.value

        assert states[-1] == "optimal" and plan.value == plan.bound == best.value
        assert plan.value_without_fairness == best.value_without_fairness

    def test_is_still_a_plan_when_no_time_is_given_again(self):
        problem = chain(3, needs=20, offers=6, groups=2, blocks=3)

        plan = resolve(solve(problem), Change(offer_amounts={0: 1}), stop=Within(0))

        assert check(plan.problem, plan) == []
        assert plan.status == "stopped" and plan.value_without_fairness is None
        assert plan.value <= solve(plan.problem).value_without_fairness <= plan.bound

    def test_tells_its_price_again_once_all_is_solved(self):
        problem = again(random_problem(4, **SIZE))
        plan = solve(problem, stop=Within(0))
        assert plan.price_of_fairness is None

        for i in range(len(problem.need_amount)):
            plan = resolve(plan, Change(need_amounts={i: int(problem.need_amount[i])}))

        assert plan.price_of_fairness == solve(problem).price_of_fairness
