"""The sums by hand and by Bayes' theorem in fractions: one person, strangers, or two of one household."""

from dataclasses import replace
from fractions import Fraction
from math import log2
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage import Model, Params
from hamafza_engines.linkage._fields import BY_NAME, FIELDS
from hamafza_engines.linkage._model import fixed_model, prior_of, probability, shares_of
from hamafza_engines.linkage._prepare import prepare
from hamafza_engines.linkage._score import weights

from .conftest import linked, person, register, tahereh

FIELD_LEVELS = {"nid": 4, "birth": 8, "gender": 2}


def model_of_chance(chance):
    """Return a model of whole fractions, and the fractions."""

    def table():
        told = {}
        for name, levels in FIELD_LEVELS.items():
            parts = [chance.randint(1, 30) for _ in range(levels)]
            told[name] = tuple(Fraction(part, sum(parts)) for part in parts)
        return told

    same, strangers, kin = table(), table(), table()
    prior, kin_prior = Fraction(1, chance.randint(2, 5000)), Fraction(1, chance.randint(2, 5000))
    plain = ({name: tuple(map(float, row)) for name, row in each.items()} for each in (same, strangers, kin))
    model = Model(*plain, {}, float(prior), float(kin_prior))
    return model, same, strangers, kin, prior, kin_prior


def by_bayes(levels, same, strangers, kin, prior, kin_prior):
    """Return the probability of one person among the three explanations, as a fraction."""
    m = u = k = Fraction(1)
    for name, level in zip(FIELD_LEVELS, levels, strict=True):
        if level >= 0:
            m, u, k = m * same[name][level], u * strangers[name][level], k * kin[name][level]
    return prior * m / (prior * m + (1 - prior) * u + kin_prior * k)


class TestASumByHand:
    """prior 1/9, kin as frequent; field A: same 8/10, chance 1/10, kin 4/10; field B: 1/10, 4/10, 1/20.

    S = log2 1/8 + log2 8 + log2 1/4 = -3 + 3 - 2 = -2;  K = 0 + log2 2 + log2 2 = 2
    w = -log2(2^2 + 2^-2) = -log2 4.25 = -2.0875;  p = 1 / (1 + 4.25) = 4/21
    """

    model = Model(
        {"nid": (0.1, 0.1, 0.0, 0.8), "gender": (0.1, 0.9)},
        {"nid": (0.8, 0.1, 0.0, 0.1), "gender": (0.4, 0.6)},
        {"nid": (0.5, 0.1, 0.0, 0.4), "gender": (0.05, 0.95)},
        {},
        1 / 9,
        1 / 9,
    )
    levels = (3, 0)

    def test_has_these_bits_field_by_field(self):
        assert self.model.bits(self.levels, {"nid": "x", "gender": "m"}) == pytest.approx((3, -2))

    def test_has_these_bits_against_kin(self):
        assert self.model.kin_bits(self.levels) == pytest.approx(2)

    def test_has_this_weight_and_probability(self):
        weight = self.model.weight(3 - 2, 2)

        assert weight == pytest.approx(-log2(4.25))
        assert probability(weight) == pytest.approx(4 / 21)

    def test_leaves_an_empty_cell_out_of_every_sum(self):
        assert self.model.bits((3, -1), {"nid": "x", "gender": None}) == pytest.approx((3, 0))
        assert self.model.kin_bits((3, -1)) == pytest.approx(1)


