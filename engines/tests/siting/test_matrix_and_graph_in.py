"""Distances that are given: a matrix with a column for each site, or roads in the form of the OR-Library."""

from __future__ import annotations

from heapq import heappop, heappush
from pathlib import Path

import numpy as np
import pytest

from hamafza_engines.siting import BadInput, Problem, read_pmed, read_problem, solve

from .towns import rows, written

MATRIX = "name,weight,پایگاه یک,پایگاه دو\nالف,2,1,9\nب,3,8,۲٫۵\n"
ROADS = "4 4 2\n1 2 3\n2 3 4\n3 4 5\n1 4 20\n"


def ways_from(start: int, n: int, lines: list[tuple[int, int, float]]) -> list[float]:
    """Return the shortest ways by Dijkstra's rule; of an edge told twice the last counts."""
    last: dict[tuple[int, int], float] = {}
    for a, b, cost in lines:
        last[a, b] = last[b, a] = cost
    near, queue = [float("inf")] * n, [(0.0, start)]
    while queue:
        far, here = heappop(queue)
        if far >= near[here]:
            continue
        near[here] = far
        for (a, b), cost in last.items():
            if a == here:
                heappush(queue, (far + cost, b))
    return near


class TestTheMatrix:
    @pytest.mark.parametrize(
        "kind", ["csv", "json", pytest.param("xlsx", marks=pytest.mark.slow)]
    )  # openpyxl
    def test_has_a_row_for_each_place_and_a_column_for_each_site(self, tmp_path: Path, kind: str) -> None:
        told = [
            {"name": "a", "weight": 2, "A": 1, "B": 9, "C": 3},
            {"name": "b", "weight": 3, "A": 8, "B": 2, "C": 4},
        ]

        problem = read_problem(written(tmp_path / f"m.{kind}", told), new=1)

        assert (problem.demand_names, problem.site_names) == (("a", "b"), ("A", "B", "C"))
        assert problem.distance.tolist() == [[1, 9, 3], [8, 2, 4]]

    def test_is_read_in_persian(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "m.csv", MATRIX), new=1)

        assert problem.site_names == ("پایگاه یک", "پایگاه دو")
        assert problem.distance.tolist() == [[1, 9], [8, 2.5]]

    def test_counts_each_place_once_without_a_column_of_people(self, tmp_path: Path) -> None:
        assert read_problem(written(tmp_path / "m.csv", "A,B\n1,2\n3,4\n"), new=1).weights.tolist() == [1, 1]

    def test_takes_a_second_column_of_names_for_no_site(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "m.csv", "id,name,A\n17,الف,4\n18,ب,5\n"), new=1)

        assert (problem.demand_names, problem.site_names) == (("الف", "ب"), ("A",))

    def test_gives_every_site_the_same_room_and_the_price_of_one(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "m.csv", MATRIX), budget=1, each_capacity=9)

        assert (problem.capacity.tolist(), problem.cost.tolist(), problem.p) == ([9, 9], [1, 1], None)

    def test_is_solved_to_the_sum_that_a_hand_counts(self, tmp_path: Path) -> None:
        plan = solve(read_problem(written(tmp_path / "m.csv", MATRIX), new=1))

        # site one: 2 x 1 + 3 x 8 = 26; site two: 2 x 9 + 3 x 2.5 = 25.5
        assert (plan.opened, plan.value) == ((1,), 25.5)

    @pytest.mark.parametrize(
        ("cell", "told"),
        [("-1", "from 0"), ("", "filled"), ("far", "number"), ("nan", "number"), ("inf", "number")],
    )
    def test_names_the_cell_that_is_no_distance(self, tmp_path: Path, cell: str, told: str) -> None:
        with pytest.raises(BadInput) as fault:
            read_problem(written(tmp_path / "m.csv", f"name,A,B\nx,1,2\ny,3,{cell}\n"), new=1)

        assert (fault.value.field, fault.value.row) == ("b", 3) or fault.value.field == "B"
        assert told in fault.value.remedy

    def test_lacks_no_distance_of_a_later_object(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput) as fault:
            read_problem(
                written(tmp_path / "m.json", [{"name": "a", "A": 1}, {"name": "b", "A": 2, "B": 3}]), new=1
            )

        assert (fault.value.field, fault.value.row) == ("B", 1)

    def test_of_names_alone_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput) as fault:
            read_problem(written(tmp_path / "m.csv", "name,weight\nx,1\n"), new=1)

        assert (fault.value.field, fault.value.value) == ("columns", "name, weight")

    @pytest.mark.parametrize("places", ["m.csv", "m.txt"])
    @pytest.mark.parametrize("option", ["candidates", "existing"])
    def test_goes_with_no_file_of_coordinates(self, tmp_path: Path, places: str, option: str) -> None:
        path = written(tmp_path / places, ROADS if places == "m.txt" else MATRIX)
        other = written(tmp_path / "other.csv", rows())

        with pytest.raises(BadInput) as fault:
            read_problem(path, new=1, **{option: other})

        assert (fault.value.field, fault.value.value) == (option, "other.csv")


