"""Files that say the same in another way give the same plan; what is written can be read again."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.siting import Problem, check, read_problem, solve, write_plan

from .towns import Town, rows, written

QUIET = settings(max_examples=20, deadline=None)
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=9,
)
PLACES = st.lists(
    st.builds(
        Town, NAMES, st.integers(-900, 900).map(lambda n: n / 10), st.integers(-1800, 1800).map(lambda n: n / 10), st.integers(0, 10**9)
    ),
    min_size=1, max_size=7,
)  # fmt: skip


def table(towns: list[Town], *, persian: bool = False, between: str = ",") -> str:
    """Return the towns as an office writes them: its own names of columns, and perhaps its own digits."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n")
    writer.writerow(["نام", "عرض", "طول", "جمعیت"] if persian else ["name", "lat", "lng", "weight"])
    for town in towns:
        cells = [f"{number}" for number in town[1:]]
        writer.writerow([town.name, *(cell.translate(PERSIAN) if persian else cell for cell in cells)])
    return text.getvalue()


def read(text: str, kind: str = "csv", new: int = 1) -> Problem:
    with TemporaryDirectory() as folder:
        return read_problem(written(Path(folder) / f"p.{kind}", text), new=new)


class TestATableOfPlaces:
    @pytest.mark.slow  # twenty small files
    @QUIET
    @given(towns=PLACES)
    def test_is_the_same_in_persian(self, towns: list[Town]) -> None:
        one, other = read(table(towns)), read(table(towns, persian=True))

        assert one.weights.tolist() == other.weights.tolist() == [town.weight for town in towns]
        assert one.demand_at.tolist() == other.demand_at.tolist() == [[town.lat, town.lng] for town in towns]

    @pytest.mark.slow  # twenty times three small files
    @QUIET
    @given(towns=PLACES)
    def test_is_the_same_as_tabs_and_as_json(self, towns: list[Town]) -> None:
        told = [town._asdict() for town in towns]

        problems = [
            read(table(towns, between="\t"), "tsv"),
            read(json.dumps(told), "json"),
            read(table(towns)),
        ]

        assert len({str(problem.demand_at.tolist()) for problem in problems}) == 1
        assert len({str(problem.weights.tolist()) for problem in problems}) == 1

    @pytest.mark.slow  # twenty small searches
    @QUIET
    @given(towns=PLACES)
    def test_turned_around_the_earth_costs_the_same(self, towns: list[Town]) -> None:
        turned = [town._replace(lng=(town.lng + 180 + 77) % 360 - 180) for town in towns]

        assert solve(read(table(turned))).value == pytest.approx(
            solve(read(table(towns))).value, rel=1e-6, abs=1e-3
        )

    def test_with_a_column_nobody_asked_for_is_the_same(self, tmp_path: Path) -> None:
        noted = written(tmp_path / "n.csv", rows(note=["«الف»", "ب", "", "1", "-", "?", "x"]))
        plain = written(tmp_path / "p.csv", rows())

        assert solve(read_problem(noted, new=2)).summary() == solve(read_problem(plain, new=2)).summary()


class TestAPlanOfAnyPlaces:
    @pytest.mark.slow  # twenty small searches
    @QUIET
    @given(towns=PLACES, new=st.integers(1, 3), radius=st.none() | st.integers(0, 9000))
    def test_agrees_with_its_own_reasons(self, towns: list[Town], new: int, radius: int | None) -> None:
        problem = read(table(towns), new=new)
        plan = solve(replace(problem, radius=radius))

        assert check(plan.problem, plan) == []
        for site in range(plan.problem.n_sites):
            why = plan.explain(site)
            assert why.worth >= -1e-6
            assert why.rival is None or why.rival_worth <= 1e-6 * max(
                1.0, plan.value
            )  # no exchange betters it

    @pytest.mark.slow  # twenty small searches
    @QUIET
    @given(towns=PLACES)
    def test_can_be_drawn_written_and_read(self, towns: list[Town]) -> None:
        plan = solve(read(table(towns)))

        with TemporaryDirectory() as folder:
            for kind in ("svg", "geojson", "json"):
                write_plan(Path(folder) / f"o.{kind}", plan)
            told = json.loads((Path(folder) / "o.json").read_text("utf-8"))
            shown = json.loads((Path(folder) / "o.geojson").read_text("utf-8"))

        assert sum(base["people"] for base in told["bases"]) == pytest.approx(plan.people)
        assert [place["name"] for place in told["places"]] == [
            each["properties"]["name"] for each in shown["features"] if each["properties"]["kind"] == "place"
        ]
