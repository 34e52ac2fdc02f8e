"""One for one: against every possible choice on small instances, and honest beyond."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._assign import assign, groups

edges_of = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 30)), max_size=9, unique_by=lambda e: e[:2]
)


def best_by_trying(edges):
    best = 0
    for size in range(len(edges) + 1):
        for chosen in combinations(edges, size):
            if len({i for i, _, _ in chosen}) == len({j for _, j, _ in chosen}) == size:
                best = max(best, sum(gain for _, _, gain in chosen))
    return best


@given(edges_of)
@settings(max_examples=30)
def test_it_is_the_best_of_all_choices(told):
    edges = [(i, j, float(gain)) for i, j, gain in told]

    places, bound, proved = assign(edges)

    chosen = [edges[place] for place in places]
    assert len({i for i, _, _ in chosen}) == len({j for _, j, _ in chosen}) == len(chosen)
    assert sum(gain for _, _, gain in chosen) == best_by_trying(edges)
    assert proved and abs(bound - best_by_trying(edges)) < 1e-6


def test_greed_would_lose_here():
    edges = [(0, 0, 10.0), (0, 1, 9.0), (1, 0, 9.0)]

    assert assign(edges)[0] == [1, 2]


def test_a_crowd_of_equals_is_settled_quickly_and_proved():
    edges = [(i, j, 5.0) for i in range(60) for j in range(60)]

    places, bound, proved = assign(edges)

    assert len(places) == 60 and proved and bound == 300


def test_a_large_tangle_says_how_far_it_may_be_from_the_best():
    edges = sorted(((i, j, 1.0 + (i * j) % 7) for i in range(60) for j in range(60)), key=lambda e: -e[2])

    places, bound, proved = assign(edges)

    value = sum(edges[place][2] for place in places)
    assert value <= bound and (proved or value < bound)


def test_nothing_gives_nothing():
    assert assign([]) == ([], 0.0, True)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=15))
def test_groups_are_what_hangs_together(pairs):
    found = groups(pairs)

    place = {thing: number for number, group in enumerate(found) for thing in group}
    assert len(place) == sum(map(len, found))
    assert all(place[a] == place[b] for a, b in pairs)
    reach = {thing: {thing} for thing in place}
    for _ in pairs:
        for a, b in pairs:
            reach[a] |= reach[b]
            reach[b] |= reach[a]
    assert all(reach[group[0]] >= set(group) for group in found)
