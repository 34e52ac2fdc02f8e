"""Candidates against a cross join of every row with every row, with the keys told apart by hand."""

from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage import ADVERSARIAL, Index, Register, registers
from hamafza_engines.linkage._blocking import NARROW, WIDE, blocks, key_parts, usable
from hamafza_engines.linkage._prepare import prepare

from .conftest import people, register

ENDLESS = {"largest": 10**9, "budget": 10**9}


def crowded(seed, size):
    """Return prepared cells in which few values stand often, and many cells are empty."""
    chance = Random(seed)

    def column(values):
        return [chance.choice([*values, None]) for _ in range(size)]

    columns = {
        "nid": column(["0084575948", "1289746321", "0084575949"]),
        "mobile": column(["09123456789", "09351112233"]),
        "birth": column(["13650211", "13650000", "13650212", "13700211"]),
        "postcode": column(["1234567890"]),
        "city": column(["AB", "AC"]),
    }
    for name in ("first", "last", "father"):
        columns[name] = column(["ABCD", "CDAB", "ABCE", "A"])
        columns[f"{name}_sound"] = columns[name]
    return columns


def keys_by_hand(columns, row):
    """Return every part of which a rule may ask, for one row."""
    one = {name: column[row] for name, column in columns.items()}
    day = one["birth"] if one["birth"] and one["birth"][4:] != "0000" else None
    parts = {name: one[name] for name in ("nid", "mobile", "city", "postcode")}
    parts |= {"nid_head": one["nid"] and one["nid"][:7], "nid_tail": one["nid"] and one["nid"][-6:]}
    parts |= {"year": one["birth"] and one["birth"][:4], "birth": day, "day": day and day[4:]}
    for name in ("first", "last", "father"):
        sound = one[f"{name}_sound"]
        parts[name] = sound and sorted(sound[at:] + sound[:at] for at in range(len(sound)))[0]
        parts[f"{name}_head"], parts[f"{name}_tail"] = sound and sound[:3], sound and sound[-4:]
    return parts


def joined(rule, left, right):
    """Return the pairs of rows that agree, filled, in every part of a rule."""
    ours, theirs = (
        [[keys_by_hand(side, row)[part] for part in rule] for row in range(len(side["nid"]))]
        for side in (left, right)
    )
    return {
        (i, j) for (i, a), (j, b) in product(enumerate(ours), enumerate(theirs)) if a == b and None not in a
    }


def pairs_of(block):
    return {(i, j) for i, a in enumerate(block.left) for j, b in enumerate(block.right) if a == b and a >= 0}


class TestTwoRegisters:
    @pytest.mark.parametrize("seed", range(6))
    def test_meet_in_exactly_the_pairs_of_the_cross_join(self, seed):
        left, right = crowded(seed, 9), crowded(seed + 100, 7)

        found = {block.rule: block for block in blocks(left, right, **ENDLESS)}

        for rule in NARROW + WIDE:
            by_hand = joined(rule, left, right)
            assert (pairs_of(found[rule]) if rule in found else set()) == by_hand, rule
            assert (found[rule].pairs if rule in found else 0) == len(by_hand)

    @pytest.mark.parametrize("seed", range(4))
    def test_may_change_places(self, seed):
        left, right = crowded(seed, 8), crowded(seed + 50, 8)

        there, back = (
            {b.rule: pairs_of(b) for b in blocks(x, y, **ENDLESS)} for x, y in ((left, right), (right, left))
        )

        assert {rule: {(j, i) for i, j in found} for rule, found in back.items()} == there

    def test_meet_only_by_columns_that_both_have(self):
        left, right = crowded(1, 6), crowded(2, 6)
        for name in ("nid", "mobile"):
            del right[name]

        rules = {block.rule for block in blocks(left, right, **ENDLESS)}

        assert rules and not any({"nid", "nid_head", "nid_tail", "mobile"} & set(rule) for rule in rules)

    def test_without_a_common_column_do_not_meet(self):
        left, right = ({name: crowded(1, 4)[name]} for name in ("nid", "city"))

        assert blocks(left, right, **ENDLESS) == []

    def test_of_empty_cells_do_not_meet(self):
        empty = {name: [None] * 5 for name in crowded(1, 5)}

        assert blocks(empty, empty, **ENDLESS) == []

    def test_one_of_which_is_empty_do_not_meet(self):
        assert blocks(crowded(1, 5), {name: [] for name in crowded(1, 5)}, **ENDLESS) == []

    @pytest.mark.parametrize("seed", range(3))
    def test_lose_no_pair_when_a_row_is_added(self, seed):
        left, right = crowded(seed, 7), crowded(seed + 9, 7)
        more = {name: [*column, column[0]] for name, column in left.items()}

        before, after = ({b.rule: pairs_of(b) for b in blocks(x, right, **ENDLESS)} for x in (left, more))

        assert all(after[rule] >= pairs for rule, pairs in before.items())


