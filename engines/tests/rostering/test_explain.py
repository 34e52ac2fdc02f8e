"""Why this one and not that one: each word of an explanation is held against the plan and against other plans."""

from dataclasses import replace

import pytest

from hamafza_engines.frame import BadInput, Within
from hamafza_engines.rostering import Params, Problem, repair, solve

from . import oracle
from .crowded import crowded


def planned(people, shifts, **params):
    return solve(Problem(tuple(people), tuple(shifts)), params=Params(**params))


def taken_of(plan):
    return {oracle.Taken(a.shift, a.skill, a.volunteer) for a in plan.assignments}


def quality(plan, taken):
    return oracle.total(plan.problem, plan.params, taken)[1]


def seat(because):
    return oracle.Taken(because.shift, because.skill, because.volunteer)


def months(many=14):
    """Return months in which enough people are free that somebody else could often have come."""
    features = ("skills", "seats", "wishes", "ages", "rest", "limits", "hours", "done", "priorities")
    return [solve(crowded(seed, features, people=6)) for seed in range(many)]


def all_of(plan, part):
    """Return the reasons of all volunteers, for what they have (taken) or have not (passed)."""
    return [each for v in plan.problem.volunteers for each in getattr(plan.explain(v.id), part)]


class TestWhatIsTaken:
    def test_is_every_assignment_once_seen_from_people_and_from_shifts(self):
        for plan in months():
            by_people = [seat(each) for each in all_of(plan, "taken")]
            by_shifts = [seat(each) for s in plan.problem.shifts for each in plan.explain(s.id).taken]

            assert sorted(by_people) == sorted(by_shifts) == sorted(taken_of(plan))

    def test_costs_the_points_that_the_plan_would_gain_without_it(self):
        """The last shift of a person is the dearest rung, so taking one away gives back exactly its points."""
        for plan in months():
            for each in all_of(plan, "taken"):
                fewer = taken_of(plan) - {seat(each)}

                assert quality(plan, fewer) - plan.quality == each.points

    def test_names_as_rival_somebody_who_could_take_the_seat_in_their_stead(self):
        named = 0
        for plan in months(25):
            for each in all_of(plan, "taken"):
                if each.rival:
                    named += 1
                    instead = taken_of(plan) - {seat(each)} | {seat(each)._replace(volunteer=each.rival)}
                    assert oracle.sound(plan.problem, plan.params, instead)
        assert named > 10

    def test_says_only_one_exactly_when_nobody_else_could_take_the_seat(self):
        for plan in months(25):
            for each in all_of(plan, "taken"):
                others = [v.id for v in plan.problem.volunteers if v.id != each.volunteer]
                swaps = [taken_of(plan) - {seat(each)} | {seat(each)._replace(volunteer=v)} for v in others]
                able = [
                    swap
                    for swap in swaps
                    if len(swap) == len(taken_of(plan)) and oracle.sound(plan.problem, plan.params, swap)
                ]

                assert (each.reason == "only_one_free") == (not able), each

    def test_costs_least_exactly_when_no_swap_is_better(self):
        for plan in months(25):
            for each in all_of(plan, "taken"):
                if each.rival:
                    swap = taken_of(plan) - {seat(each)} | {seat(each)._replace(volunteer=each.rival)}

                    assert (each.reason == "least_cost") == (quality(plan, swap) <= plan.quality), each

    def test_of_a_proved_roster_is_never_beaten_by_the_swap_it_names(self):
        for plan in months(25):
            assert plan.status == "proved"
            assert {each.reason for each in all_of(plan, "taken")} <= {"least_cost", "only_one_free"}

    def test_may_be_best_for_the_whole_where_a_hurried_plan_took_the_dearer_person(self, make):
        """An order of ids, not of points: the plan is turned round by hand, and the explanation sees it."""
        people = (make.person("a", shifts_done=1), make.person("b"))
        plan = planned(people, [make.shift()])
        turned = replace(plan, assignments=(replace(plan.assignments[0], volunteer="a"),), work=None)

        (taken,) = turned.explain("a").taken

        assert (taken.reason, taken.rival, taken.points) == ("best_overall", "b", 20 * 3)


