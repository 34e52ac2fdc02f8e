"""Places in (tables, matrices, OR-Library graphs), plans out (tables, JSON, maps)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hamafza_engines.frame import (
    BadInput,
    Row,
    as_number,
    as_text,
    need,
    read_table,
    write_table,
    write_whole,
)
from hamafza_engines.persian import search_key
from hamafza_engines.siting._distances import columns, over_roads
from hamafza_engines.siting._map import geojson, svg
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._types import EXTRA, Problem

_NAMES = {
    "lat": ("lat", "latitude", "y", "عرض", "عرض جغرافیایی"),
    "lng": ("lng", "lon", "long", "longitude", "x", "طول", "طول جغرافیایی"),
    "weight": ("weight", "people", "population", "demand", "وزن", "جمعیت", "نفر", "تعداد", "نیاز"),
    "name": ("name", "title", "place", "id", "نام", "محل", "شهر", "روستا", "مکان"),
    "existing": ("existing", "موجود", "دایر"),
    "cost": ("cost", "price", "هزینه"),
    "capacity": ("capacity", "ظرفیت"),
}
_YES = {"✓", *map(search_key, "1 yes true y x بله بلی آری هست دارد موجود دایر".split())}
_MOST_NODES = 8_000  # all pairs of more would not fit in a small machine


def read_problem(
    places: Path | str, *, candidates: Path | str | None = None, existing: Path | str | None = None,
    new: int | None = None, **limits: Any,
) -> Problem:  # fmt: skip
    """Read places with coordinates, or a matrix (a column per site), or an OR-Library file (.txt).

    `new` bases open beside the existing ones, which come from their own file or from a column «existing».
    """
    if Path(places).suffix.lower() == ".txt":
        _refuse(candidates, existing)
        return read_pmed(places, p=new, **limits)
    demands = _renamed(read_table(places))
    if not demands:
        raise BadInput("file", Path(places).name, "it has no rows", remedy_fa="هیچ سطری ندارد")
    if not {"lat", "lng"} & set(_columns(demands)):
        _refuse(candidates, existing)
        return _matrix(demands, new, limits)
    sites = list(demands)
    if candidates is not None:
        sites = _renamed(read_table(candidates)) + [row for row in demands if _stands(row)]
    stands = [k for k, row in enumerate(sites) if _stands(row)]
    if existing is not None:
        known = _renamed(read_table(existing))
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
    given = [number for number in numbers if number is not None]
    whole = [*given[:3], *given[3::3], *given[4::3]]  # all but the costs
    if len(given) < max(3, len(numbers)) or len(given) % 3 or not all(isinstance(n, int) for n in whole):
        raise BadInput(
            "file", Path(path).name, "write «nodes edges p», then one «from to cost» a line",
            remedy_fa="«گره‌ها یال‌ها p» و سپس در هر سطر «از به هزینه»",
        )  # fmt: skip
    nodes, told, most = map(int, given[:3])
    if not 0 <= nodes <= _MOST_NODES:
        raise BadInput(
            "nodes", nodes, f"give 0 to {_MOST_NODES} nodes", remedy_fa=f"۰ تا {_MOST_NODES} گره بدهید"
        )
    edges = [(int(given[k]) - 1, int(given[k + 1]) - 1, given[k + 2]) for k in range(3, len(given), 3)]
    if told != len(edges):
        raise BadInput(
            "edges", told, f"{len(edges)} lines follow; is the file cut off?",
            remedy_fa=f"{len(edges)} سطر در پی آن است؛ آیا پرونده بریده شده؟",
        )  # fmt: skip
    return Problem.from_matrix(
        over_roads(nodes, edges), p=most if p is None else p, **_everywhere(limits, nodes)
    )


def write_plan(path: Path | str, plan: Plan, *, language: str = "fa") -> None:
    """Write by the extension: a map (.svg, .geojson), the whole plan (.json), or the table of bases."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind == ".svg":
        text = svg(plan, language)
    elif kind == ".geojson":
        text = json.dumps(geojson(plan), ensure_ascii=False) + "\n"
    elif kind == ".json":
        text = json.dumps(_document(plan), ensure_ascii=False, indent=1) + "\n"
    else:
        return write_table(path, base_rows(plan))
    write_whole(path, lambda beside: beside.write_text(text, "utf-8"))


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
    """Return a row for each part of a place: its base (None: no base), the distance, the people."""
    np = need("numpy", extra=EXTRA)
    problem = plan.problem
    if plan.shares is not None:
        away = {j: columns(problem, np.array([j]))[:, 0] for j in plan.opened}
        lines, left = [], problem.weights.copy()
        for i, j, people in plan.shares:
            lines.append((i, j, people, away[j][i]))
            left[i] -= people
        lines += [(int(i), -1, left[i], 0.0) for i in np.flatnonzero(left >= 1e-9 * problem.weights)]
        lines.sort(key=lambda line: line[0])
    else:
        lines = [(i, int(j), problem.weights[i], plan.km[i]) for i, j in enumerate(plan.served)]
    return [
        {
            "name": problem.demand_name(i), "number": i + 1, "people": float(people),
            "base": problem.site_name(j) if j >= 0 else None, "km": round(float(km), 3) if j >= 0 else None,
        }
        for i, j, people, km in lines
    ]  # fmt: skip


