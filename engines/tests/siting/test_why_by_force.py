"""Reasons against counting every alternative in plain Python, on plans that are good and on plans that are not."""

from __future__ import annotations

from math import inf, isinf

import numpy as np
import pytest

from hamafza_engines.siting import Plan, Problem, solve

from .towns import between, by_hand, value_of

SITES = 6


def case(seed: int) -> Plan:
    """Return any three bases of six for eleven places: by matrix or over the sphere, with a radius or without."""
    chance = np.random.default_rng(seed)
    opened = sorted(map(int, chance.choice(SITES, 3, replace=False)))
    limits = dict(
        weights=chance.integers(0, 9, 11), p=3, radius=float(chance.integers(20, 300)) if seed % 2 else None,
        existing=tuple(opened[:1]) if seed % 3 == 0 else (),
    )  # fmt: skip
    if seed % 4 < 2:
        return by_hand(Problem.from_matrix(chance.integers(0, 400, (11, SITES)), **limits), *opened)
    places, sites = chance.uniform(25, 31, (11, 2)) + [0, 30], chance.uniform(25, 31, (SITES, 2)) + [0, 30]
    return by_hand(Problem.from_places(places, sites, **limits), *opened)


def worth(problem: Problem, opened: set[int]) -> float:
    """Return the value of a set of bases: the more the better."""
    value = value_of(problem, sorted(opened))
    return value if problem.radius is not None else -value


SEEDS = pytest.mark.parametrize("seed", range(12))


@SEEDS
class TestAnOpenBase:
    def test_is_worth_what_is_lost_without_it(self, seed: int) -> None:
        plan = case(seed)
        opened = set(plan.opened)

        for site in opened:
            lost = worth(plan.problem, opened) - worth(plan.problem, opened - {site})
            assert plan.explain(site).worth == pytest.approx(lost, abs=1e-6)

    def test_serves_those_to_whom_it_is_nearest(self, seed: int) -> None:
        plan = case(seed)
        people, mine = (
            plan.problem.weights,
            {site: np.flatnonzero(plan.served == site) for site in plan.opened},
        )

        for site in plan.opened:
            why, total = plan.explain(site), float(people[mine[site]].sum())
            assert why.people == total
            if total:
                ways = [between(plan.problem, i, site) for i in mine[site]]
                assert why.mean_km == pytest.approx(
                    sum(people[i] * far for i, far in zip(mine[site], ways, strict=True)) / total
                )
                assert why.farthest_km == pytest.approx(
                    max(far for i, far in zip(mine[site], ways, strict=True) if people[i])
                )

    def test_shows_its_five_largest_places_in_order(self, seed: int) -> None:
        plan = case(seed)
        people = plan.problem.weights

        for site in plan.opened:
            mine = [i for i in np.flatnonzero(plan.served == site) if people[i] > 0]
            wanted = sorted(mine, key=lambda i: (-people[i], i))[:5]
            assert [i for i, _, _ in plan.explain(site).largest] == wanted

    def test_would_send_its_people_to_the_next_nearest(self, seed: int) -> None:
        plan = case(seed)
        problem = plan.problem

        for site in plan.opened:
            others = [j for j in plan.opened if j != site]
            expected: dict[int, float] = {}
            for i in np.flatnonzero((plan.served == site) & (problem.weights > 0)):
                near, j = min((between(problem, i, j), j) for j in others)
                j = -1 if problem.radius is not None and near > problem.radius else j
                expected[j] = expected.get(j, 0.0) + float(problem.weights[i])
            told = plan.explain(site).falls_to
            if problem.radius is None:
                assert dict(told) == expected
            else:  # of two bases within the radius either will do
                assert dict(told).get(-1) == expected.get(-1)
                assert sum(dict(told).values()) == sum(expected.values())
            assert [people for _, people in told] == sorted((people for _, people in told), reverse=True)

    def test_has_the_best_of_all_others_as_its_rival(self, seed: int) -> None:
        plan = case(seed)
        opened = set(plan.opened)

        for site in opened:
            now = worth(plan.problem, opened)
            changes = {
                j: worth(plan.problem, opened - {site} | {j}) - now for j in set(range(SITES)) - opened
            }
            why = plan.explain(site)
            assert why.rival_worth == pytest.approx(max(changes.values()), abs=1e-6)
            assert changes[why.rival] == pytest.approx(max(changes.values()), abs=1e-6)

    def test_stands_or_was_opened(self, seed: int) -> None:
        plan = case(seed)

        states = [plan.explain(site).state for site in plan.opened]

        assert states == ["existing" if site in plan.problem.existing else "opened" for site in plan.opened]


