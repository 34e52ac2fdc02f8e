"""The network inside: what it carries, the knots that keep rules in it, and the weights that order its wishes."""

from itertools import combinations

import numpy as np
import pytest

from hamafza_engines.rostering import Params, Problem
from hamafza_engines.rostering._arcs import arcs_of
from hamafza_engines.rostering._flow import Room, cover_weight, flow, knots_of
from hamafza_engines.rostering._rules import clash, minutes_left, pruned, refilled, room_of
from hamafza_engines.rostering._worth import gap, split, worth

from . import oracle
from .crowded import crowded

NETWORK = ("skills", "windows", "limits", "seats", "priorities", "wishes", "done")  # nothing that breaks it


def network(problem, params=None):
    params = params or Params()
    arcs = arcs_of(problem, params)
    return arcs, params, Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)


def carried(problem, params=None, **more):
    arcs, params, room = network(problem, params)
    return arcs, params, flow(arcs, params, room, np.arange(len(arcs.vol)), knots_of(arcs, params), **more)


def dense():
    """Yield crowded months that have at least some arcs."""
    for seed in range(14):
        problem = crowded(seed)
        if len(arcs_of(problem, Params()).vol) > 2:
            yield problem


class TestTheFlow:
    @pytest.mark.parametrize("seed", range(12))
    def test_is_the_best_roster_where_no_rule_breaks_the_network(self, seed):
        params = Params(rules=frozenset())
        problem = crowded(seed, NETWORK)

        arcs, _, taken = carried(problem, params)

        assert worth(arcs, params, taken) == oracle.best(problem, params)

    def test_is_never_below_the_best_roster_where_rules_break_it(self):
        for problem in dense():
            arcs, params, taken = carried(problem)

            assert worth(arcs, params, taken) >= oracle.best(problem, params)

    def test_is_sometimes_above_it(self):
        """Or the rules that break the network would never be seen in these tests."""
        above = 0
        for seed in range(30):
            problem = crowded(seed, people=5)
            arcs, params, taken = carried(problem)
            above += worth(arcs, params, taken) > oracle.best(problem, params)

        assert above >= 3

    def test_keeps_seats_shifts_and_knots_within_their_room(self):
        for problem in dense():
            arcs, params, taken = carried(problem)
            after, knot = room_of(arcs, taken), knots_of(arcs, params)[taken]

            assert (after.seats >= 0).all() and (after.cap >= 0).all()
            assert len(knot[knot >= 0]) == len(set(knot[knot >= 0].tolist()))

    def test_carries_nobody_over_no_arcs(self):
        arcs, params, room = network(Problem())

        nothing = arcs.vol
        assert flow(arcs, params, room, nothing, nothing).tolist() == []

    def test_fills_every_seat_it_can_though_each_costs(self, make):
        people = (make.person("a", shifts_done=50, max_shifts=60),)
        arcs, params, taken = carried(Problem(people, (make.shift(),)), Params(fairness=1000))

        assert len(taken) == 1
        assert worth(arcs, params, taken) == (1, -1000 * (51**2 - 50**2))


