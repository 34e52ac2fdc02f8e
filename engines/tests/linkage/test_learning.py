"""What learning believes, without running it: blocks, mixtures, and how many are kin."""

import numpy as np
import pytest

from hamafza_engines.linkage import Register, registers
from hamafza_engines.linkage._learn import _believed, _some, _whole, training_blocks
from hamafza_engines.linkage._model import fixed_model
from hamafza_engines.linkage._prepare import prepare
from hamafza_engines.linkage._score import _kin_prior, refine, weights


@pytest.fixture(scope="module")
def known():
    left, right, _ = registers(120, seed=61)
    a, b = (prepare(side, jalali=True) for side in (left, right))
    return fixed_model(a, b, (120, 120)), a, b


def gammas(model, **levels):
    count = len(next(iter(levels.values())))
    return {name: np.array(levels.get(name, [-1] * count), np.int8) for name in model.fields}


def test_two_blocks_share_no_field(known):
    first, second = training_blocks(*known)

    assert first and second and not set(first) & set(second)


def test_columns_that_are_mostly_empty_are_no_blocks():
    rows = [
        {"کد ملی": "0084575948" if place == 0 else None, "نام": "علی", "فامیل": "راد"} for place in range(10)
    ]
    columns = prepare(Register.of(rows), jalali=True)

    assert training_blocks(fixed_model(columns, columns, (10, 10)), columns, columns) == []


def test_what_em_found_is_mixed_with_what_was_known(known):
    model = known[0]
    found = {name: {} for name in model.fields} | {"gender": {"same": 0.9, "other": 0.1}}

    believed = _believed(model, found)

    assert believed["gender"][0] == pytest.approx(0.8 * 0.1 + 0.2 * model.same["gender"][0])
    assert believed["nid"] == pytest.approx(model.same["nid"])


def test_a_field_on_which_em_went_astray_keeps_the_fixed_weights(known):
    model = known[0]
    found = {name: {} for name in model.fields} | {"last": {"same": 0.05, "other": 0.9}}

    assert _believed(model, found)["last"] == pytest.approx(_whole(list(model.same["last"])))


def test_the_sample_does_not_hang_on_the_order_of_rows(known):
    _, columns, _ = known
    turned = {name: column[::-1] for name, column in columns.items()}

    assert _some(columns) == _some(turned)


def test_whole_levels_sum_to_one():
    assert sum(_whole([2.0, 1.0, 1.0])) == pytest.approx(1)
    assert min(_whole([1.0, 0.0])) > 0


def test_where_no_home_is_shared_by_others_there_are_few_kin(known):
    model = known[0]
    nobody = gammas(model, postcode=[3, 3], last=[5, 5], birth=[7, 7])
    household = gammas(model, postcode=[3] * 400, last=[5] * 400, birth=[0] * 400)

    few, many = (_kin_prior(model, told, pairs=14_400) for told in (nobody, household))

    assert few < model.kin_prior < many <= 4 * model.kin_prior


def test_without_a_home_in_the_data_the_usual_share_of_kin_stands(known):
    model = known[0].only({"first": [], "last": []})

    assert _kin_prior(model, gammas(model, last=[5]), pairs=100) == model.kin_prior


def test_refining_counts_what_is_sure(known):
    model, left, _ = known
    full = {name: [len(model.same[name]) - 1] * 100 for name in model.fields}
    full["city"] = [0] * 30 + [2] * 70
    told = gammas(model, **full)
    rows = np.zeros(100, int)

    refined = refine(model, left, rows, told, pairs=14_400)

    assert refined.same["city"][0] == pytest.approx(0.9 * 0.3 + 0.1 * model.same["city"][0], abs=0.01)
    assert refined.prior == pytest.approx(100 / 14_400, rel=0.05)


def test_refining_does_not_make_persons_of_kin(known):
    """Twins by the hundred: all alike but the first name."""
    model, left, _ = known
    levels = {name: [len(model.same[name]) - 1] * 300 for name in model.fields if name != "nid"}
    levels["first"] = [0] * 200 + [5] * 100
    levels["birth"] = [0] * 150 + [7] * 150

    refined = refine(model, left, np.zeros(300, int), gammas(model, **levels), pairs=14_400)

    assert refined.same["first"][0] <= 0.0601 and refined.same["birth"][0] <= 0.0601


def test_too_few_sure_pairs_change_nothing(known):
    model, left, _ = known
    told = gammas(model, first=[0, 0], last=[0, 0])

    refined = refine(model, left, np.zeros(2, int), told, pairs=14_400)

    assert refined.prior == model.prior
    for name in model.fields:
        assert refined.same[name] == pytest.approx(np.array(model.same[name]) / sum(model.same[name]))


def test_weights_of_many_are_the_weights_of_each(known):
    model, left, right = known
    chance = np.random.default_rng(1)
    i, j = chance.integers(0, 120, 80), chance.integers(0, 120, 80)
    people = [
        (
            {name: column[a] for name, column in left.items()},
            {name: column[b] for name, column in right.items()},
        )
        for a, b in zip(i, j, strict=True)
    ]
    levels = [model.levels(a, b) for a, b in people]
    told = {name: np.array([each[k] for each in levels], np.int8) for k, name in enumerate(model.fields)}

    weight, kin_bits = weights(model, left, i, told)

    for k, (a, _) in enumerate(people):
        alone = model.kin_bits(levels[k])
        assert kin_bits[k] == pytest.approx(alone, abs=1e-9)
        assert weight[k] == pytest.approx(model.weight(sum(model.bits(levels[k], a)), alone), abs=1e-9)
