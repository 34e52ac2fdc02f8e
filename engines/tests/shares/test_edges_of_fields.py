"""Every field at its edges: the last good value is taken, the first bad one refused by name and value."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.shares import METHODS, Infeasible, Params, Place, Problem, accept, solve

HUGE = 10**30


class TestAPlace:
    @pytest.mark.parametrize("field", ["need", "capacity", "past"])
    @pytest.mark.parametrize(
        ("given", "exact"),
        [
            (0, 0), (1, 1), (HUGE, HUGE), ("0.1", Fraction(1, 10)), (0.1, Fraction(1, 10)), (1e-7, Fraction(1, 10**7)),
            (Fraction(1, 3), Fraction(1, 3)), ("1e3", 1000), (" 12 ", 12), ("۱۲", 12), ("", None), (None, None), (-0.0, 0),
            (Decimal("0.30"), Fraction(3, 10)), ("1E-30", Fraction(1, HUGE)), (2**53 + 1, 2**53 + 1),
        ],
        ids=repr,
    )  # fmt: skip
    def test_takes_a_factor_exactly_as_written(self, field, given, exact):
        assert Place("A", **{field: given}).factor(field) == exact

    @pytest.mark.parametrize("field", ["need", "capacity", "past"])
    @pytest.mark.parametrize(
        "given",
        [
            -1,
            -1e-9,
            HUGE + 1,
            "1e31",
            "1E-31",
            nan,
            inf,
            -inf,
            "nan",
            "inf",
            "abc",
            "1,200",
            "۰٫۱",
            True,
            False,
            [1],
            1j,
            "1" * 61,
        ],
        ids=repr,
    )
    def test_refuses_what_is_no_factor(self, field, given):
        with pytest.raises(BadInput) as fault:
            Place("A", **{field: given})

        assert fault.value.field == field
        assert "صفر یا بیشتر" in fault.value.remedy_fa

    @pytest.mark.parametrize("field", ["lower", "upper", "accepted"])
    @pytest.mark.parametrize("given", [0, 1, HUGE])
    def test_takes_a_bound_up_to_a_nation_of_rials(self, field, given):
        assert getattr(Place("A", **{field: given}), field) == given

    @pytest.mark.parametrize("field", ["lower", "upper", "accepted"])
    @pytest.mark.parametrize("given", [-1, HUGE + 1, 1.0, "1", True, nan, Fraction(1)], ids=repr)
    def test_refuses_what_is_no_bound(self, field, given):
        with pytest.raises(BadInput) as fault:
            Place("A", **{field: given})

        assert (fault.value.field, repr(fault.value.value)) == (field, repr(given))

    def test_needs_a_floor_that_is_a_number(self):
        with pytest.raises(BadInput, match="lower"):
            Place("A", lower=None)

    @pytest.mark.parametrize(
        "bounds", [dict(lower=3, upper=3), dict(lower=3, accepted=3), dict(upper=3, accepted=3, lower=3)]
    )
    def test_may_be_held_from_both_sides(self, bounds):
        assert Place("A", **bounds).lower == 3

    @pytest.mark.parametrize(
        ("bounds", "field", "value"),
        [
            (dict(lower=4, upper=3), "upper", 3),
            (dict(upper=3, accepted=4), "accepted", 4),
            (dict(lower=4, accepted=3), "accepted", 3),
        ],
    )
    def test_is_impossible_when_its_bounds_cross(self, bounds, field, value):
        with pytest.raises(Infeasible) as fault:
            Place("A7", **bounds)

        assert (fault.value.field, fault.value.value) == (field, value)
        assert "A7" in fault.value.remedy and "A7" in fault.value.remedy_fa

    @pytest.mark.parametrize("id_", ["", " ", "\n", None, 11, b"11"], ids=repr)
    def test_needs_a_code(self, id_):
        with pytest.raises(BadInput) as fault:
            Place(id_)

        assert fault.value.field == "id"

    @pytest.mark.parametrize("id_", ["11", "تهران", "\u202eabc", "a" * 10_000, "😀"], ids=ascii)
    def test_may_have_any_text_as_its_code(self, id_):
        assert solve(Problem(3, (Place(id_),))).by_id[id_].share == 3

    def test_is_frozen(self):
        with pytest.raises(AttributeError):
            Place("A").need = 3


class TestAProblem:
    @pytest.mark.parametrize("target", [0, 1, HUGE])
    @pytest.mark.parametrize("method", METHODS)
    def test_takes_a_target_up_to_a_nation_of_rials(self, target, method):
        plan = solve(Problem(target, (Place("A", need=1), Place("B", need=2))), params=Params(method=method))

        assert sum(share.share for share in plan.shares) == target

    @pytest.mark.parametrize("target", [-1, HUGE + 1, 1.0, "10", True, None, nan], ids=repr)
    def test_refuses_what_is_no_target(self, target):
        with pytest.raises(BadInput) as fault:
            Problem(target)

        assert (fault.value.field, repr(fault.value.value)) == ("target", repr(target))

    def test_takes_places_of_any_kind_of_list(self):
        assert Problem(1, [Place("A")]).places == (Place("A"),)

    def test_takes_children_before_their_parents(self):
        plan = solve(Problem(4, (Place("11", "1"), Place("12", "1"), Place("1"))))

        assert [share.share for share in plan.shares] == [2, 2, 4]

    @pytest.mark.parametrize(
        ("places", "field", "value", "told"),
        [
            ((Place("A"), Place("B"), Place("A")), "id", "A", "2 times"),
            ((Place("A"), Place("B", "C")), "parent", "C", "above B"),
            ((Place("A", "B"), Place("B", "A")), "parent", "B", "under itself"),
            ((Place("A"), Place("B", "C"), Place("C", "D"), Place("D", "B")), "parent", "C", "under itself"),
        ],
    )
    def test_refuses_what_is_no_tree(self, places, field, value, told):
        with pytest.raises(BadInput) as fault:
            Problem(1, places)

        assert (fault.value.field, fault.value.value) == (field, value)
        assert told in fault.value.remedy

    @pytest.mark.parametrize(
        ("places", "field"),
        [
            ((Place("A", need=1), Place("B")), "need"), ((Place("A", need=1, past=1), Place("B", need=1)), "past"),
            ((Place("A", need=1), Place("B", need=1, capacity=2)), "capacity"),
            ((Place("1"), Place("2"), Place("11", "1", need=1)), "need"),
            ((Place("1", need=1), Place("11", "1", need=1), Place("12", "1")), "need"),
        ],
    )  # fmt: skip
    def test_weighs_brothers_on_one_scale_or_not_at_all(self, places, field):
        with pytest.raises(BadInput) as fault:
            solve(Problem(10, places))

        assert fault.value.field == field
        assert not isinstance(fault.value, Infeasible)

    def test_may_weigh_each_family_by_other_factors(self):
        places = (Place("1", need=1), Place("2", need=1), Place("11", "1", past=1), Place("12", "1", past=3))

        assert [share.share for share in solve(Problem(8, places)).shares] == [4, 4, 1, 3]

    def test_without_places_has_nothing_to_give(self):
        with pytest.raises(Infeasible) as fault:
            solve(Problem(1))

        assert (fault.value.field, fault.value.value) == ("target", 1)

    @pytest.mark.parametrize("shares", [{"A": -1}, {"A": 1.5}, {"A": "1"}], ids=repr)
    def test_accepts_whole_shares_alone(self, shares):
        with pytest.raises(BadInput, match="accepted"):
            accept(Problem(3, (Place("A"),)), shares)

    def test_keeps_what_was_accepted_before(self):
        problem = Problem(9, (Place("A", accepted=2), Place("B"), Place("C")))

        assert [place.accepted for place in accept(problem, {"B": 3}).places] == [2, 3, None]

    def test_may_take_back_what_was_accepted(self):
        problem = Problem(9, (Place("A", accepted=2), Place("B")))

        assert accept(problem, {"A": None}).places[0].accepted is None


class TestTheParams:
    @pytest.mark.parametrize("field", ["need", "capacity", "past"])
    @pytest.mark.parametrize("power", [0, 1, 4])
    def test_take_a_power_from_nought_to_four(self, field, power):
        assert getattr(Params(**{field: power}), field) == power

    @pytest.mark.parametrize("field", ["need", "capacity", "past"])
    @pytest.mark.parametrize("power", [-1, 5, 1.0, "1", True, None, nan], ids=repr)
    def test_refuse_any_other(self, field, power):
        with pytest.raises(BadInput) as fault:
            Params(**{field: power})

        assert (fault.value.field, repr(fault.value.value)) == (field, repr(power))

    @pytest.mark.parametrize("method", ["", "Hamilton", "dhondt", None, 1])
    def test_know_two_methods(self, method):
        with pytest.raises(BadInput) as fault:
            Params(method=method)

        assert (fault.value.field, fault.value.value) == ("method", method)


class TestWhatCannotBe:
    """The place in the way is named, and the remedy that it gives does mend it."""

    TREE = (
        Place("1", lower=2, upper=6),
        Place("2", upper=4),
        Place("11", "1", lower=1, upper=3),
        Place("12", "1", upper=3),
    )

    @pytest.mark.parametrize(("target", "kept"), [(1, False), (2, True), (10, True), (11, False)])
    def test_is_found_by_the_narrowest_of_both_levels(self, target, kept):
        if kept:
            assert (
                sum(share.share for share in solve(Problem(target, self.TREE)).shares if not share.parent)
                == target
            )
        else:
            with pytest.raises(Infeasible):
                solve(Problem(target, self.TREE))

    @pytest.mark.parametrize(("target", "remedy"), [(11, 10), (1, 2)])
    def test_is_mended_by_the_target_that_is_told(self, target, remedy):
        with pytest.raises(Infeasible, match=f"the target to {remedy}"):
            solve(Problem(target, self.TREE))

        assert solve(Problem(remedy, self.TREE)).status == "proved"

    def test_names_a_ceiling_that_its_counties_cross(self):
        places = (Place("1", upper=5), Place("2"), Place("11", "1", lower=4), Place("12", "1", accepted=3))

        with pytest.raises(Infeasible) as fault:
            solve(Problem(20, places))

        assert (fault.value.field, fault.value.value) == ("upper", 5)
        assert (
            "the lower bounds and accepted shares under place 1 sum to 7: lower them by 2"
            in fault.value.remedy
        )
        assert "جای 1، 7 است" in fault.value.remedy_fa

    def test_names_a_floor_that_its_counties_cannot_fill(self):
        places = (Place("1", lower=9), Place("2"), Place("11", "1", upper=4), Place("12", "1", upper=3))

        with pytest.raises(Infeasible) as fault:
            solve(Problem(20, places))

        assert (fault.value.field, fault.value.value) == ("lower", 9)
        assert (
            "the upper bounds and accepted shares under place 1 sum to 7: raise them by 2, or lower place 1 to 7"
            in (fault.value.remedy)
        )

    @pytest.mark.parametrize("accepted", [3, 8])
    def test_names_an_accepted_share_that_its_counties_cannot_be(self, accepted):
        places = (Place("1", accepted=accepted), Place("2"), Place("11", "1", lower=4, upper=7))

        with pytest.raises(Infeasible) as fault:
            solve(Problem(20, places))

        assert (fault.value.field, fault.value.value) == ("accepted", accepted)