@SEEDS
class TestAClosedSite:
    def test_is_worth_what_it_would_bring_as_one_more(self, seed: int) -> None:
        plan = case(seed)
        opened = set(plan.opened)

        for site in set(range(SITES)) - opened:
            gain = worth(plan.problem, opened | {site}) - worth(plan.problem, opened)
            assert plan.explain(site).worth == pytest.approx(gain, abs=1e-6)

    def test_tells_to_whom_it_would_be_nearer(self, seed: int) -> None:
        plan = case(seed)
        problem = plan.problem

        for site in set(range(SITES)) - set(plan.opened):
            nearer = [
                i for i in range(11)
                if problem.weights[i] > 0
                and between(problem, i, site) < (plan.km[i] if plan.served[i] >= 0 else inf)
                and (problem.radius is None or between(problem, i, site) <= problem.radius)
            ]  # fmt: skip
            why = plan.explain(site)
            assert why.people == problem.weights[nearer].sum()
            assert [i for i, _, _ in why.largest] == sorted(nearer, key=lambda i: (-problem.weights[i], i))[
                :5
            ]
            if nearer:
                ways = {i: between(problem, i, site) for i in nearer}
                mean = (
                    sum(problem.weights[i] * far for i, far in ways.items()) / problem.weights[nearer].sum()
                )
                assert (why.mean_km, why.farthest_km) == (
                    pytest.approx(mean),
                    pytest.approx(max(ways.values())),
                )

    def test_would_replace_the_base_that_is_missed_least(self, seed: int) -> None:
        plan = case(seed)
        opened, movable = set(plan.opened), set(plan.opened) - set(plan.problem.existing)

        for site in set(range(SITES)) - opened:
            now = worth(plan.problem, opened)
            changes = {j: worth(plan.problem, opened - {j} | {site}) - now for j in movable}
            why = plan.explain(site)
            assert why.rival in movable
            assert changes[why.rival] == pytest.approx(max(changes.values()), abs=1e-6)
            assert why.rival_worth == pytest.approx(max(changes.values()), abs=1e-6)

    def test_says_nothing_that_only_a_base_can(self, seed: int) -> None:
        plan = case(seed)

        for site in set(range(SITES)) - set(plan.opened):
            why = plan.explain(site)
            assert (why.state, why.falls_to, why.full) == ("closed", (), False)


@SEEDS
def test_one_more_is_the_best_of_all_closed_sites(seed: int) -> None:
    plan = case(seed)
    opened = set(plan.opened)
    now = worth(plan.problem, opened)
    gains = {j: worth(plan.problem, opened | {j}) - now for j in set(range(SITES)) - opened}

    site, gain = plan.one_more()

    assert gain == pytest.approx(max(gains.values()), abs=1e-6)
    assert gains[site] == pytest.approx(gain, abs=1e-6)


class TestAtTheEdges:
    def test_with_all_sites_open_there_is_no_one_more_and_no_rival(self) -> None:
        plan = by_hand(Problem.from_matrix([[1.0, 2.0], [2.0, 1.0]], p=2), 0, 1)

        assert plan.one_more() is None
        assert (plan.explain(0).rival, plan.explain(0).rival_worth) == (None, 0.0)

    def test_with_no_base_within_reach_the_first_would_serve_all_it_covers(self) -> None:
        plan = by_hand(Problem.from_matrix([[1.0, 9.0], [9.0, 9.0]], weights=[4, 5], p=1, radius=2))

        assert plan.one_more() == (0, 4.0)
        assert (plan.explain(0).worth, plan.explain(0).rival) == (4.0, None)

    def test_a_base_of_nobody_is_worth_nothing(self) -> None:
        why = by_hand(Problem.from_matrix([[1.0, 9.0]], p=2), 0, 1).explain(1)

        assert (why.people, why.mean_km, why.farthest_km, why.largest, why.worth) == (0.0, 0.0, 0.0, (), 0.0)

    def test_the_last_base_of_nobody_is_no_endless_loss(self) -> None:
        assert by_hand(Problem.from_matrix([[1.0]], weights=[0], p=1), 0).explain(0).worth == 0

    def test_the_last_base_of_somebody_is(self) -> None:
        assert isinf(by_hand(Problem.from_matrix([[1.0]], p=1), 0).explain(0).worth)

    @pytest.mark.parametrize(("people", "full"), [(5.9, False), (6.0, True)])
    def test_a_base_is_full_when_its_room_is_used(self, people: float, full: bool) -> None:
        plan = solve(Problem.from_matrix([[1.0]], weights=[people], p=1, capacity=[6]))

        assert plan.explain(0).full is full

    def test_of_a_shared_place_each_base_counts_its_own_people(self) -> None:
        # 10 people at 1 and 5 km; six find room near by, four go far
        plan = solve(Problem.from_matrix([[1.0, 5.0]], weights=[10], p=2, capacity=[6, 9]))

        near, far = plan.explain(0), plan.explain(1)

        assert (near.people, near.mean_km, near.largest) == (6, 1, ((0, 6, 1),))
        assert (far.people, far.mean_km, far.largest) == (4, 5, ((0, 4, 5),))


class TestThePlan:
    def test_counts_all_who_ask_and_the_mean_of_those_served(self) -> None:
        plan = by_hand(Problem.from_matrix([[1.0], [4.0], [9.0]], weights=[3, 1, 6], p=1, radius=5), 0)

        assert (plan.people, plan.mean_km) == (10, (3 * 1 + 1 * 4) / 4)

    @pytest.mark.parametrize(
        ("value", "bound", "gap"),
        [(10, 10, 0), (10, 9, 0.1), (10, 12.5, 0.25), (0, 0, 0), (inf, inf, 0), (-10, -8, 0.2)],
    )  # fmt: skip
    def test_tells_its_gap_as_a_share_of_its_value(self, value: float, bound: float, gap: float) -> None:
        plan = by_hand(Problem.from_matrix([[1.0]], p=1), 0, value=value, bound=bound)

        assert plan.gap == pytest.approx(gap)
