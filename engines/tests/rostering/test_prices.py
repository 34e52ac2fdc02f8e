"""Prices on the hours of the month: bounds that no roster passes, and rosters found on the way."""

import pytest

from hamafza_engines.frame import Within
from hamafza_engines.rostering import Problem, solve
from hamafza_engines.rostering import _prices as prices
from hamafza_engines.rostering._prices import priced
from hamafza_engines.rostering._worth import worth

from . import oracle
from .inside import packing, started

LONG = Within(seconds=60)


class TestPricesOnHours:
    @pytest.mark.parametrize("hours", [7.0, 9.0, 10.0])
    def test_give_a_bound_that_no_roster_passes(self, make, hours):
        problem = packing(make, people=3, hours=hours)
        arcs, params, knots, found = started(problem)

        better = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        assert oracle.best(problem, params) <= better.bound <= found.bound

    def test_come_nearer_than_the_flow_alone(self, make):
        """Each of three could take three by count, nine in all; but 27 hours hold three of 2 and four of 5."""
        crew = tuple(make.person(f"p{k}", max_hours=9.0) for k in range(3))
        shifts = tuple(
            make.shift(f"s{k}", day=k, hours=hours) for k, hours in enumerate((5, 5, 5, 2, 2, 2, 5, 5, 5))
        )
        arcs, params, knots, found = started(Problem(crew, shifts))

        better = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        assert found.bound[0] == 9
        assert better.bound[0] == 7

    def test_are_each_person_s_own_where_one_price_does_not_suit_all(self, make, monkeypatch):
        """Nurses as above, and cooks whose hours and shifts are twice as long, so that a minute is worth half."""
        crew, shifts = [], []
        for skill, times in (("nurse", 1), ("cook", 2)):
            crew += [make.person(f"{skill}{k}", skill, max_hours=9.0 * times) for k in range(3)]
            lengths = (5, 5, 5, 2, 2, 2, 5, 5, 5)
            shifts += [
                make.shift(f"{skill}{k}", day=k, hours=h * times, skill=skill) for k, h in enumerate(lengths)
            ]
        arcs, params, knots, found = started(Problem(tuple(crew), tuple(shifts)))
        own = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        monkeypatch.setattr(prices, "_ROUNDS", 0)
        same = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        assert own.bound[0] == 14 < same.bound[0] <= found.bound[0] == 18

    def test_know_what_seven_seats_would_cost_at_least(self, make):
        """Shared by three they cost 20 * (9 + 4 + 4) = 340 points, though nobody can have all seven filled."""
        crew = tuple(make.person(f"p{k}", max_hours=9.0) for k in range(3))
        shifts = tuple(
            make.shift(f"s{k}", day=k, hours=hours) for k, hours in enumerate((5, 5, 5, 2, 2, 2, 5, 5, 5))
        )
        arcs, params, knots, found = started(Problem(crew, shifts))

        better = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        assert better.bound[0] == 7
        assert -340 <= better.bound[1] < -200

    @pytest.mark.parametrize("people", [1, 2, 3])
    def test_leave_a_roster_that_is_sound_and_no_worse(self, make, people):
        problem = packing(make, people=people)
        arcs, params, knots, found = started(problem)

        better = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=0.0)

        assert worth(arcs, params, better.taken) >= worth(arcs, params, found.taken)
        assert oracle.sound(problem, params, oracle.named(arcs, better.taken))

    def test_are_not_asked_for_when_there_is_no_time_for_a_flow(self, make):
        arcs, params, knots, found = started(packing(make))

        same = priced(arcs, params, knots, found, stop=LONG.started(), flow_seconds=1e9)

        assert (same.taken.tolist(), same.bound) == (found.taken.tolist(), found.bound)

    def test_prove_that_nine_hours_hold_two_shifts_of_four_and_five(self, make):
        """People of 9 hours, shifts of 4 and 5: two each is the most, and the roster has it."""
        crew = tuple(make.person(f"p{k}", max_hours=9.0) for k in range(3))
        shifts = tuple(make.shift(f"s{k}", day=k, hours=4 + k % 2) for k in range(8))

        plan = solve(Problem(crew, shifts))

        assert (plan.cover, plan.cover_bound, plan.status) == (6, 6, "proved")
