"""Shares known by hand, what is refused, what is explained, and what the check finds."""

from dataclasses import replace
from fractions import Fraction

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, check, solve

WEBSTER = Params(method="webster")


def cut(target, *places, method="hamilton"):
    plan = solve(Problem(target, places), params=Params(method=method))
    return {share.id: share.share for share in plan.shares}


class TestKnownAnswers:
    def test_hamilton_gives_the_textbook_seats(self):
        # Balinski and Young's classical example of five states and 26 seats: quotas 9.061, 7.179, 5.259, 3.319, 1.182.
        states = {"A": 9061, "B": 7179, "C": 5259, "D": 3319, "E": 1182}

        seats = cut(26, *(Place(id_, need=people) for id_, people in states.items()))

        assert seats == {"A": 9, "B": 7, "C": 5, "D": 4, "E": 1}

    def test_hamilton_shows_the_alabama_paradox_and_webster_does_not(self):
        states = [Place("A", need=6), Place("B", need=6), Place("C", need=2)]

        assert cut(10, *states)["C"] == 2
        assert cut(11, *states)["C"] == 1
        assert cut(10, *states, method="webster")["C"] <= cut(11, *states, method="webster")["C"]

    def test_need_capacity_and_past_multiply(self):
        a = Place("A", need=100, capacity="0.5", past=2)
        b = Place("B", need=100, capacity=1, past="1.5")

        assert cut(250, a, b) == {"A": 100, "B": 150}

    def test_an_exponent_of_nought_leaves_a_factor_out(self):
        places = (Place("A", need=1, capacity=9), Place("B", need=1, capacity=1))

        plan = solve(Problem(10, places), params=Params(capacity=0))

        assert [share.share for share in plan.shares] == [5, 5]

    def test_a_province_without_factors_weighs_as_its_counties(self):
        places = (
            Place("1"), Place("2"),
            Place("11", "1", need=10), Place("12", "1", need=20), Place("21", "2", need=70),
        )  # fmt: skip

        assert cut(100, *places) == {"1": 30, "2": 70, "11": 10, "12": 20, "21": 70}

    def test_counties_bounds_bind_their_province(self):
        places = (
            Place("1", need=1), Place("2", need=1),
            Place("11", "1", need=1, upper=10), Place("12", "1", need=1, upper=5),
        )  # fmt: skip

        assert cut(100, *places) == {"1": 15, "2": 85, "11": 10, "12": 5}

    def test_money_is_exact_to_the_rial(self):
        target = 987_654_321_987_654_321_987

        got = cut(target, Place("A", need="0.1"), Place("B", need="0.2"), Place("C", need="0.7"))

        assert sum(got.values()) == target
        assert abs(got["A"] - Fraction(target, 10)) < 1

    def test_a_place_without_weight_gets_only_what_others_cannot_take(self):
        idle, busy = Place("A", need=0), Place("B", need=3, upper=4)

        assert cut(4, idle, busy) == {"A": 0, "B": 4}
        assert cut(6, idle, busy) == {"A": 2, "B": 4}

    @pytest.mark.parametrize("method", METHODS)
    def test_equal_places_share_evenly_and_ties_go_to_the_smaller_id(self, method):
        got = cut(5, *(Place(id_, need=7) for id_ in "CAB"), method=method)

        assert got == {"A": 2, "B": 2, "C": 1}

    @pytest.mark.parametrize("method", METHODS)
    def test_nothing_is_cut_among_nobody(self, method):
        assert solve(Problem(0), params=Params(method=method)).shares == ()
        assert cut(0, Place("A"), method=method) == {"A": 0}


