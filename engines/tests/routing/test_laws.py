"""What must hold of every ranking: laws of scale, of place, of names, and of what does not matter."""

import random
from dataclasses import replace

import pytest

from hamafza_engines.routing import REASONS, Ask, CentreFacts, Params, Problem, solve

from .builders import ASK, HEALTH, HERE, centre, drawn, rules

SEEDS = range(12)


def scores(problem, params=Params()):
    return {ranked.centre_id: ranked.score for ranked in solve(problem, params=params).ranked}


def values(problem, params=Params()):
    return {
        (ranked.centre_id, reason.name): reason.value
        for ranked in solve(problem, params=params).ranked
        for reason in ranked.reasons
    }


def with_centres(problem, change):
    return replace(problem, centres=tuple(map(change, problem.centres)))


@pytest.mark.parametrize("seed", SEEDS)
class TestTheScoreStays:
    @pytest.mark.parametrize("factor", [1e-6, 0.5, 7, 1e6])
    def test_when_all_weights_grow_alike(self, seed, factor):
        params = rules(seed)
        grown = replace(params, **{name: factor * getattr(params, name) for name in REASONS})

        assert scores(drawn(seed), grown) == pytest.approx(scores(drawn(seed), params), rel=1e-12)

    @pytest.mark.parametrize("turn", [0.001, 45, 179])
    def test_when_the_earth_is_turned_under_everyone(self, seed, turn):
        def turned(thing):
            return thing if thing.lng is None else replace(thing, lng=(thing.lng + turn + 180) % 360 - 180)

        problem = drawn(seed)
        elsewhere = replace(with_centres(problem, turned), ask=turned(problem.ask))

        assert scores(elsewhere) == pytest.approx(scores(problem), rel=1e-9)

    def test_when_south_is_north(self, seed):
        def mirrored(thing):
            return thing if thing.lat is None else replace(thing, lat=-thing.lat)

        problem = drawn(seed)

        assert scores(replace(with_centres(problem, mirrored), ask=mirrored(problem.ask))) == scores(problem)

    def test_when_days_and_half_life_are_told_in_hours(self, seed):
        problem, params = drawn(seed), rules(seed)
        in_hours = with_centres(problem, lambda c: replace(c, capacity_age_days=24 * c.capacity_age_days))

        told = scores(in_hours, replace(params, half_life_days=24 * params.half_life_days))

        assert told == pytest.approx(scores(problem, params), rel=1e-12)

    def test_when_loads_and_their_scale_double(self, seed):
        problem, params = drawn(seed), rules(seed)
        busier = with_centres(problem, lambda c: replace(c, open_load=2 * c.open_load))

        told = scores(busier, replace(params, load_scale=2 * params.load_scale))

        assert told == pytest.approx(scores(problem, params), rel=1e-12)

    def test_when_hours_and_the_hours_needed_halve(self, seed):
        problem, params = drawn(seed), rules(seed)
        shorter = with_centres(problem, lambda c: replace(c, open_hours=c.open_hours / 2))

        told = scores(shorter, replace(params, needed_hours=params.needed_hours / 2))

        assert told == pytest.approx(scores(problem, params), rel=1e-12)

    def test_when_a_domain_is_called_otherwise(self, seed):
        def renamed(c):
            return replace(c, domains=frozenset({"health": "سلامت"}.get(name, name) for name in c.domains))

        problem = drawn(seed)
        called = replace(with_centres(problem, renamed), ask=replace(problem.ask, domain="سلامت"))

        assert solve(called) == solve(problem)

    def test_when_the_province_has_another_name(self, seed):
        def moved(thing):
            paths = {
                name: getattr(thing, name).replace("IR/11/", "IR/77/")
                for name in ("area_path", "place_path")
                if hasattr(thing, name)
            }
            return replace(thing, **paths)

        problem = drawn(seed)

        assert scores(replace(with_centres(problem, moved), ask=moved(problem.ask))) == scores(problem)

    def test_when_ids_keep_their_order(self, seed):
        problem = drawn(seed)
        numbered = replace(
            with_centres(problem, lambda c: replace(c, id=10 * c.id - 500)),
            excluded=frozenset(10 * id_ - 500 for id_ in problem.excluded),
        )

        assert [10 * r.centre_id - 500 for r in solve(problem).ranked] == [
            r.centre_id for r in solve(numbered).ranked
        ]

    def test_when_the_deadline_is_another(self, seed):
        """Open hours are counted up to it before they come here."""
        problem = drawn(seed)
        later = replace(problem, ask=replace(problem.ask, deadline_hours=1000.0))

        assert solve(later) == solve(problem)


