"""The parts of the search: neighbourhoods solved exactly, the walk through them, people with hours left, hurry."""

import time
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from hamafza_engines.frame import Within
from hamafza_engines.rostering import RULES, Params, Problem, check, solve
from hamafza_engines.rostering import _search as search
from hamafza_engines.rostering import _solve as solver
from hamafza_engines.rostering._arcs import arcs_of
from hamafza_engines.rostering._greedy import greedy
from hamafza_engines.rostering._neighbourhood import Effort, improved
from hamafza_engines.rostering._prices import Found
from hamafza_engines.rostering._worth import worth

from . import oracle
from .crowded import crowded
from .inside import packing, started

EFFORT = Effort(work=1.0, seconds=10, seed=0)
LONG = Within(seconds=60)


def months(many=10):
    for seed in range(many):
        problem = crowded(seed, people=5)
        if len(arcs_of(problem, Params()).vol):
            yield problem


class TestANeighbourhood:
    def test_that_is_everything_is_the_best_roster_and_its_bound_is_met(self):
        for problem in months():
            arcs, params, _, found = started(problem)

            answer = improved(arcs, params, found.taken, np.arange(len(arcs.vol)), EFFORT)

            assert answer.proved
            assert worth(arcs, params, answer.arcs) == answer.bound == oracle.best(problem, params)

    def test_keeps_what_lies_outside_of_it_and_breaks_no_rule(self):
        for problem in months():
            arcs, params, _, found = started(problem)
            part = np.flatnonzero(np.random.default_rng(1).random(len(arcs.vol)) < 0.5)

            after = replaced(found.taken, part, improved(arcs, params, found.taken, part, EFFORT))

            assert set(found.taken.tolist()) - set(part.tolist()) <= set(after.tolist())
            assert oracle.sound(problem, params, oracle.named(arcs, after))
            assert worth(arcs, params, after) >= worth(arcs, params, found.taken)

    def test_is_as_good_as_trying_every_choice_in_it(self):
        for problem in months(6):
            arcs, params, _, found = started(problem)
            part = np.array(sorted(Random(2).sample(range(len(arcs.vol)), min(8, len(arcs.vol)))))

            after = replaced(found.taken, part, improved(arcs, params, found.taken, part, EFFORT))

            kept = [arc for arc in found.taken.tolist() if arc not in part]
            choices = (
                kept + [arc for k, arc in enumerate(part.tolist()) if n >> k & 1]
                for n in range(2 ** len(part))
            )
            sound = [c for c in choices if oracle.sound(problem, params, oracle.named(arcs, c))]
            assert worth(arcs, params, after) == max(
                worth(arcs, params, np.array(c, dtype=int)) for c in sound
            )

    def test_of_nothing_changes_nothing(self):
        arcs, params, _, found = started(crowded(4, people=5))

        assert improved(arcs, params, found.taken, found.taken[:0], EFFORT).arcs.tolist() == []

    def test_without_any_time_keeps_the_roster_it_was_given(self):
        for problem in months(4):
            arcs, params, _, found = started(problem)

            answer = improved(arcs, params, found.taken, np.arange(len(arcs.vol)), Effort(0.0, 0.0, 0))

            assert oracle.sound(problem, params, oracle.named(arcs, answer.arcs))
            assert worth(arcs, params, answer.arcs) >= worth(arcs, params, found.taken) or not answer.proved

    @pytest.mark.slow  # a part that cannot be proved, for its twentieth of a second
    def test_ends_when_its_seconds_are_over_however_much_work_it_may_do(self, make):
        crew = tuple(make.person(f"p{k:02}", max_hours=12.0, rest_hours=0.0) for k in range(30))
        shifts = tuple(
            make.shift(f"s{k:03}", day=k % 28, hour=6 + k % 9, hours=(3, 4, 5, 7)[k % 4]) for k in range(110)
        )
        arcs, params, _, found = started(Problem(crew, shifts))
        began = time.monotonic()

        answer = improved(arcs, params, found.taken, np.arange(len(arcs.vol)), Effort(1e6, 0.05, 0))

        assert time.monotonic() - began < 20
        assert not answer.proved

    def test_fills_seats_first_though_one_person_has_many_shifts(self, make):
        """24 hours: 24 plain shifts of one hour, or 23 of 62 minutes that bring 2000 points each: the 24 win."""
        plain = [make.shift(f"b{k:02}", day=k, hour=8, hours=1) for k in range(24)]
        loved = [make.shift(f"w{k:02}", day=k, hour=12, hours=1, centre="c") for k in range(24)]
        loved = [replace(each, end=each.end + 2) for each in loved]
        keen = make.person(max_shifts=40, rest_hours=0.0, centres={"c"}, wishes={"c"})
        params = Params(fairness=0, continuity=1000, wish=1000)
        arcs = arcs_of(Problem((keen,), (*plain, *loved)), params)

        answer = improved(arcs, params, arcs.vol[:0], np.arange(len(arcs.vol)), EFFORT)

        assert worth(arcs, params, answer.arcs) == (24, 0)
        assert answer.bound == (24, 0)

    def test_brings_an_adult_to_the_young_who_wait_outside_of_it(self, make):
        """The young person is kept on the shift; of the part only the adult's seat there can be right."""
        people = (make.person("old"), make.person("young", "cook", adult_at=10**8))
        shifts = (make.shift("both", seats={"nurse": 1, "cook": 1}), make.shift("dear", hour=9, priority=9))
        arcs = arcs_of(Problem(people, shifts), Params())
        seats = oracle.named(arcs, np.arange(len(arcs.vol)))
        held = [seats.index(("both", "nurse", "old")), seats.index(("both", "cook", "young"))]
        part = np.array([k for k, seat in enumerate(seats) if seat.volunteer == "old"])

        answer = improved(arcs, Params(), np.array(sorted(held)), part, EFFORT)

        assert [seats[arc] for arc in answer.arcs] == [("both", "nurse", "old")]


