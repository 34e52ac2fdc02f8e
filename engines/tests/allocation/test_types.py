"""What a problem refuses: by column, row and value."""

import numpy as np
import pytest

from hamafza_engines.allocation import Need, Offer, Params, Problem, matched, solve
from hamafza_engines.allocation._types import LARGEST
from hamafza_engines.frame import BadInput

GOOD = {"need_amount": [4], "offer_amount": [5], "arc_need": [0], "arc_offer": [0], "arc_worth": [3]}


@pytest.mark.parametrize(
    ("column", "values", "row"),
    [
        ("need_amount", [-1], 0),
        ("need_amount", [2.5], 0),
        ("need_amount", [float("nan")], 0),
        ("need_amount", [float("inf")], 0),
        ("need_amount", ["five"], 0),
        ("need_amount", [None], 0),
        ("offer_amount", [-3], 0),
        ("arc_need", [1], 0),
        ("arc_need", [-1], 0),
        ("arc_offer", [1], 0),
        ("arc_worth", [0], 0),
        ("arc_worth", [-7], 0),
        ("arc_worth", [LARGEST + 1], 0),
        ("need_group", [-1], 0),
        ("need_bundle", [-2], 0),
        ("offer_single", [2], 0),
        ("offer_lot", [-1], 0),
    ],
)
def test_a_bad_value_is_refused_with_its_column_and_row(column, values, row):
    with pytest.raises(BadInput) as refused:
        Problem(**(GOOD | {column: values}))

    assert (refused.value.field, refused.value.row) == (column, row)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("arc_worth", [1, 2]), ("arc_offer", []), ("need_group", []), ("need_bundle", [0, 0]), ("offer_lot", [1, 1]),
        ("need_amount", [[1]]), ("need_ids", []), ("offer_ids", ["a", "b"]), ("group_ids", []),
        ("need_amount", [[1], [1, 2]]), ("need_amount", [10**30]),
    ],
)  # fmt: skip
def test_a_bad_shape_is_refused_with_its_column(column, values):
    with pytest.raises(BadInput) as refused:
        Problem(**(GOOD | {"need_group": [0]} | {column: values}))

    assert refused.value.field == column


def test_sums_that_would_overflow_are_refused_with_a_remedy():
    with pytest.raises(BadInput, match="larger units") as refused:
        Problem(**(GOOD | {"need_amount": [LARGEST // 2], "arc_worth": [4]}))

    assert refused.value.field == "need_amount"


def test_worth_that_the_flow_solver_cannot_scale_is_refused():
    with pytest.raises(BadInput) as refused:
        Problem(**(GOOD | {"need_amount": [1], "offer_amount": [1], "arc_worth": [LARGEST // 9]}))

    assert refused.value.field == "arc_worth"


def test_the_dearest_worth_that_is_taken_is_solved_rightly():
    dearest = LARGEST // 8 // 12 - 1
    problem = Problem(**(GOOD | {"need_amount": [3], "offer_amount": [2], "arc_worth": [dearest]}))

    assert solve(problem).value == 2 * dearest


def test_whole_numbers_in_other_clothes_are_taken():
    problem = Problem(**(GOOD | {"need_amount": [4.0], "offer_amount": np.array([5], np.int16)}))

    assert solve(problem).value == 12


def test_columns_cannot_be_changed_behind_its_back():
    problem = Problem(**(GOOD | {"need_amount": np.array([4])}))

    with pytest.raises(ValueError, match="read-only"):
        problem.need_amount[0] = 9


@pytest.mark.parametrize(
    ("field", "value"),
    [("floor", -0.1), ("floor", 1.1), ("floor", float("nan")), ("floor", "1"), ("ease", -1), ("rule_gap", 2), ("mip_arcs", -1), ("mip_arcs", 1.5)],
)  # fmt: skip
def test_a_bad_parameter_is_refused(field, value):
    with pytest.raises(BadInput) as refused:
        Params(**{field: value})

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"), ({"amount": -1}, "amount"), ({"amount": 1.5}, "amount"), ({"amount": True}, "amount"),
        ({"category": ""}, "category"), ({"lat": 30.0}, "lat"), ({"lat": 91.0, "lng": 50.0}, "lat"),
        ({"lat": 30.0, "lng": float("nan")}, "lng"), ({"max_km": -1.0}, "max_km"), ({"priority": 0}, "priority"),
        ({"priority": 11}, "priority"),
    ],
)  # fmt: skip
def test_a_bad_need_is_refused(change, field):
    with pytest.raises(BadInput) as refused:
        Need(**({"id": "n", "amount": 1, "category": "food"} | change))

    assert refused.value.field == field


def test_a_lot_of_nothing_is_refused():
    with pytest.raises(BadInput) as refused:
        Offer(id="o", amount=1, category="food", lot=0)

    assert refused.value.field == "lot"


def test_two_rows_of_one_id_are_refused():
    twice = [Need(id="n", amount=1, category="food")] * 2

    with pytest.raises(BadInput, match="twice"):
        matched(twice, [])
