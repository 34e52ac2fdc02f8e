"""Hostile columns: each edge of each field, refused with field, row, value and remedy, or taken for what it means."""

from decimal import Decimal

import numpy as np
import pytest

from hamafza_engines.allocation import Pin, Problem, check, solve
from hamafza_engines.allocation._types import LARGEST

from .builders import again, one_pair, refusal

TWO = {
    "need_amount": [4, 6],
    "offer_amount": [5, 7],
    "arc_need": [0, 1],
    "arc_offer": [0, 1],
    "arc_worth": [3, 2],
}


class TestACell:
    @pytest.mark.parametrize("column", ["need_amount", "offer_amount", "arc_need", "arc_offer", "arc_worth"])
    @pytest.mark.parametrize(
        "value",
        [
            2.5,
            float("nan"),
            float("inf"),
            float("-inf"),
            "5",
            "۵",
            "",
            None,
            b"5",
            1j,
            [5],
            Decimal(5),
            1e300,
        ],
        ids=repr,
    )
    def test_that_is_no_whole_number_is_refused_by_column_and_value(self, column, value):
        fault = refusal(lambda: Problem(**(TWO | {column: [1, value]})))

        assert fault.field == column and fault.remedy in (
            "give a whole number",
            "give whole numbers in one row",
        )

    @pytest.mark.parametrize("column", list(TWO))
    def test_that_is_bad_is_named_by_its_row(self, column):
        fault = refusal(lambda: Problem(**(TWO | {column: [1, "x"]})))

        assert (fault.field, fault.value, fault.row) == (column, "x", 1)

    @pytest.mark.parametrize(
        ("column", "last_good", "first_bad", "remedy"),
        [
            ("need_amount", 0, -1, "give 0 or more"),
            ("offer_amount", 0, -1, "give 0 or more"),
            ("arc_worth", 1, 0, "give 1 or more"),
            ("arc_need", 1, 2, "give at most 1"),
            ("arc_offer", 1, 2, "give at most 1"),
            ("arc_need", 0, -1, "give 0 or more"),
            ("arc_offer", 0, -1, "give 0 or more"),
            ("need_group", 0, -1, "give 0 or more"),
            ("need_group", 10_000_000, 10_000_001, "give at most 10000000"),
            ("need_bundle", -1, -2, "give -1 or more"),
            ("need_bundle", LARGEST, LARGEST + 1, f"give at most {LARGEST}"),
            ("offer_single", 1, 2, "give at most 1"),
            ("offer_single", 0, -1, "give 0 or more"),
            ("offer_lot", 0, -1, "give 0 or more"),
            ("offer_lot", LARGEST, LARGEST + 1, f"give at most {LARGEST}"),
        ],
    )
    def test_at_the_edge_is_taken_and_one_beyond_is_refused(self, column, last_good, first_bad, remedy):
        def made(value):
            return Problem(**(TWO | {column: [1, value]}))

        assert getattr(made(last_good), column).tolist() == [1, last_good]
        fault = refusal(lambda: made(first_bad))
        assert (fault.field, fault.row, fault.value, fault.remedy) == (column, 1, first_bad, remedy)

    def test_that_is_worst_is_named_when_several_are_bad(self):
        fault = refusal(lambda: Problem(**(TWO | {"need_amount": [-1, -7]})))

        assert (fault.row, fault.value) == (1, -7)

    @pytest.mark.parametrize(
        "column",
        [[4.0, 6.0], (4, 6), np.array([4, 6], np.uint8), np.array([4, 6], np.float32), np.array([4, 6], object), range(4, 7, 2)],
        ids=["floats that are whole", "tuple", "bytes of numpy", "floats of numpy", "objects", "range"],
    )  # fmt: skip
    def test_in_another_dress_means_the_same(self, column):
        problem = Problem(**(TWO | {"need_amount": column}))

        assert problem.need_amount.tolist() == [4, 6] and solve(problem).value == 4 * 3 + 6 * 2

    def test_that_is_true_counts_as_one(self):
        assert Problem(**(TWO | {"offer_single": [True, False]})).offer_single.tolist() == [1, 0]

    def test_of_a_narrow_type_does_not_overflow_in_sums(self):
        """Two needs of 200 in bytes would sum to 144."""
        problem = again(
            Problem(**TWO),
            need_amount=np.array([200, 200], np.uint8),
            offer_amount=np.array([250, 250], np.uint8),
            arc_worth=np.array([255, 255], np.uint8),
        )

        plan = solve(problem)

        assert plan.value == 400 * 255 and check(problem, plan) == []

    def test_of_a_middle_type_does_not_overflow_in_sums_of_worth(self):
        big = 2**31 - 1
        problem = one_pair(
            need_amount=np.array([big], np.int32),
            offer_amount=np.array([big], np.int32),
            arc_worth=np.array([10**6], np.int32),
        )

        plan = solve(problem)

        assert plan.value == plan.bound == big * 10**6 and check(problem, plan) == []

    def test_beyond_64_bits_unsigned_is_refused(self):
        fault = refusal(lambda: one_pair(need_amount=np.array([2**63], np.uint64)))

        assert (fault.field, fault.row, fault.value) == ("need_amount", 0, 2**63)