class TestWhatIsPassedBy:
    def test_is_every_seat_a_person_could_take_by_themselves_and_has_not(self):
        for plan in months():
            long_enough = {
                pair
                for pair in oracle.pairs(plan.problem, plan.params)
                if _lasts(plan, pair) <= _minutes(plan, pair.volunteer)
            }

            assert {seat(each) for each in all_of(plan, "passed")} == long_enough - taken_of(plan)

    def test_has_the_reason_that_holds(self):
        seen = set()
        for plan in [*months(25), *(repair(p, who) for p in months(6) for who in p.loads)]:
            for each in all_of(plan, "passed"):
                assert _true(plan, each), each
                seen.add(each.reason)
        assert seen >= {"max_shifts", "clash", "hours", "others_serve", "alone"}

    def test_names_the_dearest_of_those_who_serve(self, make):
        people = [make.person(name, shifts_done=k) for k, name in enumerate("abcd")]
        plan = planned(people, [make.shift(seats=3)])

        (passed,) = plan.explain("d").passed

        assert (passed.reason, passed.rival, passed.points) == ("others_serve", "c", 20 * 7)

    def test_tells_of_a_shift_whom_it_passed_by_and_why(self, make):
        people = [make.person("a"), make.person("b", max_shifts=0), make.person("c", shifts_done=2)]

        told = planned(people, [make.shift()]).explain("s1")

        assert [(each.volunteer, each.reason) for each in told.passed] == [
            ("b", "max_shifts"),
            ("c", "others_serve"),
        ]

    def test_is_no_longer_than_anybody_reads(self, make):
        people = [make.person(f"p{k:02}") for k in range(60)]

        assert len(planned(people, [make.shift()]).explain("s1").passed) == 20

    def test_is_a_clash_with_the_shift_that_is_named(self):
        for plan in months(20):
            shifts = {s.id: s for s in plan.problem.shifts}
            people = {v.id: v for v in plan.problem.volunteers}
            for each in all_of(plan, "passed"):
                if each.reason == "clash":
                    both = [shifts[each.shift], shifts[each.rival]]
                    unlimited = replace(people[each.volunteer], max_hours=744, max_shifts=9, hours_done=0)
                    unlimited = replace(unlimited, shifts_done=0)
                    assert not oracle.together(unlimited, both, plan.params)


def _lasts(plan, pair):
    return next(s.end - s.start for s in plan.problem.shifts if s.id == pair.shift)


def _minutes(plan, who):
    v = next(v for v in plan.problem.volunteers if v.id == who)
    return round(60 * max(0.0, v.max_hours - v.hours_done))


def _true(plan, each):
    """Ask the oracle whether the reason is true."""
    people, shifts = {v.id: v for v in plan.problem.volunteers}, {s.id: s for s in plan.problem.shifts}
    v, params, taken = people[each.volunteer], plan.params, taken_of(plan)
    mine = [shifts[t.shift] for t in taken if t.volunteer == v.id]
    seats = sum((t.shift, t.skill) == (each.shift, each.skill) for t in taken)
    full = seats == shifts[each.shift].seats[each.skill]
    fits = oracle.together(v, [*mine, shifts[each.shift]], params)
    spent = sum(s.end - s.start for s in [*mine, shifts[each.shift]])
    if each.reason == "max_shifts":
        return len(mine) + v.shifts_done >= v.max_shifts
    if each.reason == "hours":
        return spent > _minutes(plan, v.id) and not fits
    if each.reason == "clash":
        return not fits
    if each.reason == "others_serve":
        return full and fits
    after = oracle.sound(plan.problem, params, {*taken, seat(each)})
    return fits and not full and (after if each.reason == "free" else not after)