class TestInfeasible:
    def test_lower_bounds_above_the_target_name_the_sum_and_the_remedy(self):
        with pytest.raises(Infeasible, match="target: 5 — .* sum to 7: lower them by 2") as caught:
            cut(5, Place("A", lower=3), Place("B", lower=4))
        assert caught.value.field == "target"

    def test_upper_bounds_below_the_target_name_the_sum_and_the_remedy(self):
        with pytest.raises(Infeasible, match="sum to 7: raise them by 3, or lower the target to 7"):
            cut(10, Place("A", upper=3), Place("B", upper=4))

    def test_counties_that_need_more_than_their_province_may_have_name_the_province(self):
        places = (Place("1", upper=5), Place("2"), Place("11", "1", lower=6))

        with pytest.raises(Infeasible, match="upper: 5 — .* under place 1 sum to 6"):
            cut(100, *places)

    def test_an_accepted_province_that_its_counties_cannot_fill_is_named(self):
        places = (Place("1", accepted=9), Place("2"), Place("11", "1", upper=6))

        with pytest.raises(Infeasible, match="accepted: 9 — .* under place 1 sum to 6"):
            cut(100, *places)

    @pytest.mark.parametrize(
        ("given_", "field"),
        [
            (dict(lower=5, upper=4), "upper"),
            (dict(upper=4, accepted=5), "accepted"),
            (dict(lower=2, accepted=1), "accepted"),
        ],
    )
    def test_bounds_of_one_place_must_not_cross(self, given_, field):
        with pytest.raises(Infeasible) as caught:
            Place("A", **given_)
        assert caught.value.field == field


class TestHostileInput:
    @pytest.mark.parametrize(
        "value", [-1, float("nan"), float("inf"), "abc", True, "1e999999999", 10**40, "9" * 10_000_000]
    )
    def test_a_bad_factor_is_refused_with_its_name(self, value):
        with pytest.raises(BadInput) as caught:
            Place("A", need=value)
        assert caught.value.field == "need"

    @pytest.mark.parametrize("value", [-1, 1.5, True, "7", 10**31])
    @pytest.mark.parametrize("field", ["lower", "upper", "accepted"])
    def test_a_bound_is_a_whole_number(self, field, value):
        with pytest.raises(BadInput) as caught:
            Place("A", **{field: value})
        assert caught.value.field == field

    @pytest.mark.parametrize("target", [-1, 1.5, None, "100", True, float("nan")])
    def test_the_target_is_a_whole_number(self, target):
        with pytest.raises(BadInput, match="target"):
            Problem(target)

    def test_places_stand_once_under_known_parents_without_circles(self):
        with pytest.raises(BadInput, match="2 times"):
            Problem(1, (Place("A"), Place("A")))
        with pytest.raises(BadInput, match="no such place"):
            Problem(1, (Place("A", "X"),))
        with pytest.raises(BadInput, match="under itself"):
            Problem(1, (Place("A", "B"), Place("B", "A"), Place("C")))
        with pytest.raises(BadInput, match="under itself"):
            Place("A", "A")
        with pytest.raises(BadInput, match="id"):
            Place(" ")

    def test_a_factor_is_given_to_all_neighbours_or_to_none(self):
        with pytest.raises(BadInput, match="capacity: None — B has none"):
            cut(10, Place("A", need=1, capacity=1), Place("B", need=1))

    def test_a_place_without_anything_to_weigh_is_refused_beside_weighed_ones(self):
        with pytest.raises(BadInput, match="need: None — 2 has none"):
            cut(10, Place("1"), Place("2"), Place("11", "1", need=5))

    @pytest.mark.parametrize(
        "change", [dict(method="dhondt"), dict(need=-1), dict(past=1.5), dict(capacity=True)]
    )
    def test_params_say_what_they_take(self, change):
        with pytest.raises(BadInput):
            Params(**change)

    def test_accepting_an_unknown_place_is_refused(self):
        with pytest.raises(BadInput, match="no such place"):
            accept(Problem(1, (Place("A"),)), {"B": 1})

    def test_a_deep_chain_is_cut_without_recursion(self):
        places = [Place("0")] + [Place(str(k), str(k - 1)) for k in range(1, 3000)]

        assert set(cut(7, *places).values()) == {7}


