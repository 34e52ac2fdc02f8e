"""Distances: over the sphere against another formula, over roads against trying every way."""

from __future__ import annotations

from math import inf, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.siting import BadInput, Problem, _distances, haversine_km, solve
from hamafza_engines.siting._distances import chord_squares, columns, on_sphere, over_roads, to_km, to_square

from .oracle import EARTH_KM, arc, best_of

QUIET = settings(max_examples=40, deadline=None)
LAT, LNG = st.floats(-90, 90), st.floats(-180, 180)
POINTS = st.tuples(LAT, LNG)
HALF_ROUND = pi * EARTH_KM
TEHRAN, MASHHAD, ZAHEDAN = (35.6892, 51.3890), (36.2605, 59.6168), (29.4963, 60.8629)


class TestTheGreatCircle:
    @QUIET
    @given(here=POINTS, there=POINTS)
    def test_agrees_with_another_formula(self, here: tuple[float, float], there: tuple[float, float]) -> None:
        assert haversine_km(here, there) == pytest.approx(arc(here, there), rel=1e-7, abs=1e-3)

    @QUIET
    @given(here=POINTS, there=POINTS)
    def test_is_the_same_there_and_back(self, here: tuple[float, float], there: tuple[float, float]) -> None:
        assert haversine_km(here, there) == pytest.approx(haversine_km(there, here), rel=1e-9, abs=1e-9)

    @QUIET
    @given(here=POINTS, over=POINTS, there=POINTS)
    def test_is_the_shortest_way(
        self, here: tuple[float, float], over: tuple[float, float], there: tuple[float, float]
    ) -> None:
        assert haversine_km(here, there) <= haversine_km(here, over) + haversine_km(over, there) + 1e-3

    @pytest.mark.parametrize(
        ("here", "there", "km"),
        [
            pytest.param((0, 0), (0, 0), 0.0, id="nowhere"),
            pytest.param((0, 0), (0, 180), HALF_ROUND, id="half the equator"),
            pytest.param((90, 0), (-90, 77), HALF_ROUND, id="pole to pole"),
            pytest.param((90, 12), (90, -99), 0.0, id="one pole, two longitudes"),
            pytest.param((0, 179.5), (0, -179.5), HALF_ROUND / 180, id="over the date line"),
            pytest.param((45, 0), (46, 0), HALF_ROUND / 180, id="one degree north"),
            pytest.param((60, 0), (60, 180), HALF_ROUND / 3, id="over the pole"),
        ],
    )
    def test_is_what_geometry_says(
        self, here: tuple[float, float], there: tuple[float, float], km: float
    ) -> None:
        assert haversine_km(here, there) == pytest.approx(km, abs=1e-6)

    def test_of_iranian_towns_is_what_the_map_says(self) -> None:
        # Great circles: Tehran-Mashhad about 740 km, Mashhad-Zahedan about 760 km.
        assert 730 < haversine_km(TEHRAN, MASHHAD) < 750
        assert 750 < haversine_km(MASHHAD, ZAHEDAN) < 770


class TestChords:
    @QUIET
    @given(here=POINTS, there=POINTS)
    def test_give_the_km_of_the_great_circle(
        self, here: tuple[float, float], there: tuple[float, float]
    ) -> None:
        square = chord_squares(on_sphere(np.array([here])), on_sphere(np.array([there])))

        assert to_km(square)[0, 0] == pytest.approx(arc(here, there), rel=1e-7, abs=1e-3)

    @QUIET
    @given(km=st.floats(1e-3, 20_000))
    def test_go_from_km_and_back(self, km: float) -> None:
        assert to_km(np.array([to_square(km)]))[0] == pytest.approx(km, rel=1e-9)

    def test_rise_with_the_km(self) -> None:
        squares = [to_square(km) for km in (0, 1, 10, 1000, 19_000, HALF_ROUND, 99_999)]

        assert squares == sorted(squares)
        assert squares[-1] > 4  # no chord of the unit sphere is longer than 2

    def test_tell_houses_of_one_street_apart(self) -> None:
        # 11 m and 12 m north: single precision or a cosine would call both 0.
        places = np.array([[35.0, 51.0], [35.0001, 51.0], [35.000109, 51.0]])

        near, far = to_km(chord_squares(on_sphere(places[:1]), on_sphere(places[1:])))[0]

        assert near == pytest.approx(0.0111195, rel=1e-5)
        assert far / near == pytest.approx(1.09, rel=1e-5)

    def test_lie_on_the_unit_sphere(self) -> None:
        points = on_sphere(np.array([[0.0, 0.0], [90.0, 33.0], [-35.0, -120.0]]))

        assert np.allclose(sqrt(3), np.linalg.norm(points)), "three points of length one"
        assert np.allclose(points[1], [0, 0, 1], atol=1e-15)

    def test_fill_the_columns_of_the_sites_that_are_asked(self) -> None:
        problem = Problem.from_places([TEHRAN, MASHHAD], [ZAHEDAN, MASHHAD, TEHRAN], p=1)

        km = columns(problem, np.array([2, 0]))

        assert km[:, 0].tolist() == pytest.approx([0.0, arc(MASHHAD, TEHRAN)], abs=1e-6)
        assert km[:, 1].tolist() == pytest.approx([arc(TEHRAN, ZAHEDAN), arc(MASHHAD, ZAHEDAN)])


