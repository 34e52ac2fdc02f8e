"""The judge: a right roster has no fault, and a roster with one thing wrong has exactly that fault."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.rostering import RULES, Assignment, Params, Plan, Problem, Volunteer, check, solve

from . import oracle
from .crowded import crowded

CLAIMS = ("value", "bound")


def plan_of(problem, seats, params=None):
    """Return a plan with these seats, whose figures are what the oracle finds them worth."""
    params = params or Params()
    taken = [oracle.Taken(*seat) for seat in seats]
    cover, quality = oracle.total(problem, params, taken)
    return Plan(
        problem, params, tuple(Assignment(*seat) for seat in seats), cover, quality, cover, quality, "proved"
    )


def faults(problem, plan):
    return sorted(violation.rule for violation in check(problem, plan))


class Case:
    """A month of Ali (who may do all) and others, with one thing to go wrong."""

    def __init__(self, rule, people, shifts, *, params=None, skill="nurse"):
        self.rule, self.people, self.shifts, self.skill = rule, people, shifts, skill
        self.params = params or Params()

    def plan(self, make):
        people = [make.person(f"p{k}", **{"rest_hours": 0.0, **told}) for k, told in enumerate(self.people)]
        shifts = [make.shift(f"s{k}", **told) for k, told in enumerate(self.shifts)]
        seats = [(s.id, self.skill, p.id) for s in shifts for p in people]
        problem = Problem(tuple(people), tuple(shifts))
        return problem, plan_of(problem, seats, self.params)


PLACE, AWAY = dict(lat=35.7, lng=51.4), dict(lat=36.7, lng=51.4)  # a degree of latitude: 111.2 km
YOUNG, DAYS = dict(adult_at=10**8), [dict(day=day) for day in range(3)]

# (rule, right people, right shifts, wrong people, wrong shifts): only one thing differs between right and wrong
PAIRS = {
    "skill": ([dict(skills="nurse")], [{}], [dict(skills="cook")], [{}]),
    "time": ([dict(windows=((0, 10**8),))], [{}], [dict(windows=((0, 29_000_160 + 479),))], [{}]),
    "distance": ([dict(max_km=111.2, **PLACE)], [AWAY], [dict(max_km=111.1, **PLACE)], [AWAY]),
    "refused": ([dict(refuses={"s1"})], [{}], [dict(refuses={"s0"})], [{}]),
    "age": ([YOUNG, {}], [dict(hour=18, seats=2)], [YOUNG, {}], [dict(hour=19, seats=2)]),
    "alone": ([YOUNG, {}], [dict(seats=2)], [YOUNG, YOUNG], [dict(seats=2)]),
    "seats": ([{}, {}], [dict(seats=2)], [{}, {}], [dict(seats=1)]),
    "max_shifts": ([dict(max_shifts=3)], DAYS, [dict(max_shifts=2)], DAYS),
    "hours": ([dict(max_hours=12.0)], DAYS, [dict(max_hours=11.9)], DAYS),
    "overlap": ([{}], [{}, dict(hour=12)], [{}], [{}, dict(hour=11)]),
    "rest": ([dict(rest_hours=2.0)], [{}, dict(hour=14)], [dict(rest_hours=2.1)], [{}, dict(hour=14)]),
}


class TestOneThingWrong:
    @pytest.mark.parametrize("rule", PAIRS)
    def test_is_no_fault_while_it_is_right(self, make, rule):
        people, shifts, _, _ = PAIRS[rule]

        assert faults(*Case(rule, people, shifts).plan(make)) == []

    @pytest.mark.parametrize("rule", PAIRS)
    def test_is_the_only_fault_that_is_told(self, make, rule):
        _, _, people, shifts = PAIRS[rule]

        assert faults(*Case(rule, people, shifts).plan(make)) == [rule]

    @pytest.mark.parametrize("rule", RULES)
    def test_is_no_fault_when_the_rule_is_not_kept(self, make, rule):
        _, _, people, shifts = PAIRS[rule]
        free = Params(rules=frozenset(RULES) - ({"overlap", "rest"} if rule == "overlap" else {rule}))

        assert faults(*Case(rule, people, shifts, params=free).plan(make)) == []

    @pytest.mark.parametrize(("until", "rules"), [(0, []), (-1, ["expired"]), (None, [])])
    def test_may_be_a_skill_that_ends_before_the_shift(self, make, until, rules):
        shift = make.shift()
        ends = None if until is None else shift.end + until
        problem = Problem((Volunteer("a", {"nurse": ends}),), (shift,))

        assert faults(problem, plan_of_skill(problem)) == rules

    @pytest.mark.parametrize("night", [(22, 6), (0, 0)])
    def test_may_be_a_night_that_another_office_has_not(self, make, night):
        people, shifts = [YOUNG, {}], [dict(hour=23, seats=2)]
        expected = ["age"] if night == (22, 6) else []

        assert faults(*Case("age", people, shifts, params=Params(night=night)).plan(make)) == expected

    def test_may_be_one_person_on_two_seats_of_one_shift(self, make):
        shift = make.shift(seats={"cook": 1, "nurse": 1})
        problem = Problem((make.person("a", "cook nurse"),), (shift,))
        plan = plan_of(problem, [("s1", "cook", "a"), ("s1", "nurse", "a")], Params(rules=frozenset()))

        assert faults(problem, plan) == ["twice"]

    def test_may_be_a_meeting_of_shifts_that_are_not_neighbours_in_the_list(self, make):
        """Long, short, short: the long one meets both, and is told of the first."""
        shifts = (
            make.shift("long", hour=6, hours=12),
            make.shift("a", hour=8, hours=1),
            make.shift("b", hour=10),
        )
        problem = Problem((make.person(rest_hours=0.0, max_hours=99.0),), shifts)

        assert faults(problem, plan_of(problem, [(s.id, "nurse", "ali") for s in shifts])) == ["overlap"]

    def test_may_be_hours_of_which_some_were_done_before(self, make):
        right, wrong = dict(max_hours=12.0, hours_done=8.0), dict(max_hours=12.0, hours_done=8.1)

        assert faults(*Case("hours", [right], [{}]).plan(make)) == []
        assert faults(*Case("hours", [wrong], [{}]).plan(make)) == ["hours"]

    def test_may_be_a_limit_of_which_some_was_used_before(self, make):
        right, wrong = dict(max_shifts=3, shifts_done=2), dict(max_shifts=3, shifts_done=3)

        assert faults(*Case("max_shifts", [right], [{}]).plan(make)) == []
        assert faults(*Case("max_shifts", [wrong], [{}]).plan(make)) == ["max_shifts"]

    @pytest.mark.parametrize(("born", "expected"), [(0, []), (1, ["alone"])])
    def test_is_no_child_who_comes_of_age_as_the_shift_begins(self, make, born, expected):
        shift = make.shift(seats=2)
        problem = Problem((make.person("a", adult_at=shift.start + born),), (shift,))

        assert faults(problem, plan_of_skill(problem)) == expected

    @pytest.mark.parametrize("night", [(22, 6), (0, 5), (20, 24), (24, 1), (9, 17), (3, 3)])
    def test_may_be_any_minute_of_any_night(self, make, night):
        for hour, hours in product(range(0, 24, 2), (1, 3, 12, 25)):
            shift = make.shift(hour=hour, hours=hours, seats=2)
            people = (make.person("a", max_hours=99.0), make.person("y", max_hours=99.0, adult_at=10**8))
            problem = Problem(people, (shift,))
            plan = plan_of(problem, [("s1", "nurse", "a"), ("s1", "nurse", "y")], Params(night=night))

            assert faults(problem, plan) == ["age"] * oracle.touches_night(shift, night), (hour, hours)


def plan_of_skill(problem):
    return plan_of(problem, [("s1", "nurse", "a")])


class TestTwoThingsWrong:
    def test_are_both_told_with_the_name_of_who_and_where(self, make):
        people = (make.person("a", "cook"), make.person("b", refuses={"s1"}))
        problem = Problem(people, (make.shift(seats=2),))

        found = check(problem, plan_of(problem, [("s1", "nurse", "a"), ("s1", "nurse", "b")]))

        assert {(each.rule, each.where) for each in found} == {("skill", "a"), ("refused", "b")}
        assert all("s1" in each.detail for each in found)

    def test_are_told_for_each_seat_and_each_person(self, make):
        problem = Problem(
            (make.person("a", max_shifts=1, max_hours=4.0),),
            tuple(make.shift(f"d{k}", day=k) for k in range(3)),
        )

        assert faults(problem, plan_of(problem, [(f"d{k}", "nurse", "a") for k in range(3)])) == [
            "hours",
            "max_shifts",
        ]


class TestTheClaims:
    """Cover 2 and quality -2 * 20 + 50: two people, one shift each, one of them in a known centre."""

    @pytest.fixture
    def told(self, make):
        people = (make.person("a", centres={"north"}), make.person("b"))
        problem = Problem(people, (make.shift("x", centre="north"), make.shift("y", day=1)))
        plan = solve(problem)
        assert (plan.cover, plan.quality) == (2, 10)
        return problem, plan

    def test_are_true_of_what_the_engine_says(self, told):
        assert faults(*told) == []

    @pytest.mark.parametrize(
        ("change", "rules"),
        [
            (dict(cover=3, cover_bound=3), ["value"]), (dict(cover=1), ["value"]),
            (dict(quality=12, quality_bound=12), ["value"]), (dict(quality=8), ["value"]),
            (dict(cover_bound=1), ["bound"]), (dict(cover_bound=3), []), (dict(quality_bound=99), []),
        ],
    )  # fmt: skip
    def test_are_not_believed(self, told, change, rules):
        problem, plan = told

        assert faults(problem, replace(plan, **change)) == rules

    def test_are_those_of_the_plan_s_own_weights(self, told):
        problem, plan = told

        assert faults(problem, replace(plan, params=Params(continuity=60))) == ["value"]
        assert (
            faults(problem, replace(plan, params=Params(continuity=60), quality=20, quality_bound=20)) == []
        )

    @pytest.mark.parametrize("field", ["wishes", "centres"])
    def test_count_a_wish_or_a_centre_once_though_shift_and_centre_are_named(self, make, field):
        problem = Problem((make.person(**{field: {"s1", "north"}}),), (make.shift(centre="north"),))
        plan = solve(problem)

        assert plan.quality == {"wishes": 30, "centres": 50}[field] - 20
        assert faults(problem, plan) == []

    def test_cap_the_way_at_two_hundred_points(self, make):
        problem = Problem((make.person(max_km=500.0, **PLACE),), (make.shift(lat=33.7, lng=51.4),))

        assert solve(problem).quality == -20 - 200  # 222 km
        assert faults(problem, solve(problem)) == []

    def test_say_how_far_the_limit_is_passed(self, make):
        people = (make.person(max_shifts=2, shifts_done=1, max_hours=6.5, rest_hours=0.0),)
        problem = Problem(people, (make.shift("a"), make.shift("b", hour=12)))

        found = check(problem, plan_of(problem, [("a", "nurse", "ali"), ("b", "nurse", "ali")]))

        assert {each.rule: each.detail for each in found} == {"max_shifts": "3 of 2", "hours": "8.0 of 6.5"}


class TestStrangers:
    @pytest.mark.parametrize(
        "seat", [("s9", "nurse", "ali"), ("s1", "cook", "ali"), ("s1", "nurse", "x"), ("", "", "")]
    )
    def test_are_told_before_anything_else_is_asked(self, make, seat):
        problem = Problem((make.person(),), (make.shift(),))
        plan = replace(solve(problem), assignments=(Assignment(*seat),), cover=99)

        assert faults(problem, plan) == ["unknown"]

    def test_are_those_of_another_problem_s_plan(self, make):
        old, new = (Problem((make.person(name),), (make.shift(),)) for name in ("old", "new"))

        assert faults(new, solve(old)) == ["unknown"]

    def test_are_not_found_on_a_seat_that_nobody_wants(self, make):
        problem = Problem((make.person(),), (make.shift(seats=0),))

        assert faults(problem, plan_of(problem, [("s1", "nurse", "ali")])) == ["seats"]


class TestAgainstTheOracle:
    """Any set of seats, sound or not: the judge and the oracle, written apart, say the same."""

    @pytest.mark.slow  # a hundred sets of seats a month
    @given(
        st.integers(0, 10**6),
        st.sets(st.sampled_from(RULES)).map(frozenset),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=50, deadline=None)
    def test_the_judge_finds_a_fault_exactly_when_there_is_one(self, seed, rules, chance):
        problem, params = crowded(seed), Params(rules=rules)
        able = oracle.pairs(problem, params)
        for _ in range(10):
            seats = chance.sample(able, min(len(able), chance.randint(0, 5)))

            found = set(faults(problem, plan_of(problem, seats, params)))

            assert not found & set(CLAIMS)
            assert (not found) == oracle.sound(problem, params, seats), found

    @pytest.mark.parametrize("seed", range(15))
    def test_a_seat_that_is_wrong_by_itself_is_wrong_in_a_roster(self, seed):
        problem, params = crowded(seed), Params()
        able = set(oracle.pairs(problem, params))
        for shift in problem.shifts:
            for skill in shift.seats:
                for v in problem.volunteers:
                    seat = (shift.id, skill, v.id)

                    found = set(faults(problem, plan_of(problem, [seat], params)))

                    alone_only = {"alone", "hours", "max_shifts"}
                    assert seat in able or found

                    assert seat not in able or found <= alone_only

    @pytest.mark.parametrize("seed", range(10))
    def test_the_worth_is_what_the_oracle_counts(self, seed):
        problem = crowded(seed)
        plan = solve(problem)
        taken = [oracle.Taken(a.shift, a.skill, a.volunteer) for a in plan.assignments]

        assert (plan.cover, plan.quality) == oracle.total(problem, plan.params, taken)
        assert oracle.sound(problem, plan.params, taken)
