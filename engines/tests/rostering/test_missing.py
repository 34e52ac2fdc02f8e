"""Who is missing where: the funnel counted again in plain words, and the reason that truly binds."""

from collections import Counter
from dataclasses import replace

import pytest

from hamafza_engines.frame import Within
from hamafza_engines.rostering import Params, Problem, Volunteer, check, repair, solve

from . import oracle
from .crowded import FEATURES, MONDAY, crowded

ORDER = "skill expired time distance age refused limits elsewhere alone".split()
TEHRAN, QOM = dict(lat=35.7, lng=51.4), dict(lat=34.64, lng=50.88)


def planned(people, shifts, **params):
    return solve(Problem(tuple(people), tuple(shifts)), params=Params(**params))


def taken_of(plan):
    return [oracle.Taken(a.shift, a.skill, a.volunteer) for a in plan.assignments]


def counted(plan, lack):
    """Return the funnel of a seat by asking everybody one question after the other."""
    shifts = {s.id: s for s in plan.problem.shifts}
    shift, params, taken = shifts[lack.shift], plan.params, taken_of(plan)
    holders = {t.volunteer for t in taken if (t.shift, t.skill) == (lack.shift, lack.skill)}
    people = [v for v in plan.problem.volunteers if v.id not in holders]
    funnel = []
    for number, question in enumerate(ORDER[:6]):
        people = [v for v in people if list(oracle.steps(v, shift, lack.skill, params))[number][1]]
        funnel.append((question, len(people)))
    people = [v for v in people if _month_allows(v, shift, shifts, taken, params)]
    funnel.append(("limits", len(people)))
    people = [v for v in people if _time_allows(v, shift, shifts, taken, params)]
    funnel.append(("elsewhere", len(people)))
    there = [
        v for v in plan.problem.volunteers if (lack.shift, v.id) in {(t.shift, t.volunteer) for t in taken}
    ]
    if "alone" in params.rules and all(oracle.is_young(v, shift) for v in there):
        funnel.append(("alone", sum(not oracle.is_young(v, shift) for v in people)))
    return tuple(funnel)


def _mine(v, shifts, taken):
    return [shifts[t.shift] for t in taken if t.volunteer == v.id]


def _month_allows(v, shift, shifts, taken, params):
    mine = _mine(v, shifts, taken)
    spent = sum(s.end - s.start for s in [*mine, shift]) + round(60 * v.hours_done)
    full = len(mine) + v.shifts_done >= v.max_shifts
    return not full and ("hours" not in params.rules or spent <= round(60 * v.max_hours))


def _time_allows(v, shift, shifts, taken, params):
    return oracle.together(v, [*_mine(v, shifts, taken), shift], params)


class TestTheFunnel:
    @pytest.mark.parametrize("seed", range(25))
    def test_is_what_one_gets_by_asking_everybody(self, seed):
        plan = solve(crowded(seed, people=6))

        for lack in plan.missing:
            assert lack.funnel == counted(plan, lack)

    @pytest.mark.parametrize("feature", [f for f in FEATURES if f != "lengths"])
    def test_is_what_one_gets_for_each_feature_alone(self, feature):
        for seed in range(3):
            plan = solve(crowded(seed, {feature, "skills", "seats"}))

            assert [lack.funnel for lack in plan.missing] == [counted(plan, lack) for lack in plan.missing]

    @pytest.mark.parametrize("seed", range(10))
    def test_of_a_hurried_or_repaired_roster_is_counted_too(self, seed):
        hurried = solve(crowded(seed), stop=Within(seconds=0))
        mended = [repair(hurried, who) for who in hurried.loads]

        for plan in [hurried, *mended]:
            assert [lack.funnel for lack in plan.missing] == [counted(plan, lack) for lack in plan.missing]

    @pytest.mark.parametrize("rules", [(), ("hours",), ("rest",), ("overlap", "alone")], ids="+".join)
    def test_knows_which_rules_are_kept(self, rules):
        for seed in range(8):
            plan = solve(crowded(seed), params=Params(rules=frozenset(rules)))

            assert [lack.funnel for lack in plan.missing] == [counted(plan, lack) for lack in plan.missing]

    def test_thins_out_and_never_fills_again(self):
        for seed in range(25):
            for lack in solve(crowded(seed, people=6)).missing:
                numbers = [number for _, number in lack.funnel]

                assert numbers == sorted(numbers, reverse=True)

    def test_worked_by_hand(self, make):
        """Ten people, eight of them nurses; one after the other falls away, and two hold seats already."""
        people = [
            *(make.person(f"cook{k}", "cook", **TEHRAN) for k in range(2)),
            Volunteer("late", {"nurse": 5}),
            make.person("busy", windows=()),
            make.person("far", lat=30.0, lng=50.0),
            make.person("unwilling", refuses={"north"}),
            make.person("tired", max_hours=3.0),
            make.person("elsewhere", "nurse cook", wishes={"kitchen"}),
            *(make.person(f"free{k}", **TEHRAN) for k in range(2)),
        ]
        shifts = [
            make.shift("s", seats=3, centre="north", **TEHRAN),
            make.shift("kitchen", hour=9, skill="cook", seats=3, priority=9),
        ]
        (lack,) = planned(people, shifts).missing
        assert (lack.shift, lack.skill, lack.number, lack.reason) == ("s", "nurse", 1, "elsewhere")

        beside = dict(lack.funnel)

        assert beside == dict(skill=6, expired=5, time=4, distance=3, age=3, refused=2, limits=1, elsewhere=0)