class TestTheGraph:
    def test_of_the_file_is_the_shortest_way_between_nodes(self, tmp_path: Path) -> None:
        problem = read_pmed(written(tmp_path / "g.txt", ROADS))

        # 1-2-3-4 is 12 and beats the road of 20
        assert problem.distance.tolist() == [[0, 3, 7, 12], [3, 0, 4, 9], [7, 4, 0, 5], [12, 9, 5, 0]]
        assert (problem.p, problem.weights.tolist()) == (2, [1, 1, 1, 1])

    @pytest.mark.parametrize("seed", range(4))
    def test_agrees_with_ways_found_one_by_one(self, tmp_path: Path, seed: int) -> None:
        chance = np.random.default_rng(seed)
        n = 12
        lines = [(i, (i + 1) % n, float(chance.integers(1, 30))) for i in range(n)]
        lines += [(*map(int, chance.integers(0, n, 2)), float(chance.integers(0, 30))) for _ in range(20)]
        lines = [(a, b, cost) for a, b, cost in lines if a != b]
        text = f"{n} {len(lines)} 3\n" + "\n".join(f"{a + 1} {b + 1} {c:g}" for a, b, c in lines)

        problem = read_pmed(written(tmp_path / "g.txt", text))

        assert problem.distance.tolist() == [ways_from(i, n, lines) for i in range(n)]

    def test_may_have_costs_with_a_point_and_persian_digits(self, tmp_path: Path) -> None:
        assert read_pmed(written(tmp_path / "g.txt", "۲ ۱ ۱\n۱ ۲ ۲٫۵")).distance[0, 1] == 2.5

    def test_may_have_a_road_without_length(self, tmp_path: Path) -> None:
        assert solve(read_pmed(written(tmp_path / "g.txt", "2 1 1\n1 2 0\n"))).value == 0

    def test_of_one_node_needs_no_roads(self, tmp_path: Path) -> None:
        assert read_pmed(written(tmp_path / "g.txt", "1 0 1\n")).distance.tolist() == [[0]]

    def test_without_nodes_is_served_by_nobody(self, tmp_path: Path) -> None:
        assert solve(read_pmed(written(tmp_path / "g.txt", "0 0 1\n"))).opened == ()

    def test_opens_as_many_as_the_file_says_unless_told_otherwise(self, tmp_path: Path) -> None:
        path = written(tmp_path / "g.txt", ROADS)

        assert (read_problem(path).p, read_problem(path, new=3).p) == (2, 3)

    def test_takes_radius_room_and_budget(self, tmp_path: Path) -> None:
        problem = read_problem(written(tmp_path / "g.txt", ROADS), radius=4, budget=2, each_capacity=3)

        assert (problem.radius, problem.budget) == (4, 2)
        assert (problem.cost.tolist(), problem.capacity.tolist()) == ([1] * 4, [3] * 4)

    def test_is_solved_to_the_sum_that_a_hand_counts(self, tmp_path: Path) -> None:
        # two bases on the chain 1 -3- 2 -4- 3 -5- 4: at 1 and 3 node 2 pays 3 and node 4 pays 5: 8;
        # at 2 and 4: node 1 pays 3, node 3 pays 4: 7; at 2 and 3: 3 + 5 = 8; at 1 and 4: 3 + 5 = 8
        plan = solve(read_pmed(written(tmp_path / "g.txt", ROADS)))

        assert (plan.opened, plan.value, plan.status) == ((1, 3), 7, "proved")

    @pytest.mark.parametrize(
        ("text", "field"),
        [
            ("", "file"), ("4 4", "file"), ("a b c", "file"), ("2 1 1\n1 2\n", "file"), ("2 1 1\n1 2 x\n", "file"),
            ("2 1 1\n1 2 nan\n", "file"), ("2 1 1\n1 2 inf\n", "file"), ("2.5 1 1\n1 2 3\n", "file"),
            ("2 1 1.5\n1 2 3\n", "file"), ("2 1 1\n1.5 2 3\n", "file"), ("2 1 1\n1 1.7 3\n", "file"),
            ("2 1 1\n1 2 -3\n", "edges"), ("2 1 1\n0 2 3\n", "edges"), ("2 1 1\n1 3 3\n", "edges"),
            ("3 1 1\n1 2 3\n", "edges"), ("3 3 1\n1 2 3\n2 3 4\n", "edges"), ("2 0 1\n1 2 3\n", "edges"),
            ("8001 0 1\n", "nodes"), ("-1 0 1\n", "nodes"), ("2 1 -1\n1 2 3\n", "p"),
        ],
        ids=lambda part: part.replace("\n", "|"),
    )  # fmt: skip
    def test_is_refused_by_the_part_that_is_wrong(self, tmp_path: Path, text: str, field: str) -> None:
        with pytest.raises(BadInput) as fault:
            read_pmed(written(tmp_path / "g.txt", text))

        assert fault.value.field == field

    def test_that_was_cut_off_says_how_many_roads_it_has(self, tmp_path: Path) -> None:
        cut = "\n".join(ROADS.splitlines()[:-1])

        with pytest.raises(BadInput) as fault:
            read_pmed(written(tmp_path / "g.txt", cut))

        assert (fault.value.field, fault.value.value) == ("edges", 4)
        assert fault.value.remedy.startswith("3 lines")

    def test_that_is_no_text_at_all_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "g.txt").write_bytes(bytes(range(256)) * 10)

        with pytest.raises(BadInput, match="nodes edges p"):
            read_pmed(tmp_path / "g.txt")

    @pytest.mark.parametrize("path", ["none.txt", "."])
    def test_that_cannot_be_opened_is_named(self, tmp_path: Path, path: str) -> None:
        with pytest.raises(BadInput, match="cannot be read"):
            read_pmed(tmp_path / path)


