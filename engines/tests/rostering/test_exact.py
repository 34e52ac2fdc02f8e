"""The engine against the slow oracle, on tiny crowded months: every feature and every rule, alone and together."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import Within
from hamafza_engines.rostering import RULES, Params, Problem, check, solve

from . import oracle
from .crowded import FEATURES, crowded

SUBSETS = list(chain.from_iterable(combinations(RULES, size) for size in range(len(RULES) + 1)))
WORDS = {"fairness": (0, 1, 300, 1000), "continuity": (0, 1000), "wish": (0, 1000), "travel": (0, 7, 1000)}


def named(names):
    return "+".join(names) or "none"


def exact(problem, params):
    """Assert that the plan is proved, sound, and what the oracle finds best; return it."""
    plan = solve(problem, params=params)

    assert check(problem, plan) == []
    assert (plan.cover, plan.quality) == oracle.best(problem, params)
    assert (plan.cover_bound, plan.quality_bound) == (plan.cover, plan.quality)
    assert (plan.status, plan.gap) == ("proved", 0)
    return plan


class TestTheOracleItself:
    """Two oracles written apart: person by person, and by trying every set of assignments."""

    @pytest.mark.parametrize("seed", range(12))
    def test_agrees_with_trying_every_roster(self, seed):
        problem, params = crowded(seed, people=3, shifts=3, days=1), Params()

        tried = max(oracle.total(problem, params, taken) for taken in oracle.rosters(problem, params))

        assert oracle.best(problem, params) == tried

    def test_a_month_worked_by_hand(self, make):
        """a: 1 shift now, 2 done, knows north: -(2*2+1)*20 + 50 = -50; b: 2 shifts of his first: -20 - 60."""
        people = (make.person("a", shifts_done=2, max_shifts=3, centres={"north"}), make.person("b"))
        shifts = tuple(make.shift(f"d{day}", day=day, centre="north") for day in range(3))

        assert oracle.best(Problem(people, shifts), Params()) == (3, -50 - 20 - 60)

    @pytest.mark.parametrize("rule", RULES)
    def test_every_rule_binds_in_some_month(self, rule):
        strict, free = Params(rules=frozenset({rule})), Params(rules=frozenset())
        months = [crowded(seed) for seed in range(12)]

        assert any(oracle.best(month, strict) < oracle.best(month, free) for month in months)

    @pytest.mark.parametrize("feature", [each for each in FEATURES if each != "lengths"])
    def test_every_feature_changes_some_best_roster(self, feature):
        several = {"skills", "seats", "hours", "nights", "ages", feature}

        assert any(
            oracle.best(crowded(seed, several), Params())
            != oracle.best(crowded(seed, several - {feature}), Params())
            for seed in range(6)
        )


class TestOneFeatureAlone:
    @pytest.mark.parametrize("rules", SUBSETS, ids=named)
    @pytest.mark.parametrize("feature", FEATURES)
    def test_is_planned_as_well_as_can_be(self, feature, rules):
        exact(crowded(len(rules), [feature, "lengths"]), Params(rules=frozenset(rules)))


class TestTwoFeatures:
    @pytest.mark.parametrize("features", list(combinations(FEATURES, 2)), ids=named)
    def test_do_not_disturb_each_other(self, features):
        for seed in range(2):
            exact(crowded(seed, features), Params())


class TestAllFeatures:
    @pytest.mark.parametrize("rules", SUBSETS, ids=named)
    def test_together_under_every_set_of_rules(self, rules):
        for seed in range(5):
            exact(crowded(seed, people=5), Params(rules=frozenset(rules)))

    @pytest.mark.parametrize(
        ("word", "points"), [(word, n) for word, several in WORDS.items() for n in several]
    )
    def test_together_under_every_weight(self, word, points):
        for seed in range(4):
            exact(crowded(seed), Params(**{word: points}))

    @pytest.mark.parametrize("night", [(22, 6), (0, 6), (20, 24), (9, 15), (0, 0), (24, 0), (13, 12)])
    def test_together_under_every_night(self, night):
        for seed in range(4):
            exact(crowded(seed, ("ages", "nights", "lengths", "skills")), Params(night=night))

    @pytest.mark.parametrize(("people", "shifts"), [(1, 7), (2, 7), (7, 2), (6, 6), (3, 8)])
    def test_together_for_few_and_for_many(self, people, shifts):
        for seed in range(4):
            exact(crowded(seed, people=people, shifts=shifts), Params())

    @pytest.mark.slow  # forty months, each solved twice
    @given(
        st.integers(0, 10**9),
        st.sets(st.sampled_from(FEATURES)),
        st.sets(st.sampled_from(RULES)).map(frozenset),
        st.sampled_from((0, 20, 1000)),
    )
    @settings(max_examples=40, deadline=None)
    def test_together_by_chance(self, seed, features, rules, fairness):
        exact(crowded(seed, features), Params(rules=rules, fairness=fairness))


class TestAHurriedRoster:
    """Without any time the greedy roster comes, which promises nothing but soundness and an honest bound."""

    @pytest.mark.parametrize("seed", range(20))
    def test_is_sound_and_never_above_the_best(self, seed):
        problem = crowded(seed)
        plan = solve(problem, stop=Within(seconds=0))

        assert check(problem, plan) == []
        assert (plan.cover, plan.quality) <= oracle.best(problem, plan.params)

    @pytest.mark.parametrize("seed", range(20))
    def test_has_a_bound_that_the_best_does_not_pass(self, seed):
        problem = crowded(seed)
        plan = solve(problem, stop=Within(seconds=0))
        cover, quality = oracle.best(problem, plan.params)

        assert cover <= plan.cover_bound
        assert quality <= plan.quality_bound or cover < plan.cover_bound

    def test_is_sometimes_worse_than_the_best(self):
        months = [crowded(seed) for seed in range(60)]
        hurried = [solve(month, stop=Within(seconds=0)) for month in months]

        assert any((p.cover, p.quality) < oracle.best(p.problem, p.params) for p in hurried)

    def test_is_proved_only_when_it_is_the_bound(self):
        for seed in range(20):
            plan = solve(crowded(seed), stop=Within(seconds=0))

            met = (plan.cover, plan.quality) >= (plan.cover_bound, plan.quality_bound)
            assert (plan.status == "proved") == met


class TestPeopleWhoDiffer:
    """Limits are each person's own; an oracle with one limit for all would not see it."""

    @pytest.mark.parametrize(
        ("strict", "number"),
        [
            (dict(max_hours=3.9), 0), (dict(max_hours=4.0), 1), (dict(max_shifts=0), 0), (dict(max_shifts=1), 1),
            (dict(rest_hours=4.0), 1), (dict(max_km=1.0), 0), (dict(windows=()), 0), (dict(refuses={"x"}), 1),
        ],
    )  # fmt: skip
    def test_one_strict_person_binds_nobody_else(self, make, strict, number):
        home, place = dict(lat=35.7, lng=51.4), dict(lat=35.8, lng=51.4)
        people = (
            make.person("strict", **{"rest_hours": 0.0, **home, **strict}),
            make.person("free", rest_hours=0.0, **home),
        )
        shifts = (make.shift("x", hour=6, seats=2, **place), make.shift("y", hour=10, seats=2, **place))

        plan = exact(Problem(people, shifts), Params())

        assert (plan.loads["free"], plan.loads["strict"]) == (2, number)

    @pytest.mark.parametrize(("late", "cover"), [(0, 1), (1, 0)])
    def test_who_comes_of_age_as_the_shift_begins_may_serve_alone(self, make, late, cover):
        shift = make.shift(seats=2)
        person = make.person(adult_at=shift.start + late)

        assert exact(Problem((person,), (shift,)), Params()).cover == cover
