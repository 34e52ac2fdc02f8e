"""Params, registers and plans at their edges: the last good value is taken, the first bad one refused by name."""

from dataclasses import FrozenInstanceError
from math import inf, nan

import pytest

from hamafza_engines import linkage
from hamafza_engines.frame import BadInput, Within
from hamafza_engines.linkage import FIELD_NAMES, Params, Problem, Register, check, solve

from .conftest import TAHEREH, linked, pairs, people, register, tahereh

LIMITS = [
    ("auto", 0.5, 1), ("grey", 0.001, 0.95), ("margin_bits", 0, 100), ("learn_from", 2, 10**9),
    ("largest_block", 1, 10**9), ("widest", 0, 1000),
]  # fmt: skip
HOSTILE = [
    "\x00",
    "💥" * 60,
    "A" * 10_000,
    "\u202eعلی",
    "=1+1",
    "'; DROP TABLE a; --",
    "١٢٣",
    "ñandú",
    "\ud800",
    "\u200c",
    "ـــ",
    "0" * 50,
]


class TestParams:
    @pytest.mark.parametrize(("name", "low", "high"), LIMITS)
    def test_take_the_last_good_value_on_either_side(self, name, low, high):
        for value in (low, high):
            other = {"grey": min(low, 0.2)} if name == "auto" else {}
            assert getattr(Params(**{name: value} | other), name) == value

    @pytest.mark.parametrize(("name", "low", "high"), LIMITS)
    def test_refuse_the_first_bad_value_on_either_side(self, name, low, high):
        for value in (low - 1e-9, high * (1 + 1e-9) + 1e-9):
            with pytest.raises(BadInput) as fault:
                Params(**{name: value})
            assert (fault.value.field, fault.value.value) == (name, value)
            assert f"{low} and {high}" in fault.value.remedy and f"میان {low} و {high}" in fault.value.say(
                "fa"
            )

    @pytest.mark.parametrize("name", [name for name, _, _ in LIMITS])
    @pytest.mark.parametrize("value", [nan, inf, -inf, "0.9", None, [1]], ids=repr)
    def test_refuse_what_is_no_number(self, name, value):
        with pytest.raises(BadInput) as fault:
            Params(**{name: value})

        assert fault.value.field == name

    @pytest.mark.parametrize(
        ("name", "value", "known"),
        [
            ("method", "magic", ("auto", "learnt", "fixed")),
            ("method", "", ("auto",)),
            ("backend", "sqlite", ("duckdb", "spark")),
            ("backend", None, ("spark",)),
        ],
    )
    def test_refuse_an_unknown_word_and_tell_the_known_ones(self, name, value, known):
        with pytest.raises(BadInput) as fault:
            Params(**{name: value})

        assert fault.value.field == name and all(word in fault.value.remedy for word in known)

    def test_are_never_grey_above_automatic(self):
        assert Params(auto=0.6, grey=0.6).grey == 0.6
        with pytest.raises(BadInput, match="0.6"):
            Params(auto=0.6, grey=0.61)

    def test_cannot_be_changed_afterwards(self):
        with pytest.raises(FrozenInstanceError):
            Params().auto = 0.5


class TestARegister:
    def test_with_an_id_twice_is_refused_by_that_id(self):
        with pytest.raises(BadInput) as fault:
            Register(("a", "b", "c", "b", "a"), {})

        assert (fault.value.field, fault.value.value) == ("id", "b")

    @pytest.mark.parametrize("cells", [(), ("x",), ("x", "y", "z")])
    def test_with_a_column_of_another_length_is_refused_by_its_name(self, cells):
        with pytest.raises(BadInput) as fault:
            Register(("1", "2"), {"first": cells})

        assert (fault.value.field, fault.value.value) == (
            "first",
            len(cells),
        ) and "2 cells" in fault.value.remedy

    @pytest.mark.parametrize("name", ["shoe", "نام", "First", "", "first_sound"])
    def test_with_an_unknown_field_is_refused_with_the_known_ones(self, name):
        with pytest.raises(BadInput) as fault:
            Register(("1",), {name: ("x",)})

        assert fault.value.value == name and all(field in fault.value.remedy for field in FIELD_NAMES)

    @pytest.mark.parametrize("field", [name for name in FIELD_NAMES if name != "id"])
    def test_may_have_any_field_alone(self, field):
        alone = register(**{field: ["1365/02/11", None]})

        assert check(Problem(alone, alone), linked(alone, alone)) == []

    def test_of_nobody_is_of_length_nought(self):
        assert len(Register((), {})) == len(Register((), {"first": ()})) == 0

    def test_cannot_be_changed_afterwards(self):
        with pytest.raises(FrozenInstanceError):
            tahereh().name = "other"


