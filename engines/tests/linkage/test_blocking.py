"""Which pairs are looked at: against every pair by hand, counted exactly, and never without end."""

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Register, registers
from hamafza_engines.linkage._blocking import NARROW, WIDE, blocks, key_parts, usable
from hamafza_engines.linkage._prepare import prepare


def prepared(register):
    return prepare(register, jalali=True)


@pytest.fixture(scope="module")
def columns():
    left, right, truth = registers(60, seed=51, world=ADVERSARIAL)
    return left, right, truth, prepared(left), prepared(right)


def pairs_of(block):
    return {(i, j) for i, a in enumerate(block.left) for j, b in enumerate(block.right) if a == b and a >= 0}


def test_a_block_holds_exactly_the_pairs_that_share_every_part_of_the_rule(columns):
    *_, left, right = columns
    a, b = key_parts(left), key_parts(right)

    for block in blocks(left, right, largest=10**6, budget=10**6):
        told = [tuple(parts[name] for name in block.rule) for parts in (a, b)]
        ours, theirs = (list(zip(*side, strict=True)) for side in told)
        by_hand = {
            (i, j)
            for i, one in enumerate(ours)
            for j, other in enumerate(theirs)
            if one == other and None not in one
        }
        assert pairs_of(block) == by_hand, block.rule
        assert block.pairs == len(by_hand)


def test_nearly_every_true_pair_is_looked_at(columns):
    left_register, right_register, truth, left, right = columns
    seen = set().union(*(pairs_of(block) for block in blocks(left, right, largest=10**6, budget=10**6)))

    found = {(left_register.ids[i], right_register.ids[j]) for i, j in seen}

    assert len(found & truth) >= 0.95 * len(truth)


def test_wide_rules_stop_at_the_budget_and_narrow_ones_do_not(columns):
    *_, left, right = columns

    narrow = blocks(left, right, largest=10**6, budget=0)
    some = blocks(left, right, largest=10**6, budget=60)
    every = blocks(left, right, largest=10**6, budget=10**6)

    assert all(block.rule in NARROW for block in narrow)
    assert sum(block.pairs for block in some if block.rule in WIDE) <= 60
    assert len(narrow) < len(some) < len(every)


def test_a_crowded_key_is_skipped_and_its_rows_are_counted():
    rows = [{"نام": "علی", "فامیل": "راد", "تولد": "1365/1/2"}] * 30 + [
        {"نام": "سارا", "فامیل": "نیک", "تولد": "1370/1/2"}
    ]
    crowd = prepared(Register.of(rows))

    found = {block.rule: block for block in blocks(crowd, crowd, largest=100, budget=10**6)}

    block = found["birth", "last"]
    assert (block.pairs, block.skipped) == (1, 60)
    assert pairs_of(block) == {(30, 30)}


def test_one_register_is_paired_with_itself_once():
    rows = [{"کد ملی": "0084575948"}] * 4

    (block,) = [
        b for b in blocks(prepared(Register.of(rows)), None, largest=100, budget=100) if b.rule == ("nid",)
    ]

    assert block.pairs == 6


def test_rules_need_all_their_parts():
    assert usable(NARROW, {"nid", "birth"}) == [("nid",)]
    assert usable(NARROW, set()) == []
    assert blocks({}, {}, largest=1, budget=1) == []


def test_every_part_of_every_rule_can_be_made():
    left, _, _ = registers(10, seed=52)
    parts = set(key_parts(prepared(left)))

    assert parts.issuperset(name for rule in NARROW + WIDE for name in rule)


def test_an_unknown_month_is_no_key():
    parts = key_parts(prepared(Register.of([{"تولد": "1365"}, {"تولد": "1365/02/11"}])))

    assert parts["birth"] == [None, "13650211"] and parts["year"] == ["1365", "1365"]


def test_keys_are_small_numbers_even_of_long_rules():
    left, right, _ = registers(200, seed=53)

    for block in blocks(prepared(left), prepared(right), largest=10**6, budget=10**6):
        assert block.left.max() < 400 and block.right.max() < 400