@pytest.mark.parametrize("seed", SEEDS)
class TestTheRankingStays:
    def test_when_whoever_is_left_out_is_gone(self, seed):
        problem = drawn(seed)
        plan = solve(problem)
        gone = {id_ for id_, _ in plan.excluded}

        rest = solve(replace(problem, centres=tuple(c for c in problem.centres if c.id not in gone)))

        assert rest.ranked == plan.ranked
        assert rest.excluded == ()

    def test_when_one_who_was_tried_is_gone(self, seed):
        problem = drawn(seed)
        gone = tuple(c for c in problem.centres if c.id not in problem.excluded)

        assert solve(replace(problem, centres=gone)).ranked == solve(problem).ranked

    def test_for_the_others_when_one_is_gone(self, seed):
        """No centre's score depends on another's."""
        problem = replace(drawn(seed, paths=("IR/11/", HERE)), excluded=frozenset())
        ranked = solve(problem).ranked
        middle = ranked[len(ranked) // 2].centre_id

        rest = solve(replace(problem, centres=tuple(c for c in problem.centres if c.id != middle))).ranked

        assert rest == tuple(each for each in ranked if each.centre_id != middle)

    def test_when_the_centres_come_in_another_order(self, seed):
        problem = drawn(seed, coarse=True)
        shuffled = tuple(random.Random(seed).sample(problem.centres, len(problem.centres)))

        assert solve(replace(problem, centres=shuffled)) == solve(problem)


# One thing more or less of a centre, and the value it may change (None: none at all).
CHANGES = {
    "one more accepted": (lambda c: replace(c, accepted=c.accepted + 1), "acceptance", 1),
    "one more declined": (lambda c: replace(c, declined=c.declined + 1), "acceptance", -1),
    "one more silent": (lambda c: replace(c, expired=c.expired + 1), "acceptance", -1),
    "one more open": (lambda c: replace(c, open_load=c.open_load + 1), "fairness", -1),
    "one more place free today": (
        lambda c: replace(c, capacity_free=(c.capacity_free or 0) + 1, capacity_age_days=0.0), "capacity", 1,
    ),
    "one hour more open": (lambda c: replace(c, open_hours=c.open_hours + 1), "hours", 1),
    "one domain more": (lambda c: replace(c, domains=c.domains | {"d"}, specialised=False), "domain", -1),
    "now specialised": (lambda c: replace(c, specialised=True), "domain", 1),
    "the whole nation": (lambda c: replace(c, area_path="IR/"), "area", -1),
    "one degree farther": (lambda c: replace(c, lat=c.lat + 1), "distance", -1),
}  # fmt: skip


class TestACentreThatChanges:
    @pytest.mark.parametrize("name", CHANGES)
    @pytest.mark.parametrize("seed", range(4))
    def test_changes_in_that_one_value_and_in_its_direction(self, name, seed):
        change, reason, sign = CHANGES[name]
        chance = random.Random(seed)
        before = centre(
            domains=HEALTH | {"legal"}, capacity_free=chance.choice([0, 1, 2]), capacity_age_days=0.0, open_hours=chance.choice([0.0, 3.0, 6.5]),
            accepted=chance.randint(0, 9), declined=chance.randint(0, 9), open_load=chance.randint(0, 9),
        )  # fmt: skip

        old, new = (values(Problem(ASK, (each,))) for each in (before, change(before)))

        moved = {name for _, name in old if old[1, name] != new[1, name]}
        assert moved == {reason}
        assert (new[1, reason] - old[1, reason]) * sign > 0


class TestWeights:
    @pytest.mark.parametrize("name", REASONS)
    @pytest.mark.parametrize("seed", range(6))
    def test_of_one_reason_alone_rank_by_its_value_alone(self, name, seed):
        problem = replace(drawn(seed), last_reason=None)
        alone = Params(**{**dict.fromkeys(REASONS, 0.0), name: 2.0})

        ranked = solve(problem, params=alone).ranked

        for each in ranked:
            (value,) = [reason.value for reason in each.reasons if reason.name == name]
            assert each.score == pytest.approx(value)
            assert {r.share for r in each.reasons if r.name != name} == {0.0}

    @pytest.mark.parametrize("name", REASONS)
    @pytest.mark.parametrize("seed", range(6))
    def test_that_grow_bring_whoever_has_most_of_it_to_the_front(self, name, seed):
        problem = replace(drawn(seed), last_reason=None)
        heavy = Params(**{name: 1e9})
        most = max(value for (_, reason), value in values(problem).items() if reason == name)

        first = solve(problem, params=heavy).ranked[0]

        assert [r.value for r in first.reasons if r.name == name] == [pytest.approx(most, abs=1e-6)]


class TestNobody:
    @pytest.mark.parametrize(
        "centres",
        [(), (CentreFacts(1, frozenset(), HERE, HERE),), (centre(domains=frozenset({"legal"})),)],
        ids=["no centre", "of no domain", "of another domain"],
    )
    def test_gives_an_infeasible_plan_of_nothing(self, centres):
        plan = solve(Problem(ASK, centres))

        assert (plan.status, plan.value, plan.bound, plan.gap, plan.beyond) == (
            "infeasible",
            0.0,
            0.0,
            0.0,
            0,
        )
        assert plan.excluded == tuple((c.id, "domain") for c in centres)

    def test_who_has_nothing_to_show_is_ranked_all_the_same(self):
        """Values of nought for all but domain and acceptance: 1.5 x 1 + 1.5 x 3/4 + fairness 1 of 11 in all."""
        poor = CentreFacts(1, HEALTH, "", "", capacity_free=0, open_hours=0.0)

        plan = solve(Problem(Ask("health", "IR/11/"), (poor,)))

        assert plan.value == pytest.approx((1.5 + 1.5 * 0.75 + 1) / 11)
