"""What the screens and later areas read: lists, a week, a volunteer's own page, hours, who could step in."""

from hamafza.shifts.queries.able import Able, Crew, crew_of, stand_ins
from hamafza.shifts.queries.listing import (
    asks_of,
    booking,
    bookings_of,
    centres_planned,
    drafts_of,
    holes_of,
    server_at,
    shifts_found,
    skills,
    thing,
    week_of,
    week_start,
)
from hamafza.shifts.queries.minutes import booked_minutes, deeds, month_minutes, month_of
from hamafza.shifts.queries.own import ask_for, booking_for, calendar_of, mine_of, other_for, shift_for
from hamafza.shifts.queries.waiting import to_note, uncovered_soon, waiting_counts

__all__ = [
    "Able", "Crew", "ask_for", "asks_of", "booked_minutes", "booking", "booking_for", "bookings_of", "calendar_of",
    "centres_planned", "crew_of", "deeds", "drafts_of", "holes_of", "mine_of", "month_minutes", "month_of", "other_for",
    "server_at", "shift_for", "shifts_found", "skills", "stand_ins", "thing", "to_note", "uncovered_soon", "waiting_counts",
    "week_of", "week_start",
]  # fmt: skip