class TestRoadsFromPython:
    def test_count_whatever_their_direction(self) -> None:
        there = Problem.from_graph(3, [(0, 1, 2.0), (1, 2, 3.0)], p=1)
        back = Problem.from_graph(3, [(1, 0, 2.0), (2, 1, 3.0)], p=1)

        assert there.distance.tolist() == back.distance.tolist() == [[0, 2, 5], [2, 0, 3], [5, 3, 0]]

    def test_to_oneself_are_no_way(self) -> None:
        assert Problem.from_graph(2, [(0, 0, 9.0), (0, 1, 1.0)], p=1).distance[0, 0] == 0

    @pytest.mark.parametrize(
        "edge", [(0, 2, 1.0), (-1, 0, 1.0), (0, 0.5, 1.0), (0, 1, -1.0), (0, 1, float("nan")), (0, 1, 2e12)]
    )
    def test_out_of_range_are_refused(self, edge: tuple[float, float, float]) -> None:
        with pytest.raises(BadInput, match="edges"):
            Problem.from_graph(2, [(0, 1, 1.0), edge], p=1)

    def test_that_leave_a_node_alone_name_it(self) -> None:
        with pytest.raises(BadInput) as fault:
            Problem.from_graph(4, [(0, 1, 1.0), (1, 2, 1.0)], p=1)

        assert fault.value.value == "0-3"