class TestOneRegister:
    @pytest.mark.parametrize("seed", range(4))
    def test_meets_itself_once_in_every_pair(self, seed):
        columns = crowded(seed, 10)

        for block in blocks(columns, None, **ENDLESS):
            met = {(i, j) for i, j in combinations(range(10), 2) if block.left[i] == block.left[j] >= 0}
            assert met == {(i, j) for i, j in joined(block.rule, columns, columns) if i < j}
            assert block.pairs == len(met)

    def test_has_no_pairs_when_all_its_rows_differ(self):
        assert blocks({"nid": ["0084575948", "1289746321"]}, None, **ENDLESS) == []


class TestACrowdedKey:
    @pytest.mark.parametrize(("largest", "pairs", "skipped"), [(11, 1, 7), (12, 13, 0)])
    def test_is_given_up_only_above_the_largest_block(self, largest, pairs, skipped):
        left = {"nid": ["a", "a", "a", "b"]}
        right = {"nid": ["a", "a", "a", "a", "b"]}

        (block,) = (b for b in blocks(left, right, largest=largest, budget=0) if b.rule == ("nid",))

        assert (block.pairs, block.skipped) == (pairs, skipped)

    def test_of_which_nothing_is_left_is_still_told(self):
        crowd = {"nid": ["a"] * 10}

        (block,) = blocks(crowd, crowd, largest=99, budget=0)

        assert (block.pairs, block.skipped) == (0, 20)
        assert set(block.left) == set(block.right) == {-1}

    def test_of_one_side_alone_is_no_crowd(self):
        assert blocks({"nid": ["a"] * 1000}, {"nid": ["b"]}, largest=1, budget=0) == []

    def test_of_a_wide_rule_is_given_up_above_ten_thousand_pairs(self):
        crowd = {"mobile": ["09123456789"] * 101}

        (block,) = blocks(crowd, crowd, **ENDLESS)

        assert block.rule == ("mobile",) and (block.pairs, block.skipped) == (0, 202)


class TestTheBudget:
    @pytest.mark.parametrize("budget", [0, 1, 5, 20, 100, 10**6])
    def test_is_never_passed_by_one_pair(self, budget):
        left, right = crowded(5, 9), crowded(6, 9)

        wide = [
            block.pairs for block in blocks(left, right, largest=10**6, budget=budget) if block.rule in WIDE
        ]

        assert sum(wide) <= budget

    @pytest.mark.parametrize(("budget", "rules"), [(2, []), (3, [("postcode",)])])
    def test_may_be_used_up_to_the_last_pair(self, budget, rules):
        homes = {"postcode": ["p", "q", "r"]}

        assert [block.rule for block in blocks(homes, homes, largest=100, budget=budget)] == rules

    def test_lets_a_later_cheap_rule_in_where_an_earlier_one_was_too_dear(self):
        left = right = {"mobile": ["m"] * 3, "postcode": ["p", "q", "r"]}

        rules = [block.rule for block in blocks(left, right, largest=100, budget=4)]

        assert rules == [("postcode",)]

    def test_of_more_pairs_brings_no_fewer_rules(self):
        left, right = crowded(7, 9), crowded(8, 9)

        counts = [len(blocks(left, right, largest=10**6, budget=budget)) for budget in (0, 50, 10**6)]

        assert counts == sorted(counts) and counts[0] < counts[-1]


