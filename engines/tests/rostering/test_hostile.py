"""Values that cannot be, and shapes that are hard: refused with the field, or solved all the same."""

import os
import signal
import threading
import time

import pytest

from hamafza_engines.frame import BadInput, Within
from hamafza_engines.rostering import Params, Problem, Shift, Volunteer, check, minute, solve

NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_hours", -1), ("max_hours", NAN), ("max_hours", INFINITE), ("max_hours", "24"), ("max_hours", True),
        ("rest_hours", -1), ("rest_hours", 1e9), ("hours_done", NAN), ("max_km", -1), ("max_km", NAN),
        ("max_shifts", -1), ("max_shifts", 1.5), ("max_shifts", 10**9), ("shifts_done", True),
        ("lat", 91.0), ("lng", NAN), ("adult_at", 1.5), ("adult_at", 10**12),
    ],
)  # fmt: skip
def test_a_bad_number_of_a_volunteer_is_refused_with_its_name(field, value):
    given = {"lat": 35.0, "lng": 51.0, field: value}

    with pytest.raises(BadInput) as caught:
        Volunteer("a", {}, **given)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "given",
    [
        dict(id=""), dict(id=" "), dict(id=7), dict(skills={"": None}), dict(skills={"nurse": 1.5}),
        dict(windows=((10, 10),)), dict(windows=((20, 10),)), dict(windows=((1.5, 3),)), dict(lat=35.0), dict(skills=["nurse"]), dict(centres="north"), dict(wishes=7),
    ],
)  # fmt: skip
def test_a_bad_volunteer_is_refused(given):
    with pytest.raises(BadInput):
        Volunteer(**{"id": "a", "skills": {}, **given})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (dict(id=""), "shift"), (dict(end=0), "end"), (dict(end=-5), "end"), (dict(end=10**6), "end"),
        (dict(start=NAN), "start"), (dict(start=10**12), "start"), (dict(seats={"nurse": -1}), "seats"),
        (dict(seats={"nurse": 1.5}), "seats"), (dict(seats={"nurse": 10**9}), "seats"), (dict(seats={"": 1}), "seats"), (dict(seats=["nurse"]), "seats"),
        (dict(priority=0), "priority"), (dict(priority=10), "priority"), (dict(lng=51.0), "lat"),
    ],
)  # fmt: skip
def test_a_bad_shift_is_refused_with_the_field(given, field):
    with pytest.raises(BadInput) as caught:
        Shift(**{"id": "s", "start": 0, "end": 60, "seats": {"nurse": 1}, **given})
    assert caught.value.field == field


@pytest.mark.parametrize(
    "given",
    [
        dict(fairness=-1), dict(travel=1.5), dict(wish=10**6), dict(continuity=True), dict(gap=NAN), dict(gap=2),
        dict(rules={"kindness"}), dict(night=(25, 6)),
    ],
)  # fmt: skip
def test_params_say_what_they_take(given):
    with pytest.raises(BadInput):
        Params(**given)


def test_duplicates_are_refused_by_name(make):
    with pytest.raises(BadInput, match="volunteers: 'ali' — it stands 2 times"):
        Problem((make.person(), make.person()))
    with pytest.raises(BadInput, match="shifts: 's1'"):
        Problem((), (make.shift(), make.shift()))


def test_any_text_is_a_name(make):
    names = ["‮علی", "李雷", "a" * 10_000, "🙂", "=1+1", "0"]
    problem = Problem(
        tuple(make.person(f"{name}-v", "پرستار") for name in names),
        tuple(make.shift(f"{name}-s", skill="پرستار") for name in names),
    )
    assert len(solve(problem).assignments) == len(names)


def test_minutes_are_those_of_the_wall_clock():
    from datetime import datetime

    assert minute(datetime(1970, 1, 1, 0, 1)) == 1
    assert minute(datetime(1969, 12, 31, 23, 59)) == -1