def _document(plan: Plan) -> dict[str, Any]:
    return {
        "status": plan.status, "value": _finite(plan.value), "bound": _finite(plan.bound), "gap": plan.gap,
        "mean_km": plan.mean_km, "people": plan.people, "bases": base_rows(plan), "places": place_rows(plan),
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def _refuse(candidates: Path | str | None, existing: Path | str | None) -> None:
    """A matrix or a graph knows no way to places of another file."""
    for name, given in (("candidates", candidates), ("existing", existing)):
        if given is not None:
            raise BadInput(
                name, Path(given).name, "such a file goes with places that have lat and lng",
                remedy_fa="چنین پرونده‌ای با محل‌هایی می‌آید که عرض و طول جغرافیایی دارند",
            )  # fmt: skip


def _stands(row: Row) -> bool:
    told = as_text(row.get("existing")) or ""
    return told in _YES or search_key(told) in _YES


def _columns(rows: list[Row]) -> list[str]:
    """Return the columns of all rows in their order; an object of JSON may lack one."""
    return list(dict.fromkeys(column for row in rows for column in row))


def _renamed(rows: list[Row]) -> list[Row]:
    """Return rows with our own names of columns."""
    present = _columns(rows)
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
    found, each = _everywhere(limits, len(sites)), limits.get("each_capacity")
    if any(as_text(row.get("capacity")) is not None for row in sites):
        found["capacity"] = [row.real("capacity", 1e15 if each is None else each, low=0) for row in sites]
    if found.get("budget") is not None:
        found["cost"] = [row.real("cost", 1.0, low=0) for row in sites]
    return found


def _everywhere(limits: dict[str, Any], sites: int) -> dict[str, Any]:
    """Return the limits with one room for all sites, and a price of 1 where there is a budget."""
    found = dict(limits)
    each = found.pop("each_capacity", None)
    if each is not None:
        found["capacity"] = [each] * sites
    if found.get("budget") is not None:
        found.setdefault("cost", [1.0] * sites)
    return found


def _matrix(rows: list[Row], new: int | None, limits: dict[str, Any]) -> Problem:
    told = (*_NAMES["name"], *_NAMES["weight"])
    sites = [column for column in _columns(rows) if column.casefold() not in told]
    if not sites:
        raise BadInput(
            "columns", ", ".join(_columns(rows)), "give lat and lng, or a column of distances for each site",
            remedy_fa="ستون‌های lat و lng بدهید، یا برای هر محل یک ستون فاصله",
        )  # fmt: skip
    return Problem.from_matrix(
        [[row.real(site, low=0) for site in sites] for row in rows], p=new,
        weights=[row.real("weight", 1.0, low=0) for row in rows], demand_names=_called(rows),
        site_names=tuple(sites), **_everywhere(limits, len(sites)),
    )  # fmt: skip
