"""A deadline as the ring draws it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import pgettext

from hamafza.ui.digits import local
from hamafza.ui.moments import end_of, largest_unit, remaining

SOON_SHARE = 0.75  # three quarters of the time used: worth a second look, not yet an alarm


@dataclass(frozen=True)
class Deadline:
    """Share of the time used (0-1), a very short text, a full label, and on_time, soon or late."""

    share: float
    short: str
    label: str
    tone: str


def deadline(start: date | datetime, due: date | datetime, at: datetime) -> Deadline:
    """How a task stands at one instant."""
    begin = start if isinstance(start, datetime) else end_of(start) - timedelta(days=1)
    end = end_of(due)
    whole = (end - begin).total_seconds()
    share = 1.0 if whole <= 0 else min(1.0, max(0.0, (at - begin).total_seconds() / whole))
    tone = "late" if at > end else "soon" if share >= SOON_SHARE else "on_time"
    unit, count = largest_unit(abs(end - at))
    return Deadline(round(share, 3), _short(unit, count), remaining(due, at), tone)


def _short(unit: str, n: int) -> str:
    if unit == "day":
        return local(n) + pgettext("یک حرف برای روز", "ر")
    if unit == "hour":
        return local(n) + pgettext("یک حرف برای ساعت", "س")
    return local(n) + pgettext("یک حرف برای دقیقه", "د")
