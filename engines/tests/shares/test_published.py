"""Apportionments that textbooks print, each worked out again in its comment, by both rules."""

from fractions import Fraction

import pytest

from hamafza_engines.shares import METHODS, Params, Place, Problem, check, solve

# Votes, seats, what largest remainders give, what Sainte-Laguë (Webster) gives. The examples stand in the
# articles on these methods of the English Wikipedia (CC BY-SA; figures alone are used).
EXAMPLES = {
    # quotas 4.7 1.6 1.59 1.2 0.6 0.31: the three left go to .7 .6 .6; averages end at 1 600 (White) and 1 590 (Red)
    "six colours": (
        {"yellow": 47_000, "white": 16_000, "red": 15_900, "green": 12_000, "blue": 6_000, "pink": 3_100},
        10,
        [5, 2, 1, 1, 1, 0],
        [4, 2, 2, 1, 1, 0],
    ),
    # quotas 3.48 2.78 1.04 0.70; averages: 100 80 33.3 30 26.7 20 20 16
    "four lists": (
        {"A": 100_000, "B": 80_000, "C": 30_000, "D": 20_000},
        8,
        [3, 3, 1, 1],
        [3, 3, 1, 1],
    ),
    # quotas 3.71 1.68 1.61: the two left go to .71 .68; averages: 53 24 23 17.7 10.6 8 7.67 (7.57)
    "three lists": ({"A": 53_000, "B": 24_000, "C": 23_000}, 7, [4, 2, 1], [3, 2, 2]),
    # quotas 4.29 4.29 1.43 for ten, 4.71 4.71 1.57 for eleven: the small one loses by Hamilton;
    # the tenth average is .667 for all three, and a tie goes to the smaller id
    "Alabama, ten seats": ({"A": 6, "B": 6, "C": 2}, 10, [4, 4, 2], [5, 4, 1]),
    "Alabama, eleven seats": ({"A": 6, "B": 6, "C": 2}, 11, [5, 5, 1], [5, 5, 1]),
}


def seats(example, method):
    votes, house, *_ = EXAMPLES[example]
    plan = solve(
        Problem(house, tuple(Place(name, need=count) for name, count in votes.items())),
        params=Params(method=method),
    )
    assert check(plan.problem, plan) == []
    return [share.share for share in plan.shares]


@pytest.mark.parametrize("example", EXAMPLES)
class TestTheTextbook:
    def test_by_largest_remainders(self, example):
        assert seats(example, "hamilton") == EXAMPLES[example][2]

    def test_by_largest_averages(self, example):
        assert seats(example, "webster") == EXAMPLES[example][3]

    def test_by_hand_in_the_order_of_averages(self, example):
        """The oldest way to do it: divide by 1, 3, 5 … and take the largest figures until the house is full."""
        votes, house, *_ = EXAMPLES[example]
        figures = sorted(
            ((Fraction(count, 2 * turn + 1), name) for name, count in votes.items() for turn in range(house)),
            key=lambda one: (-one[0], one[1]),
        )
        taken = [name for _, name in figures[:house]]

        assert seats(example, "webster") == [taken.count(name) for name in votes]


class TestParadoxes:
    """What each rule is known for; whoever chooses one must know it."""

    def test_a_new_province_with_its_fair_part_moves_old_ones_by_hamilton(self):
        # 100 seats, then a newcomer with 10 % of the people brings 11 seats of its own (after Oklahoma, 1907).
        old = [Place("A", need=5_370), Place("B", need=3_230), Place("C", need=1_400)]
        new = [*old, Place("D", need=1_090)]

        before, after = (
            [share.share for share in solve(Problem(house, tuple(places))).shares]
            for house, places in [(100, old), (111, new)]
        )

        assert before == [54, 32, 14]
        assert after[3] == 11
        assert sum(after[:3]) == 100

    @pytest.mark.parametrize("method", METHODS)
    def test_the_sum_is_kept_when_a_house_is_larger_than_all_people(self, method):
        plan = solve(Problem(1_000, (Place("A", need=1), Place("B", need=2))), params=Params(method=method))

        assert [share.share for share in plan.shares] == [333, 667]

    def test_webster_may_leave_the_quota_where_hamilton_never_does(self):
        """One giant among many dwarfs: rounding each dwarf up takes more than a unit from the giant."""
        places = (Place("giant", need=94_600), *(Place(f"{n:02}", need=60) for n in range(90)))
        hamilton, webster = (
            solve(Problem(1_000, places), params=Params(method=method)).shares[0] for method in METHODS
        )

        assert abs(hamilton.share - hamilton.quota) < 1
        assert hamilton.quota - webster.share > 1

    def test_averages_do_not_favour_the_large_or_the_small(self):
        """Over many houses the mean of share - quota is about nought for both (Balinski and Young, ch. 9)."""
        places = (Place("large", need=71), Place("middle", need=20), Place("small", need=9))
        bias = {"large": Fraction(0), "small": Fraction(0)}
        for house in range(1, 201):
            for share in solve(Problem(house, places), params=Params(method="webster")).shares:
                if share.id in bias:
                    bias[share.id] += share.share - share.quota

        assert all(abs(total / 200) < Fraction(1, 50) for total in bias.values())