class TestKeys:
    def test_are_made_as_the_rules_say(self):
        columns = crowded(3, 20)

        parts = key_parts(columns)

        for row in range(20):
            assert {name: column[row] for name, column in parts.items()} == keys_by_hand(columns, row)

    def test_of_a_name_do_not_hang_on_the_order_of_its_parts(self):
        told = key_parts(prepare(register(last=["حسینی رضایی", "رضایی حسینی"]), jalali=True))

        assert told["last"][0] == told["last"][1]

    def test_of_a_day_that_is_not_known_are_the_year_alone(self):
        told = key_parts(prepare(register(birth=["1365/00/00"]), jalali=True))

        assert told == {"year": ["1365"], "birth": [None], "day": [None]}

    @settings(max_examples=40, deadline=None)
    @given(st.sets(st.sampled_from([part for rule in NARROW + WIDE for part in rule])))
    def test_let_in_the_rules_all_of_whose_parts_are_there_and_no_other(self, parts):
        let_in = usable(NARROW + WIDE, parts)

        assert let_in == [rule for rule in NARROW + WIDE if all(part in parts for part in rule)]

    def test_of_three_long_columns_do_not_run_over(self):
        """Product of the numbers of values above 2 to the 63: the keys are made small after every part."""
        size = 3_000
        long = {f"{name}{end}": [f"{name}{row}" for row in range(size)]
                for name in ("first", "last", "father") for end in ("", "_sound")}  # fmt: skip
        long |= {
            "birth": [f"{1000 + row % 400}0101" for row in range(size)],
            "city": [str(row) for row in range(size)],
        }

        for block in blocks(long, long, **ENDLESS):
            if block.rule in NARROW:
                assert np.array_equal(block.left, block.right) and block.pairs >= size


class TestTheIndexOfSmallRegisters:
    """Below `learn_from` rows the candidates come from the index, row by row."""

    @pytest.mark.parametrize("world", [{}, {"world": ADVERSARIAL}], ids=["ordinary", "adversarial"])
    def test_finds_every_pair_of_the_narrow_rules(self, world):
        left, right, _ = registers(60, seed=81, **world)
        ours, theirs = (prepare(side, jalali=True) for side in (left, right))
        index, parts = Index(right, jalali=True), key_parts(ours)
        found = {(i, j) for i in range(60) for j in index.candidates(parts, i)}

        for rule in NARROW:
            assert joined(rule, ours, theirs) <= found, rule

    def test_brings_nobody_twice_and_in_the_order_of_the_register(self):
        left, right, _ = registers(60, seed=82)
        parts = key_parts(prepare(left, jalali=True))
        index = Index(right, jalali=True)

        for row in range(60):
            found = index.candidates(parts, row)
            assert found == sorted(set(found))

    def test_brings_nobody_who_shares_nothing(self):
        index = Index(people({}))

        stranger = key_parts(
            prepare(register(nid=["1289746321"], first=["نرگس"], mobile=["09351112233"]), jalali=True)
        )

        assert index.candidates(stranger) == []

    def test_of_an_empty_register_brings_nobody(self):
        index = Index(Register((), {"nid": ()}))

        assert index.candidates({"nid": ["0084575948"]}) == []

    @pytest.mark.parametrize(("bearers", "found"), [(800, 800), (801, 0)])
    def test_gives_up_a_key_that_more_than_eight_hundred_share(self, bearers, found):
        index = Index(register(mobile=["09123456789"] * bearers))

        assert len(index.candidates({"mobile": ["09123456789"]})) == found

    @pytest.mark.parametrize(("home", "day", "found"), [(299, 21, 320), (300, 20, 320), (300, 21, 300)])
    def test_with_three_hundred_found_adds_only_what_few_share(self, home, day, found):
        crowd = register(
            mobile=["09123456789"] * home + [None] * day, birth=[None] * home + ["1365/02/11"] * day
        )

        asked = {"mobile": ["09123456789"], "birth": ["13650211"]}

        assert len(Index(crowd).candidates(asked)) == found
