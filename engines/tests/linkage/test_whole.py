"""Whole linkages of small towns: what stays when rows move, thresholds change, or people leave."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Index, Params, Problem, Register, check, registers, solve
from hamafza_engines.linkage._blocking import key_parts
from hamafza_engines.linkage._prepare import prepare

from .conftest import linked, pairs, part_of


@pytest.fixture(scope="module", params=[1, 2, 3], ids="seed {}".format)
def town(request):
    """Return two registers of 70 rows, the truth, and their plan."""
    left, right, truth = registers(70, seed=request.param, world=ADVERSARIAL)
    return left, right, truth, linked(left, right)


def told(plan):
    return [(link.left, link.right, link.verdict, link.weight) for link in plan.links]


class TestAPlan:
    def test_is_sound_proved_and_says_how_it_was_made(self, town):
        left, right, _, plan = town

        assert check(Problem(left, right), plan) == []
        assert (plan.status, plan.gap, plan.method, plan.sizes) == ("optimal", 0, "fixed", (70, 70))
        assert plan.problem == Problem(left, right)

    def test_is_the_same_for_any_seed_and_each_time(self, town):
        left, right, _, plan = town

        assert linked(left, right, seed=99) == linked(left, right) == plan

    def test_does_not_hang_on_the_order_of_rows(self, town):
        left, right, _, plan = town
        orders = [Random(seed).sample(range(70), 70) for seed in (1, 2)]

        mixed = linked(part_of(left, orders[0]), part_of(right, orders[1]))

        assert told(mixed) == told(plan)

    def test_does_not_hang_on_which_register_comes_first(self, town):
        left, right, _, plan = town

        turned = linked(right, left)

        assert {(b, a, verdict) for a, b, verdict, _ in told(turned)} == {each[:3] for each in told(plan)}
        assert turned.value == pytest.approx(plan.value, abs=1e-4)

    def test_does_not_hang_on_what_the_rows_are_called(self, town):
        left, right, _, plan = town
        renamed = Register(tuple(f"x{id_}" for id_ in left.ids), left.cells, left.name)

        assert [(f"x{a}", *rest) for a, *rest in told(plan)] == told(linked(renamed, right))

    def test_finds_most_and_merges_nobody_wrongly(self, town):
        _, _, truth, plan = town

        assert len(pairs(plan, "auto") - truth) <= 1
        assert len(pairs(plan) & truth) >= 0.88 * len(truth)

    def test_has_the_highest_value_of_all_one_to_one_choices(self, town):
        """No exchange of two links, and no pair that was left out, would bring more."""
        left, right, _, plan = town
        every = linked(left, right, params=Params(one_to_one=False))
        weight = {(link.left, link.right): link.weight + 2 for link in every.links}  # grey is at -2 bits
        taken = pairs(plan)
        of_left, of_right = {a: (a, b) for a, b in taken}, {b: (a, b) for a, b in taken}

        for a, b in weight.keys() - taken:
            given_up = {pair for pair in (of_left.get(a), of_right.get(b)) if pair}
            assert weight[a, b] <= sum(weight[pair] for pair in given_up) + 1e-6
        for (a, b), (c, d) in combinations(taken, 2):
            exchanged = weight.get((a, d), 0) + weight.get((c, b), 0)
            assert exchanged <= weight[a, b] + weight[c, d] + 1e-6

    def test_weighs_every_pair_as_the_model_does(self, town):
        left, right, _, plan = town
        a, b = (prepare(side, jalali=plan.jalali) for side in (left, right))
        for link in plan.links:
            one, other = ({name: column[side.ids.index(id_)] for name, column in ready.items()}
                          for side, ready, id_ in ((left, a, link.left), (right, b, link.right)))  # fmt: skip
            levels = plan.model.levels(one, other)
            assert link.kin_bits == pytest.approx(plan.model.kin_bits(levels))
            assert link.weight == pytest.approx(
                plan.model.weight(sum(plan.model.bits(levels, one)), link.kin_bits), abs=1e-6
            )

    def test_looks_at_as_many_pairs_as_share_a_key(self, town):
        left, right, _, plan = town
        index = Index(right, jalali=plan.jalali)
        parts = key_parts(prepare(left, jalali=plan.jalali))

        assert plan.candidates == sum(len(index.candidates(parts, row)) for row in range(70))


class TestARival:
    def test_is_the_next_best_pair_of_either_person(self, town):
        left, right, _, plan = town
        every = linked(left, right, params=Params(one_to_one=False)).links

        for link in plan.links:
            others = [each for each in every if (each.left == link.left) != (each.right == link.right)]
            best = max((each.weight for each in others), default=None)
            assert (link.rival[2] if link.rival else None) == best

    @pytest.mark.parametrize("margin", [0.0, 1.0, 5.0, 100.0])
    def test_nearer_than_the_margin_makes_a_pair_grey(self, town, margin):
        left, right, _, _ = town

        plan = linked(left, right, params=Params(margin_bits=margin))

        for link in plan.links:
            clear = link.rival is None or link.weight - link.rival[2] >= margin
            assert (link.verdict == "auto") == (clear and link.probability >= 0.95)


class TestTheThresholds:
    @pytest.mark.slow  # five linkages
    def test_merge_fewer_the_higher_they_are_and_move_no_link(self, town):
        left, right, _, plan = town
        plans = [linked(left, right, params=Params(auto=auto)) for auto in (0.5, 0.9, 0.99, 0.9999, 1)]

        merged = [pairs(each, "auto") for each in plans]
        assert all(more >= fewer for more, fewer in zip(merged, merged[1:], strict=False))
        assert {frozenset(pairs(each)) for each in plans} == {frozenset(pairs(plan))}

    def test_show_fewer_the_higher_grey_is(self, town):
        left, right, _, _ = town
        shown = [linked(left, right, params=Params(grey=grey)) for grey in (0.001, 0.2, 0.8, 0.95)]

        counts = [len(plan.links) for plan in shown]
        assert counts == sorted(counts, reverse=True)
        assert all(link.probability >= 0.95 - 1e-6 for link in shown[-1].links)

    @pytest.mark.parametrize("grey", [0.01, 0.2, 0.5, 0.9])
    def test_show_every_pair_from_grey_on_and_none_below(self, town, grey):
        left, right, _, _ = town
        every = linked(left, right, params=Params(grey=0.001, one_to_one=False))

        shown = linked(left, right, params=Params(grey=grey, one_to_one=False))

        assert pairs(shown) == {(link.left, link.right) for link in every.links if link.probability >= grey}

    def test_of_certainty_show_nobody(self, town):
        left, right, _, _ = town

        assert linked(left, right, params=Params(auto=1, grey=1)).links == ()

    def test_of_one_to_many_keep_every_pair_of_one_to_one(self, town):
        left, right, _, plan = town

        many = linked(left, right, params=Params(one_to_one=False))

        assert pairs(many) >= pairs(plan)
        assert all(link.rival is None for link in many.links)


class TestPeopleWhoLeave:
    def test_without_a_link_leave_the_others_linked_as_before(self, town):
        left, right, _, plan = town
        kept = [row for row, id_ in enumerate(left.ids) if id_ in {link.left for link in plan.links}]

        fewer = linked(part_of(left, kept), right)

        assert pairs(fewer, "auto") >= {(link.left, link.right) for link in plan.auto if link.weight > 8}

    def test_from_one_register_take_their_link_with_them(self, town):
        left, right, _, plan = town
        gone = plan.links[0].right
        kept = [row for row, id_ in enumerate(right.ids) if id_ != gone]

        fewer = linked(left, part_of(right, kept))

        assert gone not in {link.right for link in fewer.links}
        assert len(pairs(plan) - pairs(fewer)) <= 3

    def test_to_a_part_of_the_town_are_linked_there(self, town):
        left, right, truth, _ = town
        half = linked(part_of(left, range(35)), right)

        assert pairs(half, "auto") - truth == set()
        assert {link.left for link in half.links} <= set(left.ids[:35])


class TestOneRegister:
    def doubled(self, town):
        left, right, truth, _ = town
        return Register(
            left.ids + right.ids, {name: left.cells[name] + right.cells[name] for name in left.cells}
        ), truth

    def test_finds_those_who_stand_twice(self, town):
        both, truth = self.doubled(town)
        plan = solve(Problem(both))

        found = {tuple(sorted(pair)) for pair in pairs(plan, "auto")}
        assert len(found - truth) <= 1 and len(found & truth) >= 0.75 * len(truth)
        assert check(Problem(both), plan) == []

    def test_has_for_clusters_what_hangs_together_by_merged_pairs(self, town):
        both, _ = self.doubled(town)
        plan = solve(Problem(both))
        of = {id_: cluster for cluster in plan.clusters for id_ in cluster}

        assert all(of[link.left] == of[link.right] for link in plan.auto)
        assert set(of) == {id_ for link in plan.auto for id_ in (link.left, link.right)}
        assert list(plan.clusters) == sorted(plan.clusters)

    def test_looks_at_every_pair_once_and_at_nobody_beside_himself(self, town):
        both, _ = self.doubled(town)

        seen = [
            frozenset((link.left, link.right))
            for link in solve(Problem(both), params=Params(grey=0.001)).links
        ]

        assert len(set(seen)) == len(seen) and all(len(pair) == 2 for pair in seen)

    def test_with_everybody_doubled_word_for_word_finds_them_all(self):
        left, _, _ = registers(40, seed=5, world=replace(ADVERSARIAL, missing=0, slips=0))
        twice = Register(
            left.ids + tuple(f"{id_}'" for id_ in left.ids),
            {name: column * 2 for name, column in left.cells.items()},
        )

        assert pairs(solve(Problem(twice)), "auto") >= {(id_, f"{id_}'") for id_ in left.ids}
