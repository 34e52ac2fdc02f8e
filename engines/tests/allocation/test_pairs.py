"""Which pairs there are: wider categories, spellings of one name, many pairs, and every term with every other."""

from datetime import date, timedelta
from itertools import product

import pytest

from hamafza_engines.allocation import _arcs, matched
from hamafza_engines.allocation._match import misfit
from hamafza_engines.frame import BadInput

from .builders import a_need, an_offer, fits

DAY = date(2026, 11, 22)
TEHRAN, MASHHAD = {"lat": 35.6892, "lng": 51.3890}, {"lat": 36.2605, "lng": 59.6168}


class TestAWiderCategory:
    RULE = (("category", "blanket", "money", 0),)

    def test_lets_the_second_serve_the_first_and_not_the_other_way(self):
        assert fits(a_need(category="blanket"), an_offer(category="money"), self.RULE)
        assert not fits(a_need(category="money"), an_offer(category="blanket"), self.RULE)

    def test_reaches_one_step_and_no_further(self):
        chained = (*self.RULE, ("category", "tent", "blanket", 0))

        assert not fits(a_need(category="tent"), an_offer(category="money"), chained)

    def test_told_twice_gives_each_pair_once(self):
        problem = matched([a_need(category="blanket")], [an_offer(category="money")], self.RULE * 2)

        assert len(problem.arc_need) == 1

    def test_of_itself_gives_each_pair_once(self):
        assert len(matched([a_need()], [an_offer()], [("category", "food", "food", 0)]).arc_need) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [("كتاب", "کتاب"), ("Food", "food"), ("پتوی ۲ نفره", "پتوی 2 نفره"), ("لباس‌گرم", "لباس گرم")],
    )
    def test_is_not_needed_between_two_spellings_of_one(self, one, other):
        assert fits(a_need(category=one), an_offer(category=other))

    @pytest.mark.parametrize(("one", "other"), [("🍞", "🧥"), ("+", "-"), ("آب", "نان")])
    def test_is_needed_between_names_that_differ_even_in_signs_alone(self, one, other):
        assert not fits(a_need(category=one), an_offer(category=other))


class TestManyPairs:
    @pytest.mark.parametrize("block", [1, 7, 10**6])
    def test_are_the_same_whatever_part_of_them_is_looked_at_together(self, block, monkeypatch):
        needs = [a_need(id=f"n{k}", priority=1 + k % 10, group="ab"[k % 2]) for k in range(23)]
        offers = [an_offer(id=f"o{k}", only=frozenset("ab"[: k % 3])) for k in range(11)]
        told = matched(needs, offers)
        monkeypatch.setattr(_arcs, "_BLOCK", block)

        problem = matched(needs, offers)

        for column in ("arc_need", "arc_offer", "arc_worth"):
            assert getattr(problem, column).tolist() == getattr(told, column).tolist()

    @pytest.mark.parametrize("block", [1, 10**6])
    def test_are_refused_beyond_the_most_with_a_way_out(self, block, monkeypatch):
        needs, offers = [a_need(id=f"n{k}") for k in range(4)], [an_offer(id=f"o{k}") for k in range(3)]
        monkeypatch.setattr(_arcs, "_BLOCK", block)
        monkeypatch.setattr(_arcs, "_MOST", 12)
        assert len(matched(needs, offers).arc_need) == 12

        monkeypatch.setattr(_arcs, "_MOST", 11)
        with pytest.raises(BadInput) as refused:
            matched(needs, offers)

        assert (refused.value.field, refused.value.value) == ("arcs", 12)
        assert "max_km" in refused.value.remedy and "فاصله" in refused.value.remedy_fa

    def test_come_by_need_and_then_by_offer_whatever_their_categories(self):
        needs = [a_need(id=f"n{k}", category="abc"[k % 3]) for k in range(9)]
        offers = [an_offer(id=f"o{k}", category="cab"[k % 3]) for k in range(9)]

        problem = matched(needs, offers, [("category", "a", "b", 0)])

        pairs = list(zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), strict=True))
        assert pairs == sorted(pairs) and len(set(pairs)) == 36


def test_every_term_alone_and_with_every_other_is_judged_alike_by_arcs_and_reasons():
    """One thing wrong at a time, and each pair of them: 2 to the power of 5 offers against one need."""
    need = a_need(group="زابل", until=DAY, **TEHRAN)
    wrongs = {
        "category": {"category": "money"}, "purpose": {"purpose": "zakat"}, "wish": {"only": frozenset({"چابهار"})},
        "time": {"since": DAY + timedelta(1)}, "distance": {"max_km": 1.0} | MASHHAD,
    }  # fmt: skip
    for chosen in product((False, True), repeat=5):
        wrong = [name for name, yes in zip(wrongs, chosen, strict=True) if yes]
        offer = an_offer(**{key: value for name in wrong for key, value in wrongs[name].items()})

        assert misfit(need, offer) == (wrong[0] if wrong else None)
        assert fits(need, offer) == (not wrong)
