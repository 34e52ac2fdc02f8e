"""The ranking against an oracle written from the documentation, for every rule and for all of them together."""

from dataclasses import replace

import pytest

from hamafza_engines.routing import Directory, Params, check, solve

from . import oracle
from .builders import DECLINES, PATHS, drawn, rules

SEEDS = range(12)


def told(plan):
    return [(ranked.centre_id, ranked.score) for ranked in plan.ranked]


def near(pairs):
    return [(id_, pytest.approx(score, rel=1e-12, abs=1e-12)) for id_, score in pairs]


class TestTheRanking:
    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("decline", DECLINES)
    def test_after_every_decline_is_the_oracle_s(self, seed, decline):
        problem = replace(drawn(seed), last_reason=decline)

        assert told(solve(problem)) == near(oracle.ranking(problem))

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("urgency", [0, 1, 2])
    def test_of_every_urgency_is_the_oracle_s(self, seed, urgency):
        problem = drawn(seed)
        problem = replace(problem, ask=replace(problem.ask, urgency=urgency))

        assert told(solve(problem)) == near(oracle.ranking(problem))

    @pytest.mark.parametrize("place", PATHS)
    @pytest.mark.parametrize("seed", SEEDS[:5])
    def test_from_every_place_is_the_oracle_s(self, seed, place):
        problem = drawn(seed)
        problem = replace(problem, ask=replace(problem.ask, place_path=place))

        assert told(solve(problem)) == near(oracle.ranking(problem))

    @pytest.mark.parametrize("seed", range(40))
    def test_under_any_rules_is_the_oracle_s(self, seed):
        problem, params = drawn(seed, tried=seed % 7), rules(seed)

        assert told(solve(problem, params=params)) == near(oracle.ranking(problem, params))

    @pytest.mark.parametrize("seed", range(20))
    def test_of_many_equal_centres_goes_by_id_as_the_oracle_s_does(self, seed):
        problem = drawn(seed, count=60, coarse=True)

        assert told(solve(problem)) == near(oracle.ranking(problem))

    @pytest.mark.parametrize("seed", range(20))
    def test_of_a_directory_is_the_oracle_s(self, seed):
        problem, params = drawn(seed), rules(seed)
        shelved = replace(problem, centres=Directory(problem.centres))

        assert told(solve(shelved, params=params)) == near(oracle.ranking(problem, params))


class TestWhoIsLeftOut:
    @pytest.mark.parametrize("shelved", [tuple, Directory], ids=["tuple", "directory"])
    @pytest.mark.parametrize("seed", range(20))
    def test_is_whom_the_oracle_leaves_out_and_for_its_reason(self, seed, shelved):
        problem = drawn(seed)

        plan = solve(replace(problem, centres=shelved(problem.centres)))

        assert list(plan.excluded) == oracle.left_out(problem)

    @pytest.mark.parametrize("seed", range(20))
    def test_and_who_is_ranked_are_together_everyone_once(self, seed):
        problem = drawn(seed)

        plan = solve(problem)

        named = [ranked.centre_id for ranked in plan.ranked] + [id_ for id_, _ in plan.excluded]
        assert sorted(named) == [c.id for c in problem.centres]

    @pytest.mark.parametrize("keep", [1, 2, 7])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_does_not_grow_by_keeping_few(self, seed, keep):
        problem = drawn(seed)

        few, all_ = solve(problem, params=Params(keep=keep)), solve(problem)

        assert few.excluded == all_.excluded
        assert few.ranked == all_.ranked[:keep]
        assert few.beyond == len(all_.ranked) - len(few.ranked)
        assert check(problem, few) == []


class TestTheValues:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_and_shares_of_every_centre_are_the_oracle_s(self, seed):
        problem, params = drawn(seed), rules(seed)
        weights = oracle.slow_weights(problem, params)
        unknown = 0.2 if problem.last_reason == "capacity" else 0.5
        facts = {c.id: c for c in problem.centres}

        for ranked in solve(problem, params=params).ranked:
            values = oracle.slow_values(problem.ask, facts[ranked.centre_id], unknown, params)
            whole = sum(weights[name] * values[name] for name in values) or 1
            assert {r.name: r.value for r in ranked.reasons} == pytest.approx(values, rel=1e-9, abs=1e-12)
            assert {r.name: r.share for r in ranked.reasons} == pytest.approx(
                {name: weights[name] * values[name] / whole for name in values}, rel=1e-9, abs=1e-12
            )
