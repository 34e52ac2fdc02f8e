"""The swap search, compiled, against trying every exchange by hand."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.siting import Params
from hamafza_engines.siting._instance import Instance, instance_of
from hamafza_engines.siting._search import at_random, by_rank, cost_of, improve, kick
from hamafza_engines.siting._search_kernel import caps, serve, swap_search

from .small import SHAPES, drawn, priced
from .twins import cost, drawn_lists, packed, paid, unpacked

SEEDS = range(8)
LONG = Within(seconds=None).started()  # a clock that began as this file was read is never over


class Ground:
    """Random lists with weights, a far price beyond every list, and a plan of p bases to better."""

    def __init__(self, seed: int, *, p: int = 3, sites: int = 6, places: int = 9, money: float = inf) -> None:
        chance = np.random.default_rng(seed)
        self.lists = drawn_lists(seed, places, sites)
        self.weight = chance.integers(1, 6, len(self.lists)).astype(float)
        self.far = np.array([(each[-1][1] if each else 9.0) + 1 for each in self.lists])
        self.opened = np.zeros(sites, np.int8)
        self.opened[chance.permutation(sites)[:p]] = 1
        self.state = np.zeros(sites, np.int8)
        self.price, self.money, self.p = chance.integers(1, 4, sites).astype(float), money, p

    def search(self, moves: int = 1000) -> int:
        """Swap in place; return how many moves were made."""
        return swap_search(
            *packed(self.lists), self.weight, self.far, self.opened, self.state, self.p, self.price,
            self.money, moves,
        )  # fmt: skip

    def cost(self, opened: set[int] | None = None) -> float:
        """Return the cost of a set, of the present plan without one."""
        mine = self.now if opened is None else opened
        return cost(self.lists, self.weight.tolist(), self.far.tolist(), mine)

    @property
    def now(self) -> set[int]:
        """Return the sites that are open."""
        return set(np.flatnonzero(self.opened).tolist())

    def neighbours(self) -> list[set[int]]:
        """Return every plan one exchange or one opening away that count, money and states allow."""
        sites = range(len(self.opened))
        found = []
        for come in sites:
            if come in self.now or self.state[come] == -1:
                continue
            found += [self.now | {come}] if len(self.now) < self.p else []
            found += [self.now - {go} | {come} for go in self.now if self.state[go] != 1]
        return [each for each in found if sum(self.price[j] for j in each) <= self.money]


@pytest.mark.parametrize("seed", SEEDS)
class TestASwap:
    @pytest.mark.parametrize("p", [1, 2, 4])
    def test_is_the_best_of_all_that_are_possible(self, seed: int, p: int) -> None:
        ground = Ground(seed, p=p)
        best = min([ground.cost(), *map(ground.cost, ground.neighbours())])

        ground.search(moves=1)

        assert ground.cost() == pytest.approx(best)

    def test_is_the_best_also_after_others_were_made(self, seed: int) -> None:
        # What the kernel remembers between moves is brought up to date, not counted anew.
        twin = Ground(seed, p=4, sites=10)

        for moves in range(1, 5):
            best = min([twin.cost(), *map(twin.cost, twin.neighbours())])
            ground = Ground(seed, p=4, sites=10)
            ground.search(moves)
            assert ground.cost() == pytest.approx(best)
            twin.opened[:] = ground.opened

    def test_search_ends_where_no_exchange_pays(self, seed: int) -> None:
        ground = Ground(seed, p=3)

        ground.search()

        assert all(ground.cost(other) >= ground.cost() - 1e-9 for other in ground.neighbours())

    def test_search_never_makes_a_plan_worse(self, seed: int) -> None:
        ground = Ground(seed)
        before = ground.cost()

        ground.search()

        assert ground.cost() <= before

    def test_search_opens_what_may_still_be_opened(self, seed: int) -> None:
        ground = Ground(seed, p=1)
        ground.p = 4

        ground.search()

        assert len(ground.now) <= 4
        assert all(ground.cost(other) >= ground.cost() - 1e-9 for other in ground.neighbours())

    def test_search_keeps_what_must_stay_and_what_is_shut(self, seed: int) -> None:
        ground = Ground(seed, p=3)
        stays, shut = min(ground.now), min(set(range(6)) - ground.now)
        ground.state[stays], ground.state[shut] = 1, -1

        ground.search()

        assert stays in ground.now
        assert shut not in ground.now
        assert all(ground.cost(other) >= ground.cost() - 1e-9 for other in ground.neighbours())

    def test_search_never_spends_more_than_there_is(self, seed: int) -> None:
        ground = Ground(seed, p=2)
        ground.p, ground.money = 4, float(ground.price[ground.opened == 1].sum() + 2)

        ground.search()

        assert ground.price[ground.opened == 1].sum() <= ground.money
        assert all(ground.cost(other) >= ground.cost() - 1e-9 for other in ground.neighbours())

    def test_search_tells_how_many_moves_it_made(self, seed: int) -> None:
        ground, twin = Ground(seed), Ground(seed)

        made = ground.search()
        for _ in range(made):
            assert twin.search(moves=1) == 1

        assert twin.now == ground.now
        assert ground.search() == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_search_over_many_places_ends_where_no_exchange_pays(seed: int) -> None:
    # Long enough for whatever was remembered wrongly to lead it astray.
    ground = Ground(seed, p=8, sites=20, places=100)

    made = ground.search(moves=1000)

    assert made < 1000
    assert all(ground.cost(other) >= ground.cost() - 1e-9 for other in ground.neighbours())


@pytest.mark.parametrize("seed", SEEDS)
class TestServing:
    def test_sends_each_place_to_the_first_open_site_of_its_list(self, seed: int) -> None:
        ground = Ground(seed)

        told = serve(*packed(ground.lists), ground.weight, ground.far, ground.opened)

        assert told == pytest.approx(ground.cost())

    def test_charges_the_far_price_where_nothing_is_open(self, seed: int) -> None:
        ground = Ground(seed)

        told = serve(*packed(ground.lists), ground.weight, ground.far, np.zeros(6, np.int8))

        assert told == pytest.approx(float(ground.weight @ ground.far))

    def test_caps_prices_at_what_stands(self, seed: int) -> None:
        ground = Ground(seed)

        high = caps(*packed(ground.lists), ground.far, ground.opened)

        assert high.tolist() == [
            paid(e, f, ground.now) for e, f in zip(ground.lists, ground.far, strict=True)
        ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
class TestAStart:
    def instance(self, shape: str, seed: int) -> Instance:
        return instance_of(drawn(shape, seed), Params())

    def test_by_lot_opens_as_many_as_may_be(self, shape: str, seed: int) -> None:
        instance = self.instance(shape, seed)

        opened = at_random(instance, np.random.default_rng(seed))

        assert opened.sum() == instance.p

    def test_is_bettered_to_the_cost_that_is_told(self, shape: str, seed: int) -> None:
        instance = self.instance(shape, seed)
        opened = at_random(instance, np.random.default_rng(seed))
        before = cost_of(instance, opened)

        told = improve(instance, opened, LONG)

        mine = set(np.flatnonzero(opened).tolist())
        by_hand = cost(unpacked(*instance.lists), instance.weight.tolist(), instance.far.tolist(), mine)
        assert told == pytest.approx(by_hand)
        assert told <= before

    def test_is_left_as_it_was_when_time_is_over(self, shape: str, seed: int) -> None:
        instance = self.instance(shape, seed)
        opened = at_random(instance, np.random.default_rng(seed))
        before = opened.copy()

        told = improve(instance, opened, Within(seconds=0).started())

        assert opened.tolist() == before.tolist()
        assert told == cost_of(instance, before)


class TestByRank:
    def test_opens_the_best_ranked_first(self) -> None:
        instance = instance_of(drawn("whole km", 1, p=2), Params())

        opened = by_rank(instance, np.array([5.0, 1.0, 4.0, 0.0, 3.0, 2.0]))

        assert np.flatnonzero(opened).tolist() == [1, 3]

    def test_passes_over_what_is_too_dear_and_goes_on(self) -> None:
        instance = instance_of(priced(1, p=6), Params())
        rank = -instance.cost  # the dearest first

        opened = by_rank(instance, rank)

        assert instance.cost @ opened <= instance.budget
        rest = instance.budget - instance.cost @ opened
        assert opened.sum() == instance.p or all(instance.cost[opened == 0] > rest)

    def test_counts_what_stands(self) -> None:
        instance = instance_of(drawn("whole km", 1, p=2, existing=(0,)), Params())

        opened = by_rank(instance, np.arange(6.0))

        assert opened.sum() == 2
        assert (opened[instance.state == 1] == 1).all()


class TestAKick:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_closes_some_bases_and_opens_none(self, seed: int) -> None:
        instance = instance_of(drawn("whole km", 1, p=4), Params())
        best = by_rank(instance, np.arange(6.0))

        opened = kick(instance, best, np.random.default_rng(seed))

        assert (opened <= best).all()
        assert opened.sum() < best.sum() == 4

    @pytest.mark.parametrize("seed", SEEDS)
    def test_leaves_what_stands(self, seed: int) -> None:
        instance = instance_of(drawn("whole km", 1, p=4, existing=(0, 3)), Params())
        best = by_rank(instance, np.arange(6.0))

        opened = kick(instance, best, np.random.default_rng(seed))

        assert (opened[instance.state == 1] == 1).all()

    def test_of_a_plan_that_only_stands_changes_nothing(self) -> None:
        instance = instance_of(drawn("whole km", 1, p=2, existing=(0, 3)), Params())
        best = by_rank(instance, np.arange(6.0))

        assert kick(instance, best, np.random.default_rng(1)).tolist() == best.tolist()
