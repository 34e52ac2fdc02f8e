"""Weights found again over all candidates: EM told a second time in plain Python, and kin counted by hand."""

from dataclasses import replace
from math import log2
from random import Random

import numpy as np
import pytest

from hamafza_engines.linkage._fields import BY_NAME
from hamafza_engines.linkage._learn import _whole, training_blocks
from hamafza_engines.linkage._model import Model, fixed_model
from hamafza_engines.linkage._score import _kin_prior, refine

FIELDS = ("nid", "last", "birth", "gender", "postcode")
AT_MOST = {"nid": 0.15, "first": 0.06, "birth": 0.06, "gender": 0.05}
PAIRS = 40_000.0


def model_of(fields=FIELDS):
    """Return the fixed model of some fields, without frequencies of values."""
    told = ({name: getattr(BY_NAME[name], of) for name in fields} for of in ("same", "chance", "kin"))
    return Model(*told, {}, 200 / PAIRS, 400 / PAIRS)


def draw(chance, levels):
    return chance.choices(range(len(levels)), levels)[0]


def candidates(seed, *, persons=150, strangers=300, kin=150):
    """Return the levels of pairs drawn from the model, some cells empty."""
    chance, model, found = Random(seed), model_of(), []
    for of, count in ((model.same, persons), (model.chance, strangers), (model.kin, kin)):
        for _ in range(count):
            found.append({name: -1 if chance.random() < 0.1 else draw(chance, of[name]) for name in FIELDS})
    return found


def columns_of(pairs, fields=FIELDS):
    return {name: np.array([pair[name] for pair in pairs], np.int8) for name in fields}


def refined(pairs, model=None):
    return refine(model or model_of(), {}, np.zeros(len(pairs), int), columns_of(pairs), pairs=PAIRS)


def probability(model, pair):
    """Return Bayes' answer for one pair."""
    m = u = k = 1.0
    for name, level in pair.items():
        if level >= 0:
            m, u, k = m * model.same[name][level], u * model.chance[name][level], k * model.kin[name][level]
    return model.prior * m / (model.prior * m + (1 - model.prior) * u + model.kin_prior * k)


def kin_by_hand(pairs, model):
    """One surname, one home, other birthdays; divided by how often kin show that."""
    seen = sum(p["postcode"] == 3 and p["last"] >= 4 and p["birth"] in (0, 1) for p in pairs)
    share = 0.75 * (0.02 + 0.63) * (0.86 + 0.08)
    return min(4 * model.kin_prior, max(0.01 * model.kin_prior, seen / share / PAIRS))


def em_by_hand(pairs):
    """Six rounds: how sure each pair is, then how often each level is seen among the sure ones."""
    start = model_of()
    model = replace(start, kin_prior=kin_by_hand(pairs, start))
    households = model.kin_prior > 0.1 * start.kin_prior
    for _ in range(6):
        sure = [probability(model, pair) for pair in pairs]
        same = {}
        for name in FIELDS:
            counts = [0.0] * len(start.same[name])
            for pair, share in zip(pairs, sure, strict=True):
                if pair[name] >= 0:
                    counts[pair[name]] += share
            trust = 0.9 if sum(counts) >= 50 else 0.0
            mixed = [
                trust * c / max(sum(counts), 1e-9) + (1 - trust) * known
                for c, known in zip(counts, start.same[name], strict=True)
            ]
            if households and name in AT_MOST and mixed[0] > AT_MOST[name] * sum(mixed):
                rest = sum(mixed[1:])
                mixed = [AT_MOST[name], *(share * (1 - AT_MOST[name]) / rest for share in mixed[1:])]
            same[name] = tuple(max(share / sum(mixed), 1e-9) for share in mixed)
        prior = sum(sure) / PAIRS if sum(sure) >= 50 else model.prior
        model = replace(model, same=same, prior=min(0.5, prior))
    return model


class TestRefining:
    @pytest.mark.parametrize("seed", range(4))
    def test_is_em_as_told_a_second_time(self, seed):
        pairs = candidates(seed)

        found, by_hand = refined(pairs), em_by_hand(pairs)

        for name in FIELDS:
            assert found.same[name] == pytest.approx(by_hand.same[name], abs=1e-6)
        assert found.prior == pytest.approx(by_hand.prior, rel=1e-5)
        assert found.kin_prior == pytest.approx(by_hand.kin_prior)

    def test_of_hardly_any_persons_keeps_what_was_known(self):
        pairs = candidates(5, persons=10, kin=0)

        found = refined(pairs)

        assert found.prior == model_of().prior
        for name, levels in model_of().same.items():
            assert found.same[name] == pytest.approx(_whole(list(levels)), abs=1e-6)

    def test_finds_how_many_persons_there_are(self):
        assert refined(candidates(6, persons=400, kin=50)).prior * PAIRS == pytest.approx(400, rel=0.1)

    def test_changes_neither_what_strangers_nor_what_kin_are_like(self):
        found = refined(candidates(7))

        assert found.chance == model_of().chance and found.kin == model_of().kin

    def test_does_not_hang_on_the_order_of_the_pairs(self):
        pairs = candidates(8)
        mixed = Random(1).sample(pairs, len(pairs))

        one, other = refined(mixed), refined(pairs)

        for name in FIELDS:
            assert one.same[name] == pytest.approx(other.same[name], abs=1e-8)

    @pytest.mark.parametrize("name", ["nid", "birth", "gender"])
    def test_holds_down_how_often_a_person_differs_from_himself_where_there_are_households(self, name):
        pairs = candidates(9, persons=300)
        for pair in pairs[:150]:
            pair[name] = 0

        found = refined(pairs)

        assert found.same[name][0] == pytest.approx(AT_MOST[name], abs=1e-6)
        assert found.same[name] == pytest.approx(em_by_hand(pairs).same[name], abs=1e-6)

    def test_of_levels_are_probabilities(self):
        for levels in refined(candidates(10)).same.values():
            assert sum(levels) == pytest.approx(1, abs=1e-6) and min(levels) >= 1e-9


