"""The week of a mobile base: against all orders on small weeks, and what must hold on any."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Within, read_table
from hamafza_engines.siting import BadInput, Round, RoundPlan, check_round, plan_round

SHORT = Within(seconds=1)


def week(n: int, seed: int, **limits: object) -> Round:
    chance = np.random.default_rng(seed)
    stops = tuple(map(tuple, chance.uniform((25, 60), (26, 61), (n, 2)).tolist()))
    people = tuple(chance.integers(10, 400, n).astype(float).tolist())
    return Round((25.3, 60.6), stops, people, (1.0,) * n, **limits)


@pytest.mark.slow  # local search for a second
@pytest.mark.parametrize("seed", [1, 2])
def test_one_day_serves_as_many_as_the_best_order_of_all(seed: int) -> None:
    asked = week(6, seed, days=1, hours=6.0)

    plan = plan_round(asked, stop=SHORT)

    fits = [
        tour[:k]
        for tour in permutations(range(6))
        for k in range(7)
        if asked.tour_hours(tour[:k]) <= asked.hours
    ]
    assert plan.value == max(sum(asked.people[i] for i in tour) for tour in fits)
    assert check_round(asked, plan) == []


@pytest.mark.slow  # local search for a second
def test_a_week_that_fits_leaves_nobody_out() -> None:
    asked = week(14, 3, days=6, hours=9.0)

    plan = plan_round(asked, stop=SHORT)

    assert plan.left_out == ()
    assert plan.gap == 0
    assert check_round(asked, plan) == []
    assert all(plan.explain(i)[0] is not None for i in range(14))


@pytest.mark.slow  # local search for a second, twice
def test_more_days_serve_no_fewer() -> None:
    few, many = (plan_round(week(20, 4, days=days, hours=5.0), stop=SHORT) for days in (2, 4))

    assert few.value <= many.value
    assert few.left_out


@pytest.mark.slow  # local search for a second
def test_a_stop_left_out_tells_that_its_hours_do_not_fit() -> None:
    plan = plan_round(week(12, 5, days=1, hours=4.0), stop=SHORT)

    for i in plan.left_out:
        day, takes, spare = plan.explain(i)
        assert day is None
        assert takes > spare


def test_too_far_to_come_home_is_left_out() -> None:
    asked = Round((25.0, 60.0), ((39.0, 45.0),), (9.0,), (1.0,))

    plan = plan_round(asked)

    assert (plan.left_out, plan.value, plan.bound) == ((0,), 0.0, 0.0)


def test_no_stops_is_an_empty_week() -> None:
    plan = plan_round(Round((25.0, 60.0), (), (), ()))

    assert plan.tours == ((),) * 6
    assert plan.km == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"people": (1.0,)}, {"people": (1.0, -1.0)}, {"service_hours": (1.0, float("nan"))}, {"days": 0},
        {"hours": 0.0}, {"km_per_hour": float("inf")}, {"detour": 0.5}, {"depot": (91.0, 0.0)},
    ],
)  # fmt: skip
def test_bad_values_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=next(iter(changes)).replace("depot", "stops")):
        replace(week(2, 1), **changes)


def test_the_check_finds_what_is_wrong() -> None:
    asked = week(3, 1, days=1, hours=1.5)

    rules = {found.rule for found in check_round(asked, RoundPlan(asked, ((0, 1, 1), ()), 5.0, 1.0))}

    assert rules == {"visited_twice", "days_miscounted", "day_too_long", "value_untrue", "bound_crossed"}


@pytest.mark.slow  # the search takes its second
def test_the_command_plans_a_week(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "چابهار,25.29,60.64,9\nتیس,25.36,60.61,30\nکنارک,25.36,60.40,40\nدور,39,45,5\n"
    (tmp_path / "p.csv").write_text("name,lat,lng,weight\n" + rows, "utf-8")
    words = ["siting", str(tmp_path / "p.csv"), "--round-from", "چابهار", "--days", "2", "--seconds", "1"]

    assert main([*words, "-o", str(tmp_path / "week.csv")]) == 3

    told = capsys.readouterr().out
    assert "جا نشدند: دور" in told
    assert {row["name"] for row in read_table(tmp_path / "week.csv")} == {"تیس", "کنارک"}
    assert main([*words[:2], "--round-from", "نیست"]) == 2