class TestTheWalk:
    @pytest.fixture
    def by_parts(self, monkeypatch):
        """Let no month be solved as a whole, so that the walk from part to part must do it."""
        monkeypatch.setattr(search, "_WHOLE", -1)
        monkeypatch.setattr(search, "_PATIENCE", 25)

    def test_never_ends_worse_than_it_began(self, by_parts):
        for problem in months(6):
            arcs, params, _, found = started(problem)

            better = search.searched(arcs, params, found, stop=LONG.started(), seed=3)

            assert worth(arcs, params, better.taken) >= worth(arcs, params, found.taken)
            assert oracle.sound(problem, params, oracle.named(arcs, better.taken))
            assert oracle.best(problem, params) <= better.bound

    @pytest.mark.slow  # twenty-five parts for each of some months
    def test_finds_the_best_of_small_months_by_parts_alone(self, by_parts):
        for problem in months(12):
            plan = solve(problem)

            assert (plan.cover, plan.quality) == oracle.best(problem, plan.params)

    @pytest.mark.slow  # twenty-five parts for each of eight months
    def test_lets_no_seat_stay_open_that_somebody_could_take(self, by_parts):
        for problem in months(8):
            plan = solve(problem)

            assert "free" not in {lack.reason for lack in plan.missing}

    @pytest.mark.parametrize("seed", [0, 99])
    def test_is_the_same_for_the_same_seed(self, by_parts, make, seed):
        problem = packing(make, people=2, shifts=8)

        assert solve(problem, seed=seed).assignments == solve(problem, seed=seed).assignments

    def test_is_not_begun_when_the_gap_is_small_enough(self, by_parts, monkeypatch, make):
        asked = []
        monkeypatch.setattr(search, "improved", lambda *told: asked.append(told) or improved(*told))

        plan = solve(packing(make), params=Params(gap=1.0))

        assert asked == []
        assert check(plan.problem, plan) == []

    def test_looks_at_parts_of_the_size_it_was_told(self, make):
        problem = make.month(7, people=60, shifts=50, busy=2)
        arcs, _, _, found = started(problem)
        near = search._Near(arcs)

        parts = [near.part(found.taken, 100, Random(seed)) for seed in range(20)]

        assert all(len(set(part.tolist())) == len(part) <= len(arcs.vol) for part in parts)
        assert all(0 < len(part) <= 400 for part in parts)
        assert len({tuple(part.tolist()) for part in parts}) > 10


