"""The House of Representatives of the United States: censuses and seats as they were, public figures of its government.

1790: the vetoed bill of 120 seats and the act of 105 (COMAP, For All Practical Purposes, ch. 14, table 14.5;
M. J. Caulfield, MAA Convergence: «13 of the 15 states would have been assigned the same number»).
1880: Balinski and Young, Fair Representation (1982): sizes were chosen at which Hamilton and Webster agree; the act of
25 February 1882 gave 325 seats, at least one to each state.
"""

from fractions import Fraction

import pytest

from hamafza_engines.shares import Params, Place, Problem, check, solve

# state: people in 1790, quota and seats of Hamilton's bill of 120, seats by the act of 105 (Jefferson's rule)
FIRST = {
    "Connecticut": (236_841, 7.860, 8, 7), "Delaware": (55_540, 1.843, 2, 1), "Georgia": (70_835, 2.351, 2, 2),
    "Kentucky": (68_705, 2.280, 2, 2), "Maryland": (278_514, 9.243, 9, 8), "Massachusetts": (475_327, 15.774, 16, 14),
    "New Hampshire": (141_822, 4.707, 5, 4), "New Jersey": (179_570, 5.959, 6, 5), "New York": (331_589, 11.004, 11, 10),
    "North Carolina": (353_523, 11.732, 12, 10), "Pennsylvania": (432_879, 14.366, 14, 13), "Rhode Island": (68_446, 2.271, 2, 2),
    "South Carolina": (206_236, 6.844, 7, 6), "Vermont": (85_533, 2.839, 3, 2), "Virginia": (630_560, 20.926, 21, 19),
}  # fmt: skip
# state: people in 1880, seats by the act of 1882
TENTH = {
    "Alabama": (1_262_505, 8), "Arkansas": (802_525, 5), "California": (864_694, 6), "Colorado": (194_327, 1),
    "Connecticut": (622_700, 4), "Delaware": (146_608, 1), "Florida": (269_493, 2), "Georgia": (1_542_180, 10),
    "Illinois": (3_077_871, 20), "Indiana": (1_978_301, 13), "Iowa": (1_624_615, 11), "Kansas": (996_096, 7),
    "Kentucky": (1_648_690, 11), "Louisiana": (939_946, 6), "Maine": (648_936, 4), "Maryland": (934_943, 6),
    "Massachusetts": (1_783_085, 12), "Michigan": (1_636_937, 11), "Minnesota": (780_773, 5), "Mississippi": (1_131_597, 7),
    "Missouri": (2_168_380, 14), "Nebraska": (452_402, 3), "Nevada": (62_266, 1), "New Hampshire": (346_991, 2),
    "New Jersey": (1_131_116, 7), "New York": (5_082_871, 34), "North Carolina": (1_399_750, 9), "Ohio": (3_198_062, 21),
    "Oregon": (174_768, 1), "Pennsylvania": (4_282_891, 28), "Rhode Island": (276_531, 2), "South Carolina": (995_577, 7),
    "Tennessee": (1_542_359, 10), "Texas": (1_591_749, 11), "Vermont": (332_286, 2), "Virginia": (1_512_565, 10),
    "West Virginia": (618_457, 4), "Wisconsin": (1_315_497, 9),
}  # fmt: skip


def seats(house, people, *, method="hamilton", lower=0):
    places = tuple(Place(state, need=count, lower=lower) for state, count in people.items())
    plan = solve(Problem(house, places), params=Params(method=method))
    assert check(plan.problem, plan) == []
    return plan


class TestTheFirstCensus:
    people = {state: row[0] for state, row in FIRST.items()}

    def test_counts_as_many_as_the_books_say(self):
        assert sum(self.people.values()) == 3_615_920

    def test_has_the_quotas_of_the_vetoed_bill(self):
        plan = seats(120, self.people)

        assert [round(float(share.quota), 3) for share in plan.shares] == [row[1] for row in FIRST.values()]

    def test_has_the_seats_of_the_vetoed_bill(self):
        assert [share.share for share in seats(120, self.people).shares] == [row[2] for row in FIRST.values()]

    @pytest.mark.parametrize("method", ["hamilton", "webster"])
    def test_has_those_of_the_act_but_for_the_two_that_jeffersons_rule_moved(self, method):
        plan = seats(105, self.people, method=method)

        moved = {
            s.id: s.share - row[3]
            for s, row in zip(plan.shares, FIRST.values(), strict=True)
            if s.share != row[3]
        }

        assert moved == {"Virginia": -1, "Delaware": +1}


class TestTheTenthCensus:
    people = {state: row[0] for state, row in TENTH.items()}

    def test_counts_as_many_as_the_books_say(self):
        assert (sum(self.people.values()), sum(row[1] for row in TENTH.values())) == (49_371_340, 325)

    def test_has_the_seats_of_the_act_by_webster_with_one_for_each_state(self):
        plan = seats(325, self.people, method="webster", lower=1)

        assert [share.share for share in plan.shares] == [row[1] for row in TENTH.values()]

    def test_raises_two_states_to_their_floor(self):
        # 49 371 340 by 325 is 151 912 to a seat: Nevada has 0.41 of it and Delaware 0.97, Oregon 1.15
        plan = seats(325, self.people, method="webster", lower=1)

        assert [share.id for share in plan.shares if share.binding] == ["Delaware", "Nevada"]

    def test_leaves_nevada_without_a_seat_when_there_is_no_floor(self):
        # 62 266 of 49 371 340 is 0.41 of 325
        share = seats(325, self.people).by_id["Nevada"]

        assert (share.share, round(float(share.quota), 2)) == (0, 0.41)

    def test_has_the_quotas_of_the_alabama_paradox(self):
        # the clerk's own figures: 7.646, 9.640 and 18.640 of 299; 7.671, 9.672 and 18.702 of 300
        told = [
            [
                round(float(seats(house, self.people).by_id[state].quota), 3)
                for state in ("Alabama", "Texas", "Illinois")
            ]
            for house in (299, 300)
        ]

        assert told == [[7.646, 9.640, 18.640], [7.671, 9.672, 18.702]]

    def test_never_takes_a_seat_back_by_webster_from_275_to_350(self):
        before = seats(275, self.people, method="webster", lower=1)
        for house in range(276, 351, 5):
            after = seats(house, self.people, method="webster", lower=1)
            assert all(
                later.share >= earlier.share
                for earlier, later in zip(before.shares, after.shares, strict=True)
            )
            before = after

    @pytest.mark.parametrize("house", [275, 299, 300, 325, 350])
    def test_stays_within_the_quota_by_hamilton(self, house):
        assert max(abs(share.share - share.quota) for share in seats(house, self.people).shares) < 1

    def test_seats_by_averages_are_those_taken_one_by_one(self):
        """The oldest way: divide by 1, 3, 5 and take the largest figures until the house is full."""
        figures = sorted(
            (
                (Fraction(count, 2 * turn + 1), state)
                for state, count in self.people.items()
                for turn in range(40)
            ),
            key=lambda one: (-one[0], one[1]),
        )
        taken = [state for _, state in figures[:325]]

        assert [s.share for s in seats(325, self.people, method="webster").shares] == [
            taken.count(s) for s in self.people
        ]
