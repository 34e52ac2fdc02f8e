"""Places in (tables, matrices, OR-Library graphs), plans out (tables, JSON, maps)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hamafza_engines.frame import BadInput, Row, as_number, as_text, read_table, write_table
from hamafza_engines.siting._distances import over_roads
from hamafza_engines.siting._map import geojson, svg
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._types import Problem
from hamafza_engines.siting._write import write_whole

_NAMES = {
    "lat": ("lat", "latitude", "y", "عرض", "عرض جغرافیایی"),
    "lng": ("lng", "lon", "long", "longitude", "x", "طول", "طول جغرافیایی"),
    "weight": ("weight", "people", "population", "demand", "وزن", "جمعیت", "نفر", "تعداد", "نیاز"),
    "name": ("name", "title", "place", "id", "نام", "محل", "شهر", "روستا", "مکان"),
    "existing": ("existing", "موجود", "دایر"),
    "cost": ("cost", "price", "هزینه"),
    "capacity": ("capacity", "ظرفیت"),
}
_YES = ("1", "yes", "true", "y", "بله", "بلی", "آری", "هست", "دارد", "x", "✓")
_MOST_NODES = 8_000  # all pairs of more would not fit in a small machine


def read_problem(
    places: Path | str, *, candidates: Path | str | None = None, existing: Path | str | None = None,
    new: int | None = None, **limits: Any,
) -> Problem:  # fmt: skip
    """Read places with coordinates, or a matrix (a column per site), or an OR-Library file (.txt).

    `new` bases open beside the existing ones, which come from their own file or from a column «existing».
    """
    if Path(places).suffix.lower() == ".txt":
        return read_pmed(places, p=new, **limits)
    demands = _renamed(read_table(places), Path(places))
    if not demands:
        raise BadInput("file", Path(places).name, "it has no rows", remedy_fa="هیچ سطری ندارد")
    if not {"lat", "lng"} <= set(demands[0]):
        return _matrix(demands, new, limits)
    sites = demands if candidates is None else _renamed(read_table(candidates), Path(candidates))
    sites = list(sites)
    stands = [k for k, row in enumerate(sites) if (as_text(row.get("existing")) or "").lower() in _YES]
    if existing is not None:
        known = _renamed(read_table(existing), Path(existing))
        stands += range(len(sites), len(sites) + len(known))
        sites += known
    return Problem.from_places(
        [_point(row) for row in demands], [_point(row) for row in sites],
        weights=[row.real("weight", 1.0, low=0) for row in demands], p=_all(new, stands),
        existing=tuple(stands),
        demand_names=_called(demands), site_names=_called(sites), **_site_columns(sites, limits),
    )  # fmt: skip


def read_pmed(path: Path | str, *, p: int | None = None, **limits: Any) -> Problem:
    """Read the OR-Library format: «n edges p», then «i j cost»; of an edge given twice the last counts."""
    try:
        numbers = [as_number(word) for word in Path(path).read_text("utf-8", errors="replace").split()]
    except OSError as fault:
        raise BadInput(
            "file", str(path), f"cannot be read: {fault.strerror}", remedy_fa="خواندنی نیست"
        ) from None
    if len(numbers) < 3 or any(number is None for number in numbers) or (len(numbers) - 3) % 3:
        raise BadInput(
            "file", Path(path).name, "write «nodes edges p», then one «from to cost» a line",
            remedy_fa="«گره‌ها یال‌ها p» و سپس در هر سطر «از به هزینه»",
        )  # fmt: skip
    given = [float(number) for number in numbers if number is not None]
    nodes = int(given[0])
    if not 0 <= nodes <= _MOST_NODES:
        raise BadInput("nodes", nodes, f"give 0 to {_MOST_NODES} nodes")
    edges = [(int(given[k]) - 1, int(given[k + 1]) - 1, given[k + 2]) for k in range(3, len(given), 3)]
    return Problem.from_matrix(over_roads(nodes, edges), p=int(given[2]) if p is None else p, **limits)


def write_plan(path: Path | str, plan: Plan, *, language: str = "fa") -> None:
    """Write by the extension: a map (.svg, .geojson), the whole plan (.json), or the table of bases."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind == ".svg":
        write_whole(path, svg(plan, language))
    elif kind == ".geojson":
        write_whole(path, json.dumps(geojson(plan), ensure_ascii=False) + "\n")
    elif kind == ".json":
        write_whole(path, json.dumps(_document(plan), ensure_ascii=False, indent=1) + "\n")
    else:
        write_table(path, base_rows(plan))