class TestAColumn:
    @pytest.mark.parametrize("given", [5, None, [[1], [2]], "12", {}], ids=repr)
    def test_that_is_no_row_of_numbers_is_refused(self, given):
        assert refusal(lambda: one_pair(need_amount=given)).field == "need_amount"

    @pytest.mark.parametrize(
        ("column", "of"),
        [("arc_offer", "arc_need"), ("arc_worth", "arc_need"), ("need_group", "need_amount"),
         ("need_bundle", "need_amount"), ("offer_single", "offer_amount"), ("offer_lot", "offer_amount")],
    )  # fmt: skip
    @pytest.mark.parametrize("values", [[1], [1, 1, 1]], ids=["short", "long"])
    def test_of_another_length_is_refused_with_both_lengths(self, column, of, values):
        fault = refusal(lambda: Problem(**(TWO | {column: values})))

        assert (fault.field, fault.value) == (column, len(values))
        assert fault.remedy == f"give as many rows as {of} has: 2"

    @pytest.mark.parametrize("column", list(TWO))
    def test_cannot_be_written_to_afterwards(self, column):
        problem = Problem(**TWO)

        with pytest.raises(ValueError, match="read-only"):
            getattr(problem, column)[0] = 1

    def test_leaves_the_callers_array_writeable(self):
        mine = np.array([4, 6])
        Problem(**(TWO | {"need_amount": mine}))

        mine[0] = 1

        assert mine[0] == 1

    @pytest.mark.parametrize(
        ("names", "given", "needed"),
        [("need_ids", ["a"], 2), ("need_ids", ["a", "b", "c"], 2), ("offer_ids", [], 2), ("group_ids", ["x"], 2)],
    )  # fmt: skip
    def test_of_names_that_are_too_few_or_too_many_is_refused(self, names, given, needed):
        fault = refusal(lambda: Problem(**(TWO | {"need_group": [0, 1], names: given})))

        assert (fault.field, fault.value, fault.remedy) == (names, len(given), f"give {needed} names")

    def test_of_more_group_names_than_groups_is_fine(self):
        problem = Problem(**TWO, need_group=[0, 1], group_ids=["a", "b", "nobody here"])

        assert {each.group for each in solve(problem).groups()} == {"a", "b"}


