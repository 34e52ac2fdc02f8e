"""Every field at its edges: the last good value is taken, the first bad one refused by name, value and range."""

from __future__ import annotations

from fractions import Fraction
from math import inf, nan, nextafter

import numpy as np
import pytest

from hamafza_engines.siting import BadInput, Params, Problem, Round

SQUARE = [[0.0, 1.0], [1.0, 0.0]]
NO_NUMBERS = [None, "1", "abc", True, nan, inf, -inf, [1], 1j, 10**400]


def square(**limits: object) -> Problem:
    return Problem.from_matrix(SQUARE, **({"p": 1} | limits))


def stop(**changes: object) -> Round:
    fields = dict(depot=(25.0, 60.0), stops=((25.1, 60.1),), people=(10.0,), service_hours=(1.0,))
    return Round(**(fields | changes))


class TestTheProblem:
    @pytest.mark.parametrize(
        ("field", "good"),
        [
            ("p", 0), ("p", 1), ("p", 10**9), ("p", np.int32(2)), ("radius", 0), ("radius", 1e18), ("radius", np.float32(2)),
            ("radius", Fraction(1, 3)), ("weights", [0, 0]), ("weights", [1e15, 1]), ("existing", (0,)),
            ("existing", [1]), ("existing", (0, 0)), ("capacity", [0, 1e15]), ("site_names", ("a", "b")),
            ("site_names", (1, 2)), ("demand_names", ("", "")), ("weights", ["1", "2"]),
        ],
        ids=repr,
    )  # fmt: skip
    def test_takes_the_last_good_value(self, field: str, good: object) -> None:
        assert len(square(**{field: good}).distance) == 2

    @pytest.mark.parametrize(
        ("field", "bad"),
        [
            ("p", -1), ("p", 0.5), ("p", "2"), ("p", True), ("p", nan),
            ("radius", -1e-9), ("radius", 1.1e18), *(("radius", bad) for bad in NO_NUMBERS if bad is not None),
            ("weights", [-1e-9, 1]), ("weights", [1.1e15, 1]),
            ("weights", [[1, 2]]), ("weights", ["a", 1]), ("weights", [1, None]), ("weights", [10**400, 1]), ("weights", [1j, 1]),
            ("existing", (2,)), ("existing", (-1,)), ("existing", (0.0,)), ("existing", (True,)), ("existing", ("0",)),
            ("capacity", [1]), ("capacity", [-1, 1]), ("capacity", [nan, 1]), ("capacity", "ab"),
            ("site_names", ("a",)), ("site_names", ("a", "b", "c")), ("demand_names", ("a",)),
        ],
        ids=repr,
    )  # fmt: skip
    def test_refuses_the_first_bad_value_by_name(self, field: str, bad: object) -> None:
        with pytest.raises(BadInput) as fault:
            square(**{field: bad})

        assert fault.value.field == field
        assert fault.value.remedy and fault.value.say("fa")

    @pytest.mark.parametrize("weights", [[1], [1, 2, 3]])
    def test_refuses_people_who_are_not_one_for_each_row_of_the_matrix(self, weights: list[int]) -> None:
        with pytest.raises(BadInput) as fault:
            square(weights=weights)

        assert (fault.value.field, fault.value.value) == ("distance", (2, 2))

    @pytest.mark.parametrize("money", [0, 0.5, 1e18])
    def test_takes_a_budget_with_prices(self, money: float) -> None:
        assert square(p=None, budget=money, cost=[0, 1e15]).budget == money

    @pytest.mark.parametrize(
        "money", [-0.01, 1.1e18, *(bad for bad in NO_NUMBERS if bad is not None)], ids=repr
    )
    def test_refuses_a_budget_that_is_none(self, money: object) -> None:
        with pytest.raises(BadInput) as fault:
            square(p=None, budget=money, cost=[1, 1])

        assert fault.value.field == "budget"

    def test_refuses_a_budget_without_prices(self) -> None:
        with pytest.raises(BadInput, match="cost of each site"):
            square(budget=3)

    def test_wants_a_number_or_a_budget(self) -> None:
        with pytest.raises(BadInput) as fault:
            square(p=None)

        assert "بودجه" in fault.value.remedy_fa

    @pytest.mark.parametrize(("p", "fits"), [(1, False), (2, True)])
    def test_counts_what_stands_in_p(self, p: int, fits: bool) -> None:
        if fits:
            assert square(p=p, existing=(0, 1)).existing == (0, 1)
        else:
            with pytest.raises(BadInput, match="2 or more"):
                square(p=p, existing=(0, 1))

    def test_keeps_what_stands_in_order_and_once(self) -> None:
        assert square(p=2, existing=[1, 0, 1]).existing == (0, 1)

    @pytest.mark.parametrize("row", [0, 1])
    def test_names_the_row_of_a_bad_distance(self, row: int) -> None:
        bad = [[0.0, 1.0], [1.0, 0.0]]
        bad[row][1] = -5.0

        with pytest.raises(BadInput) as fault:
            Problem.from_matrix(bad, p=1)

        assert (fault.value.field, fault.value.row, fault.value.value) == ("distance", row + 1, -5.0)

    @pytest.mark.parametrize("far", [0.0, 1e12])
    def test_takes_the_last_good_distance(self, far: float) -> None:
        assert Problem.from_matrix([[far]], p=1).distance.tolist() == [[far]]

    @pytest.mark.parametrize("far", [-1e-9, nextafter(1e12, inf), nan, inf])
    def test_refuses_the_first_bad_distance(self, far: float) -> None:
        with pytest.raises(BadInput, match="distance"):
            Problem.from_matrix([[far]], p=1)

    @pytest.mark.parametrize("point", [(90, 180), (-90, -180), (0, 0)])
    def test_takes_the_ends_of_the_earth(self, point: tuple[float, float]) -> None:
        assert Problem.from_places([point], p=1).demand_at.tolist() == [list(point)]

    @pytest.mark.parametrize(
        "points",
        [
            [(90.001, 0)],
            [(-90.001, 0)],
            [(0, 180.001)],
            [(0, -181)],
            [(0,)],
            [(0, 0, 0)],
            [0, 0],
            [("a", 0)],
            [(nan, 0)],
        ],
    )
    def test_refuses_what_is_beyond_them(self, points: object) -> None:
        with pytest.raises(BadInput, match="demand_at"):
            Problem.from_places(points, p=1)

    def test_names_the_sites_when_theirs_are_wrong(self) -> None:
        with pytest.raises(BadInput, match="site_at"):
            Problem.from_places([(0, 0)], [(99, 0)], p=1)

    def test_wants_distances_or_places(self) -> None:
        with pytest.raises(BadInput, match="demand_at and site_at"):
            Problem([1.0], p=1)

    def test_without_sites_has_none(self) -> None:
        assert (Problem.from_places([(1, 2)], [], p=1).n_sites, Problem.from_matrix([], p=1).n_sites) == (
            0,
            0,
        )

    def test_calls_a_place_without_a_name_by_its_number(self) -> None:
        problem = square(demand_names=("الف", "ب"))

        assert (problem.demand_name(1), problem.site_name(1)) == ("ب", "2")


