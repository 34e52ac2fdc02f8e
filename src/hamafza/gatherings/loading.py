"""The feasts that come with the product go into their table; twice is once, and what was corrected stays."""

import json
from datetime import date, datetime
from pathlib import Path

from hamafza.gatherings.commands import add_feasts
from hamafza.kernel.actors import Actor

DATA = Path(__file__).with_name("data") / "feasts.json"


def load(*, by: Actor, at: datetime) -> int:
    """Add what is not there yet; answers how many."""
    found = json.loads(DATA.read_text(encoding="utf-8"))["feasts"]
    rows = [
        {**{name: value for name, value in feast.items() if name != "days"}, **dict(zip(ENDS, days, strict=True))}
        for feast in found
        for days in ([date.fromisoformat(day) for day in pair] for pair in feast["days"])
    ]
    return add_feasts(rows=rows, by=by, at=at)


ENDS = ("first_on", "last_on")
