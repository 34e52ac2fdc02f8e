"""Instances with an answer known beforehand: from books and papers (named), or worked out in the words of the test."""

from itertools import permutations
from random import Random

import pytest

from hamafza_engines.allocation import Change, Params, Pin, Problem, check, resolve, solve

ALONE = Params(floor=0)


def table(worths, needs, offers, **more):
    """Return a problem from a table of worths, a row for each offer, a column for each need; None: does not fit."""
    cells = [
        (i, j, worth) for j, row in enumerate(worths) for i, worth in enumerate(row) if worth is not None
    ]
    columns = zip(*cells, strict=True)
    return Problem(
        **dict(zip(("arc_need", "arc_offer", "arc_worth"), columns, strict=True)),
        need_amount=needs,
        offer_amount=offers,
        **more,
    )


def best(problem, params=ALONE):
    """Return the value of a plan that the judge finds sound and that is proved."""
    plan = solve(problem, params=params)
    assert check(problem, plan) == [] and plan.status == "optimal"
    return plan.value


class TestTheTransportProblem:
    """Winston, Operations Research: Powerco sends 35, 50 and 40 million kWh to four cities; the least cost is 1,020."""

    COST = ((8, 6, 10, 9), (9, 12, 13, 7), (14, 9, 16, 5))
    CITIES, PLANTS = [45, 20, 30, 30], [35, 50, 40]

    def powerco(self, **more):
        worths = [[100 - cost for cost in row] for row in self.COST]
        return table(worths, self.CITIES, self.PLANTS, **more)

    def test_has_its_known_optimum(self):
        """All 125 are sent, each unit worth 100 less its cost: 12,500 - 1,020."""
        assert best(self.powerco()) == 12_500 - 1_020

    def test_costs_nothing_more_when_all_shares_are_whole_anyway(self):
        assert best(self.powerco(need_group=[0, 1, 2, 3]), Params()) == 12_500 - 1_020

    def test_without_one_line_costs_at_least_as_much(self):
        lines = solve(self.powerco(), params=ALONE).lines()

        for line in lines:
            assert best(self.powerco(forbidden={(int(line.need), int(line.offer))})) <= 11_480

    def test_shared_out_when_a_plant_fails(self):
        """85 of 125 are left: groups of 45, 20, 30, 30 get 31, 14, 20, 20, the sixty-eighth hundredth each.

        0.68 of them would be 30.6, 13.6, 20.4, 20.4: all get the lower whole, 83 in all. Then 13 of 20 (0.65),
        the least share, gets one: 14; then 20 of 30 and 30 of 45 (0.667 both) - the smaller groups first, but
        they would end at 21: so one of the thirties gets the last unit.
        """
        served = solve(self.powerco(need_group=[0, 1, 2, 3], pinned=()), params=Params())
        less = resolve(served, Change(offer_amounts={2: 0}))

        assert less.served().tolist() == [30, 14, 21, 20]


