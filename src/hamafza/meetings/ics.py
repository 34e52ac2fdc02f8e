"""Meetings as iCalendar, with Tehran's time written out. No names of people, no words of the agenda."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from icalendar import Calendar, Event

from hamafza.kernel.clock import TEHRAN
from hamafza.meetings import captions
from hamafza.meetings.models import Meeting
from hamafza.meetings.states import MeetingState


def calendar(meetings: Iterable[Meeting], at: datetime) -> bytes:
    """One file; a meeting that was called off is told as such, so that it goes from the reader's calendar."""
    book = Calendar()
    book.add("prodid", "-//Hamafza//meetings//FA")
    book.add("version", "2.0")
    for meeting in meetings:
        book.add_component(_event(meeting, at))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _event(meeting: Meeting, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@hamafza")
    event.add("dtstamp", at.astimezone(TEHRAN))
    event.add("dtstart", meeting.starts_at.astimezone(TEHRAN))
    event.add("dtend", meeting.ends_at.astimezone(TEHRAN))
    event.add("summary", captions.name_of(meeting))
    event.add("location", meeting.host.name if meeting.host else str(meeting.series.place))
    event.add("url", f"{settings.BASE_URL.rstrip('/')}/meetings/{meeting.pk}/")
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    event.add("sequence", int(meeting.state == MeetingState.CANCELLED))
    return event
