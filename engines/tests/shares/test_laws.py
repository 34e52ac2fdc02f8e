"""What must hold of any fair division, whatever the instance (Balinski and Young 1982; Pukelsheim 2017)."""

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, check, solve

from .exact import level, two_levels

pytestmark = pytest.mark.slow  # forty examples each

QUIET = settings(max_examples=40, deadline=None)
WEBSTER = Params(method="webster")
NEEDS = st.lists(st.integers(1, 40), min_size=1, max_size=7)
RULES = st.sampled_from(METHODS)
TARGETS = st.integers(0, 80)
LEVELS = st.builds(level, st.integers(0, 10**6), most=st.just(6), idle=st.booleans())
TREES = st.builds(two_levels, st.integers(0, 10**6))


def free(needs):
    return tuple(Place(f"{k}", need=need) for k, need in enumerate(needs))


def cut(problem, method):
    return solve(problem, params=Params(method=method)).by_id


def shares(problem, method):
    return {id_: share.share for id_, share in cut(problem, method).items()}


class TestTheQuota:
    @QUIET
    @given(problem=LEVELS)
    def test_is_never_left_by_a_whole_unit_by_hamilton(self, problem):
        assert all(abs(share.share - share.quota) < 1 for share in solve(problem).shares)

    @QUIET
    @given(needs=NEEDS, target=TARGETS)
    def test_is_given_when_it_is_whole(self, needs, target):
        problem = Problem(target * sum(needs), free(needs))

        for method in METHODS:
            assert list(shares(problem, method).values()) == [target * need for need in needs]

    @QUIET
    @given(problem=LEVELS)
    def test_is_the_same_for_both_methods(self, problem):
        quotas = [{id_: share.quota for id_, share in cut(problem, method).items()} for method in METHODS]

        assert quotas[0] == quotas[1]

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_lies_within_the_bounds(self, problem, method):
        found = cut(problem, method)

        for place in problem.places:
            assert place.lower <= found[place.id].quota


class TestMoreToShare:
    @QUIET
    @given(problem=LEVELS)
    def test_takes_from_nobody_by_webster(self, problem):
        more = replace(problem, target=problem.target + 1)
        assume(more.target <= sum(place.upper for place in more.places))

        before, after = shares(problem, "webster"), shares(more, "webster")

        assert sum(after[id_] - share for id_, share in before.items()) == 1
        assert all(after[id_] >= share for id_, share in before.items())

    @QUIET
    @given(problem=LEVELS, method=RULES)
    def test_lowers_no_quota(self, problem, method):
        more = replace(problem, target=problem.target + 1)
        assume(more.target <= sum(place.upper for place in more.places))

        before, after = cut(problem, method), cut(more, method)

        assert all(after[id_].quota >= share.quota for id_, share in before.items())

    @QUIET
    @given(needs=NEEDS, target=TARGETS, times=st.integers(2, 5), method=RULES)
    def test_in_full_turns_adds_the_needs_themselves(self, needs, target, times, method):
        """A target larger by the sum of all needs gives each its need more, rounded as before."""
        small = shares(Problem(target, free(needs)), method)
        large = shares(Problem(target + times * sum(needs), free(needs)), method)

        assert large == {
            id_: share + times * need for (id_, share), need in zip(small.items(), needs, strict=True)
        }


