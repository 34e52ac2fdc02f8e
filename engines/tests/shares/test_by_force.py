"""Both methods against every whole division there is, ties and idle places included, on one level and on trees."""

from dataclasses import replace
from fractions import Fraction

import pytest

from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, check, solve

from .exact import best, divisions, filled, level, tree, two_levels


def got(problem, method):
    return {share.id: share.share for share in solve(problem, params=Params(method=method)).shares}


class TestTheOracleItself:
    """It must be right where a hand can follow it, before it judges anything."""

    def test_finds_every_division(self):
        assert list(divisions(3, [(0, 2), (1, 3)])) == [(0, 3), (1, 2), (2, 1)]

    def test_fills_up_to_the_ceiling_and_hands_on_the_rest(self):
        # 12 by 1:2:3 is 2 4 6; the third stops at 4, and 8 by 1:2 is 2.67 and 5.33
        quotas = filled(12, [Fraction(1), Fraction(2), Fraction(3)], [(0, 12), (0, 12), (0, 4)])

        assert quotas == [Fraction(8, 3), Fraction(16, 3), 4]

    def test_fills_from_the_floor_and_takes_from_the_rest(self):
        # 12 by 1:2:3 with a floor of 5 for the first: 7 by 2:3 is 2.8 and 4.2
        quotas = filled(12, [Fraction(1), Fraction(2), Fraction(3)], [(5, 12), (0, 12), (0, 12)])

        assert quotas == [5, Fraction(14, 5), Fraction(21, 5)]

    def test_gives_the_odd_one_to_the_smaller_id(self):
        for method in METHODS:
            assert best(method, 1, ["B", "A"], [Fraction(1)] * 2, [(0, 1)] * 2) == [0, 1]


@pytest.mark.parametrize("method", METHODS)
class TestOneLevel:
    @pytest.mark.parametrize("seed", range(40))
    def test_is_the_best_of_all_divisions(self, method, seed):
        problem = level(seed)

        assert got(problem, method) == tree(problem, Params(method=method))

    @pytest.mark.parametrize("seed", range(40, 70))
    def test_is_the_best_when_some_have_no_weight(self, method, seed):
        problem = level(seed, idle=True)

        assert got(problem, method) == tree(problem, Params(method=method))

    @pytest.mark.parametrize("seed", range(70, 90))
    def test_keeps_what_was_accepted_and_is_the_best_of_the_rest(self, method, seed):
        problem = level(seed)
        one = problem.places[0]
        yes = accept(problem, {one.id: got(problem, "hamilton")[one.id]})

        assert got(yes, method) == tree(yes, Params(method=method))

    @pytest.mark.parametrize("seed", range(30))
    def test_has_the_quotas_that_filling_finds(self, method, seed):
        problem = level(seed)
        weights = [place.factor("need") for place in problem.places]
        rooms = [(place.lower, place.upper) for place in problem.places]

        plan = solve(problem, params=Params(method=method))

        assert [share.quota for share in plan.shares] == filled(problem.target, weights, rooms)

    @pytest.mark.parametrize("seed", range(30))
    def test_has_the_misfit_it_says(self, method, seed):
        problem = level(seed)
        weights = [place.factor("need") for place in problem.places]
        rooms = [(place.lower, place.upper) for place in problem.places]

        plan = solve(problem, params=Params(method=method))

        quotas = filled(problem.target, weights, rooms)
        misfit = sum(abs(share.share - quota) for share, quota in zip(plan.shares, quotas, strict=True))
        assert plan.value == plan.bound == float(misfit)


@pytest.mark.parametrize("method", METHODS)
class TestTwoLevels:
    @pytest.mark.parametrize("seed", range(50))
    def test_are_each_the_best_of_all_divisions(self, method, seed):
        problem = two_levels(seed)

        assert got(problem, method) == tree(problem, Params(method=method))

    @pytest.mark.parametrize("seed", range(50))
    def test_are_found_sound_by_the_check(self, method, seed):
        problem = two_levels(seed)

        assert check(problem, solve(problem, params=Params(method=method))) == []

    @pytest.mark.parametrize("seed", range(50, 70))
    def test_stay_so_when_a_county_is_accepted(self, method, seed):
        problem = two_levels(seed)
        shares = got(problem, "webster")
        lowest = [
            place.id for place in problem.places if not any(p.parent == place.id for p in problem.places)
        ]
        yes = accept(problem, {lowest[-1]: shares[lowest[-1]]})

        assert got(yes, method) == tree(yes, Params(method=method))

    @pytest.mark.parametrize("powers", [(0, 1, 1), (2, 1, 0), (1, 0, 3), (0, 0, 0)])
    def test_weigh_by_the_powers_asked_for(self, method, powers):
        places = (
            Place("1", need=2, capacity="0.5", past=3), Place("2", need=1, capacity=2, past=1),
            Place("11", "1", need=3, capacity=1, past=1), Place("12", "1", need=1, capacity=2, past=2),
        )  # fmt: skip
        params = Params(method, *powers)

        plan = solve(Problem(9, places), params=params)

        assert {share.id: share.share for share in plan.shares} == tree(plan.problem, params)


class TestEveryTargetOfOneInstance:
    """All targets that floors and ceilings allow, and the first ones they do not."""

    places = (
        Place("A", need=7, lower=1, upper=6), Place("B", need=2, lower=2), Place("C", need=2, upper=2),
        Place("D", need=0, lower=1, upper=3),
    )  # fmt: skip

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("target", range(4, 16))
    def test_is_cut_as_every_division_says(self, method, target):
        problem = Problem(target, self.places)

        assert got(problem, method) == tree(problem, Params(method=method))

    @pytest.mark.parametrize("target", range(4))
    def test_below_the_floors_is_refused(self, target):
        with pytest.raises(Infeasible) as fault:
            solve(Problem(target, self.places))

        assert (fault.value.field, fault.value.value) == ("target", target)
        assert f"lower them by {4 - target}" in fault.value.remedy

    def test_beyond_the_ceilings_is_refused(self):
        bounded = tuple(
            replace(place, upper=3 if place.upper is None else place.upper) for place in self.places
        )

        solve(Problem(14, bounded))
        with pytest.raises(Infeasible, match="raise them by 1"):
            solve(Problem(15, bounded))


class TestTheCheckAgainstAllDivisions:
    """Of all whole divisions within the bounds the check accepts one: that of the method."""

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("seed", range(12))
    def test_only_the_right_one_is_sound(self, method, seed):
        problem = level(seed, idle=seed % 2 == 0)
        plan = solve(problem, params=Params(method=method))
        rooms = [(place.lower, place.upper) for place in problem.places]

        sound = [
            division
            for division in divisions(problem.target, rooms)
            if not check(
                problem,
                replace(
                    plan,
                    shares=tuple(replace(s, share=x) for s, x in zip(plan.shares, division, strict=True)),
                ),
            )
        ]

        assert sound == [tuple(share.share for share in plan.shares)]