class TestTheYoung:
    def test_are_not_named_as_the_next_where_they_would_be_alone(self, make):
        """Two seats are wanted, so that the young may come, but nobody cooks: the nurse would be alone."""
        people = [make.person("old"), make.person("young", adult_at=10**8, shifts_done=5)]
        plan = planned(people, [make.shift(seats={"nurse": 1, "cook": 1})])

        assert plan.explain("old").taken[0].reason == "only_one_free"

    def test_are_named_where_another_adult_stays(self, make):
        people = [make.person(f"old{k}") for k in range(2)] + [
            make.person("young", adult_at=10**8, shifts_done=3)
        ]
        plan = planned(people, [make.shift(seats=2)])

        assert {each.rival for each in plan.explain("s1").taken} == {"young"}

    def test_are_passed_by_because_they_would_be_alone(self, make):
        plan = planned([make.person("y", adult_at=10**8)], [make.shift(seats=2)])

        assert [each.reason for each in plan.explain("y").passed] == ["alone"]

    def test_are_passed_by_at_night_without_a_word_since_no_such_seat_is_theirs(self, make):
        plan = planned([make.person("y", adult_at=10**8)], [make.shift(hour=23, seats=2)])

        assert plan.explain("y").passed == ()


class TestAsking:
    def test_a_volunteer_is_found_before_a_shift_of_the_same_name(self, make):
        plan = planned([make.person("x")], [make.shift("x")])

        assert plan.explain("x").kind == "volunteer"

    @pytest.mark.parametrize("id_", ["", "ALI", "s1 ", "nurse"])
    def test_for_an_unknown_name_is_refused_with_a_remedy(self, make, id_):
        plan = planned([make.person()], [make.shift()])

        with pytest.raises(BadInput) as caught:
            plan.explain(id_)
        assert (caught.value.field, caught.value.value) == ("explain", id_)
        assert "id" in caught.value.remedy and "شناسه" in caught.value.remedy_fa

    def test_changes_nothing_and_tells_the_same_again(self):
        for plan in months(5):
            for v in plan.problem.volunteers:
                assert plan.explain(v.id) == plan.explain(v.id) == replace(plan, work=None).explain(v.id)

    def test_a_hurried_plan_answers_too(self):
        for seed in range(8):
            plan = solve(crowded(seed), stop=Within(seconds=0))
            for each in [*plan.problem.volunteers, *plan.problem.shifts]:
                assert plan.explain(each.id).id == each.id


class TestTheWords:
    LINES = {
        "en": ["ali:", "  yes s1 (nurse) — is the only one who can", "  no s2 (nurse) — meets shift s1, or leaves too little rest"],
        "fa": ["ali:", "  بله s1 (nurse) — تنها کسی است که می‌تواند", "  نه s2 (nurse) — با نوبت s1 هم‌زمان است یا فاصلهٔ استراحت ندارد"],
    }  # fmt: skip

    @pytest.mark.parametrize("language", LINES)
    def test_of_a_volunteer_are_a_line_for_each_seat(self, make, language):
        plan = planned([make.person()], [make.shift("s1", priority=2), make.shift("s2", hour=9)])

        assert plan.explain("ali").words(language).splitlines() == self.LINES[language]

    def test_of_a_shift_name_people_and_what_lacks(self, make):
        plan = planned([make.person(), make.person("b", max_shifts=0)], [make.shift(seats=3)])

        assert plan.explain("s1").words("en").splitlines() == [
            "s1:",
            "  yes ali (nurse) — is the only one who can",
            "  no b (nurse) — has all shifts the month allows",
            "  ! s1 (nurse): 2 — everybody's month is full",
        ]

    def test_have_no_name_left_open(self):
        for plan in months(10):
            for each in [*plan.problem.volunteers, *plan.problem.shifts]:
                for language in ("fa", "en"):
                    assert "{" not in plan.explain(each.id).words(language)
