"""Whole tables against the documentation alone: who fits whom and what a unit is worth are worked out here once more."""

from datetime import date, timedelta
from math import asin, cos, floor, radians, sin, sqrt
from random import Random

import pytest

from hamafza_engines.allocation import Need, Offer, Params, Problem, check, matched, solve

from .exact import best_ruled, fair_totals, most_worth

DAY = date(2026, 11, 22)
PLACES = ((35.69, 51.39), (35.84, 50.94), (34.64, 50.88), (29.50, 60.86), None)
COUNTIES, FUNDS, KINDS = ("تهران", "کرج", "زاهدان"), ("zakat", "nazr", "waqf"), ("پتو", "آب")


def rows(seed, *, needs=6, offers=4, most=3, ruled=False):
    """Return needs and offers of chance that use every column."""
    chance = Random(seed)

    def maybe(make, share=0.4):
        return make() if chance.random() < share else None

    def where():
        place = chance.choice(PLACES)
        return {} if place is None else dict(zip(("lat", "lng"), place, strict=True))

    def window():
        first, length = chance.randint(-5, 5), chance.randint(0, 4)
        return {
            "since": maybe(lambda: DAY + timedelta(first)),
            "until": maybe(lambda: DAY + timedelta(first + length)),
        }

    def counties():
        return frozenset(chance.sample(COUNTIES, chance.randint(1, 2)))

    asked = [
        Need(
            id=f"n{k}", amount=chance.randint(0, most), category=chance.choice(KINDS), priority=chance.randint(1, 10),
            group=chance.choice((*COUNTIES, "")), max_km=maybe(lambda: chance.choice((0.0, 60.0, 130.0)), 0.3),
            purposes=frozenset(chance.sample(FUNDS, chance.randint(0, 3))),
            bundle=chance.choice(("", "", "خانواده")) if ruled else "", **where(), **window(),
        )
        for k in range(needs)
    ]  # fmt: skip
    given = [
        Offer(
            id=f"o{k}", amount=chance.randint(0, most), category=chance.choice(KINDS),
            purpose=maybe(lambda: chance.choice(FUNDS)) or "", only=maybe(counties, 0.3) or frozenset(),
            prefer=maybe(counties) or frozenset(), perishable=chance.random() < 0.3,
            max_km=maybe(lambda: chance.choice((60.0, 900.0)), 0.3),
            single=ruled and chance.random() < 0.4, lot=chance.choice((1, 1, 2)) if ruled else 1, **where(), **window(),
        )
        for k in range(offers)
    ]  # fmt: skip
    return asked, given


def km(one, other):
    """Return the distance by the haversine formula, None where a place is unknown."""
    if one.lat is None or other.lat is None:
        return None
    a, b, c, d = map(radians, (one.lat, one.lng, other.lat, other.lng))
    return 2 * 6371.0088 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def worth(one, other):
    """Return the worth of a unit as the documentation tells it, None where the two do not fit."""
    apart = km(one, other)
    limits = [limit for limit in (one.max_km, other.max_km) if limit is not None]
    fits = (
        one.category == other.category
        and (not other.purpose or other.purpose in one.purposes)
        and (not other.only or one.group in other.only)
        and not (one.until and other.since and other.since > one.until)
        and not (other.until and one.since and one.since > other.until)
        and (not limits or (apart is not None and apart <= min(limits)))
    )
    if not fits:
        return None
    bonus = 200 * (one.group in other.prefer) + 100 * bool(other.purpose) + 50 * other.perishable
    return 1000 * one.priority + bonus - floor(min(400, 200 if apart is None else apart))


def by_hand(needs, offers):
    """Return the problem of two tables, put together in plain loops."""
    cells = [(i, j, worth(one, other)) for i, one in enumerate(needs) for j, other in enumerate(offers)]
    cells = [cell for cell in cells if cell[2] is not None]
    names = sorted({(need.group, need.category) for need in needs})
    grouped = any(need.group for need in needs)
    return Problem(
        need_amount=[need.amount for need in needs], offer_amount=[offer.amount for offer in offers],
        arc_need=[i for i, _, _ in cells], arc_offer=[j for _, j, _ in cells], arc_worth=[each for *_, each in cells],
        need_group=[names.index((need.group, need.category)) for need in needs] if grouped else None,
        need_bundle=[0 if need.bundle else -1 for need in needs],
        offer_single=[offer.single for offer in offers], offer_lot=[offer.lot for offer in offers],
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
class TestTables:
    def test_become_the_pairs_and_worths_that_the_documentation_tells(self, seed):
        needs, offers = rows(seed, needs=12, offers=9)

        problem, told = matched(needs, offers), by_hand(needs, offers)

        for column in ("arc_need", "arc_offer", "arc_worth"):
            assert getattr(problem, column).tolist() == getattr(told, column).tolist()

    def test_count_a_county_and_a_kind_as_a_group(self, seed):
        needs, offers = rows(seed, needs=12, offers=9)

        problem = matched(needs, offers)

        alike = [
            (a, b)
            for a in range(12)
            for b in range(a)
            if (problem.need_group[a] == problem.need_group[b])
            != ((needs[a].group, needs[a].category) == (needs[b].group, needs[b].category))
        ]
        assert alike == []

    def test_give_the_most_worth_of_the_pairs_put_together_by_hand(self, seed):
        needs, offers = rows(seed, needs=12, offers=9, most=30)

        plan = solve(matched(needs, offers), params=Params(floor=0))

        assert plan.value == plan.bound == most_worth(by_hand(needs, offers))

    def test_give_the_fairest_shares_of_the_pairs_put_together_by_hand(self, seed):
        needs, offers = rows(seed, needs=12, offers=9, most=30)

        plan = solve(matched(needs, offers))

        told = by_hand(needs, offers)
        fairest = fair_totals(told)
        assert sorted(each.served for each in plan.groups()) == sorted(fairest.values())
        assert plan.value == most_worth(told, low=fairest, high=fairest)

    def test_keep_bundles_single_gifts_and_lots_at_the_best_of_every_plan(self, seed):
        needs, offers = rows(seed, ruled=True)
        told = by_hand(needs, offers)

        problem = matched(needs, offers)
        plan = solve(problem, params=Params(floor=0))

        assert check(problem, plan) == [] and plan.value == best_ruled(told)
