"""Each field at its edges: the last value that is good, the first that is not, and what the fault says."""

from datetime import datetime, timedelta
from math import inf, nan

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.rostering import (
    Assignment,
    Params,
    Plan,
    Problem,
    Shift,
    Volunteer,
    check,
    minute,
    solve,
)
from hamafza_engines.rostering._types import moment

LATEST = 10**9
TEXTS = ("", " ", "\t", "\u200c ", 7, None, b"ali", ["ali"])


def volunteer(**given):
    return Volunteer(**{"id": "a", "skills": {"nurse": None}, **given})


def shift(**given):
    return Shift(**{"id": "s", "start": 480, "end": 720, "seats": {"nurse": 1}, **given})


def refused(make, field, value):
    with pytest.raises(BadInput) as caught:
        make()
    fault = caught.value
    assert (fault.field, fault.remedy != "") == (field, True)
    assert fault.value is value or fault.value == value or fault.value != fault.value
    assert field in fault.say("en") and field in fault.say("fa")


class TestAVolunteer:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("max_hours", 0), ("max_hours", 744), ("max_hours", 0.25), ("rest_hours", 0), ("rest_hours", 744.0),
            ("hours_done", 744), ("max_km", 0), ("max_km", 20_040), ("max_shifts", 0), ("max_shifts", 1000),
            ("shifts_done", 0), ("shifts_done", 1000), ("adult_at", LATEST), ("adult_at", -LATEST), ("adult_at", None),
            ("windows", None), ("windows", ()), ("windows", []), ("windows", ((-LATEST, LATEST),)), ("skills", {}),
            ("skills", {"nurse": LATEST}), ("skills", {"پرستار": None}), ("centres", set()), ("wishes", ["s1", "s1"]),
        ],
    )  # fmt: skip
    def test_is_taken_at_the_last_good_value(self, field, value):
        made = getattr(volunteer(**{field: value}), field)

        assert made == (tuple(value) if field == "windows" and value is not None else made)
        assert solve(Problem((volunteer(**{field: value}),), (shift(),))).cover <= 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            *(("max_hours", bad) for bad in (-0.01, 744.01, nan, inf, -inf, None, "24", True, 1j)),
            *(("rest_hours", bad) for bad in (-1, 745, nan, "۸")), *(("hours_done", bad) for bad in (-1, 745, False)),
            *(("max_km", bad) for bad in (-0.1, 20_040.1, inf)),
            *(("max_shifts", bad) for bad in (-1, 1001, 1.0, "8", None, True, nan)),
            *(("shifts_done", bad) for bad in (-1, 1001, 2.5)),
            *(("adult_at", bad) for bad in (LATEST + 1, -LATEST - 1, 1.0, "1405", True, nan)),
        ],
    )  # fmt: skip
    def test_is_refused_at_the_first_bad_number(self, field, value):
        refused(lambda: volunteer(**{field: value}), field, value)

    @pytest.mark.parametrize("name", TEXTS, ids=repr)
    def test_is_refused_without_a_name_that_shows(self, name):
        refused(lambda: volunteer(id=name), "volunteer", name)

    @pytest.mark.parametrize("name", TEXTS[:-1], ids=repr)
    def test_is_refused_with_a_skill_that_has_no_name(self, name):
        refused(lambda: volunteer(skills={name: None}), "skills", name)

    @pytest.mark.parametrize("name", TEXTS, ids=repr)
    @pytest.mark.parametrize("field", ["centres", "wishes", "refuses"])
    def test_is_refused_with_a_nameless_place(self, field, name):
        refused(lambda: volunteer(**{field: [name]}), field, name)

    @pytest.mark.parametrize("value", ["north", 7, None, 1.5])
    @pytest.mark.parametrize("field", ["centres", "wishes", "refuses"])
    def test_is_refused_where_a_set_is_none(self, field, value):
        refused(lambda: volunteer(**{field: value}), field, value)

    @pytest.mark.parametrize("value", [["nurse"], "nurse", None, 7, {"nurse"}])
    def test_is_refused_without_a_mapping_of_skills(self, value):
        refused(lambda: volunteer(skills=value), "skills", value)

    @pytest.mark.parametrize(
        ("windows", "told"),
        [
            (5, 5), ("08:00", "08:00"), (("a",), "a"), (((1, 2, 3),), (1, 2, 3)), (((1,),), (1,)), ((7,), 7),
            (((None, 1),), None), (((1, 2.0),), 2.0), (((5, 5),), (5, 5)), (((9, 5),), (9, 5)),
            (((0, 1), (True, 2)), True), (((0, LATEST + 1),), LATEST + 1),
        ],
    )  # fmt: skip
    def test_is_refused_with_the_window_that_is_none(self, windows, told):
        refused(lambda: volunteer(windows=windows), "windows", told)

    @pytest.mark.parametrize(
        ("lat", "lng", "field"),
        [
            (90.01, 51.0, "lat"), (-90.01, 51.0, "lat"), (35.0, 180.01, "lng"), (35.0, -180.01, "lng"),
            (nan, 51.0, "lat"), (35.0, inf, "lng"), ("35", 51.0, "lat"), (35.0, True, "lng"), (35.0, None, "lat"),
            (None, 51.0, "lat"),
        ],
    )  # fmt: skip
    def test_is_refused_off_the_globe_or_with_half_a_place(self, lat, lng, field):
        refused(lambda: volunteer(lat=lat, lng=lng), field, {"lat": lat, "lng": lng}[field])

    @pytest.mark.parametrize(("lat", "lng"), [(90, 180), (-90.0, -180.0), (0, 0), (None, None)])
    def test_is_taken_anywhere_on_the_globe(self, lat, lng):
        assert (volunteer(lat=lat, lng=lng).lat, shift(lat=lat, lng=lng).lng) == (lat, lng)

    @pytest.mark.parametrize(
        ("windows", "merged"),
        [
            (((5, 9), (1, 3)), ((1, 3), (5, 9))), (((1, 5), (5, 9)), ((1, 9),)), (((1, 7), (5, 9)), ((1, 9),)),
            (((1, 9), (2, 3)), ((1, 9),)), (((1, 5), (6, 9)), ((1, 5), (6, 9))), ([[1, 5]], ((1, 5),)),
            (((1, 2), (1, 2)), ((1, 2),)), (((-9, -5), (-5, 0)), ((-9, 0),)),
        ],
    )  # fmt: skip
    def test_has_windows_in_order_and_those_that_touch_as_one(self, windows, merged):
        assert volunteer(windows=windows).windows == merged

    @pytest.mark.parametrize("field", ["id", "max_hours", "windows", "centres"])
    def test_cannot_be_changed_afterwards(self, field):
        with pytest.raises(AttributeError):
            setattr(volunteer(), field, None)


