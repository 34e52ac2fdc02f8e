"""A nation's target, as an office would really cut it: 31 provinces, their counties, a year and the next."""

import random
from fractions import Fraction

import pytest

from hamafza_engines.frame import Within
from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, check, solve

pytestmark = pytest.mark.slow  # some five hundred shares of exact fractions each
TARGET = 2_500_000_000_000  # rial
PROVINCES, COUNTIES = 31, 15


def nation(seed, *, floors=True):
    """Needs of counties from a few hundred to millions; provinces weigh as what lies under them."""
    rng = random.Random(seed)
    places = []
    for p in range(PROVINCES):
        province = f"{p:02}"
        places.append(Place(province))
        for c in range(COUNTIES):
            places.append(
                Place(
                    f"{province}{c:02}",
                    province,
                    need=round(10 ** rng.uniform(2, 6)),
                    capacity=round(rng.uniform(0.4, 1.6), 2),
                    past=round(rng.uniform(0.5, 1.2), 3),
                    lower=1_000_000_000 if floors else 0,
                    upper=rng.choice([None, None, 400_000_000_000]),
                )
            )
    return Problem(TARGET, tuple(places))


def by_id(plan):
    return {share.id: share.share for share in plan.shares}


@pytest.fixture(scope="module", params=METHODS)
def plan(request):
    return solve(nation(7), params=Params(method=request.param))


class TestTheWholeNation:
    def test_sums_at_both_levels_to_the_rial(self, plan):
        got = by_id(plan)

        assert sum(got[f"{p:02}"] for p in range(PROVINCES)) == TARGET
        for p in range(PROVINCES):
            assert sum(got[f"{p:02}{c:02}"] for c in range(COUNTIES)) == got[f"{p:02}"]

    def test_is_sound_by_an_independent_look(self, plan):
        assert check(plan.problem, plan) == []

    def test_keeps_every_floor_and_every_ceiling(self, plan):
        got = by_id(plan)
        for place in plan.problem.places:
            assert place.lower <= got[place.id] <= (TARGET if place.upper is None else place.upper)

    def test_no_share_is_a_whole_rial_off_by_hamilton_nor_two_by_webster(self, plan):
        worst = max(abs(share.share - share.quota) for share in plan.shares)

        assert worst < {"hamilton": 1, "webster": 2}[plan.params.method]

    def test_unheld_counties_of_a_province_get_the_same_for_the_same_weight(self, plan):
        for p in range(PROVINCES):
            rates = [
                Fraction(share.share) / share.weight
                for share in plan.shares
                if share.parent == f"{p:02}" and not share.binding
            ]
            if rates:
                assert max(rates) / min(rates) - 1 < Fraction(1, 10**6)

    def test_each_share_can_be_explained_in_both_languages(self, plan):
        for number in range(0, len(plan.shares), 7):
            why = plan.explain(number)
            assert str(why.name) in why.words("fa") and why.words("en").startswith(str(why.name))

    def test_the_explained_parts_of_siblings_sum_to_one(self, plan):
        for p in range(PROVINCES):
            parts = [plan.explain(f"{p:02}{c:02}").weight_share for c in range(COUNTIES)]
            assert sum(parts) == 1


class TestTheNextMonth:
    @pytest.fixture
    def settled(self, plan):
        """Ten provinces and fifty counties have said yes."""
        got = by_id(plan)
        yes = [f"{p:02}" for p in range(10)] + [f"{p:02}{c:02}" for p in range(10, 20) for c in range(5)]
        return {id_: got[id_] for id_ in yes}

    def test_the_same_target_moves_nothing(self, plan, settled):
        again = solve(accept(plan.problem, settled), params=plan.params)

        moved = [abs(by_id(again)[id_] - share) for id_, share in by_id(plan).items()]
        assert max(moved) <= 1  # a half unit between equals may fall to the other side
        assert {id_: by_id(again)[id_] for id_ in settled} == settled

    @pytest.mark.parametrize("change", [-200_000_000_000, 1, 999_999_999_999])
    def test_another_target_moves_only_those_who_have_not_said_yes(self, plan, settled, change):
        problem = accept(plan.problem, settled)
        problem = Problem(problem.target + change, problem.places)

        again = solve(problem, params=plan.params)

        assert check(problem, again) == []
        assert {id_: by_id(again)[id_] for id_ in settled} == settled

    def test_more_money_takes_from_nobody_under_webster(self):
        before = solve(nation(3, floors=False), params=Params(method="webster"))
        richer = Problem(TARGET + 10**12, before.problem.places)

        after = by_id(solve(richer, params=Params(method="webster")))

        assert all(after[id_] >= share for id_, share in by_id(before).items())

    def test_what_cannot_be_is_refused_with_the_province_that_stands_in_the_way(self, plan):
        got = by_id(plan)
        county_over_province = {"00": 15_000_000_000, "0000": got["00"]}

        with pytest.raises(Infeasible) as fault:
            solve(accept(plan.problem, county_over_province))

        assert "00" in str(fault.value)


class TestWhatChangesNothing:
    @pytest.mark.parametrize("seed", range(3))
    def test_the_order_of_the_rows(self, seed):
        problem = nation(seed)
        shuffled = list(problem.places)
        random.Random(seed).shuffle(shuffled)

        assert by_id(solve(problem)) == by_id(solve(Problem(TARGET, tuple(shuffled))))

    def test_the_seed_and_the_time(self):
        problem = nation(1)

        assert solve(problem).shares == solve(problem, seed=99, stop=Within(seconds=0)).shares

    @pytest.mark.parametrize("factor", ["0.000001", "1000000", "3.7"])
    def test_the_unit_of_a_factor(self, factor):
        problem = nation(2)
        scaled = tuple(
            place if place.need is None else Place(
                place.id, place.parent, need=Fraction(place.need) * Fraction(factor), capacity=place.capacity,
                past=place.past, lower=place.lower, upper=place.upper,
            )
            for place in problem.places
        )  # fmt: skip

        assert by_id(solve(problem)) == by_id(solve(Problem(TARGET, scaled)))
