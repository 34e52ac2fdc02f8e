"""A month under two rules: by hand, against an oracle that keeps its own load, and what is told of it."""

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from hamafza_engines.frame import Within
from hamafza_engines.persian import to_latin_digits
from hamafza_engines.routing import REASONS, Ask, Directory, Params, Problem, simulate

from . import oracle
from .builders import ASK, HERE, centre, drawn, rules

OLD, NEW = Params(), Params(fairness=9.0, distance=0.0)
SEEDS = range(10)


def month(seed, asks=12, count=8):
    """Return asks of chance and few centres, so that load soon counts."""
    chance = random.Random(seed)
    centres = drawn(seed, count=count, paths=("IR/11/", HERE, "IR/29/")).centres
    asked = [
        replace(drawn(chance.randint(0, 99)).ask, domain=chance.choice(["health", "legal", "sewing"]))
        for _ in range(asks)
    ]
    return asked, centres


def played(asks, centres, params):
    """Play a month by the oracle: the first centre takes the ask, has one more open and one place less."""
    now, firsts, sums = {c.id: c for c in centres}, [], Counter()
    for ask in asks:
        ranked = oracle.ranking(Problem(ask, tuple(now.values())), params)
        firsts.append(ranked[0][0] if ranked else None)
        if ranked:
            one = now[ranked[0][0]]
            sums.update(oracle.slow_values(ask, one, 0.5, params))
            free = None if one.capacity_free is None else max(0, one.capacity_free - 1)
            now[one.id] = replace(one, open_load=one.open_load + 1, capacity_free=free)
    return firsts, sums


class TestAMonth:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_sends_every_ask_where_the_oracle_sends_it(self, seed):
        asks, centres = month(seed)
        before, after = rules(seed), rules(seed + 100)

        found = simulate(asks, centres, before, after)

        assert [old for old, _ in found.firsts] == played(asks, centres, before)[0]
        assert [new for _, new in found.firsts] == played(asks, centres, after)[0]

    @pytest.mark.parametrize("seed", SEEDS)
    def test_has_the_oracle_s_means(self, seed):
        asks, centres = month(seed)
        firsts, sums = played(asks, centres, OLD)
        placed = sum(first is not None for first in firsts)

        told = simulate(asks, centres, OLD, NEW).before

        assert told.placed == placed
        assert dict(zip(REASONS, told.values, strict=True)) == pytest.approx(
            {name: sums[name] / placed for name in REASONS}, rel=1e-9
        )

    @pytest.mark.parametrize("seed", SEEDS)
    def test_counts_who_was_asked_how_often(self, seed):
        asks, centres = month(seed)
        counted = Counter(first for first in played(asks, centres, NEW)[0] if first is not None)

        told = simulate(asks, centres, OLD, NEW).after

        assert (told.centres, told.busiest) == (len(counted), max(counted.values()))

    def test_by_hand_shares_two_places_and_then_the_load(self):
        """Twins with one place each: 1 (by id), 2 (has a place still), then by load: 1, 2, 1.

        Capacity falls from 0.5 to 0 with the one place; fairness is 10/10, 10/11, 10/12.
        """
        twins = [centre(1, capacity_free=1), centre(2, capacity_free=1)]

        found = simulate([ASK] * 5, twins, OLD, OLD)

        assert found.firsts == ((1, 1), (2, 2), (1, 1), (2, 2), (1, 1))
        assert found.before.value("capacity") == pytest.approx((0.5 + 0.5) / 5)
        assert found.before.value("fairness") == pytest.approx((1 + 1 + 10 / 11 + 10 / 11 + 10 / 12) / 5)
        assert found.before.value("acceptance") == 0.75
        assert (found.before.centres, found.before.busiest, found.before.share_of_ten) == (2, 3, 1.0)

    def test_tells_the_share_of_the_ten_busiest(self):
        """Twelve twins and fifteen asks: three centres get two, nine get one; the ten busiest have 13 of 15."""
        twins = [centre(id_, capacity_free=None) for id_ in range(1, 13)]

        found = simulate([ASK] * 15, twins, OLD, OLD)

        assert (found.before.centres, found.before.busiest) == (12, 2)
        assert found.before.share_of_ten == pytest.approx(13 / 15)

    def test_begins_both_months_with_the_load_of_now(self):
        """What the first month sends does not weigh on the second."""
        twins = [centre(1), centre(2)]

        found = simulate([ASK, ASK], twins, OLD, OLD)

        assert found.firsts == ((1, 1), (2, 2))
        assert [c.open_load for c in twins] == [0, 0]

    def test_an_untold_capacity_stays_untold(self):
        found = simulate([ASK] * 3, [centre(capacity_free=None)], OLD, OLD)

        assert found.before.value("capacity") == 0.5

    def test_a_full_house_does_not_get_fuller_than_full(self):
        found = simulate([ASK] * 3, [centre(capacity_free=1)], OLD, OLD)

        assert found.before.value("capacity") == pytest.approx((0.5 + 0 + 0) / 3)

    @pytest.mark.parametrize("keep", [1, 3, 100])
    def test_does_not_depend_on_how_many_the_rules_would_list(self, keep):
        asks, centres = month(3)

        assert simulate(asks, centres, replace(OLD, keep=keep), NEW) == simulate(asks, centres, OLD, NEW)

    @pytest.mark.parametrize("kind", [tuple, list, iter, Directory])
    def test_takes_centres_in_any_shape(self, kind):
        asks, centres = month(3)

        assert simulate(asks, kind(centres), OLD, NEW) == simulate(asks, centres, OLD, NEW)


