"""The skills that come with the product go into their table; twice is once."""

import json
from datetime import datetime
from pathlib import Path

from hamafza.kernel.actors import Actor
from hamafza.volunteers.commands import add_skills

DATA = Path(__file__).with_name("data") / "skills.json"


def load(*, by: Actor, at: datetime) -> int:
    """Add what is not there yet; answers how many."""
    return add_skills(rows=json.loads(DATA.read_text(encoding="utf-8"))["skills"], by=by, at=at)