class TestShapes:
    def solved(self, people, shifts, **more):
        problem = Problem(tuple(people), tuple(shifts))
        plan = solve(problem, **more)
        assert check(problem, plan) == []
        return plan

    def test_a_rare_skill_is_kept_for_its_seat(self, make):
        people = [make.person(f"p{k:02}") for k in range(20)] + [make.person("rare", "nurse diver")]
        shifts = [make.shift(f"n{k:02}", seats=1) for k in range(20)] + [make.shift("dive", skill="diver")]

        plan = self.solved(people, shifts)

        assert plan.cover == 21
        assert ("dive", "rare") in {(a.shift, a.volunteer) for a in plan.assignments}

    def test_everybody_is_free_on_friday_only(self, make):
        friday = make.midnight + 4 * make.day
        people = [make.person(f"p{k}", windows=((friday, friday + make.day),)) for k in range(10)]
        shifts = [make.shift(f"d{day}", day=day, seats=3) for day in range(7)]

        plan = self.solved(people, shifts)

        assert {a.shift for a in plan.assignments} == {"d4"}
        assert {m.reason for m in plan.missing} == {"time"}

    @pytest.mark.slow  # three thousand people
    def test_one_huge_shift(self, make):
        plan = self.solved([make.person(f"p{k:04}") for k in range(3000)], [make.shift(seats=2500)])

        assert (plan.cover, plan.status) == (2500, "proved")

    @pytest.mark.slow  # 150 x 60, no two of which differ
    def test_all_are_equal(self, make):
        people = [make.person(f"p{k:03}") for k in range(150)]
        plan = self.solved(people, [make.shift(f"d{k:02}", day=k % 30, seats=5) for k in range(60)])

        assert plan.cover == 300
        assert max(plan.loads.values()) == 2

    @pytest.mark.slow  # forty people, all of whose shifts meet
    def test_every_shift_meets_every_other(self, make):
        shifts = [make.shift(f"s{k:02}", hour=8, hours=1 + k % 9) for k in range(40)]

        assert self.solved([make.person(f"p{k:02}") for k in range(25)], shifts).cover == 25

    @pytest.mark.slow  # searches for its two seconds
    def test_hours_bind_everybody_and_the_gap_stays_small(self, make):
        people = [make.person(f"p{k:02}", max_hours=12.0, rest_hours=0.0) for k in range(40)]
        shifts = [
            make.shift(f"s{k:03}", day=k % 28, hour=6 + k % 9, hours=(3, 4, 5, 7)[k % 4]) for k in range(160)
        ]

        plan = self.solved(people, shifts, stop=Within(seconds=2))

        assert (
            plan.gap <= 0.15
        )  # a perfect packing of 3 + 4 + 5 hours is the bound; a busy machine finds less

    def test_a_month_without_hours_and_a_day_without_night(self, make):
        assert self.solved([make.person(max_hours=0)], [make.shift()]).cover == 0
        noon = [make.person("old"), make.person("young", adult_at=10**8)]
        plan = self.solved(noon, [make.shift(hour=22, seats=2)], params=Params(night=(0, 0)))
        assert plan.cover == 2

    @pytest.mark.slow  # sixty knapsacks
    def test_sixty_people_pack_their_hours_perfectly_and_it_is_proved(self, make):
        people = [make.person(f"p{k:02}", f"k{k}", max_hours=12.0) for k in range(60)]
        shifts = [
            make.shift(f"s{k:02}-{n}", day=3 * n, hours=hours, skill=f"k{k}")
            for k in range(60)
            for n, hours in enumerate((7, 5, 4, 3, 7))
        ]

        plan = self.solved(people, shifts)

        assert (plan.cover, plan.status) == (180, "proved")
        assert {m.reason for m in plan.missing} == {"limits"}

    @pytest.mark.slow  # more arcs than are ever solved as a whole
    def test_a_bound_below_the_flow_s_is_still_a_bound(self, make):
        people = [make.person(f"p{k:03}", max_hours=9.0, rest_hours=0.0) for k in range(130)]
        shifts = [make.shift(f"s{k:03}", day=k % 28, hour=4 + k % 5, hours=4 + k % 2) for k in range(260)]

        plan = self.solved(people, shifts, stop=Within(seconds=4))

        assert plan.cover <= plan.cover_bound <= 260
        assert plan.cover_bound >= 130 * 2  # 4 + 5 hours each: everything can be served
        assert plan.cover >= 230

    @pytest.mark.slow  # waits to be interrupted
    def test_ctrl_c_ends_the_search_with_a_sound_roster(self, make):
        people = [make.person(f"p{k:03}", max_hours=(8, 12, 24)[k % 3], rest_hours=9.0) for k in range(150)]
        shifts = [
            make.shift(f"s{k:03}", day=k % 28, hour=5 + k % 11, hours=2 + k % 6, seats=2) for k in range(300)
        ]
        stop = Within(seconds=60)
        with stop.catching_interrupt():
            threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
            began = time.monotonic()
            plan = self.solved(people, shifts, stop=stop)

        assert time.monotonic() - began < 45
        assert plan.status == "stopped" and plan.gap > 0
