"""Repairs one can follow by hand: who comes in, whom an urgent seat may take, what becomes of the young."""

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.rostering import Params, Problem, check, repair, solve
from hamafza_engines.rostering import _repair as engine

from . import oracle


def taken_of(plan):
    return {oracle.Taken(each.shift, each.skill, each.volunteer) for each in plan.assignments}


class TestAnUrgentSeat:
    def test_takes_somebody_from_a_less_urgent_one(self, make):
        people = (make.person("a", refuses={"usual"}), make.person("b", wishes={"usual"}))
        shifts = (make.shift("urgent", priority=5), make.shift("usual", hour=9))
        plan = solve(Problem(people, shifts))

        after = repair(plan, "a")

        assert taken_of(after) == {("urgent", "nurse", "b")}
        assert [(c.volunteer, c.left, c.took) for c in after.changes[1:]] == [
            ("b", ("usual", "nurse"), ("urgent", "nurse"))
        ]

    def test_takes_them_from_the_least_urgent_of_all(self, make):
        people = (make.person("a"), make.person("b", wishes={"middle"}), make.person("c", wishes={"least"}))
        shifts = (make.shift("most", priority=9), make.shift("middle", priority=3), make.shift("least"))
        plan = solve(Problem(people, shifts))
        (who,) = (each.volunteer for each in plan.assignments if each.shift == "most")

        after = repair(plan, who)

        assert {each.shift for each in taken_of(after)} == {"most", "middle"}

    def test_takes_nobody_from_one_as_urgent(self, make):
        people = (make.person("a"), make.person("b"))
        plan = solve(Problem(people, (make.shift("x", priority=5), make.shift("y", priority=5, hour=9))))

        assert len(repair(plan, "a").changes) == 1

    def test_takes_nobody_whom_somebody_young_needs(self, make):
        people = (
            make.person("a", refuses={"usual"}),
            make.person("b", wishes={"usual"}),
            make.person("young", "cook", adult_at=10**8),
        )
        shifts = (
            make.shift("urgent", priority=5),
            make.shift("usual", hour=9, seats={"nurse": 1, "cook": 1}),
        )

        after = repair(solve(Problem(people, shifts)), "a")

        assert after.loads == {"b": 1, "young": 1}

    def test_takes_somebody_whom_the_young_have_another_adult_beside(self, make):
        people = (
            make.person("a", refuses={"usual"}),
            make.person("b", wishes={"usual"}),
            make.person("stays", "driver"),
            make.person("young", "cook", adult_at=10**8),
        )
        usual = make.shift("usual", hour=9, seats={"nurse": 1, "cook": 1, "driver": 1})

        after = repair(solve(Problem(people, (make.shift("urgent", priority=5), usual))), "a")

        assert ("urgent", "nurse", "b") in taken_of(after) and after.cover == 7

    def test_is_asked_first_when_changes_are_few(self, make):
        people = (
            make.person("a", rest_hours=0.0),
            make.person("b", shifts_done=9, max_shifts=20, rest_hours=0.0),
        )
        shifts = (make.shift("a usual"), make.shift("urgent", hour=14, priority=5))
        plan = solve(Problem(people, shifts))
        assert plan.loads["a"] == 2

        assert taken_of(repair(plan, "a", most=1)) == {("urgent", "nurse", "b")}


