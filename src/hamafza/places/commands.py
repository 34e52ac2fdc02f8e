"""Loading the tree of places."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.places.models import Place
from hamafza_engines.persian import search_key, sort_key


@command(rule=is_the_clock)
def load(*, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Create the places that are not there yet, parents first; a second run changes nothing."""
    known = dict(Place.objects.values_list("path", "id"))
    fresh = sorted((row for row in rows if row["path"] not in known), key=lambda row: row["path"].count("/"))
    levels: dict[int, list[Mapping[str, Any]]] = {}
    for row in fresh:
        levels.setdefault(row["path"].count("/"), []).append(row)
    for level in sorted(levels):
        for place in Place.objects.bulk_create([_place(row, known) for row in levels[level]]):
            known[place.path] = place.pk
    return len(fresh)


def _place(row: Mapping[str, Any], known: Mapping[str, int]) -> Place:
    above = row["path"].rstrip("/").rpartition("/")[0]
    return Place(
        path=row["path"],
        kind=row["kind"],
        parent_id=known.get(f"{above}/") if above else None,
        name_fa=row["name_fa"],
        name_en=row.get("name_en") or "",
        search_key=search_key(row["name_fa"]),
        sort_key=sort_key(row["name_fa"]),
        latitude=row.get("lat"),
        longitude=row.get("lng"),
        population=row.get("population"),
    )
