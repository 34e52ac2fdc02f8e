"""The terms of needs and donors one by one: bound funds, counties, windows, distances, what perishes, what it is worth."""

from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, check, matched, solve
from hamafza_engines.allocation._arcs import km
from hamafza_engines.frame import BadInput

from .builders import a_need, an_offer, fits

DAY = date(2026, 11, 22)
TEHRAN, MASHHAD = {"lat": 35.6892, "lng": 51.3890}, {"lat": 36.2605, "lng": 59.6168}
FUNDS = ("zakat", "nazr", "waqf")


def worth(need=None, offer=None):
    """Return the worth of one unit between the two."""
    return int(matched([need or a_need()], [offer or an_offer()]).arc_worth[0])


def served(needs, offers, rules=()):
    """Return {(need, offer): units} of the best plan, which the judge finds sound."""
    problem = matched(needs, offers, rules)
    plan = solve(problem)
    assert check(problem, plan) == []
    return {(line.need, line.offer): line.units for line in plan.lines()}


def sorted_name(funds):
    """A set names itself in another order in every process, and two of them share the tests."""
    return "+".join(sorted(funds)) or "none"


class TestABoundFund:
    @pytest.mark.parametrize("fund", FUNDS)
    @pytest.mark.parametrize("entitled", [set(), *({one} for one in FUNDS), set(FUNDS)], ids=sorted_name)
    def test_serves_only_those_entitled_to_it(self, fund, entitled):
        assert fits(a_need(purposes=frozenset(entitled)), an_offer(purpose=fund)) == (fund in entitled)

    def test_never_fills_the_gap_of_somebody_not_entitled(self):
        needs = [a_need(id="sadat", purposes=frozenset({"zakat"}), amount=2), a_need(id="other", amount=9)]

        assert served(needs, [an_offer(purpose="zakat")]) == {("sadat", "o"): 2}

    def test_goes_first_so_that_free_money_is_left_for_the_others(self):
        needs = [a_need(id="entitled", purposes=frozenset({"nazr"})), a_need(id="not")]
        offers = [an_offer(id="free"), an_offer(id="bound", purpose="nazr")]

        assert served(needs, offers) == {("entitled", "bound"): 5, ("not", "free"): 5}

    def test_is_worth_a_hundred_more_a_unit(self):
        bound = worth(a_need(purposes=frozenset({"waqf"})), an_offer(purpose="waqf"))

        assert bound - worth() == 100

    def test_is_known_in_arabic_and_in_persian_letters(self):
        assert fits(a_need(purposes=frozenset({"زکات"})), an_offer(purpose="زكات"))

    @pytest.mark.parametrize("purposes", ["zakat", ["zakat"], None], ids=repr)
    def test_is_not_looked_for_in_pieces_of_a_text(self, purposes):
        """«kat» in «zakat» is true of texts; a set was meant."""
        with pytest.raises(BadInput) as refused:
            a_need(purposes=purposes)

        assert (refused.value.field, refused.value.remedy) == ("purposes", "give a set of names")


class TestADonorsCounties:
    @pytest.mark.parametrize(
        ("county", "only", "there"),
        [("زابل", {"زابل"}, True), ("زابل", {"چابهار"}, False), ("زابل", {"چابهار", "زابل"}, True),
         ("", {"زابل"}, False), ("زابل", set(), True), ("كرمان", {"کرمان"}, True), ("نجف آباد", {"نجف‌آباد"}, True)],
    )  # fmt: skip
    def test_that_it_must_go_to_are_kept(self, county, only, there):
        assert fits(a_need(group=county), an_offer(only=frozenset(only))) == there

    def test_that_it_should_go_to_are_worth_two_hundred_more(self):
        liked = worth(a_need(group="زابل"), an_offer(prefer=frozenset({"زابل"})))

        assert liked - worth() == 200
        assert worth(a_need(group="زابل"), an_offer(prefer=frozenset({"چابهار"}))) == worth()

    def test_that_it_should_go_to_do_not_keep_it_from_the_others(self):
        assert served([a_need(group="زابل")], [an_offer(prefer=frozenset({"چابهار"}))]) == {("n", "o"): 5}

    def test_that_it_prefers_come_before_others_of_the_same_priority_and_not_before_a_higher_one(self):
        here = a_need(id="here", group="زابل")
        offer = an_offer(prefer=frozenset({"زابل"}))

        def first(other):
            plan = solve(matched([other, here], [offer]), params=Params(floor=0))
            return [line.need for line in plan.lines()]

        assert first(a_need(id="there")) == ["here"]
        assert first(a_need(id="there", priority=6)) == ["there"]

    @pytest.mark.parametrize("field", ["only", "prefer"])
    def test_are_not_looked_for_in_pieces_of_a_text(self, field):
        with pytest.raises(BadInput) as refused:
            an_offer(**{field: "زابل و چابهار"})

        assert refused.value.field == field