class TestAPricedFlow:
    """With a price on arcs a seat is filled only if it is worth it; `seat` says what for."""

    @pytest.mark.parametrize(("price", "taken"), [(0, 2), (979, 2), (981, 1), (4979, 1), (4981, 0)])
    def test_leaves_a_seat_empty_that_costs_more_than_it_brings(self, make, price, taken):
        """A seat of priority 1 brings 1000 here, one of priority 5 brings 5000; each first shift costs 20."""
        shifts = (make.shift("usual", hour=6), make.shift("urgent", hour=20, priority=5))
        problem = Problem((make.person("a"), make.person("b")), shifts)
        arcs, params, room = network(problem)
        everything = np.arange(len(arcs.vol))

        paid = np.full(len(everything), price)
        found = flow(arcs, params, room, everything, knots_of(arcs, params), price=paid, seat=1000)

        assert sorted(arcs.slot_priority[arcs.slot[found]].tolist()) == [1, 5][2 - taken :]

    @pytest.mark.parametrize("seed", range(10))
    def test_with_no_price_is_worth_as_much_as_the_plain_one(self, seed):
        problem = crowded(seed)
        arcs, params, plain = carried(problem)
        seat = cover_weight(arcs, params, Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done))

        _, _, priced = carried(problem, price=np.zeros(len(arcs.vol), dtype=np.int64), seat=seat)

        assert worth(arcs, params, priced) == worth(arcs, params, plain)

    @pytest.mark.parametrize("minute", [0, 1, 40, 700])
    def test_bounds_every_roster_once_the_price_of_the_minutes_left_is_added(self, minute):
        for problem in dense():
            arcs, params, room = network(problem)
            seat = cover_weight(arcs, params, room)
            paid = minute * arcs.slot_minutes[arcs.slot]

            _, _, found = carried(problem, price=paid, seat=seat)

            cover, quality = worth(arcs, params, found)
            ceiling = seat * cover + quality + minute * int(minutes_left(arcs, found).sum())
            best = oracle.best(problem, params)
            assert seat * best[0] + best[1] <= ceiling
            assert best <= split(ceiling, seat)


class TestKnots:
    def test_hold_only_arcs_of_one_person_that_cannot_both_be_taken(self):
        for problem in dense():
            arcs, params, _ = network(problem)
            knot = knots_of(arcs, params)
            for one, other in combinations(range(len(knot)), 2):
                if knot[one] == knot[other] >= 0:
                    assert arcs.vol[one] == arcs.vol[other]
                    assert clash(arcs, params, one, other)

    def test_hold_every_meeting_of_two_where_rules_of_time_are_left_out(self):
        params = Params(rules=frozenset({"hours"}))
        for problem in dense():
            arcs, _, _ = network(problem, params)
            knot = knots_of(arcs, params)
            for one, other in combinations(range(len(knot)), 2):
                if arcs.vol[one] == arcs.vol[other] and clash(arcs, params, one, other):
                    assert knot[one] == knot[other] >= 0

    def test_are_never_of_one_arc(self):
        for problem in dense():
            arcs, params, _ = network(problem)
            numbers = knots_of(arcs, params).tolist()

            assert all(number == -1 or numbers.count(number) > 1 for number in numbers)

    @pytest.mark.parametrize(
        ("rest", "bundles"),
        [(0.0, [[0, 1], [2]]), (2.0, [[0, 1], [2]]), (2.1, [[0, 1], [2]]), (6.1, [[0, 1, 2]])],
    )
    def test_end_where_the_first_of_them_is_over_and_has_rested(self, make, rest, bundles):
        """Shifts at 8-12, 10-14 and 18-22: the third meets the first only with more than six hours of rest."""
        shifts = (make.shift("a", hour=8), make.shift("b", hour=10), make.shift("c", hour=18))
        arcs, params, _ = network(Problem((make.person(rest_hours=rest),), shifts))
        knot = knots_of(arcs, params).tolist()

        found = [[at for at in range(3) if knot[at] == number] for number in sorted(set(knot) - {-1})]
        found += [[at] for at in range(3) if knot[at] == -1]
        assert found == bundles

    def test_of_two_people_are_two(self, make):
        people = (make.person("a"), make.person("b"))
        arcs, params, _ = network(Problem(people, (make.shift("x"), make.shift("y", hour=9))))

        assert knots_of(arcs, params).tolist() == [0, 0, 1, 1]