class TestExplain:
    def test_it_tells_weight_quota_rounding_and_who_is_next(self):
        plan = solve(
            Problem(10, (Place("A", need=53), Place("B", need=28), Place("C", need=19, name="پارس‌آباد")))
        )

        why = plan.explain("C")

        assert (why.share.share, why.of, why.weight_share) == (2, 10, Fraction(19, 100))
        assert why.share.quota == Fraction(19, 10) and why.rounding == Fraction(1, 10)
        assert why.factors == (("need", 19),)
        assert why.next_gain == "A"
        assert "پارس‌آباد: ۲ از ۱۰" in why.words("fa")
        assert "2 of 10" in why.words("en")

    def test_the_next_unit_goes_where_it_says(self):
        places = tuple(Place(id_, need=need) for id_, need in zip("ABCDE", (91, 72, 53, 33, 12), strict=True))
        for target in range(30):
            plan, more = (solve(Problem(n, places), params=WEBSTER) for n in (target, target + 1))
            gained = [s.id for s, t in zip(plan.shares, more.shares, strict=True) if t.share > s.share]
            lost = solve(Problem(target + 1, places), params=WEBSTER).explain("A").next_loss
            assert gained == [plan.explain("A").next_gain] == [lost]

    @pytest.mark.parametrize(
        ("place", "binding"),
        [(Place("A", need=1, lower=9), "lower"), (Place("A", need=99, upper=1), "upper"),
         (Place("A", need=1, accepted=4), "accepted"), (Place("A", need=1), "")],
    )  # fmt: skip
    def test_it_names_what_held_the_share(self, place, binding):
        plan = solve(Problem(10, (place, Place("B", need=1))))

        assert plan.explain(0).share.binding == binding
        assert plan.explain("A").words("fa") and plan.explain("A").words("en")

    def test_an_unknown_place_is_refused(self):
        plan = solve(Problem(10, (Place("A"),)))
        for unknown in ("B", 1, -1):
            with pytest.raises(BadInput, match="explain"):
                plan.explain(unknown)

    def test_the_summary_speaks_both_languages(self):
        plan = solve(Problem(1000, (Place("A", need=1), Place("B", need=2))))

        assert "۱٬۰۰۰" in plan.summary("fa")
        assert "1,000" in plan.summary("en")


class TestCheck:
    @pytest.mark.parametrize(
        ("places", "shares", "rule"),
        [
            ("AB", (5, 4), "sum"), ("AB", (9, 1), "quota"), ("A", (10,), "places"), ("AB", (11, -1), "whole"),
        ],
    )  # fmt: skip
    def test_it_finds_what_is_broken(self, places, shares, rule):
        problem = Problem(10, (Place("A", need=1), Place("B", need=1)))
        plan = solve(problem)
        bad = replace(
            plan, shares=tuple(replace(s, share=n) for s, n in zip(plan.shares, shares, strict=False))
        )

        assert rule in {violation.rule for violation in check(problem, bad)}

    @pytest.mark.parametrize("bound", [dict(lower=7), dict(upper=3), dict(accepted=1)])
    def test_it_finds_broken_bounds(self, bound):
        free = Problem(10, (Place("A", need=1), Place("B", need=1)))
        held = Problem(10, (Place("A", need=1, **bound), Place("B", need=1)))

        assert {v.rule for v in check(held, solve(free))} == set(bound)

    def test_it_finds_a_better_claim_under_webster(self):
        problem = Problem(10, (Place("A", need=1), Place("B", need=1)))
        plan = solve(problem, params=WEBSTER)
        bad = replace(
            plan, shares=tuple(replace(s, share=n) for s, n in zip(plan.shares, (6, 4), strict=True))
        )

        assert [v.rule for v in check(problem, bad)] == ["divisor"]