class TestTheParams:
    @pytest.mark.parametrize(
        ("field", "good"),
        [
            ("gap", 0),
            ("gap", 0.999999),
            ("rounds", 1),
            ("node_rounds", 1),
            ("kicks", 0),
            ("neighbours", 1.001),
            ("neighbours", 10**6),
        ],
    )
    def test_take_the_last_good_value(self, field: str, good: float) -> None:
        assert getattr(Params(**{field: good}), field) == good

    @pytest.mark.parametrize(
        ("field", "bad"),
        [
            ("gap", -1e-12), ("gap", 1.0), ("rounds", 0), ("node_rounds", 0), ("kicks", -1), ("neighbours", 1.0),
            *((field, bad) for field in ("gap", "rounds", "node_rounds", "kicks", "neighbours") for bad in NO_NUMBERS[:6]),
            ("rounds", 1.5), ("kicks", 2.0), ("gap", 10**400), ("neighbours", "5"),
        ],
        ids=repr,
    )  # fmt: skip
    def test_refuse_the_first_bad_value_by_name(self, field: str, bad: object) -> None:
        with pytest.raises(BadInput) as fault:
            Params(**{field: bad})

        assert fault.value.field == field
        assert repr(fault.value.value) == repr(bad)

    def test_are_frozen(self) -> None:
        with pytest.raises(AttributeError):
            Params().gap = 0.5


class TestTheRound:
    @pytest.mark.parametrize(
        ("field", "good"),
        [
            ("depot", (90.0, -180.0)), ("people", (0.0,)), ("people", (1e12,)), ("service_hours", (0,)), ("days", 1),
            ("days", 366), ("hours", 0.01), ("km_per_hour", 900), ("detour", 1.0), ("names", ("زابل",)), ("names", ()),
        ],
    )  # fmt: skip
    def test_takes_the_last_good_value(self, field: str, good: object) -> None:
        assert getattr(stop(**{field: good}), field) == good

    @pytest.mark.parametrize(
        ("field", "bad", "named"),
        [
            ("depot", (90.01, 0.0), "stops"), ("depot", (0.0, 180.01), "stops"), ("depot", (1.0,), "stops"),
            ("depot", ("25", 60.0), "stops"), ("depot", (nan, 60.0), "stops"), ("stops", ((1.0, 2.0, 3.0),), "stops"),
            ("people", (-0.1,), "people"), ("people", (2e12,), "people"), ("people", (), "people"), ("people", ("9",), "people"),
            ("people", (nan,), "people"), ("service_hours", (-1.0,), "service_hours"), ("service_hours", (1.0, 1.0), "service_hours"),
            ("service_hours", (inf,), "service_hours"), ("days", 0, "days"), ("days", 367, "days"), ("days", 1.5, "days"),
            ("days", True, "days"), ("days", "6", "days"), ("hours", 0, "hours"), ("hours", -8, "hours"), ("hours", "8", "hours"),
            ("hours", inf, "hours"), ("km_per_hour", 0, "km_per_hour"), ("km_per_hour", nan, "km_per_hour"),
            ("detour", 0.999, "detour"), ("detour", None, "detour"), ("names", ("a", "b"), "names"),
        ],
    )  # fmt: skip
    def test_refuses_the_first_bad_value_by_name(self, field: str, bad: object, named: str) -> None:
        with pytest.raises(BadInput) as fault:
            stop(**{field: bad})

        assert fault.value.field == named

    def test_calls_a_stop_without_a_name_by_its_number(self) -> None:
        assert (stop().name(0), stop(names=("زابل",)).name(0)) == ("1", "زابل")