class TestWindows:
    @pytest.mark.parametrize(
        ("need", "offer", "meet"),
        [
            ((None, 0), (1, None), False), ((None, 0), (0, None), True), ((None, 0), (None, -9), True),
            ((1, None), (None, 0), False), ((0, None), (None, 0), True), ((2, 4), (5, 9), False), ((2, 5), (5, 9), True),
            ((5, 9), (2, 4), False), ((2, 9), (3, 4), True), ((3, 3), (3, 3), True), ((None, None), (3, 3), True),
        ],
    )  # fmt: skip
    def test_must_share_a_day(self, need, offer, meet):
        def window(days):
            return {
                name: None if day is None else DAY + timedelta(day)
                for name, day in zip(("since", "until"), days, strict=True)
            }

        assert fits(a_need(**window(need)), an_offer(**window(offer))) == meet

    @settings(max_examples=60, deadline=None)
    @given(days=st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=4, max_size=4))
    def test_meet_when_some_day_lies_in_both(self, days):
        (a, b), (c, d) = days[:2], days[2:]
        if (a is not None and b is not None and a > b) or (c is not None and d is not None and c > d):
            return
        dated = [None if day is None else DAY + timedelta(day) for day in days]

        shared = any(
            (a is None or a <= day)
            and (b is None or day <= b)
            and (c is None or c <= day)
            and (d is None or day <= d)
            for day in range(7)
        )
        assert (
            fits(a_need(since=dated[0], until=dated[1]), an_offer(since=dated[2], until=dated[3])) == shared
        )

    def test_of_one_day_are_windows(self):
        assert a_need(since=DAY, until=DAY).until == DAY

    def test_that_end_before_they_begin_are_refused(self):
        with pytest.raises(BadInput) as refused:
            an_offer(since=DAY, until=DAY - timedelta(1))

        assert (refused.value.field, refused.value.value) == ("until", DAY - timedelta(1))

    @pytest.mark.parametrize("day", ["2026-11-22", 20261122, datetime(2026, 11, 22, 8)], ids=repr)
    @pytest.mark.parametrize("field", ["since", "until"])
    def test_are_days_and_nothing_like_them(self, field, day):
        with pytest.raises(BadInput) as refused:
            a_need(**{field: day})

        assert (refused.value.field, refused.value.value) == (field, day)


def great_circle(one, other):
    """Return the distance by the haversine formula, once more and without numpy."""
    a, b, c, d = map(radians, (one["lat"], one["lng"], other["lat"], other["lng"]))
    chord = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(chord)))


