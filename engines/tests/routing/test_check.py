"""The judge: one thing broken is found and called by its name alone, and a sound plan has none."""

from dataclasses import replace

import pytest

from hamafza_engines.routing import REASONS, Params, Plan, Problem, Ranked, Reason, Violation, check, solve

from .builders import ASK, centre, drawn, rules

OTHER = frozenset({"legal"})
# 1 and 2 may be asked, 3 was tried, 4 does something else.
PROBLEM = Problem(
    ASK, (centre(1), centre(2, open_load=5), centre(3), centre(4, domains=OTHER)), frozenset({3})
)
SOUND = solve(PROBLEM)
FIRST, SECOND = SOUND.ranked


def broken(**more):
    return {"ranked": tuple(SOUND.ranked), "excluded": tuple(SOUND.excluded)} | more


def stranger(id_, like=SECOND):
    return replace(like, centre_id=id_)


BREAKS = {
    "unknown_centre": (
        broken(ranked=(FIRST, stranger(99)), excluded=((2, "area"), (3, "already_tried"))), "99",
    ),
    "domain_not_served": (
        broken(ranked=(FIRST, stranger(4)), excluded=((2, "area"), (3, "already_tried"))), "4",
    ),
    "already_tried": (broken(ranked=(FIRST, stranger(3)), excluded=((2, "area"), (4, "domain"))), "3"),
    "score_out_of_range": (broken(ranked=(replace(FIRST, score=1.1), SECOND)), "1"),
    "reasons_incomplete": (broken(ranked=(FIRST, replace(SECOND, reasons=SECOND.reasons[1:]))), "2"),
    "shares_not_whole": (
        broken(ranked=(FIRST, replace(SECOND, reasons=(Reason("domain", 1.0, 0.9), *(r for r in SECOND.reasons if r.name != "domain"))))), "2",
    ),
    "out_of_order": (broken(ranked=(SECOND, FIRST)), "1"),
    "named_twice": (broken(excluded=((1, "area"), *SOUND.excluded)), "1"),
    "centres_unaccounted": (broken(excluded=SOUND.excluded[1:]), ""),
}  # fmt: skip


class TestTheJudge:
    @pytest.mark.parametrize("rule", BREAKS)
    def test_names_the_one_promise_that_is_broken_and_where(self, rule):
        plan, where = BREAKS[rule]

        assert check(PROBLEM, Plan(**plan)) == [Violation(rule, where)]

    def test_knows_every_rule_by_a_test(self):
        import inspect

        from hamafza_engines.routing import _check

        source = inspect.getsource(_check)
        assert sorted(BREAKS) == sorted({part.split('"')[1] for part in source.split("Violation(")[1:]})

    @pytest.mark.parametrize("seed", range(25))
    @pytest.mark.parametrize("keep", [1, 4, 100])
    def test_has_nothing_to_say_of_what_solve_makes(self, seed, keep):
        problem, params = drawn(seed), rules(seed, keep=keep)

        assert check(problem, solve(problem, params=params)) == []

    @pytest.mark.parametrize("score", [-0.001, 1.001, float("nan")])
    def test_lets_no_score_pass_that_is_no_share(self, score):
        alone = Problem(ASK, (centre(1),))
        plan = Plan((replace(solve(alone).ranked[0], score=score),), ())

        assert [violation.rule for violation in check(alone, plan)] == ["score_out_of_range"]

    def test_lets_a_score_of_nought_have_no_shares(self):
        alone = Problem(ASK, (centre(1, open_hours=0.0),))
        plan = solve(alone, params=Params(**{**dict.fromkeys(REASONS, 0.0), "hours": 1.0}))

        assert plan.value == 0
        assert check(alone, plan) == []

    def test_holds_equal_scores_to_the_order_of_ids(self):
        twins = Problem(ASK, (centre(1), centre(2)))
        plan = solve(twins)

        assert check(twins, plan) == []
        assert check(twins, replace(plan, ranked=tuple(reversed(plan.ranked)))) == [
            Violation("out_of_order", "1")
        ]

    def test_counts_those_beyond_the_list(self):
        few = solve(PROBLEM, params=Params(keep=1))

        assert few.beyond == 1
        assert check(PROBLEM, few) == []
        assert check(PROBLEM, replace(few, beyond=2)) == [Violation("centres_unaccounted")]
        assert check(PROBLEM, replace(few, beyond=0)) == [Violation("centres_unaccounted")]

    def test_finds_every_fault_of_a_plan_that_has_many(self):
        worst = Ranked(99, 2.0, ())

        rules_broken = [violation.rule for violation in check(PROBLEM, Plan((worst, worst), ()))]

        assert rules_broken == [
            "unknown_centre", "score_out_of_range", "reasons_incomplete",
            "unknown_centre", "score_out_of_range", "reasons_incomplete", "named_twice", "centres_unaccounted",
        ]  # fmt: skip

    def test_of_an_empty_plan_asks_where_everyone_went(self):
        assert check(PROBLEM, Plan((), ())) == [Violation("centres_unaccounted")]
        assert check(Problem(ASK, ()), Plan((), ())) == []