class TestWhatChanges:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_listed_ask_by_ask(self, seed):
        found = simulate(*month(seed), OLD, NEW)

        assert found.changed == tuple(i for i, (old, new) in enumerate(found.firsts) if old != new)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_told_centre_by_centre_the_largest_first(self, seed):
        found = simulate(*month(seed), OLD, NEW)

        moved = found.moved()

        changes = [(-abs(more), id_) for id_, more in moved.items()]
        assert changes == sorted(changes)
        assert 0 not in moved.values()
        old, new = (Counter(side) for side in zip(*found.firsts, strict=True))
        assert moved == {id_: new[id_] - old[id_] for id_ in moved}
        assert all(new[id_] == old[id_] for id_ in (set(old) | set(new)) - set(moved) - {None})

    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_the_other_way_round_when_the_rules_are(self, seed):
        there, back = simulate(*month(seed), OLD, NEW), simulate(*month(seed), NEW, OLD)

        assert back.firsts == tuple((new, old) for old, new in there.firsts)
        assert (back.before, back.after) == (there.after, there.before)
        assert back.moved() == {id_: -more for id_, more in there.moved().items()}

    def test_is_nothing_that_a_scale_of_all_weights_could_do(self):
        doubled = Params(**{name: 2 * getattr(OLD, name) for name in REASONS})

        assert simulate(*month(1), OLD, doubled).changed == ()

    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_summed_up_in_true_figures(self, seed, language):
        found = simulate(*month(seed), OLD, NEW)

        said = to_latin_digits(found.summary(language))

        head, means, load = (re.findall(r"\d+(?:\.\d+)?", line) for line in said.splitlines())
        old, new = found.before, found.after
        assert list(map(int, head)) == [len(found.changed), len(found.firsts), old.placed, new.placed]
        pairs = zip(old.values, new.values, strict=True)
        assert means == [f"{value:.3f}" for pair in pairs for value in pair]
        assert load == [
            *map(str, (old.centres, new.centres, old.busiest, new.busiest)),
            f"{old.share_of_ten:.2f}", f"{new.share_of_ten:.2f}",
        ]  # fmt: skip

    def test_is_told_in_persian_without_a_latin_digit(self):
        assert not re.search("[0-9→]", simulate(*month(1), OLD, NEW).summary())


class TestAMonthThatIsStopped:
    @pytest.mark.parametrize("done", [0, 1, 5])
    def test_tells_what_was_done_and_that_it_is_not_all(self, done):
        asks, centres = month(2)

        found = simulate(asks, centres, OLD, NEW, stop=Ends(done))

        assert found.complete is False
        assert found.firsts == simulate(asks, centres, OLD, NEW).firsts[:done]
        assert found.before.placed == sum(old is not None for old, _ in found.firsts)

    def test_is_complete_when_the_time_just_suffices(self):
        asks, centres = month(2)

        assert simulate(asks, centres, OLD, NEW, stop=Ends(len(asks))).complete

    def test_of_no_asks_is_complete(self):
        found = simulate([], [centre(1)], OLD, NEW, stop=Within(0))

        assert found.complete
        assert "0 of 0" in found.summary("en")

    def test_of_asks_nobody_can_take_places_none_and_divides_by_none(self):
        found = simulate([Ask("sewing", HERE)] * 3, [centre(1)], OLD, NEW)

        assert found.firsts == ((None, None),) * 3
        assert (found.before.placed, found.before.busiest, found.before.share_of_ten) == (0, 0, 0.0)
        assert found.moved() == {}


class Ends(Within):
    """A clock that is over after so many looks."""

    def __init__(self, looks):
        super().__init__(None)
        self.looks = looks

    def started(self):
        return self

    def over(self):
        self.looks -= 1
        return self.looks < 0
