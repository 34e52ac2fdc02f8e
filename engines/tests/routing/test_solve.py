"""Routing against an independent slow scorer, under permutation, and hop after hop."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.routing import (
    REASONS,
    Ask,
    Params,
    Plan,
    Problem,
    Ranked,
    Reason,
    Violation,
    acceptance,
    check,
    solve,
)

from .builders import ASK, HERE, centre, drawn
from .oracle import slow_scores


def order(*centres, ask=ASK, **more):
    return [ranked.centre_id for ranked in solve(Problem(ask, centres, **more)).ranked]


class TestTheOracle:
    """A slow scorer written from the documentation alone."""

    @pytest.mark.parametrize("seed", range(60))
    def test_ranks_as_the_slow_scorer_does(self, seed):
        problem = drawn(seed)

        plan = solve(problem)

        expected = sorted(slow_scores(problem).items(), key=lambda item: (-round(item[1], 9), item[0]))
        assert [(r.centre_id, pytest.approx(r.score)) for r in plan.ranked] == expected

    @pytest.mark.parametrize("seed", range(60))
    def test_keeps_every_promise(self, seed):
        problem = drawn(seed)

        assert check(problem, solve(problem)) == []

    @pytest.mark.parametrize("seed", range(20))
    def test_the_order_of_the_centres_does_not_matter(self, seed):
        problem = drawn(seed)
        shuffled = random.Random(seed).sample(problem.centres, len(problem.centres))

        assert solve(replace(problem, centres=tuple(shuffled))) == solve(problem)

    @pytest.mark.parametrize("seed", range(20))
    def test_the_seed_does_not_matter(self, seed):
        problem = drawn(seed)

        assert solve(problem, seed=1) == solve(problem, seed=2)


class TestWhoMayBeRanked:
    def test_only_centres_of_the_domain(self):
        plan = solve(Problem(ASK, (centre(1), centre(2, domains=frozenset({"legal"})))))

        assert [ranked.centre_id for ranked in plan.ranked] == [1]
        assert plan.excluded == ((2, "domain"),)

    def test_never_one_already_tried(self):
        plan = solve(Problem(ASK, (centre(1), centre(2)), frozenset({1})))

        assert [ranked.centre_id for ranked in plan.ranked] == [2]
        assert plan.excluded == ((1, "already_tried"),)

    def test_not_one_of_another_province_while_the_own_has_some(self):
        far = centre(2, place_path="IR/29/", area_path="IR/29/")

        assert solve(Problem(ASK, (centre(1), far))).excluded == ((2, "area"),)

    def test_a_far_one_rather_than_none(self):
        assert order(centre(2, place_path="IR/29/", area_path="IR/29/")) == [2]

    def test_a_path_is_not_taken_for_its_longer_neighbour(self):
        wide, other = centre(1, area_path="IR/11/"), centre(2, area_path="IR/11/110/")

        assert order(other, wide) == [1, 2]

    def test_nobody_gives_an_empty_plan(self):
        plan = solve(Problem(ASK, ()))

        assert (plan.ranked, plan.value, plan.bound, plan.gap) == ((), 0.0, 0.0, 0.0)
        assert plan.figures()["first"] is None


BETTER = {
    "specialised": ({"specialised": True}, {"domains": frozenset({"health", "legal"})}),
    "nearer": ({"lat": 29.6}, {"lat": 30.5}),
    "serving the very place": ({"area_path": HERE}, {"area_path": "IR/"}),
    "free": ({"capacity_free": 4}, {"capacity_free": 0}),
    "free, told today": ({"capacity_age_days": 0.0}, {"capacity_age_days": 60.0}),
    "untold rather than full": ({"capacity_free": None}, {"capacity_free": 0}),
    "full, but told long ago": ({"capacity_free": 0, "capacity_age_days": 60.0}, {"capacity_free": 0}),
    "open": ({"open_hours": 8.0}, {"open_hours": 0.0}),
    "accepting": ({"accepted": 9}, {"declined": 9}),
    "answering": ({}, {"expired": 9}),
    "idle": ({"open_load": 0}, {"open_load": 30}),
}


class TestWhatCounts:
    @pytest.mark.parametrize("name", BETTER)
    def test_all_else_equal_the_better_one_is_first(self, name):
        better, worse = BETTER[name]

        assert order(centre(1, **worse), centre(2, **better)) == [2, 1]

    def test_equals_go_by_id(self):
        assert order(centre(9), centre(3), centre(5)) == [3, 5, 9]

    def test_an_emergency_prefers_the_near_one(self):
        near, idle = centre(1, open_load=20), centre(2, lat=29.7)

        calm, urgent = (solve(Problem(replace(ASK, urgency=level), (near, idle))) for level in (0, 2))

        assert lead(urgent, 1, 2) > lead(calm, 1, 2)

    @pytest.mark.parametrize("name", REASONS)
    def test_a_weight_of_nothing_takes_the_reason_away(self, name):
        plan = solve(drawn(5), params=Params(**{name: 0.0}))

        assert all(r.share == 0 for ranked in plan.ranked for r in ranked.reasons if r.name == name)


class TestTheNextHop:
    def test_after_no_capacity_a_proven_place_comes_first(self):
        proven, near = centre(1, capacity_free=2, lat=29.75, open_load=9), centre(2, capacity_free=None)

        assert order(proven, near) == [2, 1]
        assert order(proven, near, last_reason="capacity") == [1, 2]

    def test_after_out_of_area_one_that_serves_the_place_comes_first(self):
        serving = centre(1, area_path=HERE, open_load=12, accepted=0, declined=3)
        wide = centre(2, area_path="IR/11/1107/", specialised=True, capacity_free=9, accepted=9)

        assert lead(solve(Problem(ASK, (serving, wide), last_reason="out_of_area")), 1, 2) > lead(
            solve(Problem(ASK, (serving, wide))), 1, 2
        )
        assert order(serving, wide, last_reason="out_of_area") == [1, 2]

    def test_after_silence_one_that_answers_comes_first(self):
        silent, answering = (
            centre(1, expired=8, capacity_free=9),
            centre(2, accepted=8, capacity_free=1, open_load=8),
        )

        assert order(silent, answering, last_reason="silence") == [2, 1]

    def test_after_wrong_domain_a_specialist_comes_first(self):
        generalist = centre(1, domains=frozenset({"health", "legal", "housing"}), capacity_free=9)
        specialist = centre(2, specialised=True, capacity_free=1, open_load=6)

        assert order(generalist, specialist, last_reason="wrong_domain") == [2, 1]

    @pytest.mark.parametrize("seed", range(10))
    def test_hop_after_hop_everyone_is_asked_once(self, seed):
        problem, asked = drawn(seed), []
        while plan := solve(problem).ranked:
            asked.append(plan[0].centre_id)
            problem = replace(problem, excluded=problem.excluded | {plan[0].centre_id})

        able = {c.id for c in problem.centres if "health" in c.domains} - drawn(seed).excluded
        assert sorted(asked) == sorted(able)


class TestThePlan:
    def test_shares_are_whole_and_heaviest_first(self):
        for ranked in solve(drawn(2)).ranked:
            shares = [reason.share for reason in ranked.reasons]
            assert shares == sorted(shares, reverse=True)
            assert math.isclose(sum(shares), 1)

    def test_explains_by_the_next_one(self):
        plan = solve(Problem(ASK, (centre(1), centre(2, open_load=30))))

        why = plan.explain(0)

        assert (why.centre_id, why.rival_id, why.leads[0][0]) == (1, 2, "fairness")
        assert plan.explain(1).rival_id == 1

    def test_a_single_centre_has_no_rival(self):
        assert solve(Problem(ASK, (centre(1),))).explain(0).rival_id is None

    @pytest.mark.parametrize("i", [-1, 1])
    def test_explains_only_what_is_ranked(self, i):
        with pytest.raises(IndexError, match="between"):
            solve(Problem(ASK, (centre(1),))).explain(i)

    def test_keeps_the_best_and_counts_the_rest(self):
        problem = Problem(ASK, tuple(centre(i, open_load=i) for i in range(1, 11)))

        plan = solve(problem, params=Params(keep=3))

        assert [ranked.centre_id for ranked in plan.ranked] == [1, 2, 3]
        assert plan.beyond == 7
        assert check(problem, plan) == []

    def test_ten_thousand_centres_are_ranked(self):
        problem = drawn(1, count=10_000)

        assert check(problem, solve(problem)) == []


class TestTheCheck:
    GOOD = Ranked(1, 0.5, tuple(Reason(name, 0.5, 1 / 7) for name in REASONS))

    @pytest.mark.parametrize(
        ("ranked", "excluded", "rule"),
        [
            ((replace(GOOD, centre_id=99),), (), "unknown_centre"),
            ((replace(GOOD, centre_id=2),), (), "domain_not_served"),
            ((replace(GOOD, centre_id=3),), (), "already_tried"),
            ((replace(GOOD, score=1.5),), (), "score_out_of_range"),
            ((replace(GOOD, reasons=GOOD.reasons[:3]),), (), "reasons_incomplete"),
            (
                (replace(GOOD, reasons=tuple(replace(r, share=0.5) for r in GOOD.reasons)),),
                (),
                "shares_not_whole",
            ),
            ((GOOD, replace(GOOD, centre_id=4, score=0.9)), (), "out_of_order"),
            ((GOOD,), ((1, "area"),), "named_twice"),
            ((GOOD,), (), "centres_unaccounted"),
        ],
    )
    def test_names_the_broken_promise(self, ranked, excluded, rule):
        centres = (centre(1), centre(2, domains=frozenset({"legal"})), centre(3), centre(4))

        found = check(Problem(ASK, centres, frozenset({3})), Plan(ranked, excluded))

        assert rule in {violation.rule for violation in found}
        assert all(isinstance(violation, Violation) for violation in found)


class TestAcceptance:
    def test_without_a_past_it_is_the_prior(self):
        assert acceptance(centre()).mean == 0.75

    @pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (1.0, 4.0), (5.0, 1.0)])
    def test_the_interval_is_that_of_a_known_law(self, a, b):
        found = acceptance(centre(), params=Params(prior_accepted=a, prior_refused=b), level=0.8)

        # Beta(1, b) and Beta(a, 1) have closed quantiles.
        quantile = (lambda q: 1 - (1 - q) ** (1 / b)) if a == 1 else (lambda q: q ** (1 / a))
        assert (found.low, found.high) == (pytest.approx(quantile(0.1)), pytest.approx(quantile(0.9)))

    @given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
    def test_the_mean_lies_in_the_interval(self, accepted, declined, expired):
        found = acceptance(centre(accepted=accepted, declined=declined, expired=expired))

        assert 0 <= found.low < found.high <= 1
        assert found.offers == accepted + declined + expired
        assert found.low - 0.05 <= found.mean <= found.high + 0.05

    def test_more_offers_narrow_it(self):
        few, many = acceptance(centre(accepted=3, declined=3)), acceptance(centre(accepted=300, declined=300))

        assert many.high - many.low < few.high - few.low

    def test_agrees_with_counting_grains(self):
        found = acceptance(centre(accepted=7, declined=4, expired=2), level=0.9)
        grains = [(i + 0.5) / 20000 for i in range(20000)]
        weights = [x**9 * (1 - x) ** 6 for x in grains]
        inside = sum(w for x, w in zip(grains, weights, strict=True) if found.low <= x <= found.high)

        assert inside / sum(weights) == pytest.approx(0.9, abs=1e-3)

    @pytest.mark.parametrize("level", [0.0, 1.0, -1.0])
    def test_a_level_beyond_is_refused(self, level):
        with pytest.raises(ValueError, match="level"):
            acceptance(centre(), level=level)


class TestRanges:
    @pytest.mark.parametrize(
        ("make", "word"),
        [
            (lambda: Ask("", HERE), "domain"), (lambda: Ask("health", "IR/11"), "place_path"),
            (lambda: Ask("health", HERE, 91.0, 0.0), "lat"), (lambda: Ask("health", HERE, 1.0, None), "together"),
            (lambda: Ask("health", HERE, math.nan, 1.0), "lat"), (lambda: Ask("health", HERE, 0.0, math.inf), "lng"),
            (lambda: Ask("health", HERE, urgency=3), "urgency"),
            (lambda: Ask("health", HERE, deadline_hours=math.nan), "deadline_hours"),
            (lambda: centre(capacity_free=-1), "capacity_free"), (lambda: centre(capacity_age_days=-1.0), "capacity_age"),
            (lambda: centre(open_hours=math.nan), "open_hours"), (lambda: centre(accepted=-1), "accepted"),
            (lambda: centre(area_path="IR"), "area_path"), (lambda: centre(lng=200.0), "lng"),
            (lambda: Problem(ASK, (centre(1), centre(1))), "distinct"), (lambda: Problem(ASK, (), last_reason="x"), "last_reason"),
            (lambda: Params(domain=-1.0), "domain"), (lambda: Params(half_km=0.0), "half_km"), (lambda: Params(keep=0), "keep"),
            (lambda: Params(**dict.fromkeys(REASONS, 0.0)), "one weight"), (lambda: Params(hours=math.inf), "hours"),
        ],
    )  # fmt: skip
    def test_a_value_out_of_range_is_named(self, make, word):
        with pytest.raises(ValueError, match=word):
            make()

    @settings(max_examples=50)
    @given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
    def test_any_two_points_have_a_score(self, lat, lng, other_lat, other_lng):
        problem = Problem(Ask("health", HERE, lat, lng), (centre(1, lat=other_lat, lng=other_lng),))

        assert check(problem, solve(problem)) == []


def lead(plan, one, other):
    scores = {ranked.centre_id: ranked.score for ranked in plan.ranked}
    return scores[one] - scores[other]
