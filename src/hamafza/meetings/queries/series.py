"""A series as its page shows it: the days ahead with their hosts and what was skipped, and what has been."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from hamafza.kernel.clock import local
from hamafza.meetings.models import Meeting, Series
from hamafza.meetings.states import MeetingState
from hamafza.network import days

SHOWN = 6


@dataclass(frozen=True)
class Ahead:
    """A day that the calendar already knows; `meeting` when it is planned."""

    starts_at: datetime
    host: str
    skipped: tuple[tuple[object, str], ...] = ()
    meeting: Meeting | None = None
    because: str = ""


@dataclass(frozen=True)
class Plan:
    """What comes, and what was."""

    ahead: list[Ahead]
    past: list[Meeting]


def plan_of(series: Series, at: datetime) -> Plan:
    meetings = list(series.meetings.select_related("host", "holder").order_by("-starts_at", "-pk"))
    for meeting in meetings:
        meeting.series = series
    planned = sorted((one for one in meetings if one.starts_at > at and one.state != MeetingState.CANCELLED), key=_when)
    shown = [Ahead(one.starts_at, one.host.name if one.host else "", (), one, one.moved_because) for one in planned]
    past = [one for one in meetings if one not in planned]
    if series.state == "active":
        shown += _foreseen(series, meetings, at, SHOWN - len(shown))
    return Plan(shown, past)


def _when(meeting: Meeting) -> datetime:
    return meeting.starts_at


def _foreseen(series: Series, meetings: list[Meeting], at: datetime, count: int) -> list[Ahead]:
    """By the rule alone; the round of hosts goes on from the last number."""
    last = max((one.meant_on for one in meetings), default=local(at).date())
    number = max((one.number for one in meetings), default=0)
    round_ = [host.centre.name for host in series.hosts.select_related("centre") if host.centre.state == "active"]
    found = []
    for n, day in enumerate(islice(days.ahead(series, last), max(count, 0)), start=number):
        host = round_[n % len(round_)] if round_ else ""
        found.append(Ahead(days.starts_at(series, day.day), host, day.skipped, None, day.because))
    return found