class TestDistance:
    PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))

    @settings(max_examples=60, deadline=None)
    @given(one=PLACES, other=PLACES)
    def test_is_the_great_circle_both_ways(self, one, other):
        there, back = km(*one, *other), km(*other, *one)

        told = great_circle(*({"lat": lat, "lng": lng} for lat, lng in (one, other)))
        assert there == pytest.approx(told, abs=1e-5) and there == pytest.approx(back, abs=1e-5)
        assert 0 <= there <= 20_016

    def test_to_the_other_side_of_the_earth_is_half_its_girth_from_anywhere(self):
        """Rounding may make the chord a hair longer than the diameter, of which there is no arc."""
        assert all(km(lat, 0, -lat, 180) == pytest.approx(20_015.1, abs=0.1) for lat in range(-90, 91))

    def test_from_tehran_to_mashhad_is_about_740_km(self):
        assert km(*TEHRAN.values(), *MASHHAD.values()) == pytest.approx(740, abs=10)

    @pytest.mark.parametrize("side", ["need", "offer", "both"])
    @pytest.mark.parametrize(("slack", "there"), [(0.1, True), (-0.1, False)])
    def test_is_held_to_the_limit_of_either_side(self, side, slack, there):
        limit = great_circle(TEHRAN, MASHHAD) + slack
        need = a_need(**TEHRAN, max_km=limit if side != "offer" else None)
        offer = an_offer(**MASHHAD, max_km=limit if side != "need" else None)

        assert fits(need, offer) == there

    def test_is_held_to_the_smaller_of_two_limits(self):
        assert not fits(a_need(**TEHRAN, max_km=100.0), an_offer(**MASHHAD, max_km=5000.0))
        assert not fits(a_need(**TEHRAN, max_km=5000.0), an_offer(**MASHHAD, max_km=100.0))

    def test_of_nought_fits_the_same_place_alone(self):
        assert fits(a_need(**TEHRAN, max_km=0), an_offer(**TEHRAN))
        assert not fits(a_need(**TEHRAN, max_km=0), an_offer(**MASHHAD))

    @pytest.mark.parametrize(
        ("need", "offer"), [({}, TEHRAN), (TEHRAN, {}), ({}, {})], ids=["need", "offer", "nobody knows"]
    )
    def test_that_nobody_can_measure_keeps_no_limit_by_guessing(self, need, offer):
        assert not fits(a_need(**need, max_km=100.0), an_offer(**offer))
        assert fits(a_need(**need), an_offer(**offer))

    def test_costs_a_unit_of_worth_a_kilometre_and_at_most_four_hundred(self):
        near = worth(a_need(**TEHRAN), an_offer(**TEHRAN))
        karaj = {"lat": 35.84, "lng": 50.94}

        assert near == 5000
        assert near - worth(a_need(**TEHRAN), an_offer(**karaj)) == int(great_circle(TEHRAN, karaj))
        assert near - worth(a_need(**TEHRAN), an_offer(**MASHHAD)) == 400

    def test_that_is_unknown_counts_as_half_of_the_farthest(self):
        assert worth() == 5000 - 200

    @pytest.mark.parametrize(
        ("place", "field"),
        [({"lat": 90.1, "lng": 50.0}, "lat"), ({"lat": -91, "lng": 50.0}, "lat"), ({"lat": 30.0, "lng": 181}, "lng"),
         ({"lat": float("nan"), "lng": 50.0}, "lat"), ({"lat": 30.0, "lng": float("inf")}, "lng"), ({"lat": "30", "lng": 50}, "lat"),
         ({"lat": 30.0, "lng": None}, "lat"), ({"lat": None, "lng": 50.0}, "lat"), ({"lat": True, "lng": 5.0}, "lat"),
         ({"max_km": -0.1}, "max_km"), ({"max_km": float("nan")}, "max_km"), ({"max_km": float("inf")}, "max_km"), ({"max_km": "9"}, "max_km")],
        ids=repr,
    )  # fmt: skip
    @pytest.mark.parametrize("made", [a_need, an_offer], ids=["need", "offer"])
    def test_is_refused_where_the_place_or_the_limit_is_none(self, made, place, field):
        with pytest.raises(BadInput) as refused:
            made(**place)

        assert refused.value.field == field

    @pytest.mark.parametrize(
        "place", [{"lat": 90, "lng": 180}, {"lat": -90.0, "lng": -180.0}, {"lat": 0, "lng": 0}], ids=repr
    )
    def test_is_measured_up_to_the_poles(self, place):
        assert fits(a_need(**place, max_km=1.0), an_offer(**place))


class TestPriority:
    def test_outweighs_everything_else_together(self):
        """The dearest unit of a priority stays below the cheapest of the next: preferred, bound, perishable and near
        against far away and nothing of the kind."""
        best = worth(
            a_need(priority=5, group="z", purposes=frozenset({"zakat"}), **TEHRAN),
            an_offer(prefer=frozenset({"z"}), purpose="zakat", perishable=True, **TEHRAN),
        )
        worst = worth(a_need(priority=6, **TEHRAN), an_offer(**MASHHAD))

        assert best == 5350 and worst == 5600

    @pytest.mark.parametrize("priority", range(1, 11))
    def test_is_worth_a_thousand_a_step_and_never_nothing(self, priority):
        assert worth(a_need(priority=priority, **TEHRAN), an_offer(**MASHHAD)) == 1000 * priority - 400 >= 1

    @pytest.mark.parametrize("priority", [0, 11, -5, 5.0, 5.5, "5", None, True], ids=repr)
    def test_is_a_whole_number_from_one_to_ten(self, priority):
        with pytest.raises(BadInput) as refused:
            a_need(priority=priority)

        assert (refused.value.field, refused.value.value) == ("priority", priority)
        assert refused.value.remedy_fa == "از ۱ تا ۱۰ بدهید"


class TestWhatPerishes:
    def test_is_worth_fifty_more(self):
        assert worth(offer=an_offer(perishable=True)) - worth() == 50

    def test_goes_out_before_what_keeps(self):
        offers = [an_offer(id="rice"), an_offer(id="milk", perishable=True)]

        assert served([a_need(amount=7)], offers) == {("n", "milk"): 5, ("n", "rice"): 2}

    def test_waits_behind_a_bound_fund_and_a_wish(self):
        offers = [an_offer(id="milk", perishable=True), an_offer(id="bound", purpose="nazr")]

        assert served([a_need(purposes=frozenset({"nazr"}))], offers) == {("n", "bound"): 5}
