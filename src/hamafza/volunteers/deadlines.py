"""How long each step may take: an answer in working days of the place, silence in months, a leave in days."""

from datetime import date, datetime, timedelta

from hamafza.kernel.clock import local
from hamafza.network import days
from hamafza.places.models import Place
from hamafza.volunteers.models import Volunteer

ANSWER, TALK, SECOND, CLIMB = 3, 5, 3, 2  # working days: first call, the talk, the second person, one rung up
QUIET, AWAY, NOTICE = timedelta(days=30), timedelta(days=183), timedelta(days=7)
LEAVE, BEFORE_RETURN = 90, 3  # days
WARNINGS = (60, 30, 7, 0)  # days before a paper runs out


def working(place: Place, at: datetime, n: int) -> datetime:
    return days.within(place, at, n)


def seen_on(volunteer: Volunteer) -> date:
    """The day from which silence is counted: the last service, or the day on which she came or came back."""
    since = volunteer.since_at or volunteer.accepted_at or volunteer.applied_at
    return max(volunteer.active_on or date.min, local(since).date())


def silence(volunteer: Volunteer, step: int) -> datetime:
    """When a silence is spoken of: after thirty days, after six months."""
    return days.eve(seen_on(volunteer) + (QUIET, AWAY)[step] + days.DAY)


def warning(until: date, at: datetime) -> tuple[int, datetime | None]:
    """Which warning of a paper comes next, and when; after the last day nothing more."""
    for number, before in enumerate(WARNINGS):
        when = days.eve(until - timedelta(days=before) + days.DAY)
        if when > at:
            return number, when
    return len(WARNINGS), None