class TestAShift:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("end", 481), ("end", 480 + 7 * 1440), ("start", 719), ("priority", 1), ("priority", 9), ("seats", {}),
            ("seats", {"nurse": 0}), ("seats", {"nurse": 100_000}), ("centre", ""), ("centre", "شمال"),
        ],
    )  # fmt: skip
    def test_is_taken_at_the_last_good_value(self, field, value):
        assert getattr(shift(**{field: value}), field) == value

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            *(("end", bad) for bad in (480, 479, 480 + 7 * 1440 + 1, nan, "720", None, True, LATEST + 1)),
            *(("start", bad) for bad in (0.5, None, -LATEST - 1, "۸")),
            *(("priority", bad) for bad in (0, 10, -1, 1.0, "1", None, True)),
        ],
    )  # fmt: skip
    def test_is_refused_at_the_first_bad_number(self, field, value):
        refused(lambda: shift(**{field: value}), field, value)

    @pytest.mark.parametrize("number", [-1, 100_001, 1.0, "1", None, True, nan])
    def test_is_refused_with_a_bad_number_of_seats(self, number):
        refused(lambda: shift(seats={"nurse": number}), "seats", number)

    @pytest.mark.parametrize("name", TEXTS[:-1], ids=repr)
    def test_is_refused_without_a_name_that_shows(self, name):
        refused(lambda: shift(id=name), "shift", name)
        refused(lambda: shift(seats={name: 1}), "seats", name)

    @pytest.mark.parametrize("value", [["nurse"], "nurse", None, 3])
    def test_is_refused_without_a_mapping_of_seats(self, value):
        refused(lambda: shift(seats=value), "seats", value)


