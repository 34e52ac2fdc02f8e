"""Registers large enough to learn from: Splink on DuckDB. Slow: DuckDB compares some 100,000 pairs."""

import random
from dataclasses import replace

import pytest

from hamafza_engines.linkage import ADVERSARIAL, ORDINARY, Params, Problem, Register, check, registers, solve

pytestmark = pytest.mark.slow  # Splink learns from random pairs and two blocks, a few seconds a linkage


def measured(found, truth):
    found = set(found)
    right = len(found & truth)
    return right / max(len(found), 1), right / len(truth)


@pytest.fixture(scope="module")
def ordinary():
    left, right, truth = registers(1500, seed=101, world=ORDINARY)
    return left, right, truth, solve(Problem(left, right))


def test_weights_are_learnt_and_the_plan_is_sound(ordinary):
    left, right, _, plan = ordinary

    assert plan.method == "learnt" and plan.status == "optimal" and plan.gap == 0
    assert check(Problem(left, right), plan) == []
    assert "آموخته" in plan.summary() and "learnt" in plan.summary("en")


def test_what_is_merged_is_right_and_nearly_all(ordinary):
    _, _, truth, plan = ordinary

    precision, recall = measured(((link.left, link.right) for link in plan.auto), truth)

    assert precision >= 0.99 and recall >= 0.95


def test_learnt_weights_are_probabilities_in_a_sensible_order(ordinary):
    model = ordinary[3].model

    for of in (model.same, model.chance, model.kin):
        for levels in of.values():
            assert min(levels) > 0 and max(levels) < 1 and sum(levels) == pytest.approx(1, abs=0.02)
    for name in model.fields:
        assert model.same[name][-1] > model.chance[name][-1]
        assert model.same[name][0] < model.chance[name][0]
    assert 0 < model.prior < 0.01


def test_numpy_weighs_as_plain_python_does(ordinary):
    """Two implementations of the sum, one pair at a time and all at once."""
    from hamafza_engines.linkage._prepare import jalali_of, prepare

    left, right, _, plan = ordinary
    jalali = jalali_of([left, right])
    a, b = prepare(left, jalali=jalali), prepare(right, jalali=jalali)
    rows_a, rows_b = ({id_: row for row, id_ in enumerate(side.ids)} for side in (left, right))
    for link in plan.links[:300]:
        one = {name: column[rows_a[link.left]] for name, column in a.items()}
        other = {name: column[rows_b[link.right]] for name, column in b.items()}
        levels = plan.model.levels(one, other)
        weight = plan.model.weight(sum(plan.model.bits(levels, one)), plan.model.kin_bits(levels))
        assert weight == pytest.approx(link.weight, abs=1e-5)


def test_the_order_of_rows_changes_nothing(ordinary):
    left, right, _, plan = ordinary
    order = list(range(len(left)))
    random.Random(1).shuffle(order)
    mixed = Register(
        tuple(left.ids[row] for row in order),
        {name: tuple(column[row] for row in order) for name, column in left.cells.items()},
    )

    again = solve(Problem(mixed, right), seed=5)

    assert [(x.left, x.right, x.verdict) for x in again.links] == [
        (x.left, x.right, x.verdict) for x in plan.links
    ]


def test_nobody_is_merged_wrongly_among_twins_and_shared_ids():
    left, right, truth = registers(1500, seed=102, world=ADVERSARIAL)

    plan = solve(Problem(left, right))

    precision, recall = measured(((link.left, link.right) for link in plan.auto), truth)
    assert precision >= 0.99 and recall >= 0.85
    shown = measured(((link.left, link.right) for link in plan.links), truth)[1]
    assert shown >= recall + 0.02  # what is not sure is shown to two clerks, not lost


def test_few_in_common_among_many_kin_do_not_make_persons_of_kin():
    """The two classes of plain EM fail here: they merge twins by the dozen."""
    left, right, truth = registers(1500, seed=105, world=replace(ADVERSARIAL, both=0.1))

    plan = solve(Problem(left, right))

    precision, recall = measured(((link.left, link.right) for link in plan.auto), truth)
    assert precision >= 0.95 and recall >= 0.85
    assert plan.model.same["first"][0] <= 0.07


def test_a_register_of_unlike_sizes_and_missing_columns():
    left, right, truth = registers(1200, seed=103)
    few = Register(right.ids, {name: right.cells[name] for name in ("first", "last", "birth", "city")}, "few")

    plan = solve(Problem(left, few))

    precision, _ = measured(((link.left, link.right) for link in plan.auto), truth)
    assert check(Problem(left, few), plan) == [] and precision >= 0.98


def test_all_rows_the_same_person_are_given_up_and_counted():
    rows = [{"نام": "علی", "نام خانوادگی": "راد", "تاریخ تولد": "1365/1/1"}] * 1000
    crowd = Register.of(rows)

    plan = solve(Problem(crowd, crowd))

    assert plan.links == () and sum(count for _, count in plan.skipped) >= 2000
    assert "هم‌سان" in plan.summary()
    assert solve(Problem(crowd, crowd), params=Params(method="fixed")).skipped


def test_one_row_against_many():
    left, right, truth = registers(2500, seed=104)
    a, b = sorted(truth)[0]
    row = left.ids.index(a)
    alone = Register((a,), {name: (column[row],) for name, column in left.cells.items()})

    plan = solve(Problem(alone, right))

    assert [(link.left, link.right) for link in plan.links] == [(a, b)]
    assert plan.method == "fixed"