def shortest(n: int, edges: list[tuple[int, int, float]]) -> list[list[float]]:
    """Try all ways (Bellman 1958, Ford 1956); of an edge told twice the last one counts."""
    last = {frozenset((a, b)): cost for a, b, cost in edges if a != b}
    ways = []
    for source in range(n):
        far = [inf] * n
        far[source] = 0.0
        for _ in range(n):
            for ends, cost in last.items():
                a, b = ends
                far[a], far[b] = min(far[a], far[b] + cost), min(far[b], far[a] + cost)
        ways.append(far)
    return ways


def drawn_edges(seed: int, n: int = 9) -> list[tuple[int, int, float]]:
    """Draw a chain through all nodes and some shortcuts, an edge told again, a loop and a free road."""
    chance = np.random.default_rng(seed)
    chain = chance.permutation(n).tolist()
    edges = [(a, b, float(chance.integers(0, 30))) for a, b in zip(chain[1:], chain[:-1], strict=True)]
    edges += [(*map(int, chance.choice(n, 2, replace=False)), float(chance.uniform(1, 40))) for _ in range(8)]
    return [*edges, (edges[0][1], edges[0][0], 17.0), (3, 3, 5.0), (1, 2, 0.0)]


@pytest.mark.parametrize("dense", [0, 1500], ids=["by heap", "by Floyd"])
class TestRoads:
    @pytest.fixture(autouse=True)
    def method(self, dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_distances, "_DENSE", dense)

    @pytest.mark.parametrize("seed", range(12))
    def test_are_as_short_as_the_shortest_of_all_ways(self, seed: int) -> None:
        edges = drawn_edges(seed)

        assert np.allclose(over_roads(9, edges), shortest(9, edges))

    @pytest.mark.parametrize("seed", range(4))
    def test_take_nobody_anywhere_for_less_than_two_parts_of_the_way(self, seed: int) -> None:
        ways = over_roads(9, drawn_edges(seed))

        assert (ways[:, None, :] <= ways[:, :, None] + ways[None, :, :] + 1e-9).all()
        assert (np.diag(ways) == 0).all()
        assert np.allclose(ways, ways.T)

    def test_told_twice_cost_what_was_told_last(self) -> None:
        assert over_roads(2, [(0, 1, 3.0), (1, 0, 8.0)])[0, 1] == 8.0

    def test_that_lead_nowhere_else_are_refused_by_their_ends(self) -> None:
        with pytest.raises(BadInput, match="no way joins") as fault:
            over_roads(4, [(0, 1, 1.0), (2, 3, 1.0)])

        assert (fault.value.field, fault.value.value) == ("edges", "0-2")

    @pytest.mark.parametrize(
        ("edge", "shown"),
        [
            pytest.param((0, 2, 1.0), (0, 2, 1), id="a node beyond"),
            pytest.param((-1, 0, 1.0), -1, id="a node below"),
            pytest.param((0, 0.5, 1.0), (0, 0.5, 1), id="half a node"),
            pytest.param((0, 1, -2.0), -2, id="a negative cost"),
            pytest.param((0, 1, inf), inf, id="a cost without end"),
            pytest.param((0, 1, 2e12), 2e12, id="too dear"),
        ],
    )
    def test_of_no_sense_are_refused_by_row_and_value(self, edge: tuple[float, ...], shown: object) -> None:
        with pytest.raises(BadInput) as fault:
            over_roads(2, [(0, 1, 1.0), edge])

        assert (fault.value.field, fault.value.row, fault.value.value) == ("edges", 2, shown)

    @pytest.mark.parametrize(
        "edges",
        [[(0, 1), (1, 0), (0, 1)], [(0, 1, 1.0), (0, 1)], [(0, 1, "دور")], [(0, 1, float("nan"))]],
        ids=["pairs", "a pair among triples", "a word for km", "no number"],
    )
    def test_that_are_no_triples_of_numbers_are_refused(self, edges: list[tuple[int, int, float]]) -> None:
        with pytest.raises(BadInput) as fault:
            over_roads(2, edges)

        assert fault.value.field == "edges"

    def test_of_one_town_without_roads_are_no_way_at_all(self) -> None:
        assert over_roads(1, []).tolist() == [[0.0]]

    @pytest.mark.parametrize("seed", range(6))
    def test_carry_a_plan_that_is_the_best_of_all(self, seed: int) -> None:
        problem = Problem.from_graph(9, drawn_edges(seed), p=3)

        assert solve(problem).value == pytest.approx(best_of(problem))

    def test_along_a_chain_add_up(self) -> None:
        # 0 -2- 1 -5- 2 -1- 3: the median of four towns at equal weight lies between 1 and 2.
        problem = Problem.from_graph(4, [(0, 1, 2.0), (1, 2, 5.0), (2, 3, 1.0)], p=1)

        plan = solve(problem)

        assert plan.opened[0] in {1, 2}
        assert plan.value == 2 + 0 + 5 + 6