class TestWhoNeedsMore:
    @QUIET
    @given(needs=NEEDS, target=TARGETS, method=RULES)
    def test_never_gets_less_than_who_needs_less(self, needs, target, method):
        found = shares(Problem(target, free(needs)), method)

        for one, need in enumerate(needs):
            for other, less in enumerate(needs):
                if need > less:
                    assert found[f"{one}"] >= found[f"{other}"]

    @QUIET
    @given(needs=NEEDS, target=TARGETS, method=RULES)
    def test_equals_differ_by_one_at_most_and_the_smaller_id_has_it(self, needs, target, method):
        twins = (*free(needs), *(replace(place, id=f"{place.id}b") for place in free(needs)))

        found = shares(Problem(target, twins), method)

        assert all(0 <= found[place.id] - found[f"{place.id}b"] <= 1 for place in free(needs))

    @QUIET
    @given(needs=NEEDS, target=TARGETS, method=RULES)
    def test_who_needs_nothing_changes_nothing(self, needs, target, method):
        without = shares(Problem(target, free(needs)), method)

        beside = shares(Problem(target, (*free(needs), Place("idle", need=0))), method)

        assert beside == without | {"idle": 0}

    @QUIET
    @given(needs=NEEDS, target=TARGETS, scale=st.sampled_from(["0.001", "1000", "7"]), method=RULES)
    def test_by_another_unit_gets_the_same(self, needs, target, scale, method):
        scaled = tuple(replace(place, need=place.need * Fraction(scale)) for place in free(needs))

        assert shares(Problem(target, scaled), method) == shares(Problem(target, free(needs)), method)

    @QUIET
    @given(needs=NEEDS, target=TARGETS, method=RULES)
    def test_by_another_factor_of_the_same_worth_gets_the_same(self, needs, target, method):
        other = tuple(Place(place.id, capacity=place.need, past=3) for place in free(needs))

        assert shares(Problem(target, other), method) == shares(Problem(target, free(needs)), method)


class TestAPartOfAFairDivision:
    @QUIET
    @given(needs=NEEDS, target=TARGETS, data=st.data())
    def test_is_fair_by_webster(self, needs, target, data):
        """Any group alone, with what it got together, divides it in the same way: uniformity."""
        whole = shares(Problem(target, free(needs)), "webster")
        group = data.draw(st.sets(st.sampled_from(sorted(whole)), min_size=1))

        alone = Problem(sum(whole[id_] for id_ in group), tuple(p for p in free(needs) if p.id in group))

        assert shares(alone, "webster") == {id_: whole[id_] for id_ in group}

    @QUIET
    @given(problem=LEVELS, data=st.data())
    def test_stays_when_the_others_accept_theirs_by_webster(self, problem, data):
        whole = shares(problem, "webster")
        yes = data.draw(st.sets(st.sampled_from(sorted(whole))))

        assert shares(accept(problem, {id_: whole[id_] for id_ in yes}), "webster") == whole

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_may_be_accepted_whole(self, problem, method):
        whole = shares(problem, method)

        again = solve(accept(problem, whole), params=Params(method=method))

        assert {share.id: share.share for share in again.shares} == whole
        assert check(again.problem, again) == []

    @QUIET
    @given(problem=LEVELS, method=RULES)
    def test_is_the_same_under_one_province_more(self, problem, method):
        over = Place("whole")
        under = tuple(replace(place, parent="whole") for place in problem.places)

        below = shares(Problem(problem.target, (over, *under)), method)

        assert below == shares(problem, method) | {"whole": problem.target}

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_sums_at_every_level(self, problem, method):
        found = shares(problem, method)

        for parent in {place.parent for place in problem.places}:
            below = sum(found[place.id] for place in problem.places if place.parent == parent)
            assert below == (problem.target if parent is None else found[parent])

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_does_not_hang_on_the_other_provinces(self, problem, method):
        """The counties of a province divide what it got as if they were alone."""
        found = shares(problem, method)

        for place in problem.places:
            children = tuple(replace(p, parent=None) for p in problem.places if p.parent == place.id)
            if children:
                assert shares(Problem(found[place.id], children), method) == {
                    p.id: found[p.id] for p in children
                }