def base_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return a row for each open base, those that serve most first."""
    rows = []
    for site in plan.opened:
        why = plan.explain(site)
        row: dict[str, Any] = {"name": plan.problem.site_name(site), "number": site + 1}
        if plan.problem.site_at is not None:
            row |= {"lat": float(plan.problem.site_at[site][0]), "lng": float(plan.problem.site_at[site][1])}
        row |= {
            "state": why.state, "people": why.people, "mean_km": round(why.mean_km, 3),
            "farthest_km": round(why.farthest_km, 3), "worth": _finite(round(why.worth, 3)),
            "next_best": plan.problem.site_name(why.rival) if why.rival is not None else None,
        }  # fmt: skip
        rows.append(row)
    return sorted(rows, key=lambda row: (-row["people"], row["number"]))


def place_rows(plan: Plan) -> list[dict[str, Any]]:
    """Return a row for each place: its base, the distance, the people."""
    problem = plan.problem
    if plan.shares is not None:
        lines = list(plan.shares)
    else:
        lines = [(i, int(j), float(problem.weights[i])) for i, j in enumerate(plan.served)]
    return [
        {
            "name": problem.demand_name(i), "number": i + 1, "people": people,
            "base": problem.site_name(j) if j >= 0 else None,
            "km": round(float(plan.km[i]), 3) if j == plan.served[i] and j >= 0 else None,
        }
        for i, j, people in lines
    ]  # fmt: skip


def _document(plan: Plan) -> dict[str, Any]:
    return {
        "status": plan.status, "value": _finite(plan.value), "bound": _finite(plan.bound), "gap": plan.gap,
        "mean_km": plan.mean_km, "people": plan.people, "bases": base_rows(plan), "places": place_rows(plan),
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def _renamed(rows: list[Row], path: Path) -> list[Row]:
    """Return rows with our own names of columns."""
    present = set(rows[0]) if rows else set()
    ours = {column: column for column in present}
    for name, synonyms in _NAMES.items():
        found = [column for synonym in synonyms for column in present if column.casefold() == synonym]
        if found and name not in present:
            ours[found[0]] = name
    return [Row({ours.get(column, column): cell for column, cell in row.items()}, row.number) for row in rows]


def _point(row: Row) -> tuple[float, float]:
    return row.real("lat", low=-90, high=90), row.real("lng", low=-180, high=180)


def _called(rows: list[Row]) -> tuple[str, ...]:
    return tuple(row.text("name", str(place)) for place, row in enumerate(rows, start=1))


def _all(new: int | None, stands: list[int]) -> int | None:
    return None if new is None else new + len(stands)


def _site_columns(sites: list[Row], limits: dict[str, Any]) -> dict[str, Any]:
    """Return the limits with the sites' own costs and capacities, where the table tells them."""
    found = dict(limits)
    each = found.pop("each_capacity", None)
    if any(as_text(row.get("capacity")) is not None for row in sites):
        found["capacity"] = [row.real("capacity", 1e15 if each is None else each, low=0) for row in sites]
    elif each is not None:
        found["capacity"] = [each] * len(sites)
    if found.get("budget") is not None:
        found["cost"] = [row.real("cost", 1.0, low=0) for row in sites]
    return found


def _matrix(rows: list[Row], new: int | None, limits: dict[str, Any]) -> Problem:
    sites = [column for column in rows[0] if column not in ("name", "weight")]
    if not sites:
        raise BadInput(
            "columns", ", ".join(rows[0]), "give lat and lng, or a column of distances for each site",
            remedy_fa="ستون‌های lat و lng بدهید، یا برای هر محل یک ستون فاصله",
        )  # fmt: skip
    limits = dict(limits)
    each = limits.pop("each_capacity", None)
    if each is not None:
        limits["capacity"] = [each] * len(sites)
    if limits.get("budget") is not None:
        limits["cost"] = [1.0] * len(sites)
    return Problem.from_matrix(
        [[row.real(site, low=0) for site in sites] for row in rows], p=new,
        weights=[row.real("weight", 1.0, low=0) for row in rows], demand_names=_called(rows),
        site_names=tuple(sites), **limits,
    )  # fmt: skip