class TestLargeSums:
    def test_are_taken_just_below_the_limit(self):
        most = (LARGEST - 1) // 4 // 1024 * 1024  # a float counts these exactly
        problem = one_pair(need_amount=[most], offer_amount=[most], arc_worth=[4])

        assert solve(problem).value == 4 * most

    @pytest.mark.parametrize("column", ["need_amount", "offer_amount"])
    def test_are_refused_at_the_limit_with_a_remedy_in_both_languages(self, column):
        fault = refusal(lambda: one_pair(arc_worth=[4], **{column: [LARGEST // 4]}))

        assert fault.field == column and "larger units" in fault.remedy and "واحد بزرگ‌تری" in fault.remedy_fa

    def test_are_refused_when_only_many_together_are_too_large(self):
        many = [LARGEST // 64] * 70

        assert refusal(lambda: one_pair(need_amount=many, arc_worth=[1])).field == "need_amount"

    def test_of_worth_leave_room_for_the_solver_to_scale(self):
        """2 x (1 + 1) + 8 = 12 nodes; the worth times twelve stays below an eighth of the limit."""
        most = LARGEST // 8 // 12

        fault = refusal(lambda: one_pair(need_amount=[1], offer_amount=[1], arc_worth=[most + 1]))

        assert (fault.field, fault.value, fault.remedy) == (
            "arc_worth",
            most + 1,
            f"give at most {most} for so many needs",
        )


class TestAPin:
    @pytest.mark.parametrize(
        ("pin", "value"),
        [
            (Pin(0, 0, 0), 0), (Pin(0, 0, -1), -1), (Pin(0, 0, 1.5), 1.5), (Pin(0, 0, "1"), "1"), (Pin(0, 0, None), None),
            (Pin(1, 0, 1), (1, 0)), (Pin(0, 1, 1), (0, 1)), (Pin(-1, 0, 1), (-1, 0)), (Pin(0, -1, 1), (0, -1)),
            (Pin("0", 0, 1), ("0", 0)), (Pin(0, 0.0, 1), (0, 0.0)), (Pin(0, 0, 5), 5),
        ],
        ids=repr,
    )  # fmt: skip
    def test_that_cannot_be_kept_is_refused_with_what_is_wrong(self, pin, value):
        fault = refusal(lambda: one_pair(pinned=(pin,)))

        assert (fault.field, fault.value) == ("pinned", value)

    def test_may_take_all_of_a_need(self):
        assert solve(one_pair(pinned=(Pin(0, 0, 4),))).flow.tolist() == [4]

    def test_beyond_the_offer_is_refused_even_where_the_need_is_larger(self):
        fault = refusal(lambda: one_pair(need_amount=[9], pinned=(Pin(0, 0, 6),)))

        assert (fault.value, fault.remedy) == (6, "offer 0 has only 5 units")

    def test_together_with_others_may_not_pass_an_offer(self):
        two = {"need_amount": [4, 4], "arc_need": [0, 1], "arc_offer": [0, 0], "arc_worth": [1, 1]}

        fault = refusal(lambda: one_pair(**two, pinned=(Pin(0, 0, 3), Pin(1, 0, 3))))

        assert (fault.value, fault.remedy) == (6, "offer 0 has only 5 units")
        assert solve(one_pair(**two, pinned=(Pin(0, 0, 3), Pin(1, 0, 2)))).flow.tolist() == [3, 2]

    def test_together_with_others_may_not_pass_a_need(self):
        two = {"offer_amount": [9, 9], "arc_need": [0, 0], "arc_offer": [0, 1], "arc_worth": [1, 1]}

        fault = refusal(lambda: one_pair(**two, pinned=(Pin(0, 0, 3), Pin(0, 1, 2))))

        assert (fault.value, fault.remedy) == (5, "need 0 has only 4 units")

    def test_may_not_stand_twice(self):
        assert refusal(lambda: one_pair(pinned=(Pin(0, 0, 1), Pin(0, 0, 1)))).remedy == "pin a pair once"

    def test_on_a_pair_that_does_not_fit_is_refused_in_both_languages(self):
        fault = refusal(lambda: Problem(**TWO, pinned=(Pin(0, 1, 1),)))

        assert fault.value == (0, 1) and "do not fit" in fault.remedy and "سازگار نیستند" in fault.remedy_fa

    def test_on_a_forbidden_pair_is_refused(self):
        fault = refusal(lambda: one_pair(pinned=(Pin(0, 0, 1),), forbidden={(0, 0)}))

        assert (fault.field, fault.value, fault.remedy) == ("pinned", (0, 0), "this pair is forbidden too")


class TestABan:
    @pytest.mark.parametrize(
        "pair",
        [(1, 0), (0, 1), (-1, 0), (0, -1), (0,), (0, 0, 0), 3, "00", (0, "0"), (0.0, 0), None],
        ids=repr,
    )
    def test_that_names_no_pair_is_refused(self, pair):
        fault = refusal(lambda: one_pair(forbidden={pair}))

        assert (fault.field, fault.value) == ("forbidden", pair)

    def test_of_a_pair_that_does_not_fit_anyway_changes_nothing(self):
        assert solve(Problem(**TWO, forbidden={(0, 1)})).flow.tolist() == solve(Problem(**TWO)).flow.tolist()

    def test_closes_every_row_of_a_pair_that_stands_twice(self):
        twice = one_pair(arc_need=[0, 0], arc_offer=[0, 0], arc_worth=[3, 9], forbidden={(0, 0)})

        assert solve(twice).flow.tolist() == [0, 0]
