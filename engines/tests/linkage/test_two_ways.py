"""DuckDB with the fixed weights against plain Python with the same: one answer by two ways."""

from math import log2

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Params, Problem, Register, check, registers, solve
from hamafza_engines.linkage._blocking import blocks
from hamafza_engines.linkage._prepare import prepare

from .conftest import linked, pairs, register

pytestmark = pytest.mark.slow  # DuckDB and Splink start

FIXED = {"method": "fixed", "learn_from": 2, "grey": 0.001}


@pytest.fixture(scope="module")
def town():
    return registers(130, seed=95, world=ADVERSARIAL)


@pytest.fixture(scope="module")
def by_duckdb(town):
    return linked(*town[:2], params=Params(**FIXED))


@pytest.fixture(scope="module")
def narrow(town):
    return linked(*town[:2], params=Params(**FIXED, widest=0, one_to_one=False))


@pytest.fixture(scope="module")
def by_hand(town):
    return linked(*town[:2], params=Params(grey=0.001))


@pytest.fixture(scope="module")
def doubled(town):
    left, right, _ = town
    both = Register(left.ids + right.ids, {name: left.cells[name] + right.cells[name] for name in left.cells})
    return Problem(both), solve(Problem(both), params=Params(**FIXED))


def persons(register):
    """Return the prepared cells of every row, by its id."""
    columns = prepare(register, jalali=True)
    return {
        id_: {name: column[row] for name, column in columns.items()} for row, id_ in enumerate(register.ids)
    }


def weigh(model, a, b):
    """Return the weight and the bits against kin of two persons, from the model alone."""
    levels = model.levels(a, b)
    return model.weight(sum(model.bits(levels, a)), model.kin_bits(levels)), model.kin_bits(levels)


class TestTwoRegisters:
    def test_have_a_sound_plan_that_says_whose_weights_it_used(self, town, by_duckdb):
        assert check(Problem(*town[:2]), by_duckdb) == []
        assert (by_duckdb.method, by_duckdb.why, by_duckdb.status) == ("fixed", "asked", "optimal")

    def test_have_one_model_but_for_the_prior(self, by_duckdb, by_hand):
        for table in ("same", "chance", "kin", "shares", "kin_prior"):
            assert getattr(by_duckdb.model, table) == getattr(by_hand.model, table)

    def test_have_the_same_levels_and_bits_against_kin_in_every_link(self, by_duckdb, by_hand):
        known = {(link.left, link.right): link for link in by_hand.links}
        common = [link for link in by_duckdb.links if (link.left, link.right) in known]

        assert len(common) > 60
        for link in common:
            other = known[link.left, link.right]
            assert link.levels == other.levels
            assert link.kin_bits == pytest.approx(other.kin_bits)

    def test_have_weights_that_differ_by_the_prior_alone(self, town, by_duckdb):
        left, right = map(persons, town[:2])

        for link in by_duckdb.links:
            weight, kin_bits = weigh(by_duckdb.model, left[link.left], right[link.right])
            assert link.weight == pytest.approx(weight, abs=1e-5)
            assert link.kin_bits == pytest.approx(kin_bits)

    def test_merge_the_same_people(self, town, by_duckdb, by_hand):
        sure = [
            {(link.left, link.right) for link in plan.auto if link.weight > 7}
            for plan in (by_duckdb, by_hand)
        ]

        assert sure[0] <= pairs(by_hand) and sure[1] <= pairs(by_duckdb)
        assert len(sure[0] & town[2]) >= 0.75 * len(town[2])

    def test_begin_with_a_prior_of_who_shares_what_hardly_two_share(self, town, by_duckdb):
        """The rows of the left register that share a sure key are eight in ten of those in both."""
        left, right = (prepare(side, jalali=True) for side in town[:2])
        sure = [("nid",), ("first", "last", "father"), ("birth", "last"), ("birth", "first")]
        found = [
            len(set(block.left[block.left >= 0]))
            for block in blocks(left, right, largest=10**6, budget=0)
            if block.rule in sure
        ]

        assert by_duckdb.model.prior == pytest.approx(max(found) / 0.8 / 130**2)

    def test_without_a_shared_key_have_no_pair_to_look_at(self):
        plan = linked(
            register(nid=["0084575948"] * 3), register(nid=["1289746321"] * 3), params=Params(**FIXED)
        )

        assert (plan.links, plan.candidates, plan.skipped, plan.why) == ((), 0, (), "asked")

    @pytest.mark.parametrize(("largest", "skipped"), [(9, ()), (8, (("nid", 6),))])
    def test_count_the_rows_of_a_crowd_that_is_given_up(self, largest, skipped):
        crowd = register(nid=["0084575948"] * 3)

        plan = linked(crowd, crowd, params=Params(**FIXED, largest_block=largest, widest=0))

        assert plan.skipped == skipped and plan.candidates == (0 if skipped else 9)


class TestNarrowRulesAlone:
    def test_look_at_exactly_the_pairs_that_share_a_narrow_key_and_are_not_hopeless(self, town, narrow):
        left, right = (prepare(side, jalali=True) for side in town[:2])
        every = {(i, j) for block in blocks(left, right, largest=10**6, budget=0)
                 for i, a in enumerate(block.left) for j, b in enumerate(block.right) if a == b and a >= 0}  # fmt: skip

        assert narrow.candidates <= len(every)
        rows = [{id_: row for row, id_ in enumerate(side.ids)} for side in town[:2]]
        assert {(rows[0][link.left], rows[1][link.right]) for link in narrow.links} <= every

    def test_leave_out_none_that_weighs_enough(self, town, narrow):
        left, right = map(persons, town[:2])
        ready = [prepare(side, jalali=True) for side in town[:2]]
        found, lowest = pairs(narrow), log2(0.001 / 0.999)

        for block in blocks(*ready, largest=10**6, budget=0):
            sharing = ((a, b) for a, key in zip(left, block.left, strict=True)
                       for b, other in zip(right, block.right, strict=True) if key == other >= 0)  # fmt: skip
            for a, b in set(sharing) - found:
                assert weigh(narrow.model, left[a], right[b])[0] < lowest + 1e-6

    def test_are_fewer_than_with_the_wide_ones(self, narrow, by_duckdb):
        assert narrow.candidates < by_duckdb.candidates


class TestOneRegister:
    def test_has_a_sound_plan(self, doubled):
        assert check(*doubled) == []

    def test_finds_who_stands_twice(self, town, doubled):
        found = {tuple(sorted(pair)) for pair in pairs(doubled[1], "auto")}

        assert len(found & town[2]) >= 0.75 * len(town[2]) and len(found - town[2]) <= 0.03 * len(found)

    def test_meets_each_pair_once_the_earlier_row_first(self, doubled):
        problem, plan = doubled
        row = {id_: place for place, id_ in enumerate(problem.left.ids)}

        assert all(row[link.left] < row[link.right] for link in plan.links)

    def test_weighs_as_the_model_does(self, doubled):
        problem, plan = doubled
        rows = persons(problem.left)

        for link in plan.links:
            assert link.weight == pytest.approx(
                weigh(plan.model, rows[link.left], rows[link.right])[0], abs=1e-5
            )