class TestBounds:
    @QUIET
    @given(needs=NEEDS, target=TARGETS, slack=st.integers(0, 2), method=RULES)
    def test_that_do_not_bind_change_nothing(self, needs, target, slack, method):
        places = free(needs)
        found = cut(Problem(target, places), method)

        bound = tuple(
            replace(
                place,
                lower=max(0, min(floor(found[place.id].quota), found[place.id].share) - slack),
                upper=max(ceil(found[place.id].quota), found[place.id].share) + slack,
            )
            for place in places
        )

        again = cut(Problem(target, bound), method)
        assert {id_: (s.share, s.quota) for id_, s in again.items()} == {
            id_: (s.share, s.quota) for id_, s in found.items()
        }

    @QUIET
    @given(needs=NEEDS, target=TARGETS, least=st.integers(0, 12), method=RULES)
    def test_of_one_who_gets_a_floor_raise_nobody_elses_quota(self, needs, target, least, method):
        assume(least <= target and len(needs) > 1)
        places = free(needs)
        raised = (replace(places[0], lower=least), *places[1:])

        before, after = cut(Problem(target, places), method), cut(Problem(target, raised), method)

        assert after["0"].share >= least and after["0"].quota >= before["0"].quota
        assert all(after[place.id].quota <= before[place.id].quota for place in places[1:])

    @QUIET
    @given(problem=LEVELS, method=RULES, change=st.integers(-30, 30))
    def test_are_refused_exactly_when_no_division_keeps_them(self, problem, method, change):
        target = max(0, problem.target + change)
        low, high = (sum(getattr(place, side) for place in problem.places) for side in ("lower", "upper"))

        try:
            solve(Problem(target, problem.places), params=Params(method=method))
            kept = True
        except Infeasible:
            kept = False

        assert kept == (low <= target <= high)


class TestTheReasons:
    @QUIET
    @given(problem=TREES)
    def test_name_who_gains_from_one_unit_more_by_webster(self, problem):
        plan, more = (
            solve(replace(problem, target=problem.target + step), params=WEBSTER) for step in (0, 1)
        )
        top = [place.id for place in problem.places if place.parent is None]

        gained = [id_ for id_ in top if more.by_id[id_].share > plan.by_id[id_].share]

        if plan.by_id[gained[0]].weight:
            assert plan.explain(top[0]).next_gain == gained[0]

    @QUIET
    @given(problem=LEVELS)
    def test_name_who_loses_by_one_unit_less_by_webster(self, problem):
        low = sum(place.lower for place in problem.places)
        assume(problem.target > low)
        plan, less = (
            solve(replace(problem, target=problem.target - step), params=WEBSTER) for step in (0, 1)
        )
        lost = next(id_ for id_, share in less.by_id.items() if share.share < plan.by_id[id_].share)

        if plan.by_id[lost].weight:
            assert plan.explain(lost).next_loss == lost

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_agree_with_the_shares(self, problem, method):
        plan = solve(problem, params=Params(method=method))

        for share in plan.shares:
            why = plan.explain(share.id)
            assert why.of == (problem.target if share.parent is None else plan.by_id[share.parent].share)
            assert why.rounding == share.share - share.quota
            assert why.share is share

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_give_weights_that_sum_to_one_among_brothers(self, problem, method):
        plan = solve(problem, params=Params(method=method))

        for parent in {share.parent for share in plan.shares}:
            assert (
                sum(plan.explain(share.id).weight_share for share in plan.shares if share.parent == parent)
                == 1
            )

    @QUIET
    @given(problem=TREES, method=RULES)
    def test_never_offer_a_unit_to_who_is_full(self, problem, method):
        capped = tuple(
            replace(place, upper=place.lower + 1) if place.parent else place for place in problem.places
        )
        most = sum(place.upper for place in capped if place.parent)
        assume(all(any(p.parent == place.id for p in capped) for place in capped if not place.parent))
        plan = solve(Problem(min(problem.target, most), capped), params=Params(method=method))

        for share in plan.shares:
            gain = plan.explain(share.id).next_gain
            if gain is not None:
                below = [place for place in capped if place.parent == gain]
                room = (
                    sum(place.upper for place in below)
                    if below
                    else next(p.upper for p in capped if p.id == gain)
                )
                assert plan.by_id[gain].share < room
