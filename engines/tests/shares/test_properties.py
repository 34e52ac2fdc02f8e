"""Shares against every possibility on small trees, and what must hold on all of them."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, check, solve

pytestmark = pytest.mark.slow  # a hundred examples each

WEBSTER = Params(method="webster")


def cut(target, *places, method="hamilton"):
    plan = solve(Problem(target, places), params=Params(method=method))
    return {share.id: share.share for share in plan.shares}


class TestAgainstEveryPossibility:
    @given(st.data())
    def test_hamilton_is_as_near_to_the_quotas_as_whole_units_can_be(self, data):
        problem = data.draw(problems(places=4, target=12))
        plan = solve(problem)

        quotas = [share.quota for share in plan.shares]
        misfits = (sum(map(distance, x, quotas)) for x in possible(problem))

        assert sum(quotas) == problem.target
        assert sum(abs(share.share - share.quota) for share in plan.shares) == min(misfits)

    @given(st.data())
    def test_webster_minimises_squares_over_weights(self, data):
        problem = data.draw(problems(places=4, target=12))
        plan = solve(problem, params=WEBSTER)

        weights = [share.weight for share in plan.shares]
        got = sum(Fraction(s.share**2) / s.weight for s in plan.shares)

        assert got == min(
            sum(Fraction(n * n) / w for n, w in zip(x, weights, strict=True)) for x in possible(problem)
        )

    @given(st.data())
    def test_the_quotas_are_the_one_bounded_proportion(self, data):
        problem = data.draw(problems(places=5, target=40))
        plan = solve(problem)

        free = {
            share.quota / share.weight
            for share, place in zip(plan.shares, problem.places, strict=True)
            if place.lower < share.quota < place.upper
        }
        assert len(free) <= 1
        for share, place in zip(plan.shares, problem.places, strict=True):
            for level in free:
                if share.quota == place.lower < place.upper:
                    assert share.weight * level <= place.lower
                if share.quota == place.upper > place.lower:
                    assert share.weight * level >= place.upper

    @given(st.data())
    def test_it_is_refused_exactly_when_no_whole_shares_exist(self, data):
        problem = data.draw(problems(places=3, target=9, solvable=False))

        exists = any(True for _ in possible(problem))

        if exists:
            solve(problem)
        else:
            with pytest.raises(Infeasible):
                solve(problem)


class TestProperties:
    @given(st.data(), st.sampled_from(METHODS))
    def test_a_tree_sums_at_every_level_and_keeps_every_promise(self, data, method):
        problem = data.draw(trees())

        plan = solve(problem, params=Params(method=method))

        assert check(problem, plan) == []
        assert plan.gap == 0 and plan.status == "proved"

    @given(st.data())
    def test_webster_never_takes_back_when_the_target_grows(self, data):
        problem = data.draw(trees())
        more = Problem(problem.target + data.draw(st.integers(1, 40)), problem.places)

        before, after = solve(problem, params=WEBSTER), solve(more, params=WEBSTER)

        assert all(after.by_id[share.id].share >= share.share for share in before.shares)

    @given(st.data())
    def test_webster_rewards_a_grown_need(self, data):
        needs = data.draw(st.lists(st.integers(1, 50), min_size=2, max_size=6))
        target = data.draw(st.integers(0, 60))
        places = [Place(str(k), need=need) for k, need in enumerate(needs)]
        grown = [Place("0", need=needs[0] + data.draw(st.integers(1, 30))), *places[1:]]

        assert cut(target, *grown, method="webster")["0"] >= cut(target, *places, method="webster")["0"]

    @given(st.data(), st.sampled_from(METHODS))
    def test_the_order_of_the_rows_changes_nothing(self, data, method):
        problem = data.draw(trees())
        mixed = Problem(problem.target, tuple(data.draw(st.permutations(problem.places))))

        assert (
            solve(problem, params=Params(method=method)).by_id
            == solve(mixed, params=Params(method=method)).by_id
        )

    @given(st.data(), st.sampled_from(METHODS))
    def test_the_scale_of_the_factors_changes_nothing(self, data, method):
        needs = data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=6))
        target, scale = data.draw(st.integers(0, 99)), Fraction(data.draw(st.integers(1, 9)), 7)
        places = [Place(str(k), need=need) for k, need in enumerate(needs)]
        scaled = [Place(str(k), need=need * scale) for k, need in enumerate(needs)]

        assert cut(target, *places, method=method) == cut(target, *scaled, method=method)

    @given(st.data(), st.sampled_from(METHODS))
    def test_accepted_shares_stay_when_the_others_are_cut_again(self, data, method):
        problem = data.draw(trees())
        params = Params(method=method)
        first = solve(problem, params=params)
        chosen = data.draw(st.sets(st.sampled_from([share.id for share in first.shares])))
        fixed = {id_: first.by_id[id_].share for id_ in chosen}
        changed = Problem(
            problem.target,
            tuple(
                place if place.need is None else Place(**{**vars(place), "need": place.need + 3})
                for place in problem.places
            ),
        )

        again = solve(accept(changed, fixed), params=params)

        assert {id_: again.by_id[id_].share for id_ in chosen} == fixed
        assert check(accept(changed, fixed), again) == []

    def test_accepting_all_returns_the_same_shares(self):
        problem = Problem(100, tuple(Place(str(k), need=k) for k in range(1, 9)))
        first = solve(problem)

        again = solve(accept(problem, {s.id: s.share for s in first.shares}))

        assert [s.share for s in again.shares] == [s.share for s in first.shares]
        assert {s.binding for s in again.shares} == {"accepted"}


def distance(share, quota):
    return abs(share - quota)


def possible(problem):
    """Return all whole shares of one level within the bounds."""
    ranges = [range(place.lower, min(place.upper, problem.target) + 1) for place in problem.places]
    return (x for x in product(*ranges) if sum(x) == problem.target)


@st.composite
def problems(draw, places, target, solvable=True):
    """One level with bounds; solvable ones have a target between the sums of the bounds."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(1, 30), st.integers(0, 4), st.integers(0, 8)), min_size=1, max_size=places
        )
    )
    made = tuple(
        Place(f"P{k}", need=need, lower=lower, upper=lower + more)
        for k, (need, lower, more) in enumerate(rows)
    )
    low, high = sum(p.lower for p in made), sum(p.upper for p in made)
    if solvable:
        return Problem(draw(st.integers(low, min(high, max(low, target)))), made)
    return Problem(draw(st.integers(0, target)), made)


@st.composite
def trees(draw):
    """Provinces with counties, some with bounds that always leave a solution."""
    places, low = [], 0
    for province in range(draw(st.integers(1, 4))):
        places.append(Place(f"{province}", need=draw(st.integers(0, 9))))
        for county in range(draw(st.integers(0, 4))):
            lower = draw(st.integers(0, 2))
            low += lower
            places.append(
                Place(f"{province}-{county}", f"{province}", need=draw(st.integers(0, 9)), lower=lower)
            )
    return Problem(low + draw(st.integers(0, 60)), tuple(places))
