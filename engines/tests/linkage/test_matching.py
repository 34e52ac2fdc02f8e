"""One for one against every matching there is; and honest where a tangle is too large to prove."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage import _assign
from hamafza_engines.linkage._assign import assign, groups


def best_of_all(edges):
    """Return the highest gain of any matching: take the first edge or leave it."""
    if not edges:
        return 0
    (i, j, gain), rest = edges[0], edges[1:]
    apart = [edge for edge in rest if edge[0] != i and edge[1] != j]
    return max(best_of_all(rest), gain + best_of_all(apart))


def tangle(seed, *, left=5, right=5, share=0.5, gains=(1, 9)):
    """Return edges of chance, the best first as the engine hands them over."""
    chance = Random(seed)
    edges = [
        (i, j, float(chance.randint(*gains)))
        for i in range(left)
        for j in range(right)
        if chance.random() < share
    ]
    return sorted(edges, key=lambda edge: -edge[2])


def gain_of(edges, places):
    return sum(edges[place][2] for place in places)


def is_matching(edges, places):
    lefts, rights = ([edges[place][side] for place in places] for side in (0, 1))
    return len(set(lefts)) == len(lefts) and len(set(rights)) == len(rights)


@pytest.fixture
def greedy(monkeypatch):
    """Make every component too large to be proved."""
    monkeypatch.setattr(_assign, "_LARGEST", 0)


class TestTheChoice:
    @pytest.mark.parametrize("seed", range(40))
    def test_is_the_best_of_all_matchings(self, seed):
        edges = tangle(seed, left=1 + seed % 6, right=1 + seed // 7, share=0.3 + 0.02 * (seed % 30))

        places, bound, proved = assign(edges)

        assert is_matching(edges, places)
        assert gain_of(edges, places) == best_of_all(edges) == pytest.approx(bound)
        assert proved

    @pytest.mark.parametrize("seed", range(10))
    def test_of_a_full_table_is_the_best_of_all_permutations(self, seed):
        edges = tangle(seed, left=6, right=6, share=1.1, gains=(1, 50))
        table = {(i, j): gain for i, j, gain in edges}

        places, _, _ = assign(edges)

        assert gain_of(edges, places) == max(
            sum(table[i, j] for i, j in enumerate(order)) for order in permutations(range(6))
        )

    @pytest.mark.parametrize("seed", range(10))
    def test_of_nearly_equal_gains_is_the_best_too(self, seed):
        chance = Random(seed)
        edges = [(i, j, 5 + gain / 1000) for i, j, gain in tangle(seed, share=0.7, gains=(1, 1000))]
        chance.shuffle(edges)

        assert gain_of(edges, assign(edges)[0]) == pytest.approx(best_of_all(edges), abs=1e-6)

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6), st.floats(0.5, 4))
    def test_is_worth_as_much_more_as_all_gains_grow(self, seed, factor):
        edges = tangle(seed)
        larger = [(i, j, gain * factor) for i, j, gain in edges]

        assert gain_of(larger, assign(larger)[0]) == pytest.approx(factor * gain_of(edges, assign(edges)[0]))

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6))
    def test_is_worth_the_same_in_any_order_and_from_the_other_side(self, seed):
        edges = tangle(seed)
        turned = [(j, i, gain) for i, j, gain in edges]
        Random(seed).shuffle(turned)

        assert gain_of(turned, assign(turned)[0]) == pytest.approx(gain_of(edges, assign(edges)[0]))

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6))
    def test_never_loses_when_a_pair_is_added(self, seed):
        edges = tangle(seed)

        assert gain_of(edges, assign(edges)[0]) >= gain_of(edges[1:], assign(edges[1:])[0])

    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6))
    def test_stays_when_what_was_not_chosen_is_taken_away(self, seed):
        edges = tangle(seed)
        chosen = [edges[place] for place in assign(edges)[0]]

        assert assign(chosen)[0] == list(range(len(chosen)))

    def test_of_two_apart_is_the_sum_of_each(self):
        edges, other = tangle(1), [(i + 10, j + 10, gain) for i, j, gain in tangle(2)]

        together = assign(edges + other)[1]

        assert together == pytest.approx(assign(edges)[1] + assign(other)[1])

    def test_is_the_same_each_time(self):
        edges = tangle(3, gains=(5, 5))

        assert assign(edges) == assign(edges)

    def test_of_one_person_with_many_is_the_best_of_them(self):
        assert assign([(0, j, float(j + 1)) for j in range(9)])[0] == [8]

    def test_gives_way_along_a_long_chain(self):
        # everybody sits at home (10) or moves one on (9.9); the newcomer (20) takes the first home
        edges = [edge for i in range(30) for edge in ((i, i, 10.0), (i, i + 1, 9.9))] + [(30, 0, 20.0)]

        places, bound, _ = assign(edges)

        # all 30 move: 20 + 30 x 9.9 = 317; only the first gives up: 20 + 29 x 10 = 310
        assert gain_of(edges, places) == pytest.approx(317) and bound == pytest.approx(317)

    @pytest.mark.parametrize(
        ("aside", "newcomer"), [(9.9, 20), (9.9, 12), (9.9, 2), (7, 20), (7, 11), (7, 9), (9, 25)]
    )
    @pytest.mark.parametrize("length", [1, 2, 5, 12])
    def test_moves_a_chain_only_as_far_as_it_pays(self, length, aside, newcomer):
        edges = [edge for i in range(length) for edge in ((i, i, 10.0), (i, i + 1, float(aside)))]
        edges.append((length, 0, float(newcomer)))

        assert gain_of(edges, assign(edges)[0]) == pytest.approx(best_chain(length, 10, aside, newcomer))


def best_chain(length, straight, aside, newcomer):
    """Nobody moves; or the newcomer comes, the first k move aside, and person k, if there is one, gives up."""
    plans = [length * straight, newcomer + length * aside]
    plans += [newcomer + k * aside + (length - 1 - k) * straight for k in range(length)]
    return max(plans)


class TestATangleTooLargeToProve:
    @pytest.mark.parametrize("seed", range(25))
    def test_has_a_bound_that_no_matching_passes(self, greedy, seed):
        edges = tangle(seed, share=0.6)

        places, bound, proved = assign(edges)

        assert is_matching(edges, places)
        assert gain_of(edges, places) <= best_of_all(edges) <= bound + 1e-9
        assert proved == (gain_of(edges, places) >= bound - 1e-6)

    @pytest.mark.parametrize("seed", range(25))
    def test_is_worth_at_least_half_of_the_best(self, greedy, seed):
        edges = tangle(seed, share=0.6)

        assert 2 * gain_of(edges, assign(edges)[0]) >= best_of_all(edges)

    def test_leaves_out_nobody_who_could_still_be_linked(self, greedy):
        edges = tangle(4, share=0.5)
        places, _, _ = assign(edges)
        lefts, rights = ({edges[place][side] for place in places} for side in (0, 1))

        assert all(i in lefts or j in rights for i, j, _ in edges)

    def test_says_that_it_is_not_proved(self, greedy):
        edges = [(0, 0, 10.0), (0, 1, 9.0), (1, 0, 9.0)]

        # the best is 9 + 9; greed takes 10; the bound is 10 + 9 from either side
        assert assign(edges) == ([0], 19.0, False)

    @pytest.mark.parametrize(("size", "proved"), [(27, True), (28, False)])
    def test_begins_beyond_twenty_thousand_edges_times_nodes(self, size, proved):
        # 27 x 27 x 27 = 19,683 and 28 x 28 x 28 = 21,952; greed is wrong here at the first step
        edges = [(0, 0, 10.0), (0, 1, 9.0), (1, 0, 9.0)]
        taken = {edge[:2] for edge in edges}
        edges += [(i, j, 1.0) for i in range(size) for j in range(size) if (i, j) not in taken]

        assert assign(edges)[2] is proved


class TestGroups:
    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=9))
    def test_are_the_classes_of_what_can_be_reached(self, links):
        reach = {thing: {thing} for link in links for thing in link}
        for _ in range(8):
            for a, b in links:
                reach[a] = reach[b] = reach[a] | reach[b]

        assert {frozenset(group) for group in groups(links)} == {frozenset(each) for each in reach.values()}

    def test_of_a_long_chain_are_one(self):
        (group,) = groups((place, place + 1) for place in range(20_000))

        assert len(group) == 20_001

    def test_of_nothing_are_none(self):
        assert groups([]) == []

    def test_hold_each_thing_once_even_when_it_is_told_twice(self):
        assert [sorted(group) for group in groups([("a", "b"), ("b", "a"), ("a", "b")])] == [["a", "b"]]
