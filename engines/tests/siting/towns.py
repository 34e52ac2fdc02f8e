"""Seven towns as rows, as files of every kind and as plans made by hand; distances by another formula."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from math import asin, cos, dist, inf, radians, sin
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hamafza_engines.siting import Plan, Problem

_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬,")


class Town(NamedTuple):
    """A town with its people."""

    name: str
    lat: float
    lng: float
    weight: int


TOWNS = (
    Town("چابهار", 25.2919, 60.6430, 112_409),
    Town("کنارک", 25.3604, 60.3995, 43_258),
    Town("نیک‌شهر", 26.2258, 60.2143, 17_732),
    Town("ایرانشهر", 27.2025, 60.6848, 113_750),
    Town("خاش", 28.2211, 61.2158, 57_811),
    Town("زاهدان", 29.4963, 60.8629, 587_730),
    Town("زابل", 31.0306, 61.4949, 134_950),
)
PEOPLE = sum(town.weight for town in TOWNS)


def rows(towns: Sequence[Town] = TOWNS, **more: Sequence[Any]) -> list[dict[str, Any]]:
    """Return a row for each town, with further columns if given."""
    extra = [dict(zip(more, cells, strict=True)) for cells in zip(*more.values(), strict=True)]
    return [town._asdict() | each for town, each in zip(towns, extra or [{}] * len(towns), strict=True)]


def written(path: Path, told: str | Sequence[Mapping[str, Any]]) -> Path:
    """Write a text as it is, or rows by the extension, by other means than the engine's."""
    if isinstance(told, str):
        path.write_text(told, "utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps(told), "utf-8")
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, told)), "utf-8")
    elif path.suffix == ".xlsx":
        _as_sheet(path, told)
    elif path.suffix == ".parquet":
        _as_parquet(path, told)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, told[0], delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(told)
    return path


def _as_sheet(path: Path, told: Sequence[Mapping[str, Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(list(told[0]))
    for row in told:
        book.active.append(list(row.values()))
    book.save(path)


def _as_parquet(path: Path, told: Sequence[Mapping[str, Any]]) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist([dict(row) for row in told]), path)


def km(here: Sequence[float], there: Sequence[float]) -> float:
    """Return the great circle by the straight line through the earth between two points."""
    ends = []
    for lat, lng in (here[:2], there[:2]):
        lat, lng = radians(lat), radians(lng)
        ends.append((cos(lat) * cos(lng), cos(lat) * sin(lng), sin(lat)))
    return 2 * 6371.0088 * asin(min(1.0, dist(*ends) / 2))


def towns_problem(**limits: Any) -> Problem:
    """Return the problem of the towns, each of which may carry a base."""
    return Problem.from_places(
        [town[1:3] for town in TOWNS], weights=[town.weight for town in TOWNS],
        demand_names=[town.name for town in TOWNS], site_names=[town.name for town in TOWNS],
        **({"p": 2} | limits),
    )  # fmt: skip


def between(problem: Problem, i: int, j: int) -> float:
    """Return the km of a demand and a site."""
    if problem.distance is not None:
        return float(problem.distance[i, j])
    return km(problem.demand_at[i], problem.site_at[j])


def value_of(problem: Problem, opened: Iterable[int]) -> float:
    """Return person-km, or the people within the radius, of any set of bases."""
    opened = list(opened)
    total = 0.0
    for i, people in enumerate(problem.weights.tolist()):
        near = min((between(problem, i, j) for j in opened), default=inf)
        if problem.radius is not None:
            total += people if near <= problem.radius else 0.0
        elif people:
            total += people * near
    return total


def by_hand(problem: Problem, *opened: int, **changes: Any) -> Plan:
    """Return the plan of any set of bases, good or not: everybody goes to the nearest."""
    served, away = [], []
    for i in range(problem.n_demands):
        near, j = min(((between(problem, i, j), j) for j in opened), default=(inf, -1))
        beyond = problem.radius is not None and near > problem.radius
        served.append(-1 if beyond else j)
        away.append(0.0 if beyond else near)
    value = value_of(problem, opened)
    fields = dict(
        problem=problem, opened=tuple(sorted(opened)), served=np.array(served), km=np.array(away),
        shares=None, value=value, bound=value, status="proved",
    )  # fmt: skip
    return Plan(**(fields | changes))


def figures(text: str) -> list[float]:
    """Return every number of a text in Persian or English."""
    return [float(told) for told in re.findall(r"\d+(?:\.\d+)?", text.translate(_LATIN))]
