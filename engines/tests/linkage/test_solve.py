"""Whole linkages through the public door: what is found, what is refused, what stays the same."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput, Within
from hamafza_engines.linkage import ADVERSARIAL, Params, Problem, Register, check, registers, solve

PERSON = {
    "nid": "0084575948", "first": "طاهره", "last": "ذاکری", "father": "رضا", "birth": "1365/02/11",
    "mobile": "09123456789", "city": "چابهار", "gender": "زن",
}  # fmt: skip


def one(**cells):
    return Register.of([PERSON | cells], name="one")


def many(*people):
    return Register.of([PERSON | person for person in people])


def pairs(plan, verdict=None):
    return {(link.left, link.right) for link in plan.links if verdict in (None, link.verdict)}


def measured(plan, truth):
    found = pairs(plan, "auto")
    right = len(found & truth)
    return right / max(len(found), 1), right / len(truth)


def shuffled(register, seed):
    order = list(range(len(register)))
    random.Random(seed).shuffle(order)
    return Register(
        tuple(register.ids[row] for row in order),
        {name: tuple(column[row] for row in order) for name, column in register.cells.items()},
        register.name,
    )


class TestOnePerson:
    @pytest.mark.parametrize(
        "cells",
        [
            {},
            {"nid": "۸۴۵۷۵۹۴۸", "first": "تاهره", "last": "زاکري"},
            {"nid": "0084575949"},
            {"nid": None, "mobile": "09350000001"},
            {"nid": None, "birth": "1365/11/02"},
            {"nid": None, "father": None, "city": None},
            {"last": "ذاکری چابهاری", "mobile": None},
            {"first": "ذاکری", "last": "طاهره"},
            {"birth": "1986-05-01"},
        ],
    )
    def test_written_with_a_slip_is_found_and_merged(self, cells):
        plan = solve(Problem(one(), one(**cells)))

        assert pairs(plan, "auto") == {("1", "1")}

    @pytest.mark.parametrize(
        "cells",
        [
            {"nid": None, "first": "زهرا"},  # a twin
            {"nid": "1289746321", "first": "زهرا"},
            {"first": "علی", "birth": "1390/05/20", "gender": "مرد"},  # a son under his mother's ID
            {
                "nid": None,
                "first": "رضا",
                "father": "حسن",
                "birth": "1335/01/09",
                "gender": "مرد",
            },  # the father
            {"nid": None, "first": "مریم", "mobile": None, "birth": "1368/07/30"},  # a sister
        ],
    )
    def test_kin_are_never_merged(self, cells):
        plan = solve(Problem(one(), one(**cells)))

        assert not pairs(plan, "auto")

    def test_a_stranger_is_not_even_shown(self):
        stranger = dict.fromkeys(PERSON) | {"first": "طاهره", "last": "محمدی", "city": "تهران"}

        assert not solve(Problem(one(), Register.of([stranger]))).links

    def test_twins_go_each_to_itself(self):
        twins = ({"nid": None}, {"nid": None, "first": "زهرا"})

        plan = solve(Problem(many(*twins), many(*twins[::-1])))

        assert pairs(plan) == {("1", "2"), ("2", "1")}

    def test_two_rows_equally_like_one_are_for_the_clerks(self):
        plan = solve(Problem(one(), many({}, {})))

        assert len(plan.links) == 1
        assert plan.links[0].verdict == "grey"
        assert plan.links[0].rival is not None
        assert "دو کارشناس" in plan.explain(0)


class TestHostileRegisters:
    empty = Register((), {})

    @pytest.mark.parametrize("problem", [(empty, empty), (one(), empty), (empty, one()), (empty,)])
    def test_an_empty_register_has_no_links(self, problem):
        plan = solve(Problem(*problem))

        assert plan.links == () and plan.gap == 0 and plan.why == "empty"
        assert "خالی" in plan.summary() and check(Problem(*problem), plan) == []

    def test_registers_without_a_common_column_say_so(self):
        plan = solve(
            Problem(Register.of([{"کد ملی": "0084575948"}]), Register.of([{"نام": "علی", "فامیل": "راد"}]))
        )

        assert plan.links == () and plan.why == "nothing_in_common"

    def test_all_the_same_person_is_no_reason_to_hang(self):
        crowd = many(*[{}] * 60)

        plan = solve(Problem(crowd, crowd))

        assert len(plan.links) == 60 and not plan.auto
        assert check(Problem(crowd, crowd), plan) == []

    def test_columns_full_of_nothing(self):
        nothing = Register.of([dict.fromkeys(PERSON, "ندارد"), dict.fromkeys(PERSON)])

        assert solve(Problem(nothing, nothing)).links == ()

    def test_texts_of_any_kind(self):
        cells = [
            "\x00",
            "💥" * 50,
            "A" * 100_000,
            "‮ علی",
            "=1+1",
            "'; DROP TABLE a; --",
            "١٢٣",
            "ñandú",
            "\ud800",
        ]
        odd = Register.of([dict.fromkeys(PERSON, cell) | {"id": place} for place, cell in enumerate(cells)])

        plan = solve(Problem(odd, odd))

        assert check(Problem(odd, odd), plan) == []

    @pytest.mark.slow  # texts of 100 MB are made and hashed
    def test_a_cell_of_ten_million_letters_costs_no_more_than_a_name(self):
        cells = {name: ("ابپ۱۲" * 2_000_000,) for name in PERSON}
        huge = Register(("1",), cells)

        plan = solve(Problem(huge, huge))

        assert len(plan.links) <= 1 and check(Problem(huge, huge), plan) == []

    def test_numbers_that_are_none(self):
        odd = Register.of([{"کد ملی": float("nan"), "نام": -5, "تاریخ تولد": float("inf"), "موبایل": 10**40}])

        assert check(Problem(odd, odd), solve(Problem(odd, odd))) == []

    @given(
        st.lists(st.dictionaries(st.sampled_from(sorted(PERSON)), st.text(max_size=12)), max_size=6),
        st.randoms(),
    )
    @settings(max_examples=20, deadline=None)
    def test_no_rows_break_it(self, rows, chance):
        other = list(rows)
        chance.shuffle(other)
        problem = Problem(Register.of(rows), Register.of(other))

        assert check(problem, solve(problem)) == []

    def test_an_id_that_stands_twice_is_refused(self):
        with pytest.raises(BadInput, match="id of its own"):
            Register(("1", "1"), {})

    def test_columns_of_unequal_length_and_unknown_fields_are_refused(self):
        with pytest.raises(BadInput, match="one an id"):
            Register(("1",), {"first": ()})
        with pytest.raises(BadInput, match="shoe"):
            Register(("1",), {"shoe": ("42",)})


@pytest.mark.parametrize(
    "wrong",
    [
        {"auto": 1.5}, {"auto": 0.3}, {"auto": float("nan")}, {"grey": 0.995}, {"grey": 0}, {"margin_bits": -1},
        {"learn_from": 1}, {"largest_block": 0}, {"widest": -1}, {"method": "magic"}, {"backend": "oracle"},
    ],
)  # fmt: skip
def test_params_out_of_range_are_refused_by_name(wrong):
    with pytest.raises(BadInput) as fault:
        Params(**wrong)

    assert fault.value.field in wrong


class TestSmallRegisters:
    """Below `learn_from` rows: plain Python, fixed weights."""

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_nearly_all_are_found_and_nobody_wrongly(self, seed):
        left, right, truth = registers(150, seed=seed)

        plan = solve(Problem(left, right))

        precision, recall = measured(plan, truth)
        assert plan.method == "fixed" and plan.why == "small"
        assert precision == 1 and recall >= 0.9
        assert check(Problem(left, right), plan) == []

    def test_the_order_of_rows_changes_nothing(self):
        left, right, _ = registers(100, seed=4, world=ADVERSARIAL)

        plan = solve(Problem(left, right))
        again = solve(Problem(shuffled(left, 1), shuffled(right, 2)))

        assert plan.links == again.links and plan.value == pytest.approx(again.value)

    def test_the_sides_may_change_places(self):
        left, right, _ = registers(100, seed=5)

        there, back = solve(Problem(left, right)), solve(Problem(right, left))

        assert pairs(there) == {(b, a) for a, b in pairs(back)}

    def test_a_stricter_threshold_merges_fewer_and_shows_no_other_pairs(self):
        left, right, _ = registers(80, seed=6, world=ADVERSARIAL)
        problem = Problem(left, right)

        merged = [
            pairs(solve(problem, params=Params(auto=auto)), "auto") for auto in (0.7, 0.9, 0.99, 0.9999)
        ]

        assert merged[0] >= merged[1] >= merged[2] >= merged[3]
        assert len(merged[0]) > len(merged[3])

    def test_who_stands_twice_in_one_register(self):
        left, right, truth = registers(80, seed=7)
        both = Register(
            left.ids + right.ids, {name: left.cells[name] + right.cells[name] for name in left.cells}, "both"
        )

        plan = solve(Problem(both))

        found = {tuple(sorted(pair)) for pair in pairs(plan, "auto")}
        assert len(found & truth) >= 0.9 * len(truth) and len(found - truth) <= 1
        assert all(len(cluster) >= 2 for cluster in plan.clusters)
        assert check(Problem(both), plan) == []


class TestWords:
    def test_every_link_is_explained_in_both_languages(self):
        left, right, _ = registers(60, seed=8, world=ADVERSARIAL)
        plan = solve(Problem(left, right))

        for place, link in enumerate(plan.links):
            fa, en = plan.explain(place), plan.explain(place, "en")
            assert link.left in fa and link.right in en
            assert ("به‌خودی‌خود" in fa) == (link.verdict == "auto") == ("Merged by itself" in en)
            assert not any(letter.isascii() and letter.isalpha() for letter in fa.split(":", 1)[1])

    def test_it_says_what_differs_and_how_much_it_weighs(self):
        said = solve(Problem(one(), one(nid="0084575949", city="زاهدان"))).explain(0)

        assert "کد ملی فقط در یک نویسه فرق دارد (+۱۳٫۸)" in said
        assert "به زیان آن: شهر متفاوت است" in said

    def test_the_weights_in_words_add_up_to_the_weight_against_strangers(self):
        plan = solve(Problem(one(), one(city="زاهدان", mobile="09350000000")))
        said = plan.explain("1", "en").replace("−", "-")

        told = sum(float(part.split(")")[0]) for part in said.split("(")[1:])
        model = plan.model
        levels = [dict(plan.links[0].levels)[name] for name in model.fields]
        assert len(levels) == len(model.fields)
        assert told > plan.links[0].weight  # kin and the prior only take away

    def test_an_unknown_id_is_refused(self):
        plan = solve(Problem(one(), one()))

        for i in ("99", 1, -1):
            with pytest.raises(BadInput):
                plan.explain(i)


class TestCheck:
    """The checker must see what it is there to see."""

    problem = Problem(many({}, {"nid": None, "first": "زهرا"}), many({}, {"nid": None, "first": "زهرا"}))

    def broken(self, **changes):
        plan = solve(self.problem)
        first, *rest = plan.links
        return {
            violation.rule
            for violation in check(self.problem, replace(plan, links=(replace(first, **changes), *rest)))
        }

    def test_a_sound_plan_has_nothing(self):
        assert check(self.problem, solve(self.problem)) == []

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"left": "9"}, "unknown_id"),
            ({"left": "2"}, "left_linked_twice"),
            ({"right": "2"}, "right_linked_twice"),
            ({"probability": 0.5}, "probability_is_not_the_weights"),
            ({"probability": 0.1}, "below_grey"),
            ({"verdict": "auto", "probability": 0.5}, "auto_below_threshold"),
            ({"verdict": "auto", "rival": ("1", "2", 1e6)}, "auto_beside_a_rival"),
            ({"weight": -50.0}, "out_of_order"),
        ],
    )
    def test_a_broken_promise_is_named(self, changes, rule):
        assert rule in self.broken(**changes)

    def test_a_bound_below_the_value(self):
        plan = solve(self.problem)

        assert [v.rule for v in check(self.problem, replace(plan, bound=plan.value - 1))] == [
            "bound_below_value"
        ]


@pytest.mark.slow  # DuckDB and Splink start
def test_when_time_is_over_the_narrow_rules_still_run_and_it_is_said():
    left, right, truth = registers(700, seed=9)

    plan = solve(Problem(left, right), stop=Within(seconds=0))

    assert plan.status == "stopped" and plan.why == "time" and "زمان" in plan.summary()
    assert measured(plan, truth)[1] > 0.7
