"""Which offers fit which needs: each term of a need and of a donor, alone and together."""

from datetime import date
from random import Random

import pytest

from hamafza_engines.allocation import Need, Offer, check, matched, solve
from hamafza_engines.allocation._match import misfit
from hamafza_engines.frame import BadInput

NEED = {"id": "n", "amount": 5, "category": "food"}
OFFER = {"id": "o", "amount": 5, "category": "food"}
TEHRAN, KARAJ, ZAHEDAN = (35.70, 51.40), (35.83, 50.99), (29.50, 60.86)


def at(place):
    return {"lat": place[0], "lng": place[1]}


FITS = [
    ({}, {}, None),
    ({}, {"category": "money"}, "category"),
    ({}, {"purpose": "zakat"}, "purpose"),
    ({"purposes": frozenset({"zakat", "nazr"})}, {"purpose": "zakat"}, None),
    ({"purposes": frozenset({"nazr"})}, {"purpose": "zakat"}, "purpose"),
    ({"purposes": frozenset({"nazr"})}, {}, None),
    ({"group": "Zabol"}, {"only": frozenset({"Tehran"})}, "wish"),
    ({"group": "Zabol"}, {"only": frozenset({"Tehran", "Zabol"})}, None),
    ({"until": date(2026, 1, 1)}, {"since": date(2026, 1, 2)}, "time"),
    ({"until": date(2026, 1, 1)}, {"since": date(2026, 1, 1)}, None),
    ({"since": date(2026, 2, 1)}, {"until": date(2026, 1, 31)}, "time"),
    (at(TEHRAN), {"max_km": 50.0} | at(KARAJ), None),
    (at(TEHRAN), {"max_km": 50.0} | at(ZAHEDAN), "distance"),
    ({"max_km": 30.0} | at(TEHRAN), {"max_km": 50.0} | at(KARAJ), "distance"),
    ({}, {"max_km": 50.0} | at(KARAJ), "distance"),  # nobody knows where the need is
    (at(TEHRAN), at(ZAHEDAN), None),
]


@pytest.mark.parametrize(("need", "offer", "why"), FITS)
def test_an_arc_is_there_when_every_term_is_kept(need, offer, why):
    one, other = Need(**(NEED | need)), Offer(**(OFFER | offer))

    problem = matched([one], [other])

    assert misfit(one, other) == why
    assert len(problem.arc_need) == (why is None)


def test_arcs_and_reasons_agree_on_any_mixture():
    chance = Random(9)
    needs = [_need(chance, k) for k in range(60)]
    offers = [_offer(chance, k) for k in range(40)]

    problem = matched(needs, offers, [("category", "food", "money", 0)])

    fit = set(zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), strict=True))
    wider = {("food", "money")}
    assert fit == {(i, j) for i in range(60) for j in range(40) if misfit(needs[i], offers[j], wider) is None}
    assert len(fit) > 50 and check(problem, solve(problem)) == []


def _need(chance, k):
    place = chance.choice([TEHRAN, KARAJ, ZAHEDAN])
    return Need(
        id=f"n{k}", amount=chance.randint(0, 9), category=chance.choice(["food", "money", "tent"]),
        priority=chance.randint(1, 10), group=chance.choice(["a", "b", ""]),
        max_km=chance.choice([None, 60.0]), until=chance.choice([None, date(2026, 3, 1)]),
        purposes=frozenset(chance.sample(["zakat", "nazr", "waqf"], chance.randint(0, 2))),
        **(at(place) if chance.random() < 0.8 else {}),
    )  # fmt: skip


def _offer(chance, k):
    place = chance.choice([TEHRAN, KARAJ, ZAHEDAN])
    return Offer(
        id=f"o{k}", amount=chance.randint(0, 20), category=chance.choice(["food", "money", "tent"]),
        purpose=chance.choice(["", "", "zakat", "waqf"]), only=chance.choice([frozenset(), frozenset({"a"})]),
        prefer=chance.choice([frozenset(), frozenset({"b"})]), since=chance.choice([None, date(2026, 3, 2)]),
        max_km=chance.choice([None, 100.0]), perishable=chance.random() < 0.3,
        **(at(place) if chance.random() < 0.8 else {}),
    )  # fmt: skip


class TestWorth:
    def served_first(self, one, other, offers=None):
        problem = matched(
            [Need(**(NEED | {"id": "a"} | one)), Need(**(NEED | {"id": "b"} | other))],
            offers or [Offer(**OFFER)],
        )
        return [line.need for line in solve(problem).lines()]

    def test_priority_comes_before_nearness_and_wishes(self):
        wished = [Offer(**(OFFER | {"prefer": frozenset({"b"})} | at(ZAHEDAN)))]

        first = self.served_first(
            {"priority": 6} | at(TEHRAN), {"priority": 5, "group": ""} | at(ZAHEDAN), wished
        )

        assert first == ["a"]

    def test_the_nearer_of_equals_is_served(self):
        assert self.served_first(at(ZAHEDAN), at(KARAJ), [Offer(**(OFFER | at(TEHRAN)))]) == ["b"]

    def used_first(self, **other):
        problem = matched(
            [Need(**(NEED | {"purposes": frozenset({"zakat"})}))],
            [Offer(**OFFER), Offer(**(OFFER | {"id": "p"} | other))],
        )
        return [line.offer for line in solve(problem).lines()]

    def test_a_bound_fund_is_used_before_free_money(self):
        assert self.used_first(purpose="zakat") == ["p"]

    def test_what_perishes_is_used_first(self):
        assert self.used_first(perishable=True) == ["p"]


class TestRules:
    needs = [Need(**(NEED | {"id": "a"})), Need(**(NEED | {"id": "b", "priority": 1}))]

    def test_a_pin_and_a_ban_go_by_ids(self):
        problem = matched(self.needs, [Offer(**OFFER)], [("pin", "b", "o", 2), ("forbid", "a", "o", 0)])

        assert [(line.need, line.units, line.pinned) for line in solve(problem).lines()] == [("b", 2, True)]

    def test_a_bound_fund_cannot_be_pinned_elsewhere(self):
        with pytest.raises(BadInput, match="do not fit"):
            matched(self.needs, [Offer(**(OFFER | {"purpose": "waqf"}))], [("pin", "a", "o", 1)])

    @pytest.mark.parametrize("rule", [("pin", "zz", "o", 1), ("forbid", "a", "zz", 0)])
    def test_an_unknown_id_is_refused(self, rule):
        with pytest.raises(BadInput, match="no row"):
            matched(self.needs, [Offer(**OFFER)], [rule])

    def test_bundles_singles_and_lots_arrive(self):
        needs = [Need(**(NEED | {"id": id_, "bundle": "family"})) for id_ in "ab"]
        offers = [Offer(**(OFFER | {"single": True, "lot": 3})), Offer(**(OFFER | {"id": "p", "amount": 4}))]

        assert [line.units for line in solve(matched(needs, offers)).lines()] == []


def test_groups_are_counties_and_kinds_where_kinds_differ():
    needs = [
        Need(**(NEED | {"id": "a", "group": "Zabol"})),
        Need(**(NEED | {"id": "b", "group": "Zabol", "category": "money"})),
    ]

    assert matched(needs, []).group_ids == ["Zabol · food", "Zabol · money"]
    assert matched(needs[:1], []).group_ids == ["Zabol"]


def test_nothing_fits_nothing():
    assert len(matched([], []).arc_need) == len(matched([Need(**NEED)], []).arc_need) == 0
