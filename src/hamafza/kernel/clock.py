"""The only place that reads the wall clock; everything else is given its instant as `at`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

TEHRAN = ZoneInfo("Asia/Tehran")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def local(at: datetime) -> datetime:
    """The same instant as the clock on a wall in Iran shows it."""
    return at.astimezone(TEHRAN)