class TestTheAssignmentProblem:
    def test_of_kuhn_has_its_known_optimum(self):
        """Kuhn, The Hungarian method for the assignment problem (1955): four men and four jobs, the best is 27."""
        ratings = ((8, 7, 9, 9), (5, 2, 7, 8), (6, 1, 4, 9), (2, 3, 2, 6))

        assert best(table(ratings, [1] * 4, [1] * 4)) == 27

    @pytest.mark.parametrize("size", [2, 3, 4, 5, 6])
    @pytest.mark.parametrize("seed", range(4))
    def test_is_the_best_of_all_permutations(self, seed, size):
        chance = Random(seed)
        ratings = [[chance.randint(1, 99) for _ in range(size)] for _ in range(size)]

        found = best(table(ratings, [1] * size, [1] * size))

        assert found == max(
            sum(ratings[j][i] for j, i in enumerate(order)) for order in permutations(range(size))
        )

    def test_of_a_ring_has_two_answers_and_gives_one_of_them(self):
        """Each of five fits two neighbours; only going round one way or the other serves all."""
        problem = Problem(
            need_amount=[1] * 5, offer_amount=[1] * 5, arc_need=[k // 2 for k in range(10)],
            arc_offer=[(k // 2 + k % 2) % 5 for k in range(10)], arc_worth=[1] * 10,
        )  # fmt: skip

        flow = solve(problem, params=ALONE).flow.tolist()

        assert flow in ([1, 0] * 5, [0, 1] * 5)


class TestHandingOutByShares:
    """Giving each unit to the least share is Adams' method of apportionment."""

    POPULATIONS = [9061, 7179, 5259, 3319, 1182]

    def house(self, seats):
        """Return what each state gets of so many seats."""
        problem = Problem(
            need_amount=self.POPULATIONS, offer_amount=[seats], arc_need=range(5), arc_offer=[0] * 5,
            arc_worth=[5, 4, 3, 2, 1], need_group=range(5),
        )  # fmt: skip
        return solve(problem).served().tolist()

    def test_is_the_known_house_of_26(self):
        """Balinski and Young, Fair Representation (1982): five states on which the five methods all differ."""
        assert self.house(26) == [9, 7, 5, 3, 2]

    def test_takes_no_seat_from_anybody_when_the_house_grows(self):
        """No Alabama paradox (1880): each further seat goes to one state and leaves the others theirs."""
        houses = [self.house(seats) for seats in range(31)]

        for smaller, larger in zip(houses, houses[1:], strict=False):
            assert sorted(more - less for less, more in zip(smaller, larger, strict=True)) == [0, 0, 0, 0, 1]

    @pytest.mark.parametrize(
        ("estate", "awards"),
        [(100, [17, 33, 50]), (200, [34, 67, 99]), (300, [50, 100, 150]), (600, [100, 200, 300])],
    )
    def test_of_three_claims_on_an_estate_is_in_proportion(self, estate, awards):
        """Claims of 100, 200 and 300. A sixth, a third and a half of 100 are 16.7, 33.3 and 50: the sixth is behind.

        Of 200, 33 + 66 + 99 are 33 hundredths each; the two that are left go to the smaller claims.
        """
        problem = Problem(
            need_amount=[100, 200, 300], offer_amount=[estate], arc_need=[0, 1, 2], arc_offer=[0, 0, 0], arc_worth=[1, 1, 1],
            need_group=[0, 1, 2],
        )  # fmt: skip

        assert solve(problem).served().tolist() == awards

    def test_passes_what_one_group_cannot_reach_to_those_who_can(self):
        """Three counties of ten. The first reaches only a donor of 3, the second that and one of 4, all the last of 5.

        Alone they would be 3, 4, 5. Pooling from the right helps nobody on the left, so the shares are those.
        """
        problem = Problem(
            need_amount=[10, 10, 10], offer_amount=[3, 4, 5], arc_need=[0, 1, 1, 2, 2, 2], arc_offer=[0, 0, 1, 0, 1, 2],
            arc_worth=[1, 9, 9, 9, 9, 9], need_group=[0, 1, 2],
        )  # fmt: skip

        assert solve(problem).served().tolist() == [3, 4, 5]

    def test_pools_where_pooling_helps(self):
        """The same with donors of 5, 4 and 3: all three fit the last county, 12 units, 4 for each."""
        problem = Problem(
            need_amount=[10, 10, 10], offer_amount=[5, 4, 3], arc_need=[0, 1, 1, 2, 2, 2], arc_offer=[0, 0, 1, 0, 1, 2],
            arc_worth=[1, 9, 9, 9, 9, 9], need_group=[0, 1, 2],
        )  # fmt: skip

        assert solve(problem).served().tolist() == [4, 4, 4]

    def test_cuts_twice_where_three_levels_lie(self):
        """A fifth is stuck at 1 of 10, then two pool 7 (4 and 3), the last has its own 9.

        The first cut parts the stuck one from the others, the second the pooling two from the last.
        """
        problem = Problem(
            need_amount=[10, 10, 10, 10], offer_amount=[1, 7, 9], arc_need=[0, 1, 2, 3, 3, 3], arc_offer=[0, 1, 1, 0, 1, 2],
            arc_worth=[1] * 6, need_group=[0, 1, 2, 3],
        )  # fmt: skip

        assert solve(problem).served().tolist() == [1, 4, 3, 9]

    def test_counts_shares_and_not_units(self):
        """A village of 2 and a city of 98 share 50: half for each, 1 and 49, though the city is worth ten times more."""
        problem = Problem(
            need_amount=[2, 98], offer_amount=[50], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[1, 10], need_group=[0, 1]
        )  # fmt: skip

        assert solve(problem).served().tolist() == [1, 49]

    def test_within_a_group_goes_to_the_dearest(self):
        problem = Problem(
            need_amount=[3, 3, 3], offer_amount=[4], arc_need=[0, 1, 2], arc_offer=[0, 0, 0], arc_worth=[1, 8, 5], need_group=[0, 0, 1]
        )  # fmt: skip

        assert solve(problem).served().tolist() == [0, 2, 2]


class TestBundlesAsAKnapsack:
    """Needs that are each whole or not, one offer: the 0-1 knapsack. A unit's worth times its size is the value."""

    def packed(self, sizes, worths, room):
        n = len(sizes)
        problem = table([worths], sizes, [room], need_bundle=range(n))
        plan = solve(problem, params=ALONE)
        assert check(problem, plan) == [] and plan.bound == plan.value
        return plan.value, [i for i, units in enumerate(plan.served().tolist()) if units]

    def test_takes_two_of_three_and_not_the_dearest_alone(self):
        """Sizes 10, 20, 30 worth 6, 5, 4 a unit (values 60, 100, 120) in 50: the last two, 220."""
        assert self.packed([10, 20, 30], [6, 5, 4], 50) == (220, [1, 2])

    def test_leaves_the_one_large_box_of_five(self):
        """Boxes of 12, 2, 1, 1, 4 kg worth 4, 2, 2, 1, 10 dollars in 15 kg (a unit in twelfths of a dollar): 15 dollars."""
        assert self.packed([12, 2, 1, 1, 4], [4, 12, 24, 12, 30], 15) == (15 * 12, [1, 2, 3, 4])

    @pytest.mark.parametrize("seed", range(10))
    def test_is_the_best_of_all_subsets(self, seed):
        chance = Random(seed)
        sizes, worths = ([chance.randint(1, 20) for _ in range(8)] for _ in range(2))
        room = sum(sizes) // 2

        subsets = ([k for k in range(8) if mask >> k & 1] for mask in range(256))
        values = [
            sum(sizes[k] * worths[k] for k in each) for each in subsets if sum(sizes[k] for k in each) <= room
        ]
        assert self.packed(sizes, worths, room)[0] == max(values)


class TestSingleOffersAsPacking:
    @pytest.mark.parametrize(
        ("gifts", "filled"),
        [([3, 1, 1, 2, 2, 1], 10), ([4, 4, 1, 1], 10), ([3, 3, 3, 1], 9), ([6, 6], 10), ([2, 2, 2, 2, 2], 9), ([4, 4, 4], 9), ([2, 2, 2], 6)],
        ids=str,
    )  # fmt: skip
    def test_two_needs_of_five_are_filled_from_gifts_that_go_to_one_need_each(self, gifts, filled):
        """Partition (Garey and Johnson): 3+1+1 and 2+2+1 fill both; five twos fill 2+2+1 and 2+2, the fifth being cut
        for one need only. A gift larger than what is open gives what fits, and the rest of it nobody."""
        problem = table([[1, 1]] * len(gifts), [5, 5], gifts, offer_single=[1] * len(gifts))

        assert best(problem) == filled

    def test_a_room_goes_to_one_class_and_the_larger_class_wins(self):
        """A hall of 40 seats for one of two classes; the other class has the small room of 15."""
        problem = table([[1, 1], [1, 1]], [38, 20], [40, 15], offer_single=[1, 1])

        assert best(problem) == 38 + 15

    def test_whole_parcels_only(self):
        """A lot as large as the offer: 8 fits a need of 10, and what is left of the need takes 2 from nobody."""
        problem = table([[5], [4]], [10], [8, 8], offer_lot=[8, 8])

        assert best(problem) == 8 * 5


class TestARoundOfRelief:
    """Blankets after an earthquake: three counties, a national store, a donor of one county, and zakat."""

    @pytest.fixture
    def round_(self):
        """Counties ask 400, 300, 100 (priorities 9, 5, 7); store 300, county donor 100 for the second, zakat 150 for the third."""
        return Problem(
            need_amount=[400, 300, 100], offer_amount=[300, 100, 150], arc_need=[0, 1, 2, 1, 2], arc_offer=[0, 0, 0, 1, 2],
            arc_worth=[9000, 5000, 7000, 5000, 7100], need_group=[0, 1, 2],
        )  # fmt: skip

    def test_by_worth_alone_serves_the_dearest_from_the_store(self, round_):
        """The store's 300 at 9000, the donor's 100 at 5000, zakat's 100 at 7100; zakat keeps 50."""
        plan = solve(round_, params=ALONE)

        assert plan.served().tolist() == [300, 100, 100]
        assert plan.value == 300 * 9000 + 100 * 5000 + 100 * 7100

    def test_by_shares_serves_both_large_counties_alike(self, round_):
        """Zakat serves the third whole. 300 + 100 for 400 and 300: four sevenths, 228.6 and 171.4.

        From 228 and 171 (shares 0.5700 and 0.5700) one unit is left; 171 of 300 and 228 of 400 are both 0.57:
        the smaller group gets it.
        """
        plan = solve(round_)

        assert plan.served().tolist() == [228, 172, 100] and plan.bound == plan.value

    def test_with_a_floor_of_half_leaves_worth_to_decide_the_rest(self, round_):
        """150 of 300 for the second: 100 of its donor, 50 of the store; the other 250 go to the first."""
        assert solve(round_, params=Params(floor=0.5)).served().tolist() == [250, 150, 100]

    def test_with_an_override_of_the_governor_costs_what_it_says(self, round_):
        """200 of the store pinned to the second county: the first is left with 100, at 4000 a unit lost."""
        plan = solve(round_, params=ALONE)

        pinned = resolve(plan, Change(pinned=(Pin(1, 0, 200),)))

        assert pinned.served().tolist() == [100, 300, 100]
        assert plan.value - pinned.value == 200 * (9000 - 5000)

    def test_after_the_zakat_is_withdrawn_shares_the_store_among_three(self, round_):
        """300 + 100 for 800: a half of each, 200, 150 and 50, the donor's 100 being part of the second's."""
        plan = resolve(solve(round_), Change(offer_amounts={2: 0}))

        assert plan.served().tolist() == [200, 150, 50]
