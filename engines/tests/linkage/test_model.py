"""The sums: three explanations of one likeness."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.linkage import Register
from hamafza_engines.linkage._model import Model, fixed_model, prior_of, probability, shares_of
from hamafza_engines.linkage._prepare import prepare

bits = st.floats(-60, 60)


def model_of(*rows):
    columns = prepare(Register.of(rows), jalali=True)
    return fixed_model(columns, columns, (len(rows), len(rows))), columns


@given(bits, bits)
def test_the_weight_is_that_of_one_person_against_both_others(strangers, kin):
    model = Model({}, {}, {}, {}, 0.01, 0.02)

    odds = 1 / (0.99 / 0.01 * 2.0**-strangers + 0.02 / 0.01 * 2.0**-kin)

    assert model.weight(strangers, kin) == pytest.approx(log2(odds), abs=1e-6)


@given(bits, bits, bits)
def test_more_evidence_never_weighs_less(strangers, kin, more):
    model = Model({}, {}, {}, {}, 0.001, 0.002)

    assert model.weight(strangers + abs(more), kin) >= model.weight(strangers, kin) - 1e-9
    assert model.weight(strangers, kin + abs(more)) >= model.weight(strangers, kin) - 1e-9


@pytest.mark.parametrize(("weight", "share"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (-600, 0.0), (2000, 1.0)])
def test_a_weight_is_a_probability(weight, share):
    assert probability(weight) == pytest.approx(share)


def test_a_rare_name_says_more_than_a_frequent_one():
    rows = [{"نام": "محمد", "فامیل": "محمدی"}] * 8 + [{"نام": "تهمورث", "فامیل": "یزدگردی"}]
    model, columns = model_of(*rows)

    def told(row):
        person = {name: column[row] for name, column in columns.items()}
        return sum(model.bits(model.levels(person, person), person))

    assert told(8) > told(0) + 4


def test_frequencies_are_of_both_registers_and_know_nothing_of_empty_cells():
    assert shares_of("first", {"first": ["a", None, "b"]}, {"first": ["a", None]}) == pytest.approx(
        {"a": 2 / 3, "b": 1 / 3}
    )
    assert shares_of("first", {"first": [None]}, None) == {}


def test_an_empty_cell_says_nothing():
    model, columns = model_of({"نام": "علی", "فامیل": "راد", "کد ملی": None}, {"کد ملی": "0084575948"})
    a, b = ({name: column[row] for name, column in columns.items()} for row in (0, 1))

    levels = model.levels(a, b)

    assert levels == (-1, -1, -1)
    assert set(model.bits(levels, a)) == {0.0} and model.kin_bits(levels) == 0


def test_the_same_first_name_speaks_against_kin_and_a_different_one_for_them():
    model = model_of({"نام": "علی", "فامیل": "راد"})[0].only({"first": []})

    assert model.kin_bits((5,)) > 5 and model.kin_bits((0,)) < -4


def test_a_shared_home_speaks_hardly_against_kin_but_strongly_against_strangers():
    model, columns = model_of({"موبایل": "09123456789"})
    person = {name: column[0] for name, column in columns.items()}

    assert model.kin_bits((3,)) < 1.5 < 15 < model.bits((3,), person)[0]


@pytest.mark.parametrize(
    ("sizes", "alone"), [((0, 0), False), ((1, 1), False), ((1, 1), True), ((10**6, 10**6), False)]
)
def test_the_prior_is_a_probability_for_every_size(sizes, alone):
    assert 0 < prior_of(sizes, alone=alone) <= 0.5


def test_a_model_can_be_cut_to_the_fields_at_hand():
    model, _ = model_of({"نام": "علی", "فامیل": "راد", "کد ملی": "0084575948"})

    assert model.only({"nid": []}).fields == ("nid",)