class TestHostileCells:
    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    @pytest.mark.parametrize("field", sorted(TAHEREH))
    def test_in_one_column_hinder_nobody_who_is_known_by_the_others(self, field, text):
        left, right = tahereh(), tahereh(**{field: text})
        problem = Problem(left, right)

        plan = solve(problem)

        assert check(problem, plan) == [] and pairs(plan) == {("1", "1")}
        assert plan.explain(0) and plan.explain(0, "en")

    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    def test_in_every_column_of_two_registers_merge_nobody_who_is_nobody(self, text):
        everything = register(**{name: [text, None] for name in TAHEREH})
        problem = Problem(everything, everything)

        plan = solve(problem)

        assert check(problem, plan) == [] and pairs(plan) <= {("1", "1")}

    def test_in_the_ids_of_rows_come_back_as_they_were(self):
        odd = ("‮id", "=1+1", "a\nb")
        left = Register(
            odd,
            people({}, {"nid": "1289746321", "first": "علی"}, {"nid": "0012345679", "first": "سارا"}).cells,
        )

        assert {link.left for link in linked(left, left).links} == set(odd)


class TestSmallestRegisters:
    empty = Register((), {})

    @pytest.mark.parametrize(
        "problem",
        [Problem(empty), Problem(empty, empty), Problem(tahereh(), empty), Problem(empty, tahereh())],
    )
    def test_of_nobody_have_an_empty_and_proved_plan(self, problem):
        plan = solve(problem)

        assert (plan.links, plan.candidates, plan.why, plan.status, plan.gap) == (
            (),
            0,
            "empty",
            "optimal",
            0,
        )
        assert check(problem, plan) == []

    def test_of_one_row_have_no_doubles(self):
        plan = solve(Problem(tahereh()))

        assert plan.links == plan.clusters == () and plan.candidates == 0

    def test_of_one_row_twice_are_one_cluster(self):
        plan = solve(Problem(people({}, {})))

        assert pairs(plan, "auto") == {("1", "2")} and plan.clusters == (("1", "2"),)

    def test_of_one_row_three_times_are_one_cluster_of_three(self):
        plan = solve(Problem(people({}, {}, {})))

        assert plan.clusters == (("1", "2", "3"),) and len(plan.links) == 3

    def test_without_a_common_column_are_told_so(self):
        problem = Problem(register(nid=["0084575948"]), register(mobile=["09123456789"]))

        plan = solve(problem)

        assert plan.links == () and plan.why == "nothing_in_common" and check(problem, plan) == []

    def test_of_which_the_right_is_the_very_same_object_are_linked_row_by_row(self):
        twice = people(
            {}, {"nid": "1289746321", "first": "علی", "mobile": "09351112233", "birth": "1340/5/6"}
        )

        assert pairs(linked(twice, twice), "auto") == {("1", "1"), ("2", "2")}


class TestTheClock:
    @pytest.mark.parametrize("seconds", [0, 0.001, None])
    def test_of_small_registers_is_never_too_short(self, seconds, small_world):
        left, right, _, plan = small_world

        assert linked(left, right, stop=Within(seconds=seconds)).links == plan.links

    def test_may_run_already(self, small_world):
        left, right, _, plan = small_world

        assert linked(left, right, stop=Within(seconds=60).started()).links == plan.links


def test_the_public_names_are_sorted_complete_and_there():
    assert linkage.__all__ == sorted(linkage.__all__)
    assert all(hasattr(linkage, name) for name in linkage.__all__)
