"""Splink gives back weights: the level of a pair is read out of its weight, and out of nothing else."""

from math import log2
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._fields import BY_NAME, FIELDS
from hamafza_engines.linkage._model import Model
from hamafza_engines.linkage._splink import _levels, _table, _told_apart, comparison, plain_table

from .conftest import people

NAMES = [field.name for field in FIELDS]


def model_with(name, same, chance):
    return Model({name: same}, {name: chance}, {name: chance}, {}, 0.01, 0.01)


def tables(levels):
    """Return a strategy of probabilities, many of them equal, so that weights coincide."""
    return st.lists(st.sampled_from([0.5, 0.25, 0.1, 0.05, 1e-5]), min_size=levels, max_size=levels).map(
        tuple
    )


class TestALevel:
    @settings(max_examples=25, deadline=None)
    @given(st.integers(2, 8).flatmap(lambda n: st.tuples(tables(n), tables(n))))
    def test_is_read_back_from_its_weight_even_where_two_weigh_the_same(self, told):
        same, chance = told
        apart = _told_apart(model_with("x", same, chance), "x")
        weights = [0.0, *(log2(m / u) for m, u in zip(same, apart, strict=True))]

        assert _levels(np.array(weights), same, apart).tolist() == list(range(-1, len(same)))

    @settings(max_examples=25, deadline=None)
    @given(st.integers(2, 8).flatmap(lambda n: st.tuples(tables(n), tables(n))))
    def test_is_told_apart_by_less_than_anybody_sees(self, told):
        same, chance = told

        for before, after in zip(chance, _told_apart(model_with("x", same, chance), "x"), strict=True):
            assert 0 <= log2(after / before) < 1e-4

    def test_that_weighs_nothing_is_not_taken_for_an_empty_cell(self):
        same = chance = (0.5, 0.5)
        apart = _told_apart(model_with("x", same, chance), "x")

        assert _levels(np.array([0.0, log2(0.5 / apart[0]), log2(0.5 / apart[1])]), same, apart).tolist() == [
            -1,
            0,
            1,
        ]

    @pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
    def test_of_the_fixed_weights_is_read_back_from_thousands(self, field):
        apart = _told_apart(model_with(field.name, field.same, field.chance), field.name)
        known = [0.0, *(log2(m / u) for m, u in zip(field.same, apart, strict=True))]
        chance = Random(1)
        levels = [chance.randrange(-1, len(field.levels)) for _ in range(2000)]
        noise = np.array([chance.uniform(-1e-8, 1e-8) for _ in levels])

        assert (
            _levels(np.array([known[level + 1] for level in levels]) + noise, field.same, apart).tolist()
            == levels
        )


class TestAComparison:
    @pytest.mark.parametrize("name", NAMES)
    def test_has_the_empty_level_first_and_then_the_best(self, name):
        field = BY_NAME[name]

        told = comparison(name, field.same, field.chance)["comparison_levels"]

        assert told[0] == {"sql_condition": field.empty, "is_null_level": True}
        assert [level["label_for_charts"] for level in told[1:]] == list(field.levels[::-1])
        assert [level["sql_condition"] for level in told[1:]] == [*field.conditions, "ELSE"]

    @pytest.mark.parametrize("name", NAMES)
    def test_has_the_probabilities_of_its_levels(self, name):
        field = BY_NAME[name]

        for level in comparison(name, field.same, field.chance)["comparison_levels"][1:]:
            place = field.levels.index(level["label_for_charts"])
            assert (level["m_probability"], level["u_probability"]) == (
                field.same[place],
                field.chance[place],
            )

    @pytest.mark.parametrize(("name", "kept"), [("first", False), ("last", False), ("birth", True)])
    def test_for_training_looks_at_no_other_field(self, name, kept):
        field = BY_NAME[name]
        labels = {
            level.get("label_for_charts")
            for level in comparison(name, field.same, field.chance, training=True)["comparison_levels"]
        }

        assert ("swapped" in labels) is kept


class TestATable:
    columns = {
        "nid": ["0084575948", None],
        "first": ["ab", "cd"],
        "first_sound": ["AB", "CD"],
        "city": ["QM", None],
    }

    def test_has_a_place_for_every_row_and_the_compared_columns(self):
        told = plain_table(self.columns, ["nid", "first"])

        assert told.column_names == ["place", "nid", "first", "first_sound"]
        assert told.column("place").to_pylist() == [0, 1]
        assert told.column("nid").to_pylist() == ["0084575948", None]

    def test_has_a_key_for_every_block_and_nothing_for_who_is_in_none(self):
        told = _table(self.columns, {"key_0": np.array([3, -1]), "key_1": np.array([-1, 0])}, ["nid"])

        assert told.column("key_0").to_pylist() == [3, None]
        assert told.column("key_1").to_pylist() == [None, 0]

    def test_of_a_column_of_nothing_is_still_of_text(self):
        told = plain_table({"nid": [None, None]}, ["nid"])

        assert str(told.column("nid").type) == "string" and told.num_rows == 2

    def test_is_made_of_any_prepared_register(self):
        from hamafza_engines.linkage._prepare import prepare

        ready = prepare(people({}, {}), jalali=True)

        assert plain_table(ready, ["nid", "first", "last", "birth"]).num_rows == 2
