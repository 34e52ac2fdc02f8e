"""Who comes in when somebody drops out."""

import time

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.rostering import Problem, check, repair, solve


def mended(people, shifts, gone, **more):
    problem = Problem(tuple(people), tuple(shifts))
    plan = repair(solve(problem), gone, **more)
    assert check(problem, plan) == []
    return plan


def steps(plan):
    return [(c.volunteer, c.left and c.left[0], c.took and c.took[0]) for c in plan.changes]


def test_somebody_free_comes_in(make):
    plan = mended([make.person("a"), make.person("b", shifts_done=1)], [make.shift()], "a")

    assert steps(plan) == [("a", "s1", None), ("b", None, "s1")]
    assert plan.missing == ()


def test_the_cheapest_of_the_free_comes_in(make):
    people = [make.person("a"), make.person("b", shifts_done=3), make.person("c", shifts_done=2)]

    assert steps(mended(people, [make.shift()], "a"))[1] == ("c", None, "s1")


def test_somebody_moves_over_when_nobody_free_has_the_skill(make):
    people = [make.person("a"), make.person("b", "nurse cook"), make.person("c", "cook", shifts_done=5)]
    plan = mended(people, [make.shift("n"), make.shift("k", skill="cook")], "a")

    assert steps(plan) == [("a", "n", None), ("b", "k", "n"), ("c", None, "k")]


def test_a_chain_of_three_is_found_and_no_longer_one(make):
    people = [make.person("a", "k0")]
    people += [make.person(f"p{k}", f"k{k} k{k + 1}", wishes=frozenset({f"d{k + 1}"})) for k in range(3)]
    people.append(make.person("z", "k2", shifts_done=7))
    shifts = [make.shift(f"d{k}", skill=f"k{k}") for k in range(3)]

    plan = mended(people[:3] + people[4:], shifts, "a")
    assert [step[0] for step in steps(plan)] == ["a", "p0", "p1", "z"]
    assert mended(people[:3] + people[4:], shifts, "a", most=2).cover == 2


def test_a_seat_that_nobody_can_take_is_told(make):
    plan = mended([make.person("a"), make.person("b", "cook")], [make.shift()], "a")

    assert steps(plan) == [("a", "s1", None)]
    assert [(m.shift, m.number) for m in plan.missing] == [("s1", 1)]


def test_the_young_do_not_stay_alone(make):
    people = [make.person("old", "nurse"), make.person("young", "cook", adult_at=10**8)]
    plan = mended(people, [make.shift(seats={"nurse": 1, "cook": 1})], "old")

    assert plan.assignments == ()
    assert steps(plan) == [("old", "s1", None), ("young", "s1", None)]


def test_who_had_no_shift_changes_nothing(make):
    people = [make.person("a"), make.person("b", "cook")]
    plan = mended(people, [make.shift()], "b")

    assert plan.changes == () and len(plan.assignments) == 1


@pytest.mark.parametrize(("who", "most"), [("nobody", 3), ("ali", -1), ("ali", 1.5), ("ali", True)])
def test_a_bad_question_is_refused(make, who, most):
    plan = solve(Problem((make.person(),), (make.shift(),)))

    with pytest.raises(BadInput):
        repair(plan, who, most=most)


def test_a_plan_without_its_network_is_repaired_too(make):
    from dataclasses import replace

    problem = make.month(11, people=20, shifts=15)
    plan = solve(problem)
    gone = max(plan.loads)

    assert repair(replace(plan, work=None), gone).assignments == repair(plan, gone).assignments


@pytest.mark.slow  # a province
def test_a_province_is_repaired_within_a_blink(make):
    problem = make.month(2, people=2000, shifts=500, busy=2)
    plan = solve(problem)

    took = []
    for gone in sorted(plan.loads)[::80]:
        began = time.process_time()
        again = repair(plan, gone)
        took.append(time.process_time() - began)
        assert sum(1 for change in again.changes if change.took) <= 3
    assert sorted(took)[len(took) // 2] < 0.2
