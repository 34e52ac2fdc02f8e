"""The domains and holidays that come with the product go into their tables; twice is once."""

import json
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.network.access import may
from hamafza.network.commands import add_domains, add_holiday
from hamafza.network.models import Holiday
from hamafza.places.models import Place

DATA = Path(__file__).with_name("data")


@command(rule=may("network.keep_calendar"))
def load(*, by: Actor, at: datetime) -> int:
    """Add the domains and national holidays that are not there yet; answers how many."""
    added = add_domains(rows=domain_rows(), by=by, at=at)
    nation = Place.objects.get(path="IR/")
    known = set(Holiday.objects.filter(place=None).values_list("date", flat=True))
    fresh = {day: name for day, name in holiday_names().items() if day not in known}
    for day, name in fresh.items():
        add_holiday(nation, date=day, name=name, by=by, at=at)
    return added + len(fresh)


def domain_rows() -> list[dict[str, Any]]:
    """As the command wants them."""
    names = {"key", "name_fa", "name_en", "tone"}
    return [
        {name: row[name] for name in names}
        | {"taxonomy_term": row["open_eligibility"], "is_sensitive": row["sensitive"]}
        for row in sorted(_read("domains")["domains"], key=lambda row: row["order"])
    ]


def holiday_names() -> dict[date, str]:
    """One name a day; two occasions of one day are joined, and what the moon decides says so."""
    names: dict[date, list[str]] = defaultdict(list)
    for row in _read("holidays")["holidays"]:
        name = f"{row['name_fa']} (برآورد)" if row["estimated"] else row["name_fa"]
        if name not in names[day := date.fromisoformat(row["date"])]:
            names[day].append(name)
    return {day: "، ".join(found)[:120] for day, found in sorted(names.items())}


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