class TestTheWeight:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10**6))
    def test_is_bayes_theorem(self, seed):
        chance = Random(seed)
        model, *told = model_of_chance(chance)
        levels = tuple(chance.randrange(-1, count) for count in FIELD_LEVELS.values())
        someone = dict.fromkeys(FIELD_LEVELS, "x")

        weight = model.weight(sum(model.bits(levels, someone)), model.kin_bits(levels))

        assert probability(weight) == pytest.approx(float(by_bayes(levels, *told)), rel=1e-9)

    def test_of_many_pairs_at_once_is_bayes_theorem_too(self):
        chance = Random(5)
        model, *told = model_of_chance(chance)
        all_levels = [tuple(chance.randrange(-1, n) for n in FIELD_LEVELS.values()) for _ in range(200)]
        gammas = {
            name: np.array([each[place] for each in all_levels], np.int8)
            for place, name in enumerate(FIELD_LEVELS)
        }

        weight, _ = weights(model, dict.fromkeys(FIELD_LEVELS, ["x"]), np.zeros(200, int), gammas)

        by_hand = [float(by_bayes(levels, *told)) for levels in all_levels]
        assert list(map(probability, weight.tolist())) == pytest.approx(by_hand, rel=1e-9)

    @settings(max_examples=40, deadline=None)
    @given(st.floats(-2000, 2000), st.floats(-2000, 2000))
    def test_is_finite_however_strong_the_evidence(self, strangers, kin):
        weight = TestASumByHand.model.weight(strangers, kin)

        assert weight <= min(strangers - 3, kin) + 1e-9
        assert weight >= min(strangers - 3, kin) - 1 - 1e-9
        assert 0 <= probability(weight) <= 1

    @pytest.mark.parametrize("weight", [-499.9, -500.0, -500.1, -1e308])
    def test_far_below_nothing_is_a_probability_of_nought(self, weight):
        assert probability(weight) == pytest.approx(0, abs=1e-100)

    def test_grows_with_the_prior_of_one_person_and_falls_with_that_of_kin(self):
        model = TestASumByHand.model
        told = [replace(model, prior=p).weight(1, 2) for p in (0.001, 0.01, 0.1)]
        kin = [replace(model, kin_prior=p).weight(1, 2) for p in (0.001, 0.01, 0.1)]

        assert told == sorted(told) and kin == sorted(kin, reverse=True)


class TestEqualValues:
    rows = ["علی"] * 5 + ["رضا"] * 3 + ["تهمورث"] + [None]

    def model(self):
        columns = prepare(register(first=self.rows), jalali=True)
        return fixed_model(columns, columns, (10, 10))

    @pytest.mark.parametrize(("name", "share"), [("علی", 5 / 9), ("رضا", 3 / 9), ("تهمورث", 1 / 9)])
    def test_say_as_much_as_their_frequency_allows(self, name, share):
        model = self.model()
        someone = person(first=name)

        assert model.bits((5,), someone) == pytest.approx((log2(0.848 / share),))

    def test_of_a_name_never_seen_say_no_more_than_that_of_one_in_fifty_thousand(self):
        assert self.model().bits((5,), {"first": "نادیده"}) == pytest.approx((log2(0.848 / 2e-5),))

    def test_that_are_only_alike_have_the_chance_of_the_level(self):
        assert self.model().bits((3,), person(first="علی")) == pytest.approx((log2(0.06 / 0.03),))

    def test_of_a_number_have_no_frequency(self):
        columns = prepare(register(nid=["0084575948"] * 9), jalali=True)
        model = fixed_model(columns, columns, (9, 9))

        assert model.bits((3,), {"nid": "0084575948"}) == pytest.approx((log2(0.9 / 1e-6),))

    def test_are_counted_in_both_registers(self):
        ours, theirs = (
            prepare(register(first=names), jalali=True) for names in (["علی", "رضا"], ["علی", "علی"])
        )

        assert shares_of("first", ours, theirs) == pytest.approx({"علی": 3 / 4, "رضا": 1 / 4})

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.sampled_from(["a", "b", "c", None]), max_size=12),
        st.lists(st.sampled_from(["b", None]), max_size=5),
    )
    def test_have_shares_that_sum_to_one(self, left, right):
        shares = shares_of("first", {"first": left}, {"first": right})

        assert sum(shares.values()) == pytest.approx(1 if set(left + right) - {None} else 0)
        assert None not in shares