class TestTheReason:
    def test_is_the_first_question_nobody_passes(self):
        for seed in range(25):
            for lack in solve(crowded(seed, people=6)).missing:
                reason = next(name for name, number in lack.funnel if number == 0)

                assert lack.reason == reason

    @pytest.mark.parametrize("seed", range(20))
    def test_is_never_that_the_seat_is_free_in_a_roster_that_had_time(self, seed):
        assert "free" not in {lack.reason for lack in solve(crowded(seed, people=5)).missing}

    def test_of_a_second_seat_is_not_that_its_one_nurse_is_tired(self, make):
        """One nurse, three seats: what lacks is nurses, not hours."""
        (lack,) = planned([make.person()], [make.shift(seats=3)]).missing

        assert (lack.number, lack.reason, dict(lack.funnel)["skill"]) == (2, "skill", 0)

    @pytest.mark.parametrize(
        ("other", "reason"),
        [
            (dict(windows=()), "time"), (dict(**QOM), "distance"), (dict(refuses={"s1"}), "refused"),
            (dict(max_shifts=0), "limits"), (dict(hours_done=21.0), "limits"), (dict(skills="cook"), "skill"),
            (dict(adult_at=10**8), "age"),
        ],
    )  # fmt: skip
    def test_of_a_second_seat_is_that_of_the_second_person(self, make, other, reason):
        night = dict(hour=21) if reason == "age" else {}
        people = [make.person("serves", **TEHRAN), make.person("other", **{**TEHRAN, **other})]

        (lack,) = planned(people, [make.shift(seats=2, **night, **TEHRAN)]).missing

        assert (lack.number, lack.reason) == (1, reason)

    @pytest.mark.parametrize(
        ("remedy", "reason"),
        [
            (dict(skills={"nurse": None}), "skill"), (dict(skills={"nurse": None}), "expired"),
            (dict(windows=None), "time"), (dict(max_km=200.0), "distance"), (dict(adult_at=None), "age"),
            (dict(refuses=frozenset()), "refused"), (dict(max_hours=24.0, max_shifts=8), "limits"),
        ],
    )  # fmt: skip
    def test_names_what_one_would_have_to_change(self, make, remedy, reason):
        """The same person without that one hindrance fills the seat."""
        hindrance = {
            "skill": dict(skills={"cook": None}), "expired": dict(skills={"nurse": 0}), "time": dict(windows=()),
            "distance": dict(lat=34.64, lng=50.88), "age": dict(adult_at=10**8), "refused": dict(refuses={"s1"}),
            "limits": dict(max_hours=3.0),
        }[reason]  # fmt: skip
        person = replace(make.person(**TEHRAN), **hindrance)
        shift = make.shift(**TEHRAN)

        before, after = planned([person], [shift]), planned([replace(person, **remedy)], [shift])

        assert [lack.reason for lack in before.missing] == [reason]
        assert after.missing == ()

    def test_is_elsewhere_for_one_who_serves_the_same_shift_with_another_skill(self, make):
        plan = planned([make.person("a", "nurse cook")], [make.shift(seats={"nurse": 1, "cook": 1})])

        assert [(lack.number, lack.reason) for lack in plan.missing] == [(1, "elsewhere")]

    def test_is_elsewhere_where_rest_is_what_lacks(self, make):
        shifts = [make.shift("a", priority=2), make.shift("b", hour=18)]

        assert [m.reason for m in planned([make.person()], shifts).missing] == ["elsewhere"]
        assert planned([make.person()], shifts, rules=frozenset({"overlap"})).missing == ()

    def test_is_alone_only_while_no_adult_is_there(self, make):
        young = [make.person(f"y{k}", "cook", adult_at=10**8) for k in range(2)]
        shift = make.shift(seats={"nurse": 1, "cook": 3})

        without, beside = planned(young, [shift]), planned([*young, make.person("old")], [shift])

        assert {m.skill: m.reason for m in without.missing} == {"cook": "alone", "nurse": "skill"}
        assert {m.skill: (m.number, m.reason) for m in beside.missing} == {"cook": (1, "skill")}