class TestWhoComesIn:
    def test_is_who_has_the_fewest_shifts_with_those_of_this_roster(self, make):
        """busy: one done and one here; quiet: one done. Her third would cost more than his second."""
        busy = make.person("busy", "nurse cook", shifts_done=1)
        people = (make.person("a"), busy, make.person("quiet", shifts_done=1, refuses={"k"}))
        plan = solve(Problem(people, (make.shift("n"), make.shift("k", day=2, skill="cook"))))
        assert plan.loads == {"a": 1, "busy": 1}

        assert repair(plan, "a").loads == {"busy": 1, "quiet": 1}

    @pytest.mark.parametrize(("looks", "cover"), [(0, 0), (1, 1)])
    def test_is_sought_by_so_many_questions_and_no_more(self, make, monkeypatch, looks, cover):
        monkeypatch.setattr(engine, "_LOOKS", looks)
        plan = solve(Problem((make.person("a"), make.person("b")), (make.shift(),)))

        assert repair(plan, "a").cover == cover

    @pytest.mark.parametrize(
        ("most", "good"), [(0, True), (1000, True), (1001, False), (-1, False), (True, False)]
    )
    def test_is_bound_by_a_number_of_changes_up_to_a_thousand(self, make, most, good):
        plan = solve(Problem((make.person(),), (make.shift(),)))
        if good:
            assert repair(plan, "ali", most=most).cover == 0
        else:
            with pytest.raises(BadInput, match="most"):
                repair(plan, "ali", most=most)


class TestTheYoung:
    def test_keep_their_seats_when_another_adult_takes_the_one_that_is_lost(self, make):
        people = (make.person("a"), make.person("b", shifts_done=5), make.person("y", "cook", adult_at=10**8))
        after = repair(solve(Problem(people, (make.shift(seats={"nurse": 1, "cook": 1}),))), "a")

        assert after.loads == {"b": 1, "y": 1}

    def test_give_one_seat_to_an_adult_who_has_another_skill(self, make):
        people = (
            make.person("a"),
            make.person("x", "cook", shifts_done=6),
            *(make.person(f"y{k}", "cook", adult_at=10**8) for k in range(3)),
        )
        plan = solve(Problem(people, (make.shift(seats={"nurse": 1, "cook": 3}),)))
        assert plan.cover == 4 and "x" not in plan.loads

        after = repair(plan, "a")

        assert after.cover == 3 and after.loads["x"] == 1
        assert check(after.problem, after) == []

    def test_go_home_when_no_adult_can_come(self, make):
        people = (make.person("a"), *(make.person(f"y{k}", "cook", adult_at=10**8) for k in range(2)))
        after = repair(solve(Problem(people, (make.shift(seats={"nurse": 1, "cook": 2}),))), "a")

        assert after.assignments == ()
        assert [(c.volunteer, c.took) for c in after.changes] == [("a", None), ("y0", None), ("y1", None)]

    def test_stay_when_it_is_no_rule(self, make):
        people = (make.person("a"), make.person("y", "cook", adult_at=10**8))
        problem = Problem(people, (make.shift(seats={"nurse": 1, "cook": 1}),))

        assert repair(solve(problem, params=Params(rules=frozenset())), "a").loads == {"y": 1}

    def test_may_come_in_beside_an_adult_who_moves_over_from_their_seat(self, make):
        """b moves from cook to nurse on the same shift; the young cook y takes the seat behind her."""
        people = (
            make.person("a", shifts_done=0),
            make.person("b", "nurse cook", shifts_done=1),
            make.person("y", "cook", adult_at=10**8, shifts_done=7),
        )
        plan = solve(Problem(people, (make.shift(seats={"nurse": 1, "cook": 1}),)))
        assert taken_of(plan) == {("s1", "nurse", "a"), ("s1", "cook", "b")}

        assert taken_of(repair(plan, "a")) == {("s1", "nurse", "b"), ("s1", "cook", "y")}

    def test_are_left_by_their_adult_for_a_moment_only(self, make):
        """b is the adult of y; she may move over, since c, an adult too, takes her seat in the same repair."""
        people = (
            make.person("a", refuses={"two"}),
            make.person("b", wishes={"two"}),
            make.person("c", refuses={"one"}, shifts_done=7),
            make.person("y", "cook", adult_at=10**8),
        )
        shifts = (make.shift("one"), make.shift("two", hour=9, seats={"nurse": 1, "cook": 1}))

        after = repair(solve(Problem(people, shifts)), "a")

        assert taken_of(after) == {("one", "nurse", "b"), ("two", "nurse", "c"), ("two", "cook", "y")}
