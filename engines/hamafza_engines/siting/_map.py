"""The plan on a map: SVG for people, GeoJSON for programs."""

from __future__ import annotations

import re
from math import cos, radians, sqrt
from typing import Any
from xml.sax.saxutils import escape

from hamafza_engines.frame import BadInput
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._words import number

_SIDE = 1000.0
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML has no such signs
_LABELS = 60  # more names than this hide the map
_STYLE = (
    "text{font:19px Vazirmatn,Tahoma,sans-serif;fill:#1b1b1b}"
    ".paper{fill:#fff}.way{stroke:#8fa8b8;stroke-width:1.2;fill:none}"
    ".place{fill:#3b7ea1;fill-opacity:.55}.left{fill:#b0483a;fill-opacity:.7}"
    ".base{fill:#0b5c3b;stroke:#fff}.old{fill:#8a6d1d;stroke:#fff}"
    ".name{paint-order:stroke;stroke:#fff;stroke-width:3px}"
    "@media(prefers-color-scheme:dark){.paper{fill:#14181b}text{fill:#eee}.name{stroke:#14181b}"
    ".base{fill:#57c596}.old{fill:#d9b54a}}"
)


def geojson(plan: Plan) -> dict[str, Any]:
    """Return bases, places and the ways between them as a FeatureCollection (longitude first, RFC 7946)."""
    problem = plan.problem
    places, sites = _points(plan)
    features = []
    for site in plan.opened:
        why = plan.explain(site)
        features.append(_feature("Point", _lnglat(sites[site]), {
            "kind": "base", "name": problem.site_name(site), "state": why.state, "people": why.people,
            "mean_km": round(why.mean_km, 3), "farthest_km": round(why.farthest_km, 3),
        }))  # fmt: skip
    for i, point in enumerate(places):
        base = int(plan.served[i])
        features.append(_feature("Point", _lnglat(point), {
            "kind": "place", "name": problem.demand_name(i), "people": float(problem.weights[i]),
            "base": problem.site_name(base) if base >= 0 else None,
            "km": round(float(plan.km[i]), 3) if base >= 0 else None,
        }))  # fmt: skip
    for i, j, people in _ways(plan):
        ends = [_lnglat(places[i]), _lnglat(sites[j])]
        features.append(_feature("LineString", ends, {"kind": "way", "people": people}))
    return {"type": "FeatureCollection", "features": features}


def svg(plan: Plan, language: str = "fa") -> str:
    """Return a map: places by size, bases as squares, and the way from each place to its base."""
    problem = plan.problem
    places, sites = _points(plan)
    x, y, height = _projection([*places, *(sites[j] for j in plan.opened)])
    most = max([float(heavy) for heavy in problem.weights], default=1.0) or 1.0
    ways = "".join(
        f"M{x(places[i]):.1f} {y(places[i]):.1f}L{x(sites[j]):.1f} {y(sites[j]):.1f}"
        for i, j, _ in _ways(plan)
    )
    dots = [
        f'<circle class="{"place" if plan.served[i] >= 0 else "left"}" '
        f'cx="{x(point):.1f}" cy="{y(point):.1f}" r="{1 + 7 * sqrt(float(problem.weights[i]) / most):.1f}"/>'
        for i, point in enumerate(places)
    ]
    bases = [_base(plan, j, x(sites[j]), y(sites[j]), language) for j in plan.opened]
    title = _told(plan.summary(language).split("\n")[0])
    way = "rtl" if language == "fa" else "ltr"
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE:.0f} {height + 40:.0f}" role="img" '
        f'lang="{language}" direction="{way}">',
        f"<title>{title}</title><style>{_STYLE}</style>",
        f'<rect class="paper" width="{_SIDE:.0f}" height="{height + 40:.0f}"/>',
        f'<path class="way" d="{ways}"/>', *dots, *bases,
        f'<text x="{_SIDE / 2:.0f}" y="{height + 26:.0f}" text-anchor="middle">{title}</text>', "</svg>", "",
    ))  # fmt: skip


def _base(plan: Plan, site: int, x: float, y: float, language: str) -> str:
    problem = plan.problem
    name = _told(problem.site_name(site))
    people = _people(plan, site)
    unit = "نفر" if language == "fa" else "people"
    kind = "old" if site in problem.existing else "base"
    square = (
        f'<rect class="{kind}" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" rx="2">'
        f"<title>{name}: {number(people, language)} {unit}</title></rect>"
    )
    if len(plan.opened) > _LABELS:
        return square
    return f'{square}<text class="name" x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{name}</text>'


def _told(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def _people(plan: Plan, site: int) -> float:
    if plan.shares is not None:
        return sum(people for _, j, people in plan.shares if j == site)
    return float(plan.problem.weights[plan.served == site].sum())


def _ways(plan: Plan) -> list[tuple[int, int, float]]:
    if plan.shares is not None:
        return list(plan.shares)
    return [(i, int(j), float(plan.problem.weights[i])) for i, j in enumerate(plan.served) if j >= 0]


def _points(plan: Plan) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    at, site_at = plan.problem.demand_at, plan.problem.site_at
    if at is None or site_at is None:
        raise BadInput(
            "output", "map", "a map needs lat and lng of every place",
            remedy_fa="نقشه به عرض و طول جغرافیایی هر محل نیاز دارد",
        )  # fmt: skip
    return [(float(a), float(b)) for a, b in at], [(float(a), float(b)) for a, b in site_at]


def _projection(points: list[tuple[float, float]]) -> tuple[Any, Any, float]:
    """Return x, y of (lat, lng) on the paper, and its height; longitudes shrink towards the poles."""
    lats, lngs = [lat for lat, _ in points] or [0.0], [lng for _, lng in points] or [0.0]
    middle = cos(radians((min(lats) + max(lats)) / 2)) or 1.0
    wide, tall = max((max(lngs) - min(lngs)) * middle, 1e-6), max(max(lats) - min(lats), 1e-6)
    scale = (_SIDE - 80) / max(wide, tall)
    height = tall * scale + 80
    left = (_SIDE - wide * scale) / 2
    return (
        lambda point: left + (point[1] - min(lngs)) * middle * scale,
        lambda point: 40 + (max(lats) - point[0]) * scale,
        height,
    )


def _lnglat(point: tuple[float, float]) -> list[float]:
    return [round(point[1], 7), round(point[0], 7)]


def _feature(kind: str, at: list[Any], told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": at}, "properties": told}