class TestHowManyAreKin:
    def pairs(self, count, **changes):
        kin = {"nid": 0, "last": 5, "birth": 0, "gender": 1, "postcode": 3} | changes
        return [kin] * count

    @pytest.mark.parametrize("count", [0, 1, 100, 183, 184, 500, 10**4])
    def test_is_the_count_by_hand_within_its_bounds(self, count):
        pairs = self.pairs(count) or self.pairs(1, last=0)
        model = model_of()

        assert _kin_prior(model, columns_of(pairs), PAIRS) == pytest.approx(kin_by_hand(pairs, model))

    @pytest.mark.parametrize(
        ("changes", "counted"),
        [
            ({}, True), ({"last": 4}, True), ({"last": 3}, False), ({"birth": 1}, True), ({"birth": 2}, False), ({"birth": -1}, False),
            ({"postcode": 2}, False), ({"postcode": -1}, False), ({"nid": 3}, True), ({"gender": 0}, True),
        ],
        ids=str,
    )  # fmt: skip
    def test_counts_one_surname_and_one_home_with_other_birthdays(self, changes, counted):
        model = model_of()

        told = _kin_prior(model, columns_of(self.pairs(200, **changes)), PAIRS)

        assert (told > 0.5 * model.kin_prior) is counted

    @pytest.mark.parametrize("gone", ["last", "birth", "postcode"])
    def test_is_the_usual_number_where_a_column_is_missing(self, gone):
        fields = [name for name in FIELDS if name != gone]
        model = model_of(fields)

        assert _kin_prior(model, columns_of(self.pairs(200), fields), PAIRS) == model.kin_prior

    def test_is_read_from_mobiles_where_there_are_no_postcodes(self):
        fields = ("last", "birth", "mobile")
        model = model_of(fields)
        pairs = [{"last": 5, "birth": 0, "mobile": 3}] * 100

        # 100 / (0.45 x 0.65 x 0.94) = 363.7 pairs of kin
        assert _kin_prior(model, columns_of(pairs, fields), PAIRS) == pytest.approx(363.7 / PAIRS, rel=1e-3)


class TestTrainingBlocks:
    def columns(self, *filled):
        """Return ten rows in which these fields are filled and the others are nearly empty."""
        names = ("nid", "first", "last", "father", "birth", "mobile")
        columns = {name: ["13650211"] * 10 if name in filled else [None] * 8 + ["x"] * 2 for name in names}
        return columns | {f"{name}_sound": columns[name] for name in ("first", "last", "father")}

    @pytest.mark.parametrize(
        ("filled", "blocks"),
        [
            (("nid", "first", "last", "birth", "mobile"), [("nid",), ("birth", "first")]),
            (("first", "last", "birth", "mobile"), [("birth", "first"), ("last", "mobile")]),
            (("first", "last", "birth"), [("birth",), ("first", "last")]),
            (("nid", "birth"), [("nid",), ("birth",)]),
            (("nid",), []), (("first", "last"), []), (("birth", "mobile"), []), ((), []),
        ],
        ids=str,
    )  # fmt: skip
    def test_are_the_first_two_that_share_no_field(self, filled, blocks):
        columns = self.columns(*filled)
        model = fixed_model(columns, columns, (10, 10))

        assert training_blocks(model, columns, columns) == blocks

    @pytest.mark.parametrize(("cells", "taken"), [(2, False), (4, True)])
    def test_need_more_than_three_cells_in_ten(self, cells, taken):
        columns = self.columns("first", "last", "birth") | {"nid": ["x"] * cells + [None] * (10 - cells)}
        model = fixed_model(columns, columns, (10, 10))

        assert (("nid",) in training_blocks(model, columns, columns)) is taken

    def test_need_the_cells_in_both_registers(self):
        full, poor = self.columns("nid", "first", "last", "birth"), self.columns("first", "last", "birth")
        model = fixed_model(full, poor, (10, 10))

        for sides in ((full, poor), (poor, full)):
            assert ("nid",) not in training_blocks(model, *sides)


def test_a_pair_that_says_nothing_has_the_odds_of_the_prior_alone():
    nothing = dict.fromkeys(FIELDS, -1)
    model = model_of()

    weight = model.weight(sum(model.bits((-1,) * len(FIELDS), nothing)), model.kin_bits((-1,) * len(FIELDS)))

    # 200 : 39,800 + 400
    assert weight == pytest.approx(log2(200 / 40_200))
