"""Meetings for tests: a county council every two weeks, told as far as one needs it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.ticking import tick
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Meeting, Series
from hamafza.meetings.states import ActionState, MeetingState
from tests.cast import SATURDAY, World

A, M = ActionState, MeetingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY = 3  # of the Iranian week
ROLES = ["county_coordinator", "head", "secretary", "operator"]


def council(world: World, *, at: datetime = SATURDAY, **more: Any) -> Series:
    """The council of Chabahar: Nader leads, Reza writes, heads and secretaries are called; every second Tuesday at ten."""
    said = {
        "title": "شورای هماهنگی چابهار", "rule": "weeks", "every": 2, "weekday": TUESDAY, "first_on": date(2026, 10, 27),
        "hour": time(10), "chair": world.person["nader"], "secretary": world.person["reza"], "roles": ROLES,
        "hosts": [world.centre["chabahar"], world.centre["work"]], "by": world.person["nader"], "at": at, **more,
    }  # fmt: skip
    return meetings.start_series(said.pop("place", world.place["1104"]), **said)


def sitting(world: World, state: str = M.HELD, **more: Any) -> Meeting:
    """The first meeting of a council, brought to a state; in `held` and later three are present."""
    meeting = council(world, **more).meetings.get()
    reza, nader = world.person["reza"], world.person["nader"]
    if state == M.CANCELLED:
        return meetings.cancel(meeting, reason="weather", by=reza, at=SATURDAY + HOUR)
    if state == M.PLANNED:
        return meeting
    meetings.open_agenda(meeting, by=reza, at=SATURDAY + HOUR)
    if state == M.AGENDA_OPEN:
        return meeting
    meetings.send_agenda(meeting, by=reza, at=SATURDAY + 2 * HOUR)
    if state == M.AGENDA_SENT:
        return meeting
    meetings.begin(meeting, by=reza, at=meeting.starts_at)
    came(meeting, "nader", "reza", "zahra", "maryam", "mina", world=world)
    if state == M.HELD:
        return meeting
    if state == M.MINUTES_CONFIRMED:
        promise(world, meeting)
    meetings.send_minutes(meeting, by=reza, at=meeting.starts_at + 3 * HOUR)
    if state == M.MINUTES_DRAFT:
        return meeting
    return meetings.confirm_minutes(meeting, by=nader, at=meeting.starts_at + DAY)


def came(meeting: Meeting, *names: str, world: World) -> None:
    for one in meeting.invitees.filter(person__username__in=names).select_related("person", "meeting__series"):
        meetings.mark(one, attended="present", by=world.person["reza"], at=meeting.starts_at + HOUR)


def decided(world: World, meeting: Meeting, text: str = "میز مشترک سلامت و کار برپا شود", **more: Any) -> Decision:
    """A proposal; with an owner it is adopted too."""
    at = meeting.starts_at + HOUR
    decision = meetings.propose(meeting, text=text, by=world.person["reza"], at=at)
    if more:
        meetings.adopt(decision, by=world.person["reza"], at=at, **more)
    return decision


def promise(world: World, meeting: Meeting | None = None, *, owner: str = "zahra", days: int = 10) -> Action:
    """Zahra is to do something within ten days of the meeting."""
    meeting = meeting or sitting(world)
    due_on = (meeting.starts_at + days * DAY).date()
    decided(world, meeting, owner=world.person[owner], task="فهرست بیماران بی‌بیمه را بفرستد", due_on=due_on)
    return Action.objects.whole().latest("pk")


def action_in(world: World, state: str) -> Action:
    """An action brought to a state by commands."""
    action = promise(world)
    zahra, reza, nader = world.person["zahra"], world.person["reza"], world.person["nader"]
    at = action.created_at + DAY
    if state == A.IN_PROGRESS:
        meetings.start_action(action, by=zahra, at=at)
    elif state == A.BLOCKED:
        meetings.block(action, blocked_on=world.person["mina"], reason="نامه نیامده است", by=zahra, at=at)
    elif state == A.CANCELLED:
        meetings.cancel_action(action, reason="دیگر لازم نیست", by=nader, at=at)
    elif state != A.OPEN:
        meetings.claim_done(action, evidence="فهرست با نامهٔ ۱۲ رفت", by=zahra, at=at)
        if state == A.VERIFIED:
            meetings.verify(action, by=reza, at=at + HOUR)
        elif state == A.RETURNED:
            meetings.send_back(action, reason="فهرست کامل نیست", by=reza, at=at + HOUR)
    return action


def clock_to(until: datetime, *, every: timedelta = timedelta(hours=6), since: datetime) -> None:
    """Let time pass, as cron would."""
    at = since
    while at <= until:
        tick(at)
        at += every


def on(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TEHRAN)