class TestTheList:
    @pytest.mark.parametrize("seed", range(15))
    def test_has_every_open_seat_once(self, seed):
        plan = solve(crowded(seed))
        wanted = {(s.id, skill): n for s in plan.problem.shifts for skill, n in s.seats.items()}
        filled = Counter((a.shift, a.skill) for a in plan.assignments)

        told = {(m.shift, m.skill): m.number for m in plan.missing}

        assert len(told) == len(plan.missing)
        assert told == {seat: n - filled[seat] for seat, n in wanted.items() if n > filled[seat]}

    @pytest.mark.parametrize("seed", range(8))
    def test_is_ordered_by_urgency_then_by_shift(self, seed):
        plan = solve(crowded(seed))
        urgent = {s.id: s.priority for s in plan.problem.shifts}
        keys = [(-urgent[m.shift], m.shift) for m in plan.missing]

        assert keys == sorted(keys)

    def test_is_the_same_from_a_plan_that_was_stored_without_its_network(self):
        for seed in range(8):
            plan = solve(crowded(seed))

            assert replace(plan, work=None).missing == plan.missing

    def test_is_empty_when_all_is_filled_or_nothing_is_wanted(self, make):
        assert planned([make.person()], [make.shift()]).missing == ()
        assert planned([make.person()], [make.shift(seats=0)]).missing == ()
        assert Problem().shifts == () and solve(Problem()).missing == ()

    def test_counts_the_windows_of_the_right_person(self, make):
        """Two people with windows on other days: the last window of one must not serve the next."""
        early = make.person("a", windows=((MONDAY, MONDAY + 8 * 60),))
        late = make.person("b", windows=((MONDAY + 12 * 60, MONDAY + 30 * 60),))

        (lack,) = planned([early, late], [make.shift(hour=8)]).missing

        assert (lack.reason, dict(lack.funnel)["expired"], dict(lack.funnel)["time"]) == ("time", 2, 0)


class TestInWords:
    def test_every_reason_has_its_words_in_both_languages(self):
        from hamafza_engines.rostering._words import WHY

        assert set(WHY["fa"]) == set(WHY["en"]) >= {*ORDER, "free"}
        assert all(words.strip() for language in WHY.values() for words in language.values())

    def test_the_summary_counts_open_seats_by_reason_and_lists_ten(self, make):
        shifts = [make.shift(f"d{k:02}", day=k, seats=2) for k in range(12)]
        plan = planned([make.person(windows=())], [*shifts, make.shift("k", skill="cook", seats=3)])

        lines = plan.summary("en").splitlines()

        assert "  24 × nobody is available at this time" in lines
        assert "  3 × nobody with this skill is left" in lines
        assert sum(line.startswith("  - ") for line in lines) == 10
        assert check(plan.problem, plan) == []

    def test_the_persian_summary_has_persian_digits_alone(self, make):
        text = planned([make.person()], [make.shift("شمال", seats=1235, skill="پرستار")]).summary("fa")

        assert "۱٬۲۳۵" in text
        assert not set(text) & set("0123456789")

    def test_the_summary_of_an_empty_roster_counts_nothing(self, make):
        text = planned([], [make.shift()]).summary("en")

        assert (
            text.splitlines()[0] == "0 of 1 seats are filled; 0 of 0 volunteers serve, at most 0 shifts each."
        )
