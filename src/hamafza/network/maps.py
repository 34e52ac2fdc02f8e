"""Our own drawings for `<c-map>`: provinces, county cells, points upon a province. No foreign tiles."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hamafza import places as places_area
from hamafza.places.models import Kind, Place

DATA = Path(places_area.__file__).with_name("data")
Shape = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """What `<c-map>` draws."""

    viewbox: str
    shapes: list[Shape]
    scale: float  # width in units, for circles that look alike on each map


@cache
def drawing(name: str) -> Any:
    return json.loads((DATA / f"{name}_shapes.json").read_text(encoding="utf-8"))


STEPS = (1, 3, 6, 10)


def level(count: int, steps: Iterable[int] = STEPS) -> int:
    """The tone of a count: 0 none … 4 most."""
    return sum(count >= step for step in steps)


def cells(
    places: Iterable[Place],
    counts: Mapping[str, int],
    label: Callable[[Place], str],
    href: Callable[[Place], str],
    steps: Iterable[int] = STEPS,
) -> Picture:
    """Provinces or counties, coloured by count. Counties without a cell are points on their province."""
    shown = list(places)
    name = "provinces" if shown and shown[0].kind == Kind.PROVINCE else "counties"
    drawn = drawing(name)
    if any(place.code not in drawn["shapes"] for place in shown):
        return _points_on_province(shown, counts, label, href, steps)
    width = float(drawn["viewBox"].split()[2])
    shapes = []
    for place in shown:
        x, y = drawn["labels"][place.code]
        n = counts.get(place.path, 0)
        words = {"text": str(place), "x": x, "y": y}
        shapes.append(
            {
                "d": drawn["shapes"][place.code],
                "level": level(n, steps),
                "label": label(place),
                "href": href(place),
                **words,
            }
        )
    return Picture(drawn["viewBox"], shapes, width)


def points(province: Place, marks: Iterable[tuple[float, float, Shape]]) -> Picture:
    """Points (latitude, longitude, the rest) on the outline of a province, cut to its own frame."""
    outline = drawing("provinces")
    d = outline["shapes"].get(province.code, "")
    x0, y0, x1, y1 = _frame(d)
    shapes: list[Shape] = [{"d": d, "level": 0, "label": str(province), "href": ""}] if d else []
    size = max(x1 - x0, y1 - y0)
    for lat, lng, rest in marks:
        x, y = _project(outline["projection"], lat, lng)
        shapes.append({"cx": round(x, 1), "cy": round(y, 1), "r": round(size / 60, 1), **rest})
        x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
    box = f"{x0 - size / 40:.1f} {y0 - size / 40:.1f} {x1 - x0 + size / 20:.1f} {y1 - y0 + size / 20:.1f}"
    return Picture(box, shapes, size)


def _points_on_province(
    places: list[Place],
    counts: Mapping[str, int],
    label: Callable[[Place], str],
    href: Callable[[Place], str],
    steps: Iterable[int],
) -> Picture:
    province = places[0].parent
    return points(
        province,  # type: ignore[arg-type]
        (
            (
                place.latitude,
                place.longitude,
                {"level": level(counts.get(place.path, 0), steps), "label": label(place), "href": href(place)},
            )
            for place in places
            if place.latitude and place.longitude
        ),
    )


def _project(how: Mapping[str, float], lat: float, lng: float) -> tuple[float, float]:
    return (lng - how["west"]) * how["per_lng"], (how["north"] - lat) * how["per_lat"]


def _frame(d: str) -> tuple[float, float, float, float]:
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", d)] or [0.0, 0.0, 1000.0, 1000.0]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)