class TestThePrior:
    @pytest.mark.parametrize(
        ("sizes", "alone", "matches", "by_hand"),
        [
            ((100, 100), False, 0, 30 / 10_000),  # three in ten of the smaller register
            ((100, 1000), False, 0, 30 / 100_000),
            ((100, 100), True, 0, 30 / 4950),  # 100 x 99 / 2 pairs
            ((100, 100), False, 80, 100 / 10_000),  # 80 sure ones are eight in ten
            ((2, 2), False, 0, 1 / 4),  # at least one
            ((1, 1), False, 0, 1 / 2),  # at most one half
            ((3, 3), True, 0, 1 / 3),
            ((10, 10), False, 1, 1.25 / 100),
        ],
    )
    def test_is_this_sum(self, sizes, alone, matches, by_hand):
        assert prior_of(sizes, alone=alone, matches=matches) == pytest.approx(by_hand)

    @pytest.mark.parametrize(
        ("sizes", "by_hand"), [((100, 1000), 2 / 1000), ((1, 1), 0.5), ((3, 2), 0.5), ((5, 4), 0.4)]
    )
    def test_of_kin_is_two_in_the_larger_register(self, sizes, by_hand):
        assert fixed_model({}, {}, sizes).kin_prior == pytest.approx(by_hand)


class TestTheFixedModel:
    def test_has_the_fields_that_both_registers_have_in_the_order_of_the_page(self):
        ours, theirs = (prepare(register(**{n: ["x"] for n in names.split()}), jalali=True)
                        for names in ("city nid first job", "job gender city first"))  # fmt: skip

        assert fixed_model(ours, theirs, (1, 1)).fields == ("first", "city", "job")
        assert fixed_model(ours, None, (1, 1)).fields == ("nid", "first", "city", "job")

    def test_counts_frequencies_of_names_places_and_jobs_alone(self):
        names = [field.name for field in FIELDS]
        columns = prepare(register(**{name: ["13650211"] for name in names}), jalali=True)

        assert set(fixed_model(columns, columns, (1, 1)).shares) == {"first", "last", "father", "city", "job"}

    @pytest.mark.parametrize("name", sorted(BY_NAME))
    def test_lets_every_field_speak_for_and_against(self, name):
        columns = {column: ["13650211"] for column in BY_NAME[name].columns}
        model = fixed_model(columns, None, (1000, 1000))
        top = len(BY_NAME[name].levels) - 1

        assert log2(model.same[name][top] / model.chance[name][top]) > 0.9
        assert log2(model.same[name][0] / model.chance[name][0]) < -1.2


class TestAPlanOfOnePair:
    """One row against one: prior 1/2, kin 1/2, and one field."""

    def test_with_the_same_id_has_the_probability_worked_out_by_hand(self):
        # 0.9 x 1/2 / (0.9 x 1/2 + 1e-6 x 1/2 + 0.01 x 1/2) = 0.45 / 0.4550005
        (link,) = linked(register(nid=["0084575948"]), register(nid=["84575948"])).links

        assert link.probability == pytest.approx(0.45 / 0.4550005, rel=1e-6)
        assert link.kin_bits == pytest.approx(log2(90))

    def test_with_the_same_mobile_may_well_be_kin(self):
        # 0.7 / (0.7 + 1e-6 + 0.45): for two clerks
        (link,) = linked(register(mobile=["09123456789"]), register(mobile=["9123456789"])).links

        assert link.probability == pytest.approx(0.7 / 1.150001, rel=1e-6)
        assert link.verdict == "grey"

    def test_with_the_same_birthday_has_the_probability_worked_out_by_hand(self):
        # 0.82 / (0.82 + 5e-5 + 0.02)
        (link,) = linked(register(birth=["1365/2/11"]), register(birth=["1986-05-01"])).links

        assert link.probability == pytest.approx(0.82 / 0.84005, rel=1e-6)

    @pytest.mark.parametrize("name", ["nid", "mobile", "birth", "father", "city", "gender"])
    def test_weighs_no_more_when_a_cell_is_empty_and_less_when_it_differs(self, name):
        other = {
            "nid": "1289746321",
            "mobile": "09350000001",
            "birth": "1340/12/29",
            "father": "حسن",
            "city": "قم",
            "gender": "مرد",
        }
        weigh = [linked(tahereh(), tahereh(**{name: text}), params=Params(grey=0.001)).links[0].weight
                 for text in (other[name], None)]  # fmt: skip
        (whole,) = linked(tahereh(), tahereh()).links

        assert weigh[0] < weigh[1]
        assert name in ("father", "city", "gender") or weigh[1] < whole.weight
