"""The summary: its figures are the plan's, in both languages, and it says what was left out and why."""

import re
from dataclasses import replace

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Params, Problem, Register, registers, solve
from hamafza_engines.linkage._blocking import NARROW, WIDE

from .conftest import linked, numbers_in, register, tahereh


@pytest.fixture(scope="module")
def plans():
    """Return plans of several sizes, of two registers and of one."""
    made = []
    for size, seed in ((5, 1), (40, 2), (120, 3)):
        left, right, _ = registers(size, seed=seed, world=ADVERSARIAL)
        made += [linked(left, right), linked(left), linked(left, right, params=Params(auto=0.5, grey=0.5))]
    return made


class TestTheFigures:
    def test_are_those_of_the_plan_in_both_languages(self, plans):
        for plan in plans:
            sizes = [size for size in plan.sizes if size]
            told = [*sizes, len(plan.auto), len(plan.grey), plan.candidates]
            told += [len(plan.clusters)] if plan.problem.right is None else []
            assert numbers_in(plan.summary()) == numbers_in(plan.summary("en")) == told

    def test_of_links_add_up(self, plans):
        assert all(len(plan.auto) + len(plan.grey) == len(plan.links) <= plan.candidates for plan in plans)

    def test_have_their_thousands_apart(self):
        plan = replace(linked(tahereh(), tahereh()), sizes=(1234567, 89012), candidates=3456789)

        assert "۱٬۲۳۴٬۵۶۷" in plan.summary() and "1,234,567" in plan.summary("en")

    def test_are_in_the_digits_of_the_language(self, plans):
        for plan in plans:
            assert not re.search("[0-9A-Za-z]", plan.summary())
            assert not re.search("[۰-۹ا-ی]", plan.summary("en"))


class TestTheReason:
    @pytest.mark.parametrize(
        ("problem", "fa", "en"),
        [
            (Problem(Register((), {}), tahereh()), "خالی", "is empty"),
            (
                Problem(register(nid=["0084575948"]), register(first=["علی"])),
                "هیچ ستون مشترکی",
                "no column in common",
            ),
            (Problem(tahereh(), tahereh()), "فهرست کوچک است", "are small"),
        ],
    )
    def test_is_told(self, problem, fa, en):
        plan = solve(problem)

        assert fa in plan.summary() and en in plan.summary("en")

    @pytest.mark.parametrize(
        ("why", "fa", "en"),
        [
            ("", "آموخته شد", "were learnt"), ("no_blocks", "ستون‌های مشترک برای یادگیری بس نبود", "Too few common columns"),
            ("time", "زمان برای یادگیری نماند", "No time to learn"), ("asked", "به خواست شما", "as asked"),
        ],
    )  # fmt: skip
    def test_of_the_weights_is_told(self, why, fa, en):
        plan = replace(linked(tahereh(), tahereh()), why=why)

        assert fa in plan.summary() and en in plan.summary("en")


class TestTheEnd:
    def test_by_the_clock_is_told(self):
        plan = replace(linked(tahereh(), tahereh()), status="stopped")

        assert "زمان به سر رسید" in plan.summary() and "Time was up" in plan.summary("en")

    def test_without_a_proof_is_told_with_its_gap(self):
        plan = replace(linked(tahereh(), tahereh()), status="heuristic", value=90.0, bound=100.0)

        assert plan.gap == pytest.approx(0.1)
        assert "۱۰٪" in plan.summary() and "gap 10 %" in plan.summary("en")

    def test_of_a_proved_plan_says_nothing_more(self, plans):
        for plan in plans:
            assert plan.status == "optimal" and plan.gap == 0
            assert "gap" not in plan.summary("en") and "Time was up" not in plan.summary("en")


class TestTheGap:
    @pytest.mark.parametrize(
        ("value", "bound", "gap"), [(90, 100, 0.1), (100, 100, 0), (0, 0, 0), (0, 5, 1), (5, 4.9999999, 0)]
    )
    def test_is_the_share_of_the_bound_that_may_be_lost(self, value, bound, gap):
        assert replace(linked(tahereh(), tahereh()), value=value, bound=bound).gap == pytest.approx(gap)


class TestRowsThatWereSkipped:
    def test_are_counted_rule_by_rule(self):
        plan = replace(linked(tahereh(), tahereh()), skipped=(("birth+last", 1200), ("mobile+year", 7)))

        assert "قاعدهٔ «تاریخ تولد + نام خانوادگی»: ۱٬۲۰۰ سطر" in plan.summary()
        assert "قاعدهٔ «تلفن همراه + سال تولد»: ۷ سطر" in plan.summary()
        assert "Rule birth date + last name: 1,200 rows" in plan.summary("en")

    @pytest.mark.parametrize("rule", NARROW + WIDE, ids="+".join)
    def test_are_told_with_the_rule_in_words(self, rule):
        plan = replace(linked(tahereh(), tahereh()), skipped=(("+".join(rule), 7),))

        fa, en = plan.summary(), plan.summary("en")

        assert not re.search("[a-z_]", fa) and "_" not in en
        assert fa.count(" + ") == en.count(" + ") == len(rule) - 1

    def test_of_the_beginning_and_the_end_of_a_name_are_told_apart(self):
        plans = [
            replace(linked(tahereh(), tahereh()), skipped=((rule, 7),))
            for rule in ("last_head", "last_tail", "last")
        ]

        assert len({plan.summary() for plan in plans}) == len({plan.summary("en") for plan in plans}) == 3
