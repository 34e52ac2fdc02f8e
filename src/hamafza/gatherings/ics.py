"""A gathering as iCalendar. Weeks go out as RRULE; Jalali months and feasts as the days themselves, since RRULE cannot say them.

A weekly gathering that gives way to days of rest goes out as days too. No names of people.
"""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from hamafza.gatherings import queries, rhythm
from hamafza.gatherings.models import Gathering, Occasion
from hamafza.gatherings.states import OccasionState, Rhythm
from hamafza.kernel.clock import TEHRAN, local
from hamafza.network import days

WEEKDAYS = ["SA", "SU", "MO", "TU", "WE", "TH", "FR"]
YEAR = timedelta(days=365)
RECENT = timedelta(days=31)


def is_by_rule(gathering: Gathering) -> bool:
    """Can RRULE say it?"""
    return gathering.rule == Rhythm.WEEKS and not gathering.gives_way


def calendar(gathering: Gathering, at: datetime) -> bytes:
    book = Calendar()
    book.add("prodid", "-//Hamafza//gatherings//FA")
    book.add("version", "2.0")
    by_rule = is_by_rule(gathering)
    occasions = queries.calendar_of(gathering, gathering.created_at if by_rule else at - RECENT)
    events = [_ruled(gathering, occasions, at)] if by_rule else _days(gathering, occasions, at)
    for event in events:
        book.add_component(event)
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _ruled(gathering: Gathering, occasions: list[Occasion], at: datetime) -> Event:
    founded = max(gathering.first_on, local(gathering.created_at).date())
    coming = (rhythm.starts_at(gathering, day) for day in days.meant(gathering, founded - days.DAY))
    first = next(starts for starts in coming if starts > gathering.created_at)
    event = _event(gathering, f"gathering-{gathering.pk}@hamafza", first, at)
    rule: dict[str, object] = {"freq": "weekly", "interval": gathering.every, "byday": WEEKDAYS[gathering.weekday]}
    if gathering.ended_at:
        rule["until"] = gathering.ended_at.astimezone(UTC)
    event.add("rrule", rule)
    off = [rhythm.starts_at(gathering, one.meant_on) for one in occasions if one.state == OccasionState.CANCELLED]
    if off:
        event.add("exdate", off)
    return event


def _days(gathering: Gathering, occasions: list[Occasion], at: datetime) -> list[Event]:
    """What is planned, and a year of what the rule foresees after it."""
    events = [
        _event(gathering, _uid(gathering, one.meant_on), one.starts_at, at, off=one.state == OccasionState.CANCELLED)
        for one in occasions
    ]
    if gathering.ended_at:
        return events
    last = max([one.meant_on for one in occasions] + [local(at).date()])
    for one in rhythm.ahead(gathering, last, local(at + YEAR).date()):
        starts = rhythm.starts_at(gathering, one.day)
        events.append(_event(gathering, _uid(gathering, one.meant_on), starts, at))
    return events


def _uid(gathering: Gathering, meant_on: date) -> str:
    """A day that was foreseen keeps its name once it is planned, so that no calendar shows it twice."""
    return f"gathering-{gathering.pk}-{meant_on}@hamafza"


def _event(gathering: Gathering, uid: str, starts: datetime, at: datetime, *, off: bool = False) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", at.astimezone(TEHRAN))
    event.add("dtstart", starts.astimezone(TEHRAN))
    event.add("dtend", (starts + timedelta(minutes=gathering.minutes)).astimezone(TEHRAN))
    event.add("summary", gathering.title)
    event.add("location", gathering.centre.name)
    event.add("url", f"{settings.BASE_URL.rstrip('/')}/gatherings/{gathering.pk}/")
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("sequence", int(off))
    return event