class TestPeopleWithHoursLeft:
    def drawn(self, make, hours, size, times=30):
        """Return how often each of some people is in a part; they hold one shift of four hours each."""
        crew = tuple(make.person(f"p{k}", max_hours=left + 4.0) for k, left in enumerate(hours))
        shifts = tuple(make.shift(f"d{day}", day=day) for day in range(len(hours)))
        arcs, _, _, found = started(Problem(crew, shifts))
        assert len(found.taken) == len(hours)
        near = search._Near(arcs)
        parts = [near.rested(found.taken, size, Random(seed)) for seed in range(times)]
        whole = [np.arange(arcs.first[v], arcs.first[v + 1]).tolist() for v in range(len(hours))]
        assert all(part.tolist() == sum((w for w in whole if w[0] in part), []) for part in parts)
        return [sum(w[0] in part for part in parts) for w in whole]

    def test_are_asked_together_with_all_they_could_take(self, make):
        assert self.drawn(make, [9.0, 9.0, 9.0], size=100) == [30, 30, 30]

    def test_are_drawn_the_oftener_the_more_hours_they_have(self, make):
        counts = self.drawn(make, [0.0, 0.0, 0.0, 12.0], size=1)

        assert counts[3] == 30 and counts[:3] == [0, 0, 0]

    def test_are_all_drawn_at_some_time(self, make):
        assert min(self.drawn(make, [4.0, 5.0, 6.0], size=1)) > 0

    @pytest.mark.parametrize(
        ("hours", "rules", "asked"), [(9.0, RULES, True), (9.0, ("rest",), False), (90.0, RULES, False)]
    )
    def test_are_asked_only_where_hours_bind(self, make, monkeypatch, hours, rules, asked):
        calls = []
        monkeypatch.setattr(search, "_WHOLE", -1)
        monkeypatch.setattr(search, "_PATIENCE", 8)
        monkeypatch.setattr(search._Near, "rested", lambda near, taken, *_: calls.append(taken) or taken[:0])
        arcs, params, _, found = started(packing(make, hours=hours), Params(rules=frozenset(rules)))
        loose = Found(found.taken[1:], (99, 0))

        search.searched(arcs, params, loose, stop=LONG.started(), seed=0)

        assert bool(calls) == asked


class TestHurry:
    def test_takes_the_scarcest_seat_first(self, make):
        """Only b can cook; a greedy clerk who began with nurses would have spent b."""
        people = (make.person("a"), make.person("b", "nurse cook", rest_hours=0.0))
        shifts = (make.shift("n"), make.shift("k", hour=9, skill="cook"))

        assert set(named_greedy(Problem(people, shifts))) == {("n", "nurse", "a"), ("k", "cook", "b")}

    def test_takes_the_urgent_seat_before_the_scarce_one(self, make):
        shifts = (make.shift("usual"), make.shift("urgent", hour=9, priority=2))

        assert named_greedy(Problem((make.person(),), shifts)) == [("urgent", "nurse", "ali")]

    @pytest.mark.parametrize(("fair", "who"), [(True, "tired no more"), (False, "near but tired")])
    def test_is_fair_or_looks_at_the_way_alone(self, make, fair, who):
        near = make.person("near but tired", lat=35.7, lng=51.4, shifts_done=3)
        far = make.person("tired no more", lat=35.8, lng=51.4)
        problem = Problem((near, far), (make.shift(lat=35.7, lng=51.4),))
        arcs = arcs_of(problem, Params())

        taken = oracle.named(arcs, greedy(arcs, Params(), fair=fair))

        assert [each.volunteer for each in taken] == [who]

    def test_is_chosen_when_the_clock_leaves_no_time_for_a_flow(self, make, monkeypatch):
        monkeypatch.setattr(solver, "_optimised", lambda *told: pytest.fail("there was no time for a flow"))

        plan = solve(packing(make), stop=Within(seconds=0))

        assert plan.status == "stopped"

    def test_is_not_chosen_for_an_empty_month(self):
        assert solve(Problem(), stop=Within(seconds=0)).status == "proved"


def replaced(taken, part, answer):
    return np.sort(np.concatenate((np.setdiff1d(taken, part), answer.arcs)))


def named_greedy(problem):
    arcs = arcs_of(problem, Params())
    return oracle.named(arcs, greedy(arcs, Params()))