class TestWeights:
    def test_of_a_seat_outweigh_all_second_thoughts_of_a_roster(self):
        for problem in dense():
            arcs, params, room = network(problem)
            seat = cover_weight(arcs, params, room)

            _, _, taken = carried(problem)

            assert 2 * abs(worth(arcs, params, taken)[1]) < seat

    @pytest.mark.parametrize(
        ("here", "bound", "lost"),
        [
            ((10, -50), (10, -50), 0.0), ((10, -60), (10, -50), 0.001), ((9, 900), (10, -50), 0.1),
            ((10, 0), (10, -50), 0.0), ((0, 0), (0, 0), 0.0), ((0, -5), (0, 0), 5.0), ((0, 0), (4, 0), 1.0),
        ],
    )  # fmt: skip
    def test_of_what_may_be_lost_are_seats_first_then_points(self, here, bound, lost):
        """1000 points a seat: 10 of 10,000 are 0.001, one seat of ten is 0.1; without seats points are counted."""
        assert gap(here, bound) == pytest.approx(lost)

    @pytest.mark.parametrize("seat", [11, 1000, 10**9])
    def test_joined_in_one_number_come_apart_again(self, seat):
        for cover in (0, 1, 7, 4000):
            for quality in (-(seat // 2) + 1, -1, 0, 1, (seat - 1) // 2):
                assert split(seat * cover + quality, seat) == (cover, quality)


class TestPruned:
    def test_drops_nothing_from_a_sound_roster(self):
        for problem in dense():
            arcs, params, taken = carried(problem)
            once = pruned(arcs, params, taken)

            assert pruned(arcs, params, once).tolist() == once.tolist()

    def test_leaves_a_sound_part_of_what_it_was_given(self):
        for problem in dense():
            arcs, params, taken = carried(problem)
            left = pruned(arcs, params, taken)

            assert set(left.tolist()) <= set(taken.tolist())
            assert oracle.sound(problem, params, oracle.named(arcs, left))

    def test_keeps_the_urgent_seat_of_two(self, make):
        shifts = (make.shift("a"), make.shift("b", day=1, priority=3), make.shift("c", day=2))
        arcs, params, _ = network(Problem((make.person(max_hours=4.0),), shifts))

        assert [t.shift for t in oracle.named(arcs, pruned(arcs, params, np.arange(3)))] == ["b"]

    def test_keeps_the_seat_fewer_people_can_take(self, make):
        people = (make.person("a", max_hours=4.0), make.person("b", max_hours=4.0, refuses={"y"}))
        arcs, params, _ = network(Problem(people, (make.shift("x"), make.shift("y", day=1))))

        assert [t.shift for t in oracle.named(arcs, pruned(arcs, params, np.array([0, 1])))] == ["y"]


class TestRefilled:
    def test_leaves_no_seat_that_somebody_could_take_beside_all_they_have(self):
        for problem in dense():
            arcs, params, taken = carried(problem)
            full = oracle.named(arcs, refilled(arcs, params, pruned(arcs, params, taken)))

            assert oracle.sound(problem, params, full)
            for pair in oracle.pairs(problem, params):
                assert pair in full or not oracle.sound(problem, params, [*full, pair])

    @pytest.mark.parametrize(("hours", "number"), [(8.0, 2), (7.9, 1), (12.0, 3)])
    def test_uses_the_hours_of_the_month_to_the_last_minute(self, make, hours, number):
        shifts = tuple(make.shift(f"d{k}", day=k) for k in range(4))
        arcs, params, _ = network(Problem((make.person(max_hours=hours),), shifts))

        assert len(refilled(arcs, params, np.array([0]))) == number

    def test_takes_nothing_away(self):
        for problem in dense():
            arcs, params, taken = carried(problem)
            some = pruned(arcs, params, taken)[::2]

            assert set(some.tolist()) <= set(refilled(arcs, params, some).tolist())

    def test_lets_somebody_young_in_only_beside_an_adult(self, make):
        people = (make.person("old"), make.person("young", adult_at=10**8))
        arcs, params, _ = network(Problem(people, (make.shift(seats=2),)))

        assert len(refilled(arcs, params, np.array([0]))) == 2
        assert refilled(arcs, params, arcs.vol[:0]).tolist() == [0, 1]