class TestParams:
    @pytest.mark.parametrize("field", ["fairness", "continuity", "wish", "travel"])
    @pytest.mark.parametrize(
        ("value", "good"), [(0, True), (1000, True), (-1, False), (1001, False), (1.0, False)]
    )
    def test_take_points_from_nought_to_a_seat(self, field, value, good):
        if good:
            assert getattr(Params(**{field: value}), field) == value
        else:
            refused(lambda: Params(**{field: value}), field, value)

    @pytest.mark.parametrize(
        ("night", "told"),
        [(5, 5), (None, None), ("22", "22"), ((22,), (22,)), ((1, 2, 3), (1, 2, 3)), ((22, 25), 25), ((-1, 6), -1), ((22, 6.5), 6.5)],
    )  # fmt: skip
    def test_refuse_a_night_that_is_not_two_hours(self, night, told):
        refused(lambda: Params(night=night), "night", told)

    @pytest.mark.parametrize("gap", [0, 1, 0.5, 1e-9])
    def test_take_a_gap_from_nought_to_one(self, gap):
        assert Params(gap=gap).gap == gap

    @pytest.mark.parametrize("gap", [-0.1, 1.1, nan, inf, "0", None, True])
    def test_refuse_any_other_gap(self, gap):
        refused(lambda: Params(gap=gap), "gap", gap)

    @pytest.mark.parametrize(
        ("rules", "told"),
        [("hours", "hours"), (None, None), (7, 7), ({"kindness"}, "kindness"), ({""}, ""), ({7}, 7), (["rest", "x"], "x")],
    )  # fmt: skip
    def test_refuse_rules_that_are_none(self, rules, told):
        refused(lambda: Params(rules=rules), "rules", told)

    def test_take_rules_in_any_kind_of_row(self):
        assert Params(rules=["rest", "hours", "rest"]).rules == frozenset({"rest", "hours"})


class TestAProblem:
    @pytest.mark.parametrize("field", ["volunteers", "shifts"])
    @pytest.mark.parametrize("rows", [None, 7, "ali", ("ali",), ({"id": "ali"},)], ids=repr)
    def test_refuses_what_is_no_row(self, field, rows):
        with pytest.raises(BadInput) as caught:
            Problem(**{field: rows})
        assert caught.value.field == field

    def test_refuses_shifts_in_the_place_of_volunteers(self):
        refused(lambda: Problem((shift(),)), "volunteers", shift())

    def test_takes_any_row_of_rows(self):
        assert Problem([volunteer()], iter([shift()])) == Problem((volunteer(),), (shift(),))

    def test_names_who_stands_there_twice_and_how_often(self):
        rows = (volunteer(), volunteer(id="b"), volunteer(), volunteer())

        with pytest.raises(BadInput, match="volunteers: 'a' — it stands 3 times"):
            Problem(rows)

    def test_may_call_a_volunteer_and_a_shift_the_same(self):
        assert solve(Problem((volunteer(id="x"),), (shift(id="x"),))).cover == 1


class TestInstants:
    @pytest.mark.parametrize("at", [-LATEST, -1, 0, 1, 29_000_160, LATEST])
    def test_are_minutes_of_the_wall_clock_and_back(self, at):
        assert minute(moment(at)) == at

    def test_are_a_minute_apart_over_every_midnight(self):
        for day in range(0, 4000, 13):
            late = datetime(2024, 1, 1) + timedelta(days=day) - timedelta(minutes=1)
            assert minute(late + timedelta(minutes=1)) - minute(late) == 1

    def test_leave_seconds_out(self):
        assert minute(datetime(1970, 1, 1, 0, 1, 59)) == 1


class TestAPlan:
    def plan(self, **given):
        told = dict(cover=3, quality=-40, cover_bound=3, quality_bound=-40, status="proved")
        return Plan(Problem(), Params(), (), **{**told, **given})

    @pytest.mark.parametrize(
        ("given", "value", "bound", "gap"),
        [
            ({}, 2960.0, 2960.0, 0.0), (dict(quality_bound=20), 2960.0, 3020.0, 0.02),
            (dict(cover_bound=4, quality_bound=500), 2960.0, 3960.0, 0.25), (dict(cover=0, quality=0), 0.0, 3000.0, 1.0),
            (dict(quality=-30, quality_bound=-40), 2970.0, 2970.0, 0.0),
        ],
    )  # fmt: skip
    def test_joins_cover_and_quality_at_a_thousand_points_a_seat(self, given, value, bound, gap):
        plan = self.plan(**given)

        assert (plan.value, plan.bound, plan.gap) == (value, bound, pytest.approx(gap))

    def test_counts_the_shifts_of_each(self):
        seats = (Assignment("x", "nurse", "a"), Assignment("y", "nurse", "a"), Assignment("x", "cook", "b"))
        plan = Plan(Problem(), Params(), seats, 3, 0, 3, 0, "proved")

        assert (plan.loads, plan.loads["nobody"]) == ({"a": 2, "b": 1}, 0)

    def test_is_compared_by_what_it_says_and_not_by_its_network(self):
        problem = Problem((volunteer(),), (shift(),))

        assert solve(problem) == solve(problem)
        assert "work" not in repr(solve(problem))
        assert check(problem, solve(problem)) == []
