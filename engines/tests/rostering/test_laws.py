"""What must hold of every month: what changes nothing, what only helps, what scales, what adds up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.rostering import RULES, Assignment, Params, Problem, Shift, Volunteer, solve

from . import oracle
from .crowded import DAY, FEATURES, MONDAY, crowded

pytestmark = pytest.mark.slow  # some dozens of months each

seeds = st.integers(0, 10**6)
features = st.sets(st.sampled_from(FEATURES), min_size=2)
laws = settings(max_examples=25, deadline=None)


def value(problem, **params):
    """Return what counts first and what counts second, of a roster that is proved."""
    plan = solve(problem, params=Params(**params))
    assert plan.status == "proved"
    return plan.cover, plan.quality


def moved(problem, minutes):
    """Return the problem some time later, birthdays and expiries included."""
    return Problem(
        tuple(_moved(v, minutes) for v in problem.volunteers),
        tuple(replace(s, start=s.start + minutes, end=s.end + minutes) for s in problem.shifts),
    )


def _moved(v, minutes):
    later = lambda at: None if at is None else at + minutes  # noqa: E731
    windows = None if v.windows is None else tuple((later(a), later(b)) for a, b in v.windows)
    skills = {skill: later(until) for skill, until in v.skills.items()}
    return replace(v, windows=windows, skills=skills, adult_at=later(v.adult_at))


def renamed(problem, prefix):
    """Return the problem with other names that stand in the same order."""
    names = {s.id: prefix + s.id for s in problem.shifts}

    def other(told):
        return frozenset(names.get(name, name) for name in told)

    people = tuple(
        replace(
            v, id=prefix + v.id, wishes=other(v.wishes), refuses=other(v.refuses), centres=other(v.centres)
        )
        for v in problem.volunteers
    )
    return Problem(people, tuple(replace(s, id=names[s.id]) for s in problem.shifts))


class TestNothingChanges:
    @given(seeds, features, st.integers(-300, 300))
    @laws
    def test_when_the_whole_month_is_moved_by_days(self, seed, some, days):
        problem = crowded(seed, some)

        assert solve(moved(problem, days * DAY)).assignments == solve(problem).assignments

    @given(seeds, features, st.sampled_from(["x", "زن", "Ω"]))
    @laws
    def test_when_people_and_shifts_have_other_names_in_the_same_order(self, seed, some, prefix):
        problem = crowded(seed, some)

        again = solve(renamed(problem, prefix))

        same = tuple(
            Assignment(prefix + a.shift, a.skill, prefix + a.volunteer) for a in solve(problem).assignments
        )
        assert again.assignments == same

    @given(seeds, features, st.randoms(use_true_random=False))
    @laws
    def test_when_the_rows_are_shuffled(self, seed, some, chance):
        problem = crowded(seed, some)
        people, shifts = list(problem.volunteers), list(problem.shifts)
        chance.shuffle(people)
        chance.shuffle(shifts)

        assert solve(Problem(tuple(people), tuple(shifts))).assignments == solve(problem).assignments

    @given(seeds, features)
    @laws
    def test_when_those_who_do_not_serve_and_seats_that_stay_empty_are_taken_away(self, seed, some):
        plan = solve(crowded(seed, some))
        shifts = tuple(
            replace(
                s,
                seats={
                    skill: sum((a.shift, a.skill) == (s.id, skill) for a in plan.assignments)
                    for skill in s.seats
                },
            )
            for s in plan.problem.shifts
        )
        # Whether somebody young may come is a matter of the seats a shift wants, so these are kept for the young.
        if any(v.adult_at for v in plan.problem.volunteers):
            shifts = plan.problem.shifts
        people = tuple(v for v in plan.problem.volunteers if v.id in plan.loads)

        assert value(Problem(people, shifts)) == (plan.cover, plan.quality)

    @given(seeds, features)
    @laws
    def test_when_somebody_is_added_who_can_do_nothing(self, seed, some):
        problem = crowded(seed, some)
        idle = (Volunteer("idle", {"juggler": None}), Volunteer("tired", {"nurse": None}, max_shifts=0))

        assert value(replace(problem, volunteers=problem.volunteers + idle)) == value(problem)

    @given(seeds, features)
    @laws
    def test_when_a_shift_of_two_skills_is_told_as_two_for_people_who_have_one(self, seed, some):
        """Nobody could take both; apart from the rule that the young are never alone, two shifts are the same."""
        problem = crowded(seed, some - {"ages", "refusals", "wishes"} | {"skills"})
        one_each = tuple(replace(v, skills=dict(list(v.skills.items())[:1])) for v in problem.volunteers)
        apart = tuple(
            replace(s, id=f"{s.id}-{skill}", seats={skill: n})
            for s in problem.shifts
            for skill, n in s.seats.items()
        )

        assert value(Problem(one_each, apart)) == value(Problem(one_each, problem.shifts))


class TestItNeverHurts:
    @given(seeds, features, st.sampled_from(RULES))
    @laws
    def test_to_keep_one_rule_less(self, seed, some, rule):
        problem = crowded(seed, some)

        assert value(problem, rules=frozenset(RULES) - {rule}) >= value(problem)

    @given(seeds, features)
    @laws
    def test_to_have_one_more_volunteer(self, seed, some):
        problem = crowded(seed, some)
        fewer = replace(problem, volunteers=problem.volunteers[1:])

        assert value(problem) >= value(fewer)

    @given(
        seeds,
        st.sampled_from(
            [
                dict(max_hours=744.0),
                dict(max_shifts=1000),
                dict(rest_hours=0.0),
                dict(windows=None),
                dict(max_km=20_040.0),
                dict(adult_at=None),
                dict(refuses=frozenset()),
                dict(skills={"nurse": None, "cook": None}),
                dict(hours_done=0.0),
            ]  # fmt: skip
        ),
    )
    @laws
    def test_in_cover_when_one_person_is_freed_of_one_limit(self, seed, freed):
        """The quality may fall: a farther or more tired person now fills a seat."""
        problem = crowded(seed)
        first, *others = problem.volunteers

        after = value(Problem((replace(first, **freed), *others), problem.shifts))

        assert after[0] >= value(problem)[0]

    @given(seeds, features)
    @laws
    def test_in_cover_to_want_one_more_seat(self, seed, some):
        problem = crowded(seed, some)
        first, *others = problem.shifts
        wider = replace(first, seats={skill: n + 1 for skill, n in first.seats.items()})

        assert value(Problem(problem.volunteers, (wider, *others)))[0] >= value(problem)[0]

    @given(seeds, features)
    @laws
    def test_to_wish_for_something(self, seed, some):
        problem = crowded(seed, some)
        keen = tuple(replace(v, wishes=v.wishes | {"t0"}) for v in problem.volunteers)

        assert value(replace(problem, volunteers=keen)) >= value(problem)


class TestItScales:
    @given(seeds, features, st.integers(2, 9))
    @laws
    def test_quality_with_all_its_points(self, seed, some, times):
        """Without a way, whose points are capped, doubling every weight doubles the quality."""
        problem = crowded(seed, some - {"places"})
        plain = value(problem, fairness=10, continuity=40, wish=30)

        assert value(problem, fairness=10 * times, continuity=40 * times, wish=30 * times) == (
            plain[0],
            times * plain[1],
        )

    @given(seeds, features, st.integers(2, 9))
    @laws
    def test_cover_with_urgency(self, seed, some, times):
        problem = crowded(seed, some - {"priorities"})
        urgent = replace(problem, shifts=tuple(replace(s, priority=times) for s in problem.shifts))
        cover, quality = value(problem)

        assert value(urgent) == (times * cover, quality)


class TestItAddsUp:
    @given(seeds, seeds, features)
    @laws
    def test_over_two_places_that_share_nobody(self, one, other, some):
        """Two networks that do not touch, told as one problem, are worth what both are."""
        here, there = renamed(crowded(one, some), "a"), renamed(crowded(other, some), "b")
        elsewhere = Problem(
            tuple(replace(v, skills={f"{s}2": u for s, u in v.skills.items()}) for v in there.volunteers),
            tuple(replace(s, seats={f"{skill}2": n for skill, n in s.seats.items()}) for s in there.shifts),
        )

        joined = Problem(here.volunteers + elsewhere.volunteers, here.shifts + elsewhere.shifts)

        assert value(joined) == tuple(map(sum, zip(value(here), value(there), strict=True)))

    @given(seeds)
    @laws
    def test_over_weeks_when_only_rest_joins_them(self, seed):
        """The same month twice, a year apart, for people without limits of the month and without fairness."""
        problem = crowded(seed, ("skills", "rest", "seats", "priorities"))
        later = moved(problem, 364 * DAY).shifts
        twice = Problem(
            problem.volunteers, problem.shifts + tuple(replace(s, id=f"{s.id}-later") for s in later)
        )
        free = tuple(replace(v, max_hours=744.0, max_shifts=100) for v in problem.volunteers)

        once = value(replace(problem, volunteers=free), fairness=0)
        assert value(replace(twice, volunteers=free), fairness=0) == (2 * once[0], 2 * once[1])


class TestAProof:
    @given(seeds, st.integers(0, 20))
    @laws
    def test_does_not_hang_on_the_seed_of_the_search(self, seed, chance):
        plan = solve(crowded(seed), seed=chance)

        assert (plan.cover, plan.quality) == oracle.best(plan.problem, plan.params)

    def test_of_a_shift_at_the_end_of_time_is_as_good(self):
        """Instants reach from two thousand years ago to the year 3871."""
        for start in (-(10**9), 10**9 - 60, MONDAY):
            shift = Shift("s", start, start + 60, {"nurse": 1})
            person = Volunteer("a", {"nurse": start + 60}, windows=((start, start + 60),))

            assert solve(Problem((person,), (shift,))).cover == 1
