"""What opening, closing and exchanging bases would bring, against counting each other set by hand."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from hamafza_engines.siting import Problem, _exchange, solve
from hamafza_engines.siting._exchange import Exchange, exchange

from .oracle import km, worth
from .small import SHAPES, drawn, on_earth

SEEDS = range(2)
MODELS = pytest.mark.parametrize("radius", [None, 8.0], ids=["median", "cover"])


def opened_by_lot(problem: Problem, seed: int) -> tuple[int, ...]:
    """Open some sites, the standing ones among them; one at least."""
    chance = np.random.default_rng(seed)
    size = int(chance.integers(1, problem.n_sites + 1))
    return tuple(sorted({*chance.permutation(problem.n_sites)[:size].tolist(), *problem.existing}))


def lost(problem: Problem, before: tuple[int, ...], after: set[int]) -> float:
    """Return how much worse `after` is: person-km more, or people fewer."""
    sign = 1 if problem.radius is None else -1
    then = worth(problem, tuple(sorted(after)))
    return inf if then is None else sign * (then - worth(problem, before))


def looked_at(shape: str, seed: int, radius: float | None) -> tuple[Problem, tuple[int, ...], Exchange]:
    """Draw a problem with somebody at every place, open by lot, look at all exchanges."""
    base = drawn(shape, seed)
    problem = Problem.from_matrix(
        base.distance,
        weights=base.weights + 1,
        p=base.n_sites,
        radius=radius,
        existing=(0,) if seed % 2 else (),
    )
    opened = opened_by_lot(problem, seed)
    return problem, opened, exchange(problem, opened)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
@MODELS
class TestOnAnyPlan:
    def test_closing_a_base_loses_what_counting_says(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        problem, opened, told = looked_at(shape, seed, radius)

        by_hand = [lost(problem, opened, set(opened) - {j}) for j in opened]

        assert told.worth.tolist() == pytest.approx(by_hand, rel=1e-6, abs=1e-6)

    def test_opening_a_site_brings_what_counting_says(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        problem, opened, told = looked_at(shape, seed, radius)

        by_hand = [-lost(problem, opened, {*opened, j}) for j in range(problem.n_sites)]

        assert told.gain.tolist() == pytest.approx(by_hand, rel=1e-6, abs=1e-6)

    def test_the_best_in_place_of_a_base_is_the_best_of_all(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        problem, opened, told = looked_at(shape, seed, radius)
        closed = set(range(problem.n_sites)) - set(opened)

        for at, base in enumerate(opened):
            brings = {j: -lost(problem, opened, set(opened) - {base} | {j}) for j in closed}
            assert told.entry[at] == pytest.approx(max(brings.values(), default=-inf), rel=1e-6, abs=1e-6)
            assert not closed or brings[int(told.entrant[at])] == pytest.approx(
                told.entry[at], rel=1e-6, abs=1e-6
            )

    def test_the_base_to_give_up_for_a_site_may_go_and_is_the_best(
        self, shape: str, seed: int, radius: float | None
    ) -> None:
        problem, opened, told = looked_at(shape, seed, radius)
        movable = [j for j in opened if j not in problem.existing]

        for site in set(range(problem.n_sites)) - set(opened):
            brings = {j: -lost(problem, opened, set(opened) - {j} | {site}) for j in movable}
            assert told.leave[site] == pytest.approx(max(brings.values(), default=-inf), rel=1e-6, abs=1e-6)
            assert not movable or opened[told.leaver[site]] in movable


@MODELS
@pytest.mark.parametrize("seed", SEEDS)
class TestTheTwoNearest:
    def test_bases_of_a_place_are_so(self, seed: int, radius: float | None) -> None:
        problem, opened, told = looked_at("broken km", seed, radius)

        for i in range(problem.n_demands):
            inside = [(km(problem, i, j), at) for at, j in enumerate(opened)]
            inside = sorted(pair for pair in inside if radius is None or pair[0] <= radius)
            first, second = [at for _, at in [*inside, (0, -1), (0, -1)][:2]]
            if radius is None:
                assert (told.first[i], told.second[i]) == (first, second)
            else:
                assert (told.first[i] >= 0, told.second[i] >= 0) == (first >= 0, second >= 0)

    def test_bases_are_looked_for_on_earth_as_on_a_plain(self, seed: int, radius: float | None) -> None:
        earth = on_earth(seed, p=3, radius=None if radius is None else 6000.0)
        plain = Problem.from_matrix(
            [[km(earth, i, j) for j in range(6)] for i in range(8)],
            weights=earth.weights,
            p=3,
            radius=earth.radius,
        )

        told, by_hand = exchange(earth, (0, 2, 5)), exchange(plain, (0, 2, 5))

        assert told.gain.tolist() == pytest.approx(by_hand.gain.tolist())
        assert told.worth.tolist() == pytest.approx(by_hand.worth.tolist())
        assert told.entry.tolist() == pytest.approx(by_hand.entry.tolist())


class TestBlocks:
    @MODELS
    @pytest.mark.parametrize("block", [1, 9, 20])
    def test_of_sites_change_nothing(
        self, block: int, radius: float | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem, opened, whole = looked_at("broken km", 2, radius)
        monkeypatch.setattr(_exchange, "_BLOCK", block)

        parts = exchange(problem, opened)

        for name in ("gain", "entry", "leave", "worth"):
            assert getattr(parts, name).tolist() == pytest.approx(getattr(whole, name).tolist())


class TestTheEnds:
    def test_the_only_base_of_a_median_cannot_be_missed(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 2.0], [3.0, 1.0]], p=1), (0,))

        assert told.worth.tolist() == [inf]
        assert told.entry.tolist() == [4.0 - 3.0]

    def test_the_only_base_of_a_cover_is_worth_whom_it_reaches(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 9.0], [9.0, 1.0]], weights=[4, 7], p=1, radius=2.0), (0,))

        assert (told.worth.tolist(), told.gain.tolist()) == ([4.0], [0.0, 7.0])
        assert told.entry.tolist() == [3.0]

    def test_with_every_site_open_nothing_can_come(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 2.0], [3.0, 1.0]], p=2), (0, 1))

        assert told.entrant.tolist() == [-1, -1]
        assert told.entry.tolist() == [-inf, -inf]
        assert told.gain.tolist() == [0.0, 0.0]

    def test_where_all_bases_stand_nothing_can_go(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 2.0, 3.0]], p=3, existing=(0, 1)), (0, 1))

        assert told.leaver.tolist() == [-1, -1, -1]
        assert told.leave.tolist() == [-inf] * 3

    def test_without_a_base_a_cover_may_only_gain(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 9.0], [1.0, 1.0]], weights=[4, 7], p=0, radius=2.0), ())

        assert told.gain.tolist() == [11.0, 7.0]
        assert told.worth.tolist() == []

    def test_a_place_where_nobody_lives_moves_nothing(self) -> None:
        told = exchange(Problem.from_matrix([[1.0, 0.0], [5.0, 0.0]], weights=[1, 0], p=1), (0,))

        assert told.gain.tolist() == [0.0, 1.0]
        assert told.first.tolist() == [0, -1]

    @MODELS
    def test_a_base_that_serves_nobody_is_worth_nothing(self, radius: float | None) -> None:
        told = exchange(Problem.from_matrix([[1.0, 9.0], [2.0, 9.0]], p=2, radius=radius), (0, 1))

        assert told.worth[1] == 0.0


@pytest.mark.parametrize("seed", range(10))
@MODELS
def test_a_proved_plan_leaves_no_exchange_that_pays(seed: int, radius: float | None) -> None:
    problem = drawn("broken km", seed, p=3, radius=radius, existing=(2,))

    plan = solve(problem)

    assert (plan.exchange.leave[[j for j in range(6) if j not in plan.opened]] <= 1e-9).all()


@pytest.mark.parametrize("seed", range(10))
@MODELS
def test_one_more_base_brings_at_least_what_is_told(seed: int, radius: float | None) -> None:
    problem = drawn("broken km", seed, p=2, radius=radius)
    sign = -1 if radius is None else 1
    plan = solve(problem)

    site, brings = plan.one_more()
    more = solve(Problem.from_matrix(problem.distance, weights=problem.weights, p=3, radius=radius))

    assert site not in plan.opened
    assert sign * (more.value - plan.value) >= brings - 1e-9
    assert lost(problem, plan.opened, {*plan.opened, site}) == pytest.approx(-brings)
