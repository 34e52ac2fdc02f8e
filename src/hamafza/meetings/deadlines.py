"""How long each step may take, in working days of the place; and the ladder of an action. One place for all figures."""

from datetime import date, datetime, timedelta

from hamafza.kernel.clock import local
from hamafza.meetings.models import Meeting
from hamafza.meetings.states import MeetingState
from hamafza.network import days
from hamafza.places.models import Place

AGENDA_OPENS = 10  # before the meeting
AGENDA_GOES = 3
MINUTES_WITHIN = 2
SILENCE_CONSENTS = 7
VERIFY_WITHIN = 3
MANAGER_AFTER, CHAIR_AFTER = 3, 7  # calendar days after the due date, as everybody counts them
WEEK = timedelta(days=7)


def of_meeting(meeting: Meeting, state: str, at: datetime) -> datetime:
    """When the clock looks again at a meeting that has just come to `state`."""
    place = meeting.series.place
    match state:
        case MeetingState.PLANNED:
            return days.before(place, meeting.starts_at, AGENDA_OPENS)
        case MeetingState.AGENDA_OPEN:
            return days.before(place, meeting.starts_at, AGENDA_GOES)
        case MeetingState.AGENDA_SENT:
            return days.eve(local(meeting.starts_at).date())
        case MeetingState.HELD:
            return days.within(place, at, MINUTES_WITHIN)
        case MeetingState.MINUTES_DRAFT:
            return days.within(place, at, SILENCE_CONSENTS)
    return at + WEEK


def first_rung(due_on: date, at: datetime) -> tuple[int, datetime]:
    """Where an action stands on the ladder, were it given this day: the eve, if that is still to come."""
    for rung in range(4):
        if (when := rung_at(due_on, rung, at)) > at:
            return rung, when
    return 4, at + WEEK


def rung_at(due_on: date, rung: int, at: datetime) -> datetime:
    """0 the eve, 1 the day is over, 2 three days later, 3 seven days later, then every week."""
    if rung == 0:
        return days.eve(due_on)
    after = {1: 0, 2: MANAGER_AFTER, 3: CHAIR_AFTER}.get(rung)
    return at + WEEK if after is None else days.end_of(due_on) + timedelta(days=after)


def to_verify(place: Place, at: datetime) -> datetime:
    return days.within(place, at, VERIFY_WITHIN)
