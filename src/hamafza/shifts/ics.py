"""A volunteer's shifts as iCalendar, with Tehran's time written out. No names of people."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from hamafza.kernel.clock import TEHRAN
from hamafza.shifts import captions
from hamafza.shifts.models import Booking
from hamafza.shifts.states import BookingState


def calendar(bookings: Iterable[Booking], at: datetime) -> bytes:
    """One file; a shift that she called off is told as such, so that it goes from her calendar."""
    book = Calendar()
    book.add("prodid", "-//Hamafza//shifts//FA")
    book.add("version", "2.0")
    for booking in bookings:
        book.add_component(_event(booking, at))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _event(booking: Booking, at: datetime) -> Event:
    shift, off = booking.shift, booking.state == BookingState.CALLED_OFF
    event = Event()
    event.add("uid", f"shift-{shift.pk}-{booking.pk}@hamafza")
    event.add("dtstamp", at.astimezone(TEHRAN))
    event.add("dtstart", shift.starts_at.astimezone(TEHRAN))
    event.add("dtend", shift.ends_at.astimezone(TEHRAN))
    event.add("summary", captions.name_of(shift))
    event.add("location", shift.centre.name)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("sequence", int(booking.since_at.timestamp()) // 60)  # what was said last counts
    return event
