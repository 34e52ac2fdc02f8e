"""What came of planning a week: drafts, days that were left out with the reason, and what was there already."""

from dataclasses import dataclass, field
from datetime import date

from hamafza.shifts.models import Shift


@dataclass(frozen=True)
class Skipped:
    """A day of rest, and its name."""

    day: date
    because: str


@dataclass
class Planned:
    """The answer of `plan` and `copy_week`."""

    shifts: list[Shift] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    there: int = 0
