"""Why a seat stays empty, why somebody serves or not, and what the check finds."""

from dataclasses import replace

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.rostering import Assignment, Params, Problem, Volunteer, check, solve


def planned(people, shifts, **params):
    return solve(Problem(tuple(people), tuple(shifts)), params=Params(**params))


class TestMissing:
    @pytest.mark.parametrize(
        ("given_", "reason"),
        [
            (dict(skills="cook"), "skill"),
            (dict(windows=()), "time"),
            (dict(lat=30.0, lng=50.0), "distance"),
            (dict(adult_at=10**8), "age"),
            (dict(refuses=frozenset({"north"})), "refused"),
            (dict(max_hours=3.0), "limits"),
            (dict(max_shifts=2, shifts_done=2), "limits"),
        ],
    )
    def test_the_reason_is_where_the_crowd_runs_dry(self, make, given_, reason):
        place = dict(centre="north", lat=35.7, lng=51.4)
        plan = planned([make.person(**given_)], [make.shift(**place)])

        assert [(m.shift, m.skill, m.number, m.reason) for m in plan.missing] == [("s1", "nurse", 1, reason)]
        assert plan.missing[0].funnel[-1][1] == 0

    def test_an_expired_skill_is_told_as_such(self, make):
        plan = planned([Volunteer("a", {"nurse": 5})], [make.shift()])

        assert plan.missing[0].reason == "expired"
        assert dict(plan.missing[0].funnel)["skill"] == 1

    def test_needed_elsewhere(self, make):
        plan = planned([make.person()], [make.shift("a", priority=2), make.shift("b", hour=10)])

        assert [(m.shift, m.reason) for m in plan.missing] == [("b", "elsewhere")]

    def test_hours_used_up_on_other_days_are_a_limit_and_no_other_place(self, make):
        plan = planned([make.person(max_hours=7.0)], [make.shift("a", priority=2), make.shift("b", day=3)])

        assert [(m.shift, m.reason) for m in plan.missing] == [("b", "limits")]

    def test_young_people_without_an_adult(self, make):
        plan = planned([make.person(adult_at=10**8)], [make.shift(seats=2)])

        assert plan.missing[0].reason == "alone"

    def test_the_dearest_stand_first(self, make):
        plan = planned([], [make.shift("a"), make.shift("b", priority=9), make.shift("c", priority=3)])

        assert [m.shift for m in plan.missing] == ["b", "c", "a"]


class TestExplain:
    def test_who_serves_because_they_cost_least_and_who_was_next(self, make):
        plan = planned(
            [make.person("a"), make.person("b", shifts_done=1), make.person("c", shifts_done=2)],
            [make.shift()],
        )

        taken = plan.explain("a").taken[0]
        assert (taken.reason, taken.rival, taken.points) == ("least_cost", "b", 20)
        passed = plan.explain("b").passed[0]
        assert (passed.reason, passed.rival, passed.points) == ("others_serve", "a", 60)

    def test_who_alone_can(self, make):
        assert planned([make.person()], [make.shift()]).explain("s1").taken[0].reason == "only_one_free"

    def test_who_serves_for_the_good_of_the_whole(self, make):
        near = frozenset({"s1"})
        people = [
            make.person("a", wishes=near),
            make.person("b", "nurse cook"),
            make.person("c", "cook", shifts_done=7),
        ]
        plan = planned(people, [make.shift("s1"), make.shift("s2", day=1, skill="cook")])

        assert plan.explain("b").taken[0].rival in ("a", "c")

    @pytest.mark.parametrize(
        ("more", "reason"),
        [
            (dict(max_shifts=1), "max_shifts"),
            (dict(rest_hours=30.0), "clash"),
            (dict(max_hours=6.0), "hours"),
        ],
    )
    def test_what_keeps_somebody_from_a_second_shift(self, make, more, reason):
        plan = planned([make.person(**more)], [make.shift("s1", priority=2), make.shift("s2", day=1)])

        assert [b.reason for b in plan.explain("ali").passed] == [reason]

    def test_a_shift_tells_what_it_lacks(self, make):
        told = planned([make.person()], [make.shift(seats=3)]).explain("s1")

        assert [m.number for m in told.missing] == [2]
        assert "ali" in told.words("fa") and "۲" in told.words("fa") and "2" in told.words("en")

    def test_nothing_fits(self, make):
        told = planned([make.person("a", "cook")], [make.shift()]).explain("a")

        assert told.taken == told.passed == ()
        assert "جور نیست" in told.words("fa") and "no seat fits" in told.words("en")

    def test_an_unknown_id_is_refused(self, make):
        with pytest.raises(BadInput, match="explain"):
            planned([make.person()], [make.shift()]).explain("nobody")

    def test_the_summary_speaks_both_languages(self, make):
        plan = planned([make.person()], [make.shift(seats=3)])

        assert "۱ جا از ۳ جا پر شد" in plan.summary("fa")
        assert "1 of 3 seats" in plan.summary("en")
        assert "s1 (nurse): 2" in plan.summary("en")


class TestCheck:
    @pytest.mark.parametrize(
        ("people", "shifts", "rule"),
        [
            ([dict(skills="cook")], [{}], "skill"),
            ([dict(windows=())], [{}], "time"),
            ([dict(lat=30.0, lng=50.0)], [dict(lat=35.0, lng=50.0)], "distance"),
            ([dict(refuses=frozenset({"s0"}))], [{}], "refused"),
            ([dict(adult_at=10**8)], [dict(hour=22)], "age"),
            ([dict(adult_at=10**8)], [{}], "alone"),
            ([dict(max_shifts=0)], [{}], "max_shifts"),
            ([dict(max_hours=3.9)], [{}], "hours"),
            ([{}], [{}, dict(hour=10)], "overlap"),
            ([{}], [{}, dict(hour=13)], "rest"),
            ([{}, {}], [{}], "seats"),
        ],
    )
    def test_it_finds_each_broken_rule(self, make, people, shifts, rule):
        people = [make.person(f"p{k}", **each) for k, each in enumerate(people)]
        shifts = [make.shift(f"s{k}", **each) for k, each in enumerate(shifts)]
        forced = tuple(Assignment(s.id, "nurse", p.id) for p in people for s in shifts)
        problem = Problem(tuple(people), tuple(shifts))
        plan = replace(solve(problem), assignments=forced)

        assert rule in {violation.rule for violation in check(problem, plan)}

    def test_it_finds_an_expired_skill_two_seats_of_one_shift_and_strangers(self, make):
        shift = make.shift(seats={"nurse": 1, "cook": 1})
        problem = Problem((Volunteer("a", {"nurse": 5, "cook": None}),), (shift,))
        plan = solve(problem)

        both = replace(plan, assignments=(Assignment("s1", "cook", "a"), Assignment("s1", "nurse", "a")))
        assert {"expired", "twice"} <= {v.rule for v in check(problem, both)}
        for stranger in (
            Assignment("s1", "cook", "x"),
            Assignment("x", "cook", "a"),
            Assignment("s1", "x", "a"),
        ):
            found = check(problem, replace(plan, assignments=(stranger,)))
            assert [v.rule for v in found] == ["unknown"]

    @pytest.mark.parametrize("change", [dict(cover=2), dict(quality=999), dict(cover_bound=0)])
    def test_it_finds_a_value_or_a_bound_that_is_not_true(self, make, change):
        problem = Problem((make.person(),), (make.shift(),))

        assert check(problem, replace(solve(problem), **change))
