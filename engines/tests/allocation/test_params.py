"""Changes and parameters at their edges: the last good value is taken, the first bad one refused by name."""

from fractions import Fraction

import pytest

from hamafza_engines.allocation import Change, Params, Pin, resolve, solve

from .builders import one_pair, refusal


class TestAChange:
    @pytest.mark.parametrize(
        ("change", "field", "value"),
        [
            (Change(need_amounts={1: 3}), "need_amount", 1), (Change(need_amounts={-1: 3}), "need_amount", -1),
            (Change(need_amounts={"0": 3}), "need_amount", "0"), (Change(need_amounts={0: -3}), "need_amount", -3),
            (Change(need_amounts={0: 2.5}), "need_amount", 2.5), (Change(need_amounts={0: None}), "need_amount", None),
            (Change(offer_amounts={7: 3}), "offer_amount", 7), (Change(offer_amounts={0: "x"}), "offer_amount", "x"),
            (Change(offer_amounts={0: float("nan")}), "offer_amount", "nan"),
            (Change(released=frozenset({(0, 9)})), "released", (0, 9)),
            (Change(released=frozenset({(-1, 0)})), "released", (-1, 0)),
            (Change(forbidden=frozenset({(0, 9)})), "forbidden", (0, 9)),
            (Change(pinned=(Pin(0, 0, 1.5),)), "pinned", 1.5),
        ],
        ids=repr,
    )  # fmt: skip
    def test_that_cannot_be_is_refused_with_field_and_value(self, change, field, value):
        plan = solve(one_pair())

        fault = refusal(lambda: resolve(plan, change))

        assert (fault.field, str(fault.value)) == (field, str(value))

    def test_that_releases_what_was_never_pinned_changes_nothing(self):
        plan = solve(one_pair())

        assert resolve(plan, Change(released=frozenset({(0, 0)}))).flow.tolist() == plan.flow.tolist()

    def test_that_shrinks_an_offer_below_its_pin_is_refused(self):
        plan = solve(one_pair(pinned=(Pin(0, 0, 4),)))

        assert (
            refusal(lambda: resolve(plan, Change(offer_amounts={0: 3}))).remedy == "offer 0 has only 3 units"
        )

    def test_takes_a_pin_in_place_of_the_one_before(self):
        plan = solve(one_pair(pinned=(Pin(0, 0, 4),)))

        assert resolve(plan, Change(pinned=(Pin(0, 0, 2),))).flow.tolist() == [2]

    def test_names_what_it_touches(self):
        change = Change(
            need_amounts={3: 1}, offer_amounts={4: 1}, pinned=(Pin(5, 6, 1),),
            forbidden=frozenset({(7, 8)}), released=frozenset({(9, 10)}),
        )  # fmt: skip

        assert change.needs() == {3, 5, 7, 9} and change.offers() == {4, 6, 8, 10}


class TestParams:
    @pytest.mark.parametrize("field", ["floor", "ease", "rule_gap"])
    @pytest.mark.parametrize(
        "value",
        [-1e-9, 1 + 1e-9, float("nan"), float("inf"), "1", None, True, Fraction(1, 2), 10**400],
        ids=repr,
    )
    def test_refuse_a_share_beyond_nought_and_one(self, field, value):
        fault = refusal(lambda: Params(**{field: value}))

        assert (fault.field, fault.remedy, fault.remedy_fa) == (
            field,
            "give a number from 0 to 1",
            "عددی از ۰ تا ۱ بدهید",
        )

    @pytest.mark.parametrize("field", ["floor", "ease", "rule_gap"])
    @pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 1e-9])
    def test_take_nought_and_one_and_all_between(self, field, value):
        assert getattr(Params(**{field: value}), field) == value

    @pytest.mark.parametrize("value", [-1, 1.5, "9", None, True], ids=repr)
    def test_refuse_a_number_of_arcs_that_is_none(self, value):
        assert refusal(lambda: Params(mip_arcs=value)).field == "mip_arcs"

    @pytest.mark.parametrize("value", [1, "no", None], ids=repr)
    def test_refuse_a_price_that_is_neither_yes_nor_no(self, value):
        assert refusal(lambda: Params(price=value)).field == "price"
